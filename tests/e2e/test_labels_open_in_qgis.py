"""Labels open in real QGIS in their classes' colours and under their names, with nothing to set."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from backend.index.pipeline import index_layer
from backend.labeling.class_raster import write_class_raster
from backend.labeling.export import write_labels
from backend.labeling.label_set import parse_label_set
from backend.labeling.options import LabelOptions
from backend.labeling.windows import label_windows
from tests.e2e.test_opens_in_qgis import qgis  # noqa: F401
from tests.search.conftest import ColourEncoder, coloured_layer

READ_STYLES = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()

def describe(path):
    if path.endswith(".tif"):
        layer = QgsRasterLayer(path)
        classes = [(int(c.value), c.label, c.color.name()) for c in layer.renderer().classes()]
        names = [layer.bandName(1), layer.bandName(2)]
        statistics = layer.dataProvider().bandStatistics(2)
        return {"valid": layer.isValid(), "type": layer.renderer().type(), "classes": classes, "bands": names,
                "highest": statistics.maximumValue, "crs": layer.crs().authid(),
                "names": [c.label for c in layer.dataProvider().colorTable(1)]}
    layer = QgsVectorLayer(path + "|layername=labels")
    renderer = layer.renderer()
    classes = [(c.value(), c.label(), c.symbol().color().name()) for c in renderer.categories()]
    return {"valid": layer.isValid(), "type": renderer.type(), "classes": classes, "field": renderer.classAttribute(),
            "count": layer.featureCount(), "labels": sorted({f["label"] for f in layer.getFeatures()})}

print(json.dumps({os.path.basename(path): describe(path) for path in sys.argv[1:]}))
application.exitQgis()
"""


@pytest.mark.parametrize("rotation_deg", [0.0, 30.0])
def test_labels_open_styled(qgis: str, tmp_path: Path, rotation_deg: float) -> None:  # noqa: F811
    layer = coloured_layer(tmp_path / "layer.tif", rotation_deg=rotation_deg)
    index = index_layer(layer.path, ColourEncoder(), tmp_path / "index", (25.0, 50.0))
    rows = [{"name": "red roof", "colour": "#dc1414"}, {"name": "Grün & green", "prompts": ["green"]}, "blue", "plain"]
    label_set = parse_label_set(rows, "colours")
    labelled = label_windows(index, ColourEncoder(), label_set, LabelOptions(other_below=0.9))
    files = [tmp_path / name for name in ("cells.gpkg", "areas.gpkg", "classes.tif")]
    write_labels(files[0], labelled)
    write_labels(files[1], labelled, dissolve=True)
    write_class_raster(files[2], labelled)
    script = tmp_path / "read.py"
    script.write_text(READ_STYLES)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    command = [qgis, str(script), *map(str, files)]
    answer = subprocess.run(command, capture_output=True, env=environment, text=True)
    assert answer.returncode == 0, answer.stderr
    assert "Warning" not in answer.stderr
    found = json.loads(answer.stdout.strip().splitlines()[-1])
    names = [*label_set.names, "other"]
    colours = [*label_set.colours, "#9a9a9a"]
    for name in ("cells.gpkg", "areas.gpkg"):
        row = found[name]
        assert row["valid"] and row["type"] == "categorizedSymbol" and row["field"] == "label"
        assert row["classes"] == [[n, n, c] for n, c in zip(names, colours, strict=True)]
        assert set(row["labels"]) <= set(names) and "other" in row["labels"]
    assert found["cells.gpkg"]["count"] == len(labelled.cells) > found["areas.gpkg"]["count"]
    raster = found["classes.tif"]
    assert raster["valid"] and raster["type"] == "paletted" and raster["crs"] == "EPSG:32632"
    assert raster["classes"] == [[v, n, c] for v, n, c in zip([1, 2, 3, 4, 0], names, colours, strict=True)]
    assert raster["bands"] == ["Band 1: class", "Band 2: confidence"] and 90 <= raster["highest"] <= 100
    assert raster["names"][:5] == ["other", *label_set.names]
