"""``terralex watch``: only what changed is looked at, what is new is told exactly, a killed round goes on."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine

import backend.imagery.layer
from backend import cli
from backend.imagery.layer import OpenLayer
from backend.models.encoder import Encoder

LAYERS, SIDE, METRES = 20, 128, 0.5
JSON = dict[str, Any]


def write_layer(path: Path, number: int, valid: slice) -> None:
    """Noise on 64 m of ground, no data outside of some columns; layers lie side by side."""
    pixels = np.zeros((3, SIDE, SIDE), np.uint8)
    pixels[:, :, valid] = np.random.default_rng(number).integers(60, 200, pixels[:, :, valid].shape)
    profile = {"driver": "GTiff", "width": SIDE, "height": SIDE, "count": 3, "dtype": "uint8", "nodata": 0}
    where = Affine(METRES, 0, 5e5 + 100 * number, 0, -METRES, 5.1e6)
    with rasterio.open(path, "w", crs="EPSG:32632", transform=where, **profile) as dataset:
        dataset.write(pixels)


LEFT, RIGHT, WHOLE = slice(0, 64), slice(64, 128), slice(0, 128)


@dataclass
class World:
    """A folder of layers, a saved search of it, and the command; what is opened and embedded is counted."""

    folder: Path
    model: str
    capsys: pytest.CaptureFixture[str]
    opened: list[str] = field(default_factory=list)
    windows: int = 0

    @property
    def imagery(self) -> Path:
        return self.folder / "imagery"

    @property
    def saved(self) -> Path:
        return self.folder / "saved.json"

    def survey(self, *options: object) -> JSON:
        return self._run(
            *("survey", "dark square", self.imagery, "--model", self.model, "--window-m", 32, "--threshold", 0),
            *("--regions", "windows", "--top", 1000, "--device", "cpu", "--trust", "--json", *options),
        )

    def watch(self, *options: object) -> JSON:
        return self._run("watch", self.saved, "--device", "cpu", "--trust", "--json", *options)

    def forget(self) -> None:
        self.opened.clear()
        self.windows = 0

    def _run(self, *arguments: object) -> JSON:
        self.capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        out, err = self.capsys.readouterr()
        assert code in (0, 1), err
        told: JSON = json.loads(out)
        told["code"] = code
        return told


@pytest.fixture
def world(
    tiny_model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[World]:
    world = World(tmp_path, tiny_model, capsys)
    world.imagery.mkdir()
    for number in range(LAYERS):
        write_layer(world.imagery / f"layer{number:02}.tif", number, LEFT)
    monkeypatch.setenv("TERRALEX_INDEX", str(tmp_path / "indexes"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    real_open, real_encode = backend.imagery.layer.open_layer, Encoder.encode_windows

    def open_counted(path: Any, *rest: Any) -> OpenLayer:
        world.opened.append(Path(path).name)
        return real_open(path, *rest)

    def encode_counted(self: Encoder, pixels: Any, boxes: Any) -> Any:
        world.windows += len(boxes)
        return real_encode(self, pixels, boxes)

    monkeypatch.setattr(backend.imagery.layer, "open_layer", open_counted)
    monkeypatch.setattr(Encoder, "encode_windows", encode_counted)
    yield world


def boxes(answer: JSON, change: str | None = None) -> set[tuple[float, ...]]:
    rows = [row for row in answer["regions"] if change is None or row["change"] == change]
    return {tuple(round(value, 6) for value in row["bounds_wgs84"]) for row in rows}


def test_of_twenty_layers_the_two_that_changed_are_looked_at_and_the_new_regions_are_exact(world: World) -> None:
    before = world.survey("--save", world.saved, "--name", "Squares")
    assert json.loads(world.saved.read_text())["inputs"]["folders"] == ["imagery"]
    first = world.watch()
    assert (first["search"], first["looked_at"], first["code"]) == ("Squares", LAYERS, 0)
    assert boxes(first, "new") == boxes(before) and first["gone"] == first["unchanged"] == 0

    world.forget()
    again = world.watch()
    assert (world.opened, world.windows) == ([], 0)
    assert (again["looked_at"], again["new"], again["gone"], again["code"]) == (0, 0, 0, 1)
    assert boxes(again, "unchanged") == boxes(before)

    write_layer(world.imagery / "layer03.tif", 3, WHOLE)
    write_layer(world.imagery / "layer11.tif", 11, RIGHT)
    told = world.watch("-o", world.folder / "new.gpkg")
    assert set(world.opened) == {"layer03.tif", "layer11.tif"}
    assert 0 < world.windows < first["new"]
    assert told["looked_at"] == 2 and told["layers_asked"] == LAYERS
    assert {row["layer"] for row in told["layers"] if row["state"] == "changed"} == {"layer03.tif", "layer11.tif"}

    # What is new and gone, by the answers of two surveys and nothing else.
    after = world.survey()
    earlier, later = (shapely.union_all([shapely.box(*box) for box in boxes(one)]) for one in (before, after))

    def apart(found: set[tuple[float, ...]], ground: Any) -> set[tuple[float, ...]]:
        return {box for box in found if shapely.box(*box).intersection(ground).area < 0.01 * shapely.box(*box).area}

    assert boxes(told, "new") == apart(boxes(after), earlier) and told["new"] > 0
    assert boxes(told, "gone") == apart(boxes(before), later) and told["gone"] > 0
    assert boxes(told, "unchanged") == boxes(after) - boxes(told, "new")
    meta, _, _, values = pyogrio.raw.read(world.folder / "new.gpkg")
    columns = dict(zip(meta["fields"], values, strict=True))
    assert list(columns["change"]).count("new") == told["new"] and "layer03.tif" in set(columns["layer"])


def test_layers_that_come_go_and_break_are_told_apart(world: World) -> None:
    for number in range(3, LAYERS):
        (world.imagery / f"layer{number:02}.tif").unlink()
    world.survey("--save", world.saved)
    first = world.watch()
    (world.imagery / "layer00.tif").unlink()
    (world.imagery / "layer01.tif").write_bytes(b"II*\0 no raster any more")
    write_layer(world.imagery / "newer.tif", 40, LEFT)
    told = world.watch()
    states = {row["layer"]: row["state"] for row in told["layers"]}
    assert states == {
        "layer00.tif": "gone",
        "layer01.tif": "failed",
        "layer02.tif": "unchanged",
        "newer.tif": "new",
    }
    by_layer = {row["layer"]: row["count"] for row in first["layers"]}
    assert (told["gone"], told["failed"], told["looked_at"]) == (by_layer["layer00.tif"], 1, 1)
    assert told["unchanged"] == by_layer["layer01.tif"] + by_layer["layer02.tif"]  # the broken one says nothing
    (world.imagery / "layer01.tif").unlink()  # the writer wants to open what it replaces
    write_layer(world.imagery / "layer01.tif", 1, LEFT)
    mended = world.watch()
    assert (mended["new"], mended["gone"], mended["failed"], mended["looked_at"]) == (0, 0, 0, 1)


def test_killed_in_the_middle_it_goes_on(world: World) -> None:
    expected = boxes(world.survey("--save", world.saved))
    command = [sys.executable, "-m", "backend.cli", "watch", str(world.saved), "--device", "cpu", "--trust"]
    environment = {**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    state = world.folder / "saved.watch.sqlite"
    while answered(state) < 3:
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = answered(state)
    assert 3 <= done < LAYERS

    world.forget()
    told = world.watch()
    assert told["taken_up"] == done
    assert len(set(world.opened)) == LAYERS - done
    assert told["looked_at"] == LAYERS and boxes(told, "new") == expected
    assert world.watch()["new"] == 0


def answered(state: Path) -> int:
    """How many layers a round has answered for."""
    if not state.exists():
        return 0
    with closing(sqlite3.connect(f"{state.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM answers").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # it is being made


@pytest.mark.parametrize(
    ("content", "options", "sentence"),
    [
        (None, (), "cannot be read"),
        ("{}", (), "is not a saved search"),
        ('{"terralex": "saved search", "version": 1, "name": "a", "inputs": {"text": "b"}}', (), "nothing to search"),
        ('{"terralex": "saved search", "version": 1, "name": "a", "inputs": {"tex": "b"}}', (), "'tex'"),
        (
            '{"terralex": "saved search", "version": 1, "name": "a", "inputs": {"text": "b", "folders": ["no"]}}',
            (),
            "is not a folder",
        ),
        (None, ("--every", "soon"), "cannot be read"),
        (None, ("--every", "1h", "--once"), "not both"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, options: tuple[str, ...], sentence: str
) -> None:
    file = tmp_path / "saved.json"
    if content is not None:
        file.write_text(content)
    assert cli.run(["watch", str(file), *options]) == 2
    said = capsys.readouterr().err
    assert sentence in said and len(said.strip().splitlines()) == 1
