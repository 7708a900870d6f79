"""The command as a whole: fast help, exit codes, other commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend import cli
from backend.commands.options import parse_window_sizes, read_extent
from backend.errors import BadOption, Cancelled, LayerEmpty
from backend.models.catalog import DEFAULT_MODEL, load_catalogue
from backend.search.search import DEFAULT_MIN_RELEVANCE

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_help_answers_at_once_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, runpy; sys.argv = ['terralex', '--help']\n"
        "try: runpy.run_module('backend.cli', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'numpy', 'rasterio', 'lancedb', 'open_clip', 'pydantic', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'{heavy} are loaded' if heavy else 0)"
    )
    times = []
    for _ in range(5):  # the best of a few: the machine may be busy with something else
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        times.append(time.perf_counter() - start)
        assert done.returncode == 0, done.stderr
        assert all(command in done.stdout for command in ("sample", "index", "search", "models"))
    assert min(times) < 0.5


def test_help_names_the_true_defaults() -> None:
    text = CliRunner().invoke(cli.terralex, ["search", "--help"]).output
    assert f"[default: TERRALEX_MODEL, otherwise {DEFAULT_MODEL}]" in " ".join(text.split())
    assert f"[default: {DEFAULT_MIN_RELEVANCE:g}]" in " ".join(text.split())


def test_models_are_listed_as_a_table_and_as_json(terralex: Run) -> None:
    table, listed = terralex("models"), terralex("models", "--json")
    assert table.returncode == listed.returncode == 0
    rows = json.loads(listed.stdout)
    assert [row["id"] for row in rows] == list(load_catalogue())
    assert [row["id"] for row in rows if row["default"]] == [DEFAULT_MODEL]
    assert all(row["id"] in table.stdout for row in rows)


def test_a_model_is_loaded_and_used_once(terralex: Run, tmp_path: Path) -> None:
    works = terralex("models", "check", "--device", "cpu")
    assert (works.returncode, works.stdout) == (0, f"{DEFAULT_MODEL} works on this machine (cpu).\n")
    broken = tmp_path / "torch"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise OSError('libcudart.so.13: cannot open shared object file')\n")
    fails = terralex("models", "check")
    assert fails.returncode == 3 and "libcudart.so.13" in fails.stderr and "Traceback" not in fails.stderr


def test_index_says_what_it_made_and_does_it_once(terralex: Run, layer: Path, tiny_model: str, tmp_path: Path) -> None:
    arguments = ("index", layer, "--model", tiny_model, "--index", tmp_path / "own", "--window-m", "100")
    stats = terralex(
        "index", layer, "--model", tiny_model, "--index", tmp_path / "stats", "--window-m", "100", "--stats"
    )
    assert stats.returncode == 0 and "Busy: read " in stats.stdout and "Bottleneck: " in stats.stdout
    first = terralex(*arguments)
    assert first.returncode == 0 and first.stderr == ""
    assert "windows of 100 m" in first.stdout and str(tmp_path / "own") in first.stdout
    files = {file: file.stat().st_mtime_ns for file in (tmp_path / "own").rglob("*") if file.is_file()}
    told = terralex(*arguments, "--stats").stdout
    assert told == f"{first.stdout}Nothing had to be embedded.\n"
    assert files == {file: file.stat().st_mtime_ns for file in (tmp_path / "own").rglob("*") if file.is_file()}


def test_several_processes_index_as_one_does(terralex: Run, layer: Path, tiny_model: str, tmp_path: Path) -> None:
    arguments = ("index", layer, "--model", tiny_model, "--window-m", "50,100")
    one = terralex(*arguments, "--index", tmp_path / "one")
    two = terralex(*arguments, "--index", tmp_path / "two", "--workers", "2", "--stats")
    assert (two.returncode, two.stderr) == (one.returncode, one.stderr) == (0, "")
    assert two.stdout.partition(", in ")[0] == one.stdout.partition(", in ")[0]
    assert "Busy: read " in two.stdout and f"{one.stdout.partition(' ')[0]} windows in " in two.stdout
    for wrong, sentence in (
        (("--workers", "0"), "0 workers cannot be had"),
        (("--address", "host:6379"), "add --executor ray"),
    ):
        done = terralex(*arguments, "--index", tmp_path / "three", *wrong)
        assert done.returncode == 2 and sentence in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(["--size", "10"], "size"), (["--crs", "EPSG:0"], "EPSG:0"), (["--seed", "x"], "--seed")],
)
def test_a_sample_that_cannot_be_rendered_is_refused(
    terralex: Run, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    done = terralex("sample", tmp_path / "out", *arguments)
    assert done.returncode == 2 and sentence in done.stderr and done.stderr.count("\n") == 1


STOPPED = "Stopped. Everything indexed so far is kept: run the same command again to continue.\n"


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(**_: Any) -> None:
        raise error

    monkeypatch.setattr(cli.terralex, "main", fail)


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (LayerEmpty("No pixel is valid."), 2, "Error: No pixel is valid.\n"),
        (
            KeyboardInterrupt(),
            130,
            STOPPED,
        ),
        (
            Cancelled("Enough."),
            130,
            STOPPED,
        ),
        (
            RuntimeError("two\nlines"),
            3,
            "Error: Terralex failed with RuntimeError: two lines (run again with TERRALEX_DEBUG=1 to see where).\n",
        ),
    ],
)
def test_errors_become_exit_codes_and_sentences(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int, sentence: str
) -> None:
    fail_with(monkeypatch, error)
    assert cli.run([]) == code
    assert capsys.readouterr() == ("", sentence)


def test_a_traceback_is_shown_on_request(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TERRALEX_DEBUG", "1")
    fail_with(monkeypatch, RuntimeError("deep"))
    assert cli.run([]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_the_version_is_told(terralex: Run) -> None:
    done = terralex("--version")
    assert done.returncode == 0 and done.stdout.startswith("terralex, version ")


@pytest.mark.parametrize("setting", ["model", "index", "limits"])
def test_the_settings_of_the_service_hold_for_commands_too(
    monkeypatch: pytest.MonkeyPatch, layer: Path, tiny_model: str, tmp_path: Path, capsys: Any, setting: str
) -> None:
    monkeypatch.setenv("TERRALEX_MODEL", "nonsense" if setting == "model" else tiny_model)
    monkeypatch.setenv("TERRALEX_INDEX", str(tmp_path))
    if setting == "limits":
        monkeypatch.setenv("TERRALEX_LIMITS__MAX_LAYER_WINDOWS", "3")
    code = cli.run(["index", str(layer), "--window-m", "100"])
    said = capsys.readouterr()
    if setting == "index":
        assert code == 0 and str(tmp_path) in said.out and tiny_model in said.out
    else:
        assert code == 2 and {"model": "nonsense", "limits": "only 3 are allowed"}[setting] in said.err


def test_numbers_are_read_strictly() -> None:
    assert parse_window_sizes("50,100.5, 200") == (50, 100.5, 200)
    assert parse_window_sizes(None) is None and read_extent(None, None) is None
    extent = read_extent("-5,-4.5,1e3,2", None)
    assert extent is not None and extent.box == (-5, -4.5, 1000, 2) and extent.epsg is None
    for text in ("", "50,", "fifty", "0", "50,-1", "inf", "nan", "50 100"):
        with pytest.raises(BadOption):
            parse_window_sizes(text)
    for text in ("", "1,2,3", "1,2,3,4,5", "1,2,1,4", "1,2,inf,4"):
        with pytest.raises(BadOption):
            read_extent(text, None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["labels", "models"])
def test_output_that_finds_no_room_is_a_sentence(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "backend.cli", command], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Error: There is no space for the output") and done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("command", ["labels", "models"])
def test_a_reader_that_goes_ends_it_quietly(command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-m", "backend.cli", command], stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")
