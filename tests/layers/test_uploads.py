"""Uploads come in parts, survive what happens to client and server, and are stored once."""

from __future__ import annotations

import base64
import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.errors import BadOption, ChecksumMismatch, QuotaExceeded, UploadConflict, UploadNotFound
from backend.layers.uploads import UploadStore

MIB = 1024**2
CONTENT = random.Random(1).randbytes(300_000)
NOW = datetime(2025, 3, 1, tzinfo=UTC)


def checksum(data: bytes) -> str:
    return f"sha256 {base64.b64encode(hashlib.sha256(data).digest()).decode()}"


@pytest.fixture
def store(tmp_path: Path) -> UploadStore:
    return UploadStore(tmp_path / "uploads", 10 * MIB, 2 * MIB, clock=lambda: NOW)


def again(store: UploadStore) -> UploadStore:
    """The server restarts."""
    return UploadStore(store._parts.parent, 10 * MIB, 2 * MIB, clock=lambda: NOW)


def files(store: UploadStore) -> list[Path]:
    return [path for path in store._parts.parent.rglob("*") if path.is_file() and "sqlite" not in path.name]


def test_a_file_in_parts_arrives_whole(store):
    upload = store.create(len(CONTENT), "map.TIF", {"title": "Map"})
    assert (upload.offset, upload.name, upload.metadata) == (0, "map.tif", {"title": "Map"})
    offset = 0
    for size in (100_000, 1, 199_999):
        part = CONTENT[offset : offset + size]
        offset = store.append(upload.id, offset, [part[:10], part[10:]], checksum(part))
        assert store.offset(upload.id) == offset
    done = store.finish(upload.id, hashlib.sha256(CONTENT).hexdigest())
    assert done.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert store.file(done.sha256).read_bytes() == CONTENT
    assert store.file(done.sha256).name == "map.tif"
    assert store.finish(upload.id) == done


def test_a_changed_part_is_dropped_and_can_be_sent_again(store):
    upload = store.create(len(CONTENT), "map.tif")
    store.append(upload.id, 0, [CONTENT[:1000]])
    with pytest.raises(ChecksumMismatch, match="send it again"):
        store.append(upload.id, 1000, [b"x" * 500], checksum(b"y" * 500))
    assert store.offset(upload.id) == 1000
    store.append(upload.id, 1000, [CONTENT[1000:]], checksum(CONTENT[1000:]))
    assert store.file(store.finish(upload.id).sha256).read_bytes() == CONTENT


def test_a_changed_whole_starts_again(store):
    upload = store.create(3, "map.tif")
    store.append(upload.id, 0, [b"abd"])
    with pytest.raises(ChecksumMismatch):
        store.finish(upload.id, hashlib.sha256(b"abc").hexdigest())
    assert store.offset(upload.id) == 0
    store.append(upload.id, 0, [b"abc"])
    assert store.finish(upload.id, hashlib.sha256(b"abc").hexdigest()).sha256


def interrupted(data: bytes) -> Iterator[bytes]:
    yield data
    raise ConnectionResetError("the client has gone")


def test_what_came_before_the_client_went_is_kept_unless_it_cannot_be_checked(store):
    upload = store.create(len(CONTENT), "map.tif")
    with pytest.raises(ConnectionResetError):
        store.append(upload.id, 0, interrupted(CONTENT[:5000]))
    assert store.offset(upload.id) == 5000
    with pytest.raises(ConnectionResetError):
        store.append(upload.id, 5000, interrupted(CONTENT[5000:7000]), checksum(CONTENT[5000:]))
    assert store.offset(upload.id) == 5000
    store.append(upload.id, 5000, [CONTENT[5000:]], checksum(CONTENT[5000:]))
    assert store.file(store.finish(upload.id).sha256).read_bytes() == CONTENT


def test_a_part_elsewhere_or_too_long_is_a_conflict(store):
    upload = store.create(10, "map.tif")
    with pytest.raises(UploadConflict, match="is at byte 0"):
        store.append(upload.id, 5, [b"x"])
    with pytest.raises(UploadConflict, match="More bytes"):
        store.append(upload.id, 0, [b"x" * 6, b"x" * 6])
    assert store.offset(upload.id) == 0
    with pytest.raises(UploadConflict, match="0 of 10 bytes"):
        store.finish(upload.id)


def test_two_parts_at_once_are_one_clear_error(store):
    upload = store.create(10, "map.tif")
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        yield b"01234"
        begun.set()
        go_on.wait(10)
        yield b"56789"

    thread = threading.Thread(target=store.append, args=(upload.id, 0, slow()))
    thread.start()
    assert begun.wait(10)
    for other in (lambda: store.append(upload.id, 0, [b"xxxxx"]), lambda: store.remove(upload.id)):
        with pytest.raises(UploadConflict, match="Another request"):
            other()
    go_on.set()
    thread.join()
    assert store.file(store.finish(upload.id).sha256).read_bytes() == b"0123456789"


def test_the_same_content_is_stored_once(store):
    paths = set()
    for name in ("one.tif", "two.tif"):
        upload = store.create(len(CONTENT), name)
        store.append(upload.id, 0, [CONTENT])
        paths.add(store.file(store.finish(upload.id).sha256))
    assert len(paths) == 1 and files(store) == list(paths)
    assert store.used_bytes() == len(CONTENT)


@pytest.mark.parametrize(
    "name", ["map.vrt", "map.tif.aux.xml", "map.ovr", "map", ".tif.vrt", "map.zip", "", "map.tif ", "..tif"]
)
def test_what_is_no_raster_of_its_own_is_refused(store, name):
    with pytest.raises(BadOption):
        store.create(10, name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.tif", "passwd.tif"),
        ("C:\\maps\\Köln 2024.TIF", "Köln_2024.tif"),
        ("a\0b\n<c>.tif", "a_b__c_.tif"),
        ("地图.tif", "地图.tif"),
        ("x" * 500 + ".tif", "x" * 120 + ".tif"),
    ],
)
def test_names_are_made_safe(store, name, safe):
    assert store.create(10, name).name == safe


@pytest.mark.parametrize("length", [0, -1, 2 * MIB + 1])
def test_lengths_have_bounds(store, length):
    with pytest.raises(BadOption):
        store.create(length, "map.tif")


@pytest.mark.parametrize("text", ["md5 abc", "sha256", "sha256 !!!", "sha256 YWJj", "abc"])
def test_a_checksum_that_is_none_is_refused(store, text):
    upload = store.create(10, "map.tif")
    with pytest.raises(BadOption, match="sha256"):
        store.append(upload.id, 0, [b"x"], text)


def test_the_quota_counts_what_is_announced_and_frees_what_is_removed(store):
    uploads = [store.create(2 * MIB, "map.tif") for _ in range(5)]
    with pytest.raises(QuotaExceeded, match=r"0\.0 MiB left in this"):
        store.create(1, "map.tif")
    store.remove(uploads[0].id)
    assert store.used_bytes() == 8 * MIB
    store.create(2 * MIB, "map.tif")
    with pytest.raises(UploadNotFound):
        store.get(uploads[0].id)


def test_unfinished_uploads_expire_after_a_day_and_used_contents_stay(store):
    idle, used, unused = (store.create(len(data), "map.tif") for data in (b"abc", b"defg", b"hijkl"))
    for upload, data in ((used, b"defg"), (unused, b"hijkl")):
        store.append(upload.id, 0, [data])
    kept, dropped = store.finish(used.id).sha256, store.finish(unused.id).sha256
    assert store.expire(NOW + timedelta(hours=23), used={kept}) == []
    assert set(store.expire(NOW + timedelta(hours=25), used={kept})) == {idle.id, used.id, unused.id}
    assert store.file(kept).read_bytes() == b"defg"
    with pytest.raises(UploadNotFound):
        store.file(dropped)
    assert files(store) == [store.file(kept)]


def test_an_upload_goes_on_after_a_restart(store):
    upload = store.create(len(CONTENT), "map.tif")
    store.append(upload.id, 0, [CONTENT[:1234]])
    with (store._parts / upload.id).open("ab") as stream:
        stream.write(b"written but not counted when the server was killed")
    restarted = again(store)
    assert restarted.offset(upload.id) == 1234
    restarted.append(upload.id, 1234, [CONTENT[1234:]])
    assert restarted.file(restarted.finish(upload.id).sha256).read_bytes() == CONTENT


KILLED = """
import sys
from pathlib import Path
from backend.layers.uploads import UploadStore
store = UploadStore(Path(sys.argv[1]), 10**9, 10**8)
number = int(sys.argv[2])
while True:
    content = f"{number:08d}".encode() * 5000
    upload = store.create(len(content), "map.tif")
    store.append(upload.id, 0, [content[:20000]])
    store.append(upload.id, 20000, [content[20000:]])
    done = store.finish(upload.id)
    print(done.sha256, flush=True)
    number += 1
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_killed_server_loses_nothing_acknowledged_and_leaves_nothing_half(tmp_path):
    folder = tmp_path / "uploads"
    rng = random.Random(7)
    acknowledged: set[str] = set()
    for attempt in range(8):
        command = [sys.executable, "-c", KILLED, str(folder), str(attempt * 10_000)]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert server.stdout is not None
        acknowledged.add(server.stdout.readline().strip())
        time.sleep(rng.random() * 0.08)
        os.kill(server.pid, signal.SIGKILL)
        acknowledged |= {line.strip() for line in server.stdout if len(line) == 65}
        server.wait()
        server.stdout.close()
        store = UploadStore(folder, 10**9, 10**8)
        for sha in acknowledged:
            assert hashlib.sha256(store.file(sha).read_bytes()).hexdigest() == sha
        for path in (folder / "contents").iterdir():
            (file,) = path.iterdir()
            assert hashlib.sha256(file.read_bytes()).hexdigest() == path.name
    assert len(acknowledged) >= 8


def finished(store, name="map.tif"):
    upload = store.create(len(CONTENT), name)
    store.append(upload.id, 0, [CONTENT])
    return store.finish(upload.id)


def test_what_another_client_holds_stays_when_a_layer_of_it_goes(store):
    mine, theirs = finished(store, "mine.tif"), finished(store, "theirs.tif")
    store.take(mine.id)
    store.drop_content(mine.sha256)
    assert store.file(theirs.sha256).read_bytes() == CONTENT
    with pytest.raises(UploadNotFound):
        store.get(mine.id)
    store.take(theirs.id)
    store.drop_content(theirs.sha256)
    with pytest.raises(UploadNotFound):
        store.file(theirs.sha256)
    assert store.used_bytes() == 0


def test_two_clients_that_finish_the_same_content_at_once_both_have_it(store):
    from concurrent.futures import ThreadPoolExecutor

    for _ in range(10):
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(lambda name: finished(store, name), ("a.tif", "b.tif"))
        assert store.file(first.sha256).read_bytes() == store.file(second.sha256).read_bytes() == CONTENT
        store.remove(first.id)
        store.remove(second.id)
        store.drop_content(first.sha256)
