"""``Client`` against a real service in a process of its own."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import pyogrio
import pytest
import rasterio
from shapely.geometry import box, shape

from backend.client import Client, Found, Job, Labelled, Layer
from backend.errors import (
    BadOption,
    CollectionNotFound,
    EmptyQuery,
    JobDismissed,
    JobNotFound,
    LayerNotFound,
    OutputNotWritable,
    ProcessNotFound,
    SearchNotFound,
    ServiceRefused,
    ServiceUnreachable,
    UploadConflict,
)
from harness.live_service import Service, start_service

CLASSES = ["tennis court", "farmland", "water", "houses"]


def test_a_layer_is_named_once_and_listed(client: Client, layer: Layer) -> None:
    again = client.add_layer("sample.tif", "Sample")
    assert again.id == layer.id
    assert (layer.title, layer.kind, layer.state) == ("Sample", "path", "ready")
    assert layer.info["crs"] == "EPSG:32632" and layer.info["width"] == 512
    assert layer in client.layers() and client.layer(layer.id) == layer


def test_a_search_tells_of_its_job_and_the_next_one_is_answered_at_once(client: Client, layer: Layer) -> None:
    told: list[Job] = []
    first = client.search(layer, "airport", window_m=[70], threshold=0, top=5, progress=told.append)
    assert first.job_id is not None and told[-1].status == "successful" and told[-1].progress == 100
    assert [job.progress for job in told] == sorted(job.progress for job in told)
    second = client.search(layer, "airport", window_m=[70], threshold=0, top=5)
    assert second.job_id is None and second.regions == first.regions
    assert isinstance(client.result(first.job_id), Found) and client.result(first.job_id) == first
    assert client.features(first)["features"] and client.features(second) == second.geojson


def test_regions_are_ranked_and_other_libraries_read_them(client: Client, layer: Layer) -> None:
    found = client.search(layer, "airport", window_m=[70], threshold=0, top=3, unwanted=["water"])
    assert found.verdict in {"found", "weak", "absent"} and found.summary["verdict"] == found.verdict
    assert [region.rank for region in found.regions] == [1, 2, 3]
    assert found.regions[0].score >= found.regions[-1].score
    west, south, east, north = shape(found.regions[0].geometry).bounds
    assert -180 <= west < east <= 180 and -90 <= south < north <= 90
    assert found.__geo_interface__["type"] == "FeatureCollection"


def test_what_was_found_is_an_example_for_the_next_search(client: Client, layer: Layer) -> None:
    found = client.search(layer, "airport", window_m=[70], threshold=0, top=1)
    here = shape(found.regions[0].geometry)
    like = client.search(layer, examples=[here], window_m=[70], threshold=0, top=1)
    assert shape(like.regions[0].geometry).intersects(here)


def test_an_extent_bounds_a_search(client: Client, layer: Layer) -> None:
    found = client.search(layer, "airport", window_m=[70], threshold=0, top=10)
    west, south, east, north = shape(found.regions[0].geometry).bounds
    there = client.search(layer, "airport", window_m=[70], threshold=0, top=10, extent=(west, south, east, north))
    assert all(shape(one.geometry).intersects(box(west, south, east, north)) for one in there.regions)


def test_many_layers_answer_in_one_list(client: Client, layer: Layer) -> None:
    found = client.survey([layer, "layer-of-nobody"], "houses", threshold=0, window_m=[70], top=4)
    assert [region.rank for region in found.regions] == [1, 2, 3, 4][: len(found.regions)] and found.regions
    assert {region.layer for region in found.regions} == {"Sample"}
    assert [row["error"] is None for row in found.summary["layers"]] == [True, False]


def test_a_saved_search_is_run_again_and_says_what_is_new(client: Client, layer: Layer) -> None:
    asked = {"threshold": 0, "window_m": [70], "top": 4}
    kept = client.save_search("Houses", [layer], "houses", **asked)
    assert kept in client.searches() and kept.last is None and kept.every is None
    assert kept.inputs == {"layers": [layer.id], "folders": [], "text": "houses", **asked}
    first = client.run_search(kept)
    assert len(first.new) == 4 and first.gone == first.unchanged == () and first.job_id is not None
    told = client.saved_search(kept.id)
    assert told.last is not None and told.last.layers_asked == 1
    again = client.run_search(kept.id)
    assert again.new == () and len(again.unchanged) == 4 and again.unchanged[0].layer == layer.title
    assert client.result(str(again.job_id)) == again and len(client.features(again)["features"]) == 4
    assert again.__geo_interface__["features"][0]["properties"]["change"] == "unchanged"
    client.remove_search(kept)
    assert kept.id not in [one.id for one in client.searches()]
    with pytest.raises(SearchNotFound, match="no saved search"):
        client.saved_search(kept.id)
    weekly = client.save_search("Houses", [layer], "houses", every="7d", **asked)
    assert weekly.every == "7d"
    client.remove_search(weekly)
    with pytest.raises(BadOption, match="name"):
        client.save_search("?", [layer], "houses")


def test_labels_come_with_ground_by_class_areas_and_files(client: Client, layer: Layer, tmp_path: Path) -> None:
    told: list[Job] = []
    labelled = client.label(layer, CLASSES, window_m=[70], progress=told.append)
    assert told and {one.label for one in labelled.classes} <= {*CLASSES, "other"}
    assert sum(one.share or 0 for one in labelled.classes) == pytest.approx(1, abs=1e-4)
    assert {"areas", "raster"} <= set(labelled.files)
    assert {row["properties"]["label"] for row in client.features(labelled)["features"]} == {
        one.label for one in labelled.classes
    }
    areas = client.download(labelled, "areas", tmp_path / "areas.gpkg")
    assert pyogrio.read_info(areas, layer="labels")["features"] > 0
    with rasterio.open(client.download(labelled, "raster", tmp_path / "cover.tif")) as raster:
        assert raster.crs.to_epsg() == 32632
    assert isinstance(client.result(labelled.job_id), Labelled)
    assert {file.name for file in tmp_path.iterdir()} == {"areas.gpkg", "cover.tif"}


def test_polygons_are_labelled(client: Client, layer: Layer) -> None:
    found = client.search(layer, "airport", window_m=[70], threshold=0, top=2)
    labelled = client.label(layer, CLASSES, features=found)
    assert labelled.summary["features"] == 2 and len(client.features(labelled)["features"]) == 2


def test_a_file_is_uploaded_and_becomes_a_layer(client: Client, data_root: Path) -> None:
    told: list[tuple[int, int]] = []
    layer = client.upload_layer(data_root / "sample.tif", "Sent", progress=lambda *sent: told.append(sent))
    size = (data_root / "sample.tif").stat().st_size
    assert (layer.kind, layer.title) == ("upload", "Sent") and told[-1] == (size, size)
    client.remove_layer(layer)
    with pytest.raises(LayerNotFound):
        client.layer(layer.id)


def test_an_error_is_the_class_that_it_was_in_the_service_with_its_sentence(client: Client, layer: Layer) -> None:
    with pytest.raises(EmptyQuery, match="The query is empty: type what to look for"):
        client.search(layer, "  ")
    with pytest.raises(LayerNotFound, match="layer-nowhere"):
        client.search("layer-nowhere", "airport")
    with pytest.raises(BadOption, match="'threshold'"):
        client.search(layer, "airport", threshold=7)
    with pytest.raises(ProcessNotFound, match="There is no process 'find'"):
        client.start("find", {})
    with pytest.raises(JobNotFound):
        client.job("00000000-0000-4000-8000-000000000000")
    with pytest.raises(CollectionNotFound):
        client.features("00000000-0000-4000-8000-000000000000")
    with pytest.raises(BadOption, match=r"nowhere\.tif cannot be read"):
        client.upload_layer("nowhere.tif")


def test_a_wrong_token_is_one_sentence(service: Service) -> None:
    with Client(service.url, "not-the-token-0123456789") as stranger, pytest.raises(ServiceRefused, match="token"):
        stranger.layers()
    with pytest.raises(BadOption, match="token"):
        Client(service.url, "schlüssel")


def test_nobody_at_the_address_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with Client(url, "x") as client, pytest.raises(ServiceUnreachable, match=f"No service answers at {url}"):
            client.layers()
    for wrong in ("localhost:8765", "ftp://127.0.0.1", "http://", "http://[::1"):
        with pytest.raises(ServiceUnreachable, match="is not an address"):
            Client(wrong)


def test_what_is_no_service_of_ours_is_said(service: Service) -> None:
    with Client(f"{service.url}/nothing/here", service.token) as client, pytest.raises(ServiceRefused):
        client.layers()


def test_address_and_token_come_from_the_environment(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text(f"{service.token}\n")
    monkeypatch.setenv("TERRALEX_URL", service.url)
    monkeypatch.setenv("TERRALEX_TOKEN_FILE", str(file))
    monkeypatch.delenv("TERRALEX_TOKEN", raising=False)
    with Client() as client:
        client.jobs()
    monkeypatch.setenv("TERRALEX_TOKEN_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(BadOption, match="token file"):
        Client()


def test_what_progress_raises_ends_the_job(client: Client, layer: Layer) -> None:
    seen: list[str] = []

    class Enough(Exception):
        pass

    def stop(job: Job) -> None:
        seen.append(job.id)
        raise Enough

    with pytest.raises(Enough):
        client.search(layer, "airport", window_m=[25], progress=stop)
    assert client.wait(seen[0]).status == "dismissed"


def test_a_job_cancelled_elsewhere_raises_that_it_was(client: Client, layer: Layer) -> None:
    with pytest.raises(JobDismissed):
        client.search(layer, "airport", window_m=[26], progress=lambda job: job.ended or client.cancel(job))


def test_a_job_is_started_followed_and_read_later(client: Client, layer: Layer, tmp_path: Path) -> None:
    job = client.start("search", {"layer": layer.id, "text": "airport", "window_m": [70], "threshold": 0})
    assert client.wait(job).status == "successful" and job.id in {one.id for one in client.jobs()}
    regions = client.download(job, "geopackage", tmp_path / "regions.gpkg")
    assert pyogrio.read_info(regions)["features"] == len(client.features(job)["features"])
    written = client.download(job, "regions", tmp_path / "regions.geojson")
    assert json.loads(written.read_text())["type"] == "FeatureCollection"


def test_a_download_is_whole_or_not_there(client: Client, layer: Layer, tmp_path: Path) -> None:
    found = client.search(layer, "airport", window_m=[70], threshold=0)
    with pytest.raises(BadOption, match="was given directly"):
        client.download(found, "geopackage", tmp_path / "a.gpkg")
    job = client.wait(client.start("search", {"layer": layer.id, "text": "airport", "window_m": [70]}))
    with pytest.raises(BadOption, match="no output 'shapefile'"):
        client.download(job, "shapefile", tmp_path / "a.shp")
    with pytest.raises(OutputNotWritable, match="cannot be written"):
        client.download(job, "geopackage", tmp_path / "missing" / "a.gpkg")
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_was_lost_is_sent_again(client: Client, data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from backend.client import uploads

    monkeypatch.setattr(uploads, "PART_BYTES", 300_000)
    sent = uploads._send_part
    lost = iter([False, True, False])

    def twice(transport: object, address: str, offset: int, part: bytes) -> int:
        arrived = sent(transport, address, offset, part)  # type: ignore[arg-type]
        if next(lost, False):
            raise ServiceUnreachable("The answer never came.")
        return arrived

    monkeypatch.setattr(uploads, "_send_part", twice)
    layer = client.upload_layer(data_root / "sample.tif")
    assert layer.state == "ready"
    monkeypatch.setattr(uploads, "_send_part", lambda *_: (_ for _ in ()).throw(UploadConflict("never")))
    with pytest.raises(UploadConflict):
        client.upload_layer(data_root / "sample.tif")


def test_a_job_is_followed_over_a_restart_of_the_service(tmp_path: Path, data_root: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    token = "0123456789-of-a-test"
    start = lambda: start_service(tmp_path / "s", data_root, "--port", port, TERRALEX_TOKEN=token, OMP_NUM_THREADS="1")  # noqa: E731
    running = [start()]
    try:
        with Client(running[0].url, token) as client:
            layer = client.add_layer("sample.tif")

            def restart_once(job: Job) -> None:
                if len(running) == 1 and job.status == "running":
                    running[0].stop(signal.SIGKILL)
                    running.append(start())

            found = client.search(layer, "airport", window_m=[50], threshold=0, progress=restart_once)
            assert len(running) == 2 and found.regions
    finally:
        for one in running:
            if one.process.poll() is None:
                one.stop()
