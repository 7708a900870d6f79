"""Files are refused before work is done for them, and are whole or not there."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from backend.errors import BadOption, OutputNotWritable
from backend.output.files import check_output, write_whole


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_an_output_is_checked_before_any_work(tmp_path: Path) -> None:
    check_output(tmp_path / "a.GPKG")
    (tmp_path / "folder.gpkg").mkdir()
    with pytest.raises(BadOption, match=r"must end in \.png"):
        check_output(tmp_path / "a.gpkg", (".png",))
    with pytest.raises(OutputNotWritable, match="is a folder"):
        check_output(tmp_path / "folder.gpkg")
    with pytest.raises(OutputNotWritable, match="is not an existing folder"):
        check_output(tmp_path / "absent" / "a.gpkg")


def test_side_files_come_with_the_file_and_old_ones_go(tmp_path: Path) -> None:
    (tmp_path / "a.tif.aux.xml").write_text("old")
    (tmp_path / "a.qml").write_text("old")

    def write(file: Path) -> None:
        file.write_text("new")
        file.with_suffix(".qml").write_text("new")
        file.with_name("scratch").write_text("left behind")

    write_whole(tmp_path / "a.tif", write, ("a.tif.aux.xml", "a.qml"))
    assert names(tmp_path) == ["a.qml", "a.tif"]
    assert (tmp_path / "a.qml").read_text() == "new"


def test_a_failure_leaves_the_old_files(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_text("old")
    (tmp_path / "a.qml").write_text("old")

    def fail(file: Path) -> None:
        file.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputNotWritable, match=r"a\.tif cannot be written: No space left on device"):
        write_whole(tmp_path / "a.tif", fail, ("a.qml",))
    assert names(tmp_path) == ["a.qml", "a.tif"] and (tmp_path / "a.tif").read_text() == "old"


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
import numpy as np, rasterio, shapely
from backend.errors import OutputNotWritable
from backend.output.files import write_whole
from backend.output.vector import write_vector
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
path = Path(sys.argv[1])
shapes = shapely.box(np.arange(3000.0), 0, np.arange(3000.0) + 1, 1)
try:
    write_vector(path, shapes, "EPSG:32632", {"text": ["x" * 50] * 3000}, "a")
except OutputNotWritable as error:
    print(error)
"""


@pytest.mark.parametrize("name", ["a.gpkg", "a.geojson", "a.fgb"])
def test_a_disk_that_is_full_is_said_so_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    assert resource.RLIMIT_FSIZE  # the kernel refuses to let files grow, as a full disk does
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"{name} cannot be written" in done.stdout and done.stdout.count("\n") == 1, done.stderr
    assert names(tmp_path) == []
