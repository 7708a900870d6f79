"""What Terralex writes opens in real QGIS, as a user would open it: no plugin, QGIS's own Python."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SYSTEM_PYTHON = Path("/usr/bin/python3")

READ_IN_QGIS = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()

def describe(path):
    layer = QgsRasterLayer(path) if path.endswith(".tif") else QgsVectorLayer(path)
    row = {"valid": layer.isValid(), "crs": layer.crs().authid(), "extent": layer.extent().toString()}
    if not path.endswith(".tif"):
        row["fields"] = [f.name() for f in layer.fields()]
        row["ranks"] = [f["rank"] for f in layer.getFeatures()]
        row["valid geometries"] = all(f.geometry().isGeosValid() for f in layer.getFeatures())
    return row

# In a function, so that no layer outlives the application: that crashes on exit.
print(json.dumps({os.path.basename(path): describe(path) for path in sys.argv[1:]}))
application.exitQgis()
"""


@pytest.fixture(scope="module")
def qgis() -> str:
    """The system's Python, if QGIS is installed for it."""
    if not SYSTEM_PYTHON.exists():
        pytest.skip("no system Python: QGIS cannot be installed for it")
    probe = subprocess.run([SYSTEM_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("QGIS is not installed: see scripts/install-qgis.sh")
    return str(SYSTEM_PYTHON)


def test_results_and_sample_open_in_qgis(qgis: str, tmp_path: Path) -> None:
    terralex = [sys.executable, "-m", "backend.cli"]
    subprocess.run([*terralex, "sample", str(tmp_path), "--size", "1024", "--crs", "EPSG:4326"], check=True)
    files = [tmp_path / name for name in ("found.gpkg", "found.geojson", "found.fgb")]
    for file in files:
        command = ["search", "river", "--layer", str(tmp_path / "sample.tif"), "--index", str(tmp_path / "index")]
        subprocess.run([*terralex, *command, "--threshold", "0", "--top", "4", "-o", str(file)], check=True)
    script = tmp_path / "read.py"
    script.write_text(READ_IN_QGIS)
    paths = [str(tmp_path / "sample.tif"), *map(str, files)]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    answer = subprocess.run([qgis, str(script), *paths], capture_output=True, env=environment, text=True)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout.strip().splitlines()[-1])
    assert all(row["valid"] and row["crs"] == "EPSG:4326" for row in found.values()), found
    for file in files:
        row = found[file.name]
        assert {"rank", "score", "relevance", "query", "model", "window_m"} <= set(row["fields"])
        assert sorted(row["ranks"]) == [1, 2, 3, 4]
        assert row["valid geometries"]
