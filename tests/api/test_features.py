"""OGC API - Features: what a GIS needs to open indexes and results, exact boxes and filters, and files to take away."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pyogrio
import pytest
import shapely
from owslib.ogcapi.features import Features

from harness.live_service import Service

SYSTEM_PYTHON = Path("/usr/bin/python3")
JSON = dict[str, Any]


def items(client: httpx.Client, collection: str, **query: Any) -> JSON:
    answer = client.get(f"/collections/{collection}/items", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    found: JSON = answer.json()
    assert found["numberReturned"] == len(found["features"])
    return found


def all_items(client: httpx.Client, collection: str, limit: int) -> list[JSON]:
    """Every feature, by following the links to the next page."""
    address, found = f"/collections/{collection}/items?limit={limit}", []
    while address:
        page = client.get(address).json()
        found += page["features"]
        address = next((row["href"] for row in page["links"] if row["rel"] == "next"), "")
    return found


@pytest.fixture(params=["found", "index_collection"])
def collection(request: pytest.FixtureRequest) -> str:
    """A result, and an index."""
    return str(request.getfixturevalue(request.param))


def test_results_and_indexes_are_listed(client: httpx.Client, found: str, index_collection: str) -> None:
    rows = {row["id"]: row for row in client.get("/collections?limit=1000").json()["collections"]}
    assert {found, index_collection} <= set(rows)
    assert rows[index_collection]["embedding"]["emb:type"] == "chip"
    for row in rows.values():
        assert row["itemType"] == "feature"
        west, south, east, north = row["extent"]["spatial"]["bbox"][0]
        assert -180 <= west < east <= 180 and -90 <= south < north <= 90


def test_pages_hold_every_feature_once(client: httpx.Client, collection: str) -> None:
    everything = items(client, collection, limit=10_000)
    assert everything["numberMatched"] == len(everything["features"]) > 5
    size = max(everything["numberMatched"] // 3, 1)
    assert all_items(client, collection, size) == everything["features"]
    assert len({row["id"] for row in everything["features"]}) == everything["numberMatched"]


def test_a_page_leads_back(client: httpx.Client, collection: str) -> None:
    page = items(client, collection, limit=2, offset=2)
    (before,) = [row["href"] for row in page["links"] if row["rel"] == "prev"]
    assert client.get(before).json()["features"] == items(client, collection, limit=2)["features"]


def test_more_than_the_most_is_cut_to_it(client: httpx.Client, collection: str) -> None:
    assert items(client, collection, limit=10**9)["numberMatched"] > 0


def test_a_feature_is_found_by_its_id(client: httpx.Client, collection: str) -> None:
    for feature in items(client, collection, limit=3)["features"]:
        one = client.get(f"/collections/{collection}/items/{feature['id']}").raise_for_status().json()
        assert {name: one[name] for name in feature} == feature
    assert client.get(f"/collections/{collection}/items/999999999").status_code == 404
    assert client.get(f"/collections/{collection}/items/x").status_code == 400


def test_a_box_keeps_exactly_what_meets_it(client: httpx.Client, collection: str) -> None:
    everything = items(client, collection, limit=10_000)["features"]
    shapes = {row["id"]: shapely.from_geojson(json.dumps(row["geometry"])) for row in everything}
    west, south, east, north = shapely.total_bounds(list(shapes.values()))
    box = (west + (east - west) * 0.2, south + (north - south) * 0.3, west + (east - west) * 0.6, north)
    met = items(client, collection, limit=10_000, bbox=",".join(map(str, box)))
    expected = {number for number, shape in shapes.items() if shape.intersects(shapely.box(*box))}
    assert {row["id"] for row in met["features"]} == expected
    assert len(expected) > 0
    six = f"{box[0]},{box[1]},-5,{box[2]},{box[3]},500"
    assert items(client, collection, limit=10_000, bbox=six)["features"] == met["features"]


def test_a_box_elsewhere_holds_nothing_and_one_around_the_world_everything(
    client: httpx.Client, collection: str
) -> None:
    total = items(client, collection, limit=1)["numberMatched"]
    assert items(client, collection, bbox="-70,-40,-60,-30")["numberMatched"] == 0
    assert items(client, collection, bbox="-180,-90,180,90")["numberMatched"] == total
    # The shorter way from 100 E to 100 W is over the antimeridian, where there is nothing of ours.
    assert items(client, collection, bbox="100,-90,-100,90")["numberMatched"] == 0


@pytest.mark.parametrize(
    "bbox", ["", "1,2,3", "a,b,c,d", "0,10,5,5", "nan,0,1,1", "0,0,inf,1", "0,0,200,1", "0,-91,1,1"]
)
def test_what_is_no_box_is_refused(client: httpx.Client, found: str, bbox: str) -> None:
    assert client.get(f"/collections/{found}/items", params={"bbox": bbox}).status_code == 400


def test_properties_filter_by_equality(client: httpx.Client, found: str, index_collection: str) -> None:
    everything = items(client, found, limit=100)["features"]
    assert items(client, found, rank=3)["features"] == [row for row in everything if row["properties"]["rank"] == 3]
    score = everything[4]["properties"]["score"]
    assert everything[4] in items(client, found, score=score)["features"]
    assert items(client, found, query="airport", rank=2)["numberMatched"] == 1
    assert items(client, found, query="it's; DROP TABLE regions --")["numberMatched"] == 0
    windows = items(client, index_collection, limit=10_000)["features"]
    sizes = {row["properties"]["window_m"] for row in windows}
    for size in sizes:
        assert items(client, index_collection, window_m=size)["numberMatched"] == sum(
            row["properties"]["window_m"] == size for row in windows
        )


@pytest.mark.parametrize(
    "query", [{"nothing": 1}, {"rank": "x"}, {"score": "nan"}, {"limit": 0}, {"datetime": "today"}]
)
def test_unknown_and_wrong_parameters_are_refused(client: httpx.Client, found: str, query: JSON) -> None:
    assert client.get(f"/collections/{found}/items", params=query).status_code == 400


@pytest.mark.parametrize(
    "datetime", ["2026-01-31T12:00:00Z", "../2026-01-31T12:00:00Z", "2026-01-31T12:00:00+01:00/.."]
)
def test_times_are_accepted(client: httpx.Client, found: str, datetime: str) -> None:
    assert items(client, found, datetime=datetime)["numberMatched"] == 12


def test_queryables_are_the_properties(client: httpx.Client, collection: str) -> None:
    rows = client.get(f"/collections/{collection}/queryables").raise_for_status().json()["properties"]
    (feature,) = items(client, collection, limit=1)["features"]
    assert set(rows) == set(feature["properties"])


@pytest.mark.parametrize(("name", "driver"), [("gpkg", "GPKG"), ("fgb", "FlatGeobuf"), ("geojson", "GeoJSON")])
def test_everything_can_be_taken_away_as_a_file(
    client: httpx.Client, collection: str, tmp_path: Path, name: str, driver: str
) -> None:
    answer = client.get(f"/collections/{collection}/download", params={"f": name}).raise_for_status()
    file = tmp_path / f"taken.{name}"
    file.write_bytes(answer.content)
    info = pyogrio.read_info(file)
    assert info["driver"] == driver
    assert info["features"] == items(client, collection, limit=1)["numberMatched"]
    assert info["crs"] == ("EPSG:4326" if name == "geojson" else "EPSG:32632")


def test_owslib_reads_collections_and_items(service: Service, found: str) -> None:
    headers = {"Authorization": f"Bearer {service.token}"}
    owslib = Features(service.url, headers=headers)
    assert found in owslib.feature_collections()
    assert owslib.collection(found)["itemType"] == "feature"
    assert owslib.collection_items(found, limit=4)["numberReturned"] == 4
    assert owslib.collection_item(found, "1")["properties"]["rank"] == 1
    assert "rank" in owslib.collection_queryables(found)["properties"]


OPEN_IN_QGIS = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsDataSourceUri, QgsFeatureRequest, QgsRectangle, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()

def describe(url, token, collection):
    source = QgsDataSourceUri()
    source.setParam("url", url)
    source.setParam("typename", collection)
    source.setUsername("anybody")
    source.setPassword(token)
    layer = QgsVectorLayer(source.uri(False), collection, "OAPIF")
    features = list(layer.getFeatures())
    middle = layer.extent().center()
    part = QgsRectangle(layer.extent().xMinimum(), layer.extent().yMinimum(), middle.x(), middle.y())
    return {
        "valid": layer.isValid(),
        "crs": layer.crs().authid(),
        "fields": [field.name() for field in layer.fields()],
        "features": len(features),
        "valid geometries": all(feature.geometry().isGeosValid() for feature in features),
        "in a corner": sum(1 for _ in layer.getFeatures(QgsFeatureRequest(part))),
    }

url, token, *collections = sys.argv[1:]
print(json.dumps({name: describe(url, token, name) for name in collections}))
application.exitQgis()
"""


def test_qgis_opens_results_and_indexes_as_ogc_api_layers(
    service: Service, client: httpx.Client, found: str, index_collection: str, tmp_path: Path
) -> None:
    probe = [str(SYSTEM_PYTHON), "-c", "import qgis.core"]
    if not SYSTEM_PYTHON.exists() or subprocess.run(probe, capture_output=True).returncode:
        pytest.skip("QGIS is not installed: see scripts/install-qgis.sh")
    script = tmp_path / "open.py"
    script.write_text(OPEN_IN_QGIS)
    command = [str(SYSTEM_PYTHON), str(script), service.url, service.token, found, index_collection]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)
    assert answer.returncode == 0, answer.stderr
    rows = json.loads(answer.stdout.strip().splitlines()[-1])
    for collection in (found, index_collection):
        row = rows[collection]
        assert row["valid"] and row["valid geometries"] and row["crs"] == "EPSG:4326"
        assert row["features"] == items(client, collection, limit=1)["numberMatched"]
        assert 0 < row["in a corner"] <= row["features"]
    assert {"rank", "score", "relevance", "query", "model"} <= set(rows[found]["fields"])
    assert {"window_m", "valid_share"} <= set(rows[index_collection]["fields"])
