"""What reads untrusted files reaches no host, no program and no file but those it was given."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import backend
from backend.errors import LayerNotReadable
from backend.imagery.sandbox import ReaderPool
from tests.imagery.conftest import textured

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's own means are Linux's")

TRY = """
import json, os, socket, subprocess, sys
from backend.imagery.confinement import confine
done = confine([sys.argv[1]])
def refused(work):
    try: work()
    except PermissionError: return True
    return False
tries = {
    "inside": lambda: open(sys.argv[1] + "/a").read(),
    "outside": lambda: open(sys.argv[2]).read(),
    "write": lambda: open(sys.argv[1] + "/b", "w"),
    "environment": lambda: open(f"/proc/{os.getppid()}/environ").read(),
    "network": socket.socket,
    "program": lambda: subprocess.run(["true"]),
    "signal": lambda: os.kill(os.getppid(), 0),
}
print(json.dumps([sorted(done), {name: refused(work) for name, work in tries.items()}]))
"""


def test_the_kernel_refuses_the_network_programs_and_other_files(tmp_path: Path) -> None:
    root, secret = tmp_path / "root", tmp_path / "secret"
    root.mkdir()
    (root / "a").write_text("x")
    secret.write_text("x")
    command = [sys.executable, "-P", "-c", TRY, str(root), str(secret)]
    environment = {**os.environ, "PYTHONPATH": str(Path(backend.__file__).parents[1])}
    found = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    done, refused = json.loads(found.stdout)
    assert "no_new_privs" in done
    assert not refused["inside"]
    if "seccomp" in done:
        assert refused["network"] and refused["program"] and refused["signal"]
    if "landlock" in done:
        assert refused["outside"] and refused["write"] and refused["environment"]
    if len(done) < 3:
        pytest.skip(f"this kernel offers {', '.join(done)} alone")


def test_a_file_that_takes_the_place_of_a_named_one_is_not_opened(write_raster: Any, tmp_path: Path) -> None:
    """What was checked by its name may be another file by the time it is opened: the process cannot open that one."""
    root = tmp_path / "root"
    root.mkdir()
    inside = write_raster("scene.tif", textured(3, 64, 64)).rename(root / "scene.tif")
    outside = write_raster("secret.tif", textured(3, 64, 64))
    with ReaderPool(processes=1, roots=(root,)) as pool:
        with pool.open(inside) as layer:
            assert layer.info.width == 64
        with pytest.raises(LayerNotReadable):
            pool.ask({"task": "info", "path": str(outside), "stretch": None}, None, None)
        inside.unlink()
        inside.symlink_to(outside)
        with pytest.raises(LayerNotReadable):
            pool.ask({"task": "info", "path": str(inside), "stretch": None}, None, None)


def test_a_killed_process_is_replaced_and_its_work_done_again(write_raster: Any, tmp_path: Path) -> None:
    file = write_raster("scene.tif", textured(3, 64, 64))
    with ReaderPool(processes=1) as pool, pool.open(file) as layer:
        child = pool._idle[0]
        child._process.kill()
        # As if it died with the request in hand: it is lent once more before anybody has noticed.
        child.still_runs = lambda: True  # type: ignore[method-assign]
        assert layer.read((0, 0, 64, 64), (64, 64)).pixels.shape == (3, 64, 64)
