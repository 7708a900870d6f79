"""Files of features as people have them: odd names, curves, old encodings, folders, and no way to a host."""

from __future__ import annotations

import http.server
import json
import math
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from backend.labeling import feature_table
from backend.labeling.feature_table import read_features
from backend.output.vector import write_vector

SQUARE = shapely.box(500_000, 4_600_000, 500_100, 4_600_100)
UTM = "EPSG:32632"


@pytest.mark.parametrize("extension", [".gpkg", ".geojson", ".fgb", ".shp"])
@pytest.mark.parametrize("name", ["!Projects/a", "x;y/a", "who?/a", "plain/a!b", "plain/a;b"])
def test_marks_of_archives_and_addresses_are_plain_letters_in_a_path(
    tmp_path: Path, name: str, extension: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feature_table, "REBUILT_BYTES", 0)  # GeoJSON by GDAL too, as large ones are
    file = tmp_path / f"{name}{extension}"
    file.parent.mkdir()
    if extension == ".shp":
        made = tmp_path / "made.shp"
        pyogrio.raw.write(
            made, shapely.to_wkb([SQUARE]), [np.array(["mine"], object)], ["owner"], geometry_type="Polygon", crs=UTM
        )
        for part in tmp_path.glob("made.*"):
            part.rename(file.with_name(f"{file.stem}{part.suffix}"))
    else:
        write_vector(file, [SQUARE], UTM, {"owner": ["mine"]}, "things")
    features = read_features(file)
    assert features.columns.column("owner").to_pylist() == ["mine"]
    assert features.name == file.name


def test_a_layer_of_a_file_with_an_odd_name_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "a!b.gpkg"
    for layer in ("one", "two"):
        write_vector(file, [SQUARE], UTM, {"owner": [layer]}, layer)
    for layer in ("one", "two"):
        assert read_features(f"{file}|layername={layer}").columns.column("owner").to_pylist() == [layer]
    single = tmp_path / "c!d.fgb"
    write_vector(single, [SQUARE], UTM, {"owner": ["mine"]}, "x")
    assert len(read_features(f"{single}|layername=x")) == 1


def test_a_folder_that_is_a_geodatabase_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "land!.gdb"
    made = tmp_path / "made.gdb"
    pyogrio.raw.write(
        made, shapely.to_wkb([shapely.MultiPolygon([SQUARE])]), [np.array([7])], ["n"], driver="OpenFileGDB",
        layer="fields", geometry_type="MultiPolygon", crs=UTM,
    )  # fmt: skip
    assert read_features(made).columns.column("n").to_pylist() == [7]
    made.rename(folder)
    features = read_features(f"{folder}|layername=fields")
    assert features.columns.column("n").to_pylist() == [7]
    assert features.shapes[0].equals(SQUARE)


def _circle(x: float, y: float, radius: float) -> bytes:
    """A CurvePolygon as WKB: one circular string of two half circles."""
    corners = [(x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius), (x - radius, y)]
    ring = struct.pack("<BII", 1, 8, len(corners)) + b"".join(struct.pack("<dd", *corner) for corner in corners)
    return struct.pack("<BII", 1, 10, 1) + ring


@pytest.mark.parametrize("several", [False, True])
def test_curves_are_read_as_lines(tmp_path: Path, several: bool) -> None:
    curve = _circle(500_050, 4_600_050, 40)
    wkb = struct.pack("<BII", 1, 12, 1) + curve if several else curve
    file = tmp_path / "curves.gpkg"
    pyogrio.raw.write(
        file, np.array([wkb], object), [np.array([1])], ["n"], layer="c", geometry_type="Unknown", crs=UTM
    )
    (shape,) = read_features(file).shapes
    assert shape.area == pytest.approx(math.pi * 40**2, rel=0.01)


@pytest.mark.parametrize("said", ["", "ISO-8859-1", "UTF-8"])
def test_letters_of_a_shapefile_are_read_whatever_it_says_of_them(tmp_path: Path, said: str) -> None:
    file = tmp_path / "streets.shp"
    words = np.array(["Straße Köln", "x"], object)
    pyogrio.raw.write(
        file, shapely.to_wkb([SQUARE, SQUARE]), [words], ["name"], encoding="ISO-8859-1",
        geometry_type="Polygon", crs=UTM,
    )  # fmt: skip
    raw = bytearray(file.with_suffix(".dbf").read_bytes())
    raw[29] = 0  # its language
    file.with_suffix(".dbf").write_bytes(raw)
    file.with_suffix(".cpg").unlink(missing_ok=True)
    if said:
        file.with_suffix(".cpg").write_text(said)
    assert read_features(file).columns.column("name").to_pylist() == words.tolist()


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """A host on this machine, with what it was asked for; no proxy stands before it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, format: str, *arguments: object) -> None:
            """Silent."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


FILES = {
    "linked.geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "crs": {"type": "link", "properties": {"href": "HOST/crs", "type": "proj4"}},
            "features": [{"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(SQUARE)}],
        }
    ),
    "service.vrt": "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl/HOST/a.geojson</SrcDataSource>"
    "<LayerSRS>HOST/srs</LayerSRS></OGRVRTLayer></OGRVRTDataSource>",
    "stream.vrt": "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/vsicurl_streaming/HOST/a.geojson"
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "features.xml": "<OGRWFSDataSource><URL>HOST/wfs</URL></OGRWFSDataSource>",
}


@pytest.mark.parametrize("name", FILES)
def test_no_file_of_features_reaches_a_host(
    tmp_path: Path, name: str, host: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feature_table, "REBUILT_BYTES", 0)
    address, asked = host
    (tmp_path / name).write_text(FILES[name].replace("HOST", address))
    try:
        read_features(tmp_path / name)
    except feature_table.BadOption as error:
        assert str(tmp_path / name) in str(error) or name in str(error)
    assert asked == []
