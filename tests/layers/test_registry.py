"""Every layer has one name, keeps it, and is there whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import numpy as np
import pytest
from PIL import Image

from backend.errors import (
    BadOption,
    LayerNotFound,
    LayerNotGeoreferenced,
    LayerNotReadable,
    QuotaExceeded,
    UploadConflict,
    UploadNotFound,
)
from backend.imagery.layer import open_layer
from backend.layers.registry import LayerRegistry
from backend.layers.tiles import TileGrid
from backend.layers.uploads import UploadStore

MIB = 1024**2
GRID = TileGrid("EPSG:32632", (500_000.0, 5_200_000.0, 500_064.0, 5_200_032.0), 64, 2, 1)


def send(uploads: UploadStore, content: bytes, name: str = "map.tif") -> str:
    upload = uploads.create(len(content), name)
    uploads.append(upload.id, 0, [content])
    return upload.id


def png(value: int, side: int = 64, alpha: int = 255) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.full((side, side, 4), (value, value, value, alpha), np.uint8)).save(stream, "PNG")
    return stream.getvalue()


def send_tiles(layers: LayerRegistry, *tiles: bytes) -> str:
    layer = layers.add_tiles(GRID, "Rendered")
    for column, data in enumerate(tiles):
        layers.put_tile(layer.id, column, 0, data, hashlib.sha256(data).hexdigest())
    return layer.id


def test_a_file_is_registered_once_and_described(start, root, write_tif):
    layers, _ = start()
    path = write_tif(root / "map.tif", side=200)
    layer = layers.add_path("map.tif")
    assert layers.add_path(str(path), "Other title").id == layer.id
    assert [known.id for known in layers.list()] == [layer.id]
    assert layers.get(layer.id).title == "Other title"
    assert (layer.kind, layer.state, layer.title, layer.share) == ("path", "ready", "map.tif", 1.0)
    info = layer.info
    assert info["crs"] == "EPSG:32632"
    assert info["bounds"] == [500_000, 5_199_900, 500_100, 5_200_000]
    assert info["bounds_wgs84"] == pytest.approx([9.0, 46.952, 9.0013, 46.953], abs=1e-3)
    assert (info["width"], info["height"], info["band_count"], info["dtype"]) == (200, 200, 3, "uint8")
    assert info["ground_sampling_m"] == pytest.approx(0.5, rel=1e-3)
    assert info["window_sizes_m"] == [50.0, 100.0] or info["window_sizes_m"][0] > 0
    assert str(root) not in str(layer)
    assert layers.path(layer.id) == path and layers.files() == {layer.id: path}


def test_layers_are_known_after_a_restart(start, root, write_tif):
    layers, _ = start()
    write_tif(root / "map.tif")
    layer = layers.add_path("map.tif")
    again, _ = start()
    assert again.get(layer.id) == layer and again.list() == [layer]


def test_what_is_no_layer_is_refused_and_leaves_nothing(start, root):
    layers, _ = start()
    (root / "text.tif").write_text("no pixels")
    Image.new("RGB", (9, 9)).save(root / "photo.tif")
    with pytest.raises(LayerNotReadable) as unreadable:
        layers.add_path("text.tif")
    with pytest.raises(LayerNotGeoreferenced) as unplaced:
        layers.add_path("photo.tif")
    assert str(root) not in str(unreadable.value) + str(unplaced.value)
    assert layers.list() == []
    for missing in (layers.get, layers.path, layers.remove, layers.missing, layers.complete):
        with pytest.raises(LayerNotFound, match="There is no layer"):
            missing("layer-0")


@pytest.mark.parametrize("title", ["", "  ", "a\nb", "x" * 201])
def test_titles_are_one_line(start, root, write_tif, title):
    layers, _ = start()
    write_tif(root / "map.tif")
    with pytest.raises(BadOption, match="title"):
        layers.add_path("map.tif", title)


def test_a_file_that_has_gone_or_leads_out_is_not_opened(start, root, tmp_path, write_tif):
    layers, _ = start()
    path = write_tif(root / "map.tif")
    layer = layers.add_path("map.tif")
    path.unlink()
    with pytest.raises(LayerNotFound, match=r"map\.tif is no longer where it was"):
        layers.path(layer.id)
    path.symlink_to(write_tif(tmp_path / "outside.tif"))
    with pytest.raises(LayerNotFound):
        layers.path(layer.id)


def test_an_upload_becomes_a_layer_and_the_same_content_the_same_layer(start, tmp_path, write_tif):
    layers, uploads = start()
    content = write_tif(tmp_path / "map.tif").read_bytes()
    first = layers.add_upload(send(uploads, content, "map.tif"), "Map")
    second = layers.add_upload(send(uploads, content, "copy.tif"))
    assert first.id == second.id and len(layers.list()) == 1
    assert first.title == "Map" and second.title == "copy.tif"
    assert layers.path(first.id).read_bytes() == content
    assert uploads.used_bytes() == len(content)


def test_an_upload_that_is_not_whole_or_no_layer_is_refused(start, tmp_path, write_tif):
    layers, uploads = start()
    content = write_tif(tmp_path / "map.tif").read_bytes()
    upload = uploads.create(len(content), "map.tif")
    uploads.append(upload.id, 0, [content[:100]])
    with pytest.raises(UploadConflict, match="send the rest"):
        layers.add_upload(upload.id)
    with pytest.raises(LayerNotReadable, match=r"^text\.tif "):
        layers.add_upload(send(uploads, b"no pixels", "text.tif"))
    with pytest.raises(UploadNotFound):
        layers.add_upload("none")
    assert layers.list() == []


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<VRTDataset rasterXSize="1" rasterYSize="1"></VRTDataset>', "map.tif"),
        (b'DatasetHeader Begin\nVersion = "5.0"\nDataFile = "/etc/passwd"\n', "map.tif"),
    ],
)
def test_an_upload_cannot_describe_other_files(start, content, name):
    layers, uploads = start()
    with pytest.raises(LayerNotReadable):
        layers.add_upload(send(uploads, content, name))


def test_an_upload_in_a_format_of_several_files_is_refused(start, tmp_path, write_tif):
    from rasterio.shutil import copy

    layers, uploads = start()
    copy(write_tif(tmp_path / "map.tif"), tmp_path / "map.img", driver="HFA")
    with pytest.raises(LayerNotReadable, match="format HFA"):
        layers.add_upload(send(uploads, (tmp_path / "map.img").read_bytes(), "map.tif"))


def test_removing_a_layer_removes_what_was_stored_for_it(start, root, tmp_path, write_tif):
    layers, uploads = start()
    path = write_tif(root / "map.tif")
    uploaded = layers.add_upload(send(uploads, path.read_bytes()))
    named = layers.add_path("map.tif")
    stored = layers.path(uploaded.id)
    layers.remove(uploaded.id)
    layers.remove(named.id)
    assert not stored.exists() and path.exists()
    assert layers.list() == [] and uploads.used_bytes() == 0


def test_rendered_tiles_become_a_layer(start, tmp_path):
    layers, _ = start()
    layer = layers.add_tiles(GRID, "Rendered")
    assert (layer.state, layer.share) == ("incomplete", 0.0)
    layers.put_tile(layer.id, 1, 0, png(200, alpha=0))
    assert layers.missing(layer.id) == [(0, 0)]
    assert layers.get(layer.id).share == 0.5
    with pytest.raises(UploadConflict, match=r"1 tiles .* are missing, the first is 0, 0"):
        layers.complete(layer.id)
    with pytest.raises(LayerNotFound, match="not complete"):
        layers.path(layer.id)
    layers.put_tile(layer.id, 0, 0, png(100))
    done = layers.complete(layer.id)
    assert (done.state, done.title, done.info["tiles"], done.info["missing_tiles"]) == ("ready", "Rendered", 2, 0)
    with open_layer(layers.path(layer.id)) as opened:
        block = opened.read((0, 0, 128, 64), (64, 128))
    assert block.mask[:, :64].all() and not block.mask[:, 64:].any()
    assert (block.pixels[:, :, :64] == 100).all()
    assert layers.complete(layer.id) == done and layers.missing(layer.id) == []
    assert not list((tmp_path / "state" / "tiles").iterdir())
    with pytest.raises(UploadConflict, match="accepts no tiles"):
        layers.put_tile(layer.id, 0, 0, png(1))


def test_the_same_tiles_are_stored_once_and_live_as_long_as_one_layer_has_them(start, tmp_path):
    layers, uploads = start()
    first, second = (send_tiles(layers, png(1), png(2)) for _ in range(2))
    layers.complete(first)
    layers.complete(second)
    other = send_tiles(layers, png(1), png(3))
    layers.complete(other)
    assert first != second and layers.path(first) == layers.path(second) != layers.path(other)
    stored = list((tmp_path / "state" / "layers").iterdir())
    sizes = [layers.path(layer_id).stat().st_size for layer_id in (first, other)]
    assert len(stored) == 2 and uploads.quota.used_bytes() == sum(sizes)
    layers.remove(first)
    assert layers.path(second).is_file()
    layers.remove(second)
    layers.remove(other)
    assert not list((tmp_path / "state" / "layers").iterdir()) and uploads.quota.used_bytes() == 0


def test_tiles_go_on_after_a_restart(start, tmp_path):
    layers, _ = start()
    layer_id = send_tiles(layers, png(1))
    (tmp_path / "state" / "layers" / ".making-x").mkdir()
    (tmp_path / "state" / "layers" / ("0" * 64)).mkdir()
    (tmp_path / "state" / "tiles" / "layer-gone").mkdir()
    again, _ = start()
    assert again.missing(layer_id) == [(1, 0)]
    assert not list((tmp_path / "state" / "layers").iterdir())
    assert [path.name for path in (tmp_path / "state" / "tiles").iterdir()] == [layer_id]
    again.put_tile(layer_id, 1, 0, png(2))
    assert again.complete(layer_id).state == "ready"


def test_tiles_count_towards_the_quota(start):
    layers, uploads = start(quota=3000)
    rng = np.random.default_rng(0)

    def noise() -> bytes:
        stream = io.BytesIO()
        Image.fromarray(rng.integers(0, 256, (64, 64), dtype=np.uint8)).save(stream, "PNG")
        return stream.getvalue()

    layer = layers.add_tiles(GRID)
    with pytest.raises(QuotaExceeded, match="remove layers"):
        layers.put_tile(layer.id, 0, 0, noise())
    layers.put_tile(layer.id, 0, 0, png(1))
    used = uploads.quota.used_bytes()
    assert 0 < used < 3000
    with pytest.raises(QuotaExceeded):
        uploads.create(3001 - used, "map.tif")
    uploads.create(3000 - used, "map.tif")


def test_layers_expire_by_their_last_use_and_files_of_the_roots_never(start, clock, root, tmp_path, write_tif):
    layers, uploads = start()
    named = layers.add_path(str(write_tif(root / "map.tif")))
    idle, used = (
        layers.add_upload(send(uploads, write_tif(tmp_path / f"{value}.tif", value).read_bytes())) for value in (1, 2)
    )
    tiles = layers.add_tiles(GRID)
    begun = clock.now
    clock.now = begun + timedelta(days=20)
    layers.path(used.id)
    assert layers.get(used.id).last_used > layers.get(idle.id).last_used
    assert layers.expire(begun + timedelta(hours=23), timedelta(days=30)) == []
    assert layers.expire(begun + timedelta(days=31), timedelta(days=30)) == [idle.id, tiles.id]
    assert [layer.id for layer in layers.list()] == [named.id, used.id]
    assert layers.path(used.id).is_file()
    assert uploads.used_bytes() == layers.path(used.id).stat().st_size


KILLED = """
import hashlib, io, sys
from pathlib import Path
from PIL import Image
from backend.imagery.sandbox import ReaderPool
from backend.layers.layer_table import LayerTable
from backend.layers.registry import LayerRegistry
from backend.layers.tiles import TileGrid
from backend.layers.uploads import UploadStore
state = Path(sys.argv[1])
layers = LayerRegistry(state, [], ReaderPool(1), UploadStore(state / "uploads", 10**9, 10**8))
number = int(sys.argv[2])
while True:
    number += 1
    layer = layers.add_tiles(TileGrid("EPSG:32632", (5e5, 52e5, 5e5 + 512, 52e5 + 512), 256, 2, 2))
    for place in range(4):
        stream = io.BytesIO()
        Image.new("RGB", (256, 256), (number % 256, number // 256 % 256, place)).save(stream, "PNG")
        layers.put_tile(layer.id, place % 2, place // 2, stream.getvalue())
    layers.complete(layer.id)
    print(layer.id, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_server_leaves_no_half_registered_layer(start, tmp_path, readers):
    rng = random.Random(3)
    ready: set[str] = set()
    for attempt in range(3):
        command = [sys.executable, "-c", KILLED, str(tmp_path / "state"), str(attempt * 1000)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        ready.add(server.stdout.readline().strip())
        time.sleep(rng.random() * 0.3)
        os.kill(server.pid, signal.SIGKILL)
        ready |= {line.strip() for line in server.stdout if line.endswith("\n")}
        server.wait()
        server.stdout.close()
        layers, _ = start()
        known = {layer.id: layer for layer in layers.list()}
        assert ready <= {layer_id for layer_id, layer in known.items() if layer.state == "ready"}
        for layer in known.values():
            if layer.state == "ready":
                with readers.open(layers.path(layer.id)) as opened:
                    assert opened.read((0, 0, 512, 512), (64, 64)).mask.all()
            else:
                for column, row in layers.missing(layer.id):
                    layers.put_tile(layer.id, column, row, png(9, side=256))
                assert layers.complete(layer.id).state == "ready"
        stored = {path.name for path in (tmp_path / "state" / "layers").iterdir()}
        assert len(stored) == len({layers.path(layer_id).parent for layer_id in known})
        layers.close()
    assert len(ready) >= 3
