"""Rasters are read in processes that may crash, hang or run out of memory without the service noticing more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine
from rasterio.shutil import copy

from backend.errors import Cancelled, LayerEmpty, LayerNotGeoreferenced, LayerNotReadable, OutsideLayer
from backend.imagery.layer import open_layer
from backend.imagery.sandbox import ReaderPool

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at the processes in /proc")

GIB = 1024**3
OTHERS: set[int] = set()


def readers(parent: int | None = None) -> list[int]:
    """Ids of the reading processes of a process, without those that other tests left running."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent_id = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent_id == (parent or os.getpid()) and b"reader_process" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return [pid for pid in found if pid not in OTHERS]


@pytest.fixture(autouse=True)
def forget_others() -> None:
    OTHERS.clear()
    OTHERS.update(readers())


def stop_readers_soon(after_s: float = 0.0) -> None:
    """Freeze every reading process, as one that hangs in a decoder."""
    time.sleep(after_s)
    for pid in readers():
        os.kill(pid, signal.SIGSTOP)


def crash(pids: list[int]) -> None:
    """As a decoder that writes where it must not."""
    for pid in pids:
        os.kill(pid, signal.SIGSEGV)
        os.kill(pid, signal.SIGCONT)


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(processes=2, timeout_s=20.0) as opened:
        yield opened


@pytest.mark.parametrize(("bands", "dtype"), [(3, "uint8"), (1, "uint16"), (4, "uint16"), (1, "float32")])
def test_the_sandbox_reads_what_the_service_would_read_itself(pool, write_raster, texture, bands, dtype):
    path = write_raster("layer.tif", texture(bands, 300, 400, dtype, top=250))
    with open_layer(path) as direct, pool.open(path) as sandboxed:
        assert sandboxed.info == direct.info
        assert sandboxed.stretch == direct.stretch
        for box, shape in [((0, 0, 400, 300), (300, 400)), ((-20, 50, 200, 200), (64, 64)), ((1.5, 2, 9, 7), (30, 20))]:
            ours, theirs = sandboxed.read(box, shape), direct.read(box, shape)
            assert np.array_equal(ours.pixels, theirs.pixels) and np.array_equal(ours.mask, theirs.mask)
            assert ours.transform == theirs.transform and ours.crs == theirs.crs
            ours.pixels[:] = 0  # readers fill in place


def test_a_known_stretch_is_used(pool, write_raster, texture):
    first = write_raster("first.tif", texture(1, 60, 60, "uint16", top=3000))
    second = write_raster("second.tif", texture(1, 60, 60, "uint16", top=900))
    with open_layer(first) as layer:
        stretch = layer.stretch
    with open_layer(second, stretch) as direct, pool.open(second, stretch) as sandboxed:
        assert sandboxed.stretch == stretch
        whole = ((0, 0, 60, 60), (60, 60))
        assert np.array_equal(sandboxed.read(*whole).pixels, direct.read(*whole).pixels)


def test_three_threads_share_a_sandboxed_layer(pool, write_raster, texture):
    pixels = texture(3, 512, 512)
    path = write_raster("shared.tif", pixels, tiled=True, blockxsize=64, blockysize=64, compress="deflate")
    boxes = [(x, y, 64, 64) for x in range(0, 448, 32) for y in range(0, 448, 32)]
    with pool.open(path) as layer, ThreadPoolExecutor(3) as threads:
        blocks = list(threads.map(lambda box: layer.read(box, (64, 64)), boxes))
    for block, (x, y, _, _) in zip(blocks, boxes, strict=True):
        assert np.array_equal(block.pixels, pixels[:, y : y + 64, x : x + 64])
    assert len(readers()) <= 2


def test_errors_keep_their_class_and_tell_no_path(pool, write_raster, texture):
    plain = write_raster("plain.tif", texture(1, 9, 9), crs=None, transform=None)
    void = write_raster("void.tif", np.zeros((1, 9, 9), np.uint16), nodata=0)
    with pytest.raises(LayerNotGeoreferenced, match=r"^plain\.tif is not georeferenced") as unplaced:
        pool.open(plain)
    with pool.open(void) as layer:
        with pytest.raises(LayerEmpty) as empty:
            layer.read((0, 0, 9, 9), (9, 9))
        with pytest.raises((OutsideLayer, LayerEmpty)) as outside:
            layer.read((50, 0, 9, 9), (9, 9))
    with pytest.raises(LayerNotReadable, match=r"^missing\.tif does not exist") as missing:
        pool.open(plain.with_name("missing.tif"))
    for error in (unplaced, empty, outside, missing):
        assert str(plain.parent) not in str(error.value)


def test_processes_are_started_when_needed_and_used_again(pool, write_raster, texture):
    assert readers() == []
    path = write_raster("layer.tif", texture(3, 60, 60))
    with pool.open(path) as layer:
        first = readers()
        layer.read((0, 0, 60, 60), (60, 60))
    assert len(first) == 1 and readers() == first
    pool.close()
    assert readers() == []


def test_a_changed_file_is_opened_anew(pool, write_raster, texture):
    before = pool.open(write_raster("layer.tif", texture(3, 60, 60)))
    before.read((0, 0, 60, 60), (60, 60))
    after = pool.open(write_raster("layer.tif", texture(3, 80, 70)))
    assert (after.info.width, after.info.height) == (70, 80)
    assert after.info.fingerprint != before.info.fingerprint
    assert np.array_equal(after.read((0, 0, 70, 80), (80, 70)).pixels, texture(3, 80, 70))


def test_a_reader_that_crashes_once_is_replaced_unnoticed(pool, write_raster, texture):
    path = write_raster("layer.tif", texture(3, 60, 60))
    layer = pool.open(path)
    stop_readers_soon()
    victim = readers()
    threading.Timer(0.3, lambda: crash(victim)).start()
    assert layer.read((0, 0, 60, 60), (60, 60)).mask.all()
    assert readers() and not set(readers()) & set(victim)


def test_a_file_that_crashes_every_reader_is_an_error(pool, write_raster, texture):
    path = write_raster("layer.tif", texture(3, 60, 60))
    layer = pool.open(path)
    stop_readers_soon()
    ended = threading.Event()

    def crash_all():
        while not ended.wait(0.01):
            with suppress(ProcessLookupError):
                crash(readers())

    crashing = threading.Thread(target=crash_all)
    crashing.start()
    try:
        with pytest.raises(LayerNotReadable, match=r"^layer\.tif made its reader crash"):
            layer.read((0, 0, 60, 60), (60, 60))
    finally:
        ended.set()
        crashing.join()
    assert layer.read((0, 0, 60, 60), (60, 60)).mask.all()


def test_a_reader_that_died_while_idle_is_replaced_unnoticed(pool, write_raster, texture):
    layer = pool.open(write_raster("layer.tif", texture(3, 60, 60)))
    for pid in readers():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert layer.read((0, 0, 60, 60), (60, 60)).mask.all()


def test_a_reader_that_hangs_is_given_up(write_raster, texture):
    with ReaderPool(processes=1, timeout_s=1.0) as pool:
        layer = pool.open(write_raster("layer.tif", texture(3, 60, 60)))
        stop_readers_soon()
        started = time.monotonic()
        with pytest.raises(LayerNotReadable, match="took longer than 1 s"):
            layer.read((0, 0, 60, 60), (60, 60))
        assert time.monotonic() - started < 3
        assert layer.read((0, 0, 60, 60), (60, 60)).mask.all()


def test_a_dismissed_read_stops_within_two_seconds(write_raster, texture):
    dismissed = threading.Event()
    with ReaderPool(processes=1, timeout_s=60.0) as pool:
        layer = pool.open(write_raster("layer.tif", texture(3, 60, 60)), cancelled=dismissed.is_set)
        stop_readers_soon()
        threading.Timer(0.3, dismissed.set).start()
        started = time.monotonic()
        with pytest.raises(Cancelled, match=r"layer\.tif was stopped"):
            layer.read((0, 0, 60, 60), (60, 60))
        assert time.monotonic() - started < 2
        assert readers() == []


def test_waiting_for_a_busy_reader_can_be_dismissed_too(write_raster, texture):
    path = write_raster("layer.tif", texture(3, 60, 60))
    dismissed = threading.Event()
    with ReaderPool(processes=1, timeout_s=60.0) as pool, ThreadPoolExecutor(2) as threads:
        busy, waiting = pool.open(path, cancelled=dismissed.is_set), pool.open(path, cancelled=dismissed.is_set)
        stop_readers_soon()
        reads = [threads.submit(layer.read, (0, 0, 60, 60), (60, 60)) for layer in (busy, waiting)]
        time.sleep(0.3)
        dismissed.set()
        for read in reads:
            with pytest.raises(Cancelled):
                read.result(timeout=2)


def test_memory_is_bounded_and_its_end_is_an_error(write_raster, texture):
    path = write_raster("layer.tif", texture(3, 64, 64))
    with ReaderPool(processes=1, memory_bytes=GIB) as pool:
        layer = pool.open(path)
        with pytest.raises(LayerNotReadable, match=r"^layer\.tif .*memory"):
            layer.read((0, 0, 64, 64), (20_000, 20_000))
        assert layer.read((0, 0, 64, 64), (64, 64)).mask.all()


def sparse(path: Path, width: int, height: int, **profile: object) -> Path:
    settings = {"driver": "GTiff", "width": width, "height": height, "count": 3, "dtype": "uint8", "crs": "EPSG:32632"}
    transform = Affine(0.5, 0, 5e5, 0, -0.5, 5e6)
    with rasterio.open(path, "w", transform=transform, SPARSE_OK=True, BIGTIFF="YES", **{**settings, **profile}):
        pass
    return path


def test_a_small_file_that_declares_120_gb_is_refused_or_read_in_parts(tmp_path):
    path = sparse(tmp_path / "giant.tif", 200_000, 200_000, tiled=True, blockxsize=512, blockysize=512)
    assert path.stat().st_size < 10e6
    with ReaderPool(processes=1, memory_bytes=GIB) as pool:
        layer = pool.open(path)
        assert layer.read((100_000, 100_000, 1024, 1024), (1024, 1024)).mask.all()
    with (
        ReaderPool(processes=1, max_pixels=39_999_999_999) as strict,
        pytest.raises(
            LayerNotReadable, match=r"^giant\.tif has 200000 x 200000 pixels but only 39,999,999,999 are allowed"
        ),
    ):
        strict.open(path)


def test_blocks_of_gigabytes_are_refused(tmp_path, pool):
    path = sparse(tmp_path / "blocks.tif", 30_000, 30_000, tiled=True, blockxsize=30_000, blockysize=30_000)
    with pytest.raises(LayerNotReadable, match=r"^blocks\.tif is stored in blocks of 30000 x 30000 pixels"):
        pool.open(path)


def test_too_many_bands_are_refused(tmp_path, write_raster, texture):
    path = write_raster("bands.tif", texture(20, 16, 16))
    with (
        ReaderPool(processes=1, max_bands=19) as pool,
        pytest.raises(LayerNotReadable, match=r"^bands\.tif has 20 bands but only 19 are allowed"),
    ):
        pool.open(path)


def test_a_reader_has_no_secrets_no_files_and_tight_limits(pool, write_raster, texture, monkeypatch):
    monkeypatch.setenv("TERRALEX_TOKEN", "hush")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    kept_open = (write_raster("other.tif", texture(1, 9, 9))).open("rb")
    with kept_open, pool.open(write_raster("layer.tif", texture(3, 60, 60))) as layer:
        layer.read((0, 0, 60, 60), (60, 60))
        (pid,) = readers()
        process = Path(f"/proc/{pid}")
        environment = (process / "environ").read_bytes()
        files = {str(link.readlink()) for link in (process / "fd").iterdir()}
        limits = (process / "limits").read_text()
    assert b"hush" not in environment and b"PROXY" not in environment.upper()
    named = {name for name in files if not name.startswith("pipe:") and not name.endswith("proj.db")}
    assert named <= {"/dev/null", str(layer.info.path)}
    for line in ("Max address space 3221225472", "Max core file size 0", "Max file size 0", "Max open files 256"):
        assert line in " ".join(limits.split())


def test_readers_end_with_the_service_however_it_ends(write_raster, texture):
    path = write_raster("layer.tif", texture(3, 60, 60))
    code = (
        "import sys, time\nfrom backend.imagery.sandbox import ReaderPool\n"
        "pool = ReaderPool()\npool.open(sys.argv[1])\nprint('open', flush=True)\ntime.sleep(60)"
    )
    service = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True)
    assert service.stdout is not None and service.stdout.readline() == "open\n"
    (pid,) = readers(service.pid)
    service.kill()
    service.wait()
    service.stdout.close()
    until = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists()


@pytest.fixture
def inside_host() -> Iterator[tuple[str, list[str]]]:
    """A host that the service can reach and clients cannot, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_a_side_file_cannot_make_the_reader_ask_a_host(pool, write_raster, texture, inside_host):
    host, asked = inside_host
    path = write_raster("layer.tif", texture(3, 512, 512))
    path.with_name("layer.tif.aux.xml").write_text(
        f'<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">/vsicurl/{host}/x.tif</MDI></Metadata>'
        "</PAMDataset>"
    )
    with pool.open(path) as layer:
        assert layer.read((0, 0, 512, 512), (32, 32)).mask.all()
    assert asked == []


@pytest.mark.parametrize("name", ["layer.tif.ovr", "layer.tif.msk"])
def test_a_side_file_cannot_be_a_description_of_a_host(pool, write_raster, texture, inside_host, name):
    host, asked = inside_host
    path = write_raster("layer.tif", texture(3, 512, 512))
    path.with_name(name).write_text(
        f'<GDAL_WMS><Service name="TMS"><ServerUrl>{host}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service><DataWindow>'
        "<UpperLeftX>0</UpperLeftX><UpperLeftY>1</UpperLeftY><LowerRightX>1</LowerRightX><LowerRightY>0</LowerRightY>"
        "<TileLevel>1</TileLevel></DataWindow><Projection>EPSG:3857</Projection><BandsCount>3</BandsCount></GDAL_WMS>"
    )
    with pool.open(path) as layer:
        assert layer.read((0, 0, 512, 512), (32, 32)).pixels.shape == (3, 32, 32)
    assert asked == []


@pytest.mark.parametrize("name", ["layer.tif.ovr", "layer.tif.msk"])
def test_a_side_file_cannot_be_a_vrt_of_raw_bands(pool, tmp_path, write_raster, texture, name):
    secret = tmp_path / "secret.txt"
    secret.write_bytes(bytes([7]) * 64 * 64)
    path = write_raster("layer.tif", texture(1, 64, 64) | 128)
    path.with_name(name).write_text(
        '<VRTDataset rasterXSize="64" rasterYSize="64"><Metadata><MDI key="INTERNAL_MASK_FLAGS_1">2</MDI></Metadata>'
        f'<VRTRasterBand dataType="Byte" band="1" subClass="VRTRawRasterBand"><SourceFilename>{secret}</SourceFilename>'
        "<PixelOffset>1</PixelOffset><LineOffset>64</LineOffset></VRTRasterBand></VRTDataset>"
    )
    with pool.open(path) as layer:
        for side in (64, 32):
            block = layer.read((0, 0, 64, 64), (side, side))
            assert block.pixels.min() >= 128 and block.mask.all()


def test_a_vrt_and_its_source_are_read_by_different_processes(write_raster, texture):
    source = write_raster("source.tif", texture(3, 60, 60))
    copy(source, source.with_name("mosaic.vrt"), driver="VRT")
    with ReaderPool(processes=1) as pool:
        for path in (source, source.with_name("mosaic.vrt"), source):
            with pool.open(path) as layer:
                assert np.array_equal(layer.read((0, 0, 60, 60), (60, 60)).pixels, texture(3, 60, 60))
            assert len(readers()) == 1
