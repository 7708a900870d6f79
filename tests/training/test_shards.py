"""WebDataset shards: what is written reads back, order and resume are those of any other source, damage is named."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backend.errors import BadOption
from tests.training import tiny_models
from tests.training.conftest import COLOURS, paint
from tests.training.small_runs import losses, write_config
from training.cli import cli
from training.config.run import RunConfig
from training.config.run_file import load_run_file
from training.data.archive import ImageArchive, ImageNotReadable
from training.data.brace_pattern import expand_braces
from training.data.readers import read_karpathy
from training.data.shard_writer import write_shards
from training.data.shards import INDEX_SUFFIX, read_shards
from training.distributed import Group
from training.loop.run import TrainingRun


def picture(seed: int = 0) -> bytes:
    stream = io.BytesIO()
    paint((90, 120, 60), seed).save(stream, "PNG")
    return stream.getvalue()


def pack(shard: Path, **members: bytes | str) -> Path:
    """A shard with members ``name__suffix`` (two underscores for the dot)."""
    with tarfile.open(shard, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name.replace("__", "."))
            data = content.encode() if isinstance(content, str) else content
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return shard


def silent(_: str) -> None:
    return


def refuse(sentence: str) -> None:
    raise AssertionError(sentence)


@pytest.fixture
def shards(karpathy: tuple[Path, Path], tmp_path: Path) -> str:
    """The captioned set as three shards; the pattern of them."""
    folder, annotation = karpathy
    archive = ImageArchive(folder)
    write_shards(tmp_path / "shards", "made", read_karpathy("made", annotation, archive), archive, 5)
    return str(tmp_path / "shards" / "made-{000000..000002}.tar")


def test_what_is_written_as_shards_reads_back_the_same(shards: str, karpathy: tuple[Path, Path]) -> None:
    original = ImageArchive(karpathy[0])
    expected = read_karpathy("made", karpathy[1], original)
    archive, samples = read_shards("made", shards, "train", silent)
    assert [(s.split, s.label, s.captions) for s in samples] == [(s.split, s.label, s.captions) for s in expected]
    for sample, other in zip(samples, expected, strict=True):
        assert archive.read(sample.name) == original.read(other.name)
        assert archive.size(sample.name) == (48, 48)


def test_the_same_samples_give_the_same_shards_to_the_byte(shards: str, karpathy: tuple[Path, Path]) -> None:
    archive = ImageArchive(karpathy[0])
    again = karpathy[0].parent / "again"
    for shard in write_shards(again, "made", read_karpathy("made", karpathy[1], archive), archive, 5):
        assert shard.read_bytes() == (again.parent / "shards" / shard.name).read_bytes()


def test_a_folder_of_shards_is_all_of_them(shards: str) -> None:
    names = [sample.name for sample in read_shards("made", str(Path(shards).parent), "train", silent)[1]]
    assert names == [sample.name for sample in read_shards("made", shards, "train", silent)[1]]


def test_the_index_is_made_once_and_again_when_the_shard_has_changed(tmp_path: Path) -> None:
    shard = pack(tmp_path / "one.tar", a__png=picture(), a__txt="a river", b__txt="nothing to see")
    said: list[str] = []
    first = read_shards("made", str(shard), "train", said.append)
    assert len(said) == 1 and "b.txt has no image" in said[0]
    assert read_shards("made", str(shard), "train", refuse)[1] == first[1]  # the index holds it, the tar is not read
    pack(shard, c__png=picture(1), c__txt="a beach\nand a sea\n")
    (changed,) = read_shards("made", str(shard), "train", silent)[1]
    assert changed.name == "one/c.png" and changed.captions == {"en": ("a beach", "and a sea")}


def test_a_folder_that_cannot_keep_the_index_is_read_all_the_same(tmp_path: Path) -> None:
    shard = pack(tmp_path / "one.tar", a__png=picture(), a__txt="a river")
    (tmp_path / f"one.tar{INDEX_SUFFIX}").mkdir()
    said: list[str] = []
    assert len(read_shards("made", str(shard), "train", said.append)[1]) == 1
    assert any("cannot be kept" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("record", "captions"),
    [
        ({"caption": "a river"}, {"en": ("a river",)}),
        ({"captions": ["a river", " "]}, {"en": ("a river",)}),
        ({"captions": {"de": ["ein Fluss"], "ko": "강"}}, {"en": ("by text",), "de": ("ein Fluss",), "ko": ("강",)}),
        ({"url": "somewhere"}, {"en": ("by text",)}),
    ],
)
def test_records_are_understood_in_every_usual_form(
    tmp_path: Path, record: dict[str, object], captions: dict[str, tuple[str, ...]]
) -> None:
    content = json.dumps(record | {"label": "river", "split": "val"})
    shard = pack(tmp_path / "one.tar", x__png=picture(), x__txt="by text", x__json=content)
    (sample,) = read_shards("made", str(shard), "train", silent)[1]
    assert sample.captions == captions and (sample.label, sample.split) == ("river", "val")


def test_images_of_like_shards_in_several_folders_keep_apart(tmp_path: Path) -> None:
    for folder in "ab":
        (tmp_path / folder).mkdir()
        pack(tmp_path / folder / "0.tar", x__png=picture(ord(folder)))
    archive, samples = read_shards("made", str(tmp_path / "{a,b}" / "0.tar"), "test", silent)
    assert [s.name for s in samples] == ["a/0/x.png", "b/0/x.png"] and samples[0].split == "test"
    assert archive.read("a/0/x.png") != archive.read("b/0/x.png")


def cut_off(shard: Path) -> None:
    shard.write_bytes(shard.read_bytes()[:900])


def compress(shard: Path) -> None:
    with tarfile.open(shard, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("x.png"))


@pytest.mark.parametrize(
    ("spoil", "words"), [(cut_off, "is cut off"), (compress, "plain tar"), (Path.unlink, "No such")]
)
def test_a_shard_that_cannot_be_read_is_named(tmp_path: Path, spoil: Callable[[Path], None], words: str) -> None:
    shard = pack(tmp_path / "one.tar", a__png=picture(), a__txt="a river")
    spoil(shard)
    with pytest.raises(ImageNotReadable, match=rf"one\.tar.*{words}"):
        read_shards("made", str(shard), "train", silent)


def test_one_bad_record_costs_its_captions_only(tmp_path: Path) -> None:
    shard = pack(tmp_path / "one.tar", a__png=picture(), a__json="{half", b__png=picture(1), b__txt="a river")
    said: list[str] = []
    bad, good = read_shards("made", str(shard), "train", said.append)[1]
    assert not bad.captions and good.captions == {"en": ("a river",)}
    assert len(said) == 1 and "a.json cannot be read" in said[0]


def test_an_unknown_split_is_named(tmp_path: Path) -> None:
    shard = pack(tmp_path / "one.tar", a__png=picture(), a__json='{"split": "trian"}')
    with pytest.raises(BadOption, match="unknown split 'trian'"):
        read_shards("made", str(shard), "train", silent)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("a.tar", ["a.tar"]),
        ("s-{08..11}.tar", ["s-08.tar", "s-09.tar", "s-10.tar", "s-11.tar"]),
        ("{9..11}", ["9", "10", "11"]),
        ("{a,b}/{0..1}", ["a/0", "a/1", "b/0", "b/1"]),
        ("x{,-more}", ["x", "x-more"]),
    ],
)
def test_braces_expand_as_in_a_shell(pattern: str, names: list[str]) -> None:
    assert expand_braces(pattern) == names


@given(st.integers(0, 500), st.integers(0, 500), st.sampled_from([1, 4, 6]))
def test_a_range_stands_for_all_its_numbers_in_order(first: int, count: int, width: int) -> None:
    last = first + count
    names = expand_braces(f"{{{first:0{width}d}..{last:0{width}d}}}.tar")
    assert [int(name.removesuffix(".tar")) for name in names] == list(range(first, last + 1))
    assert {name.removesuffix(".tar") for name in names} == {f"{n:0{width}d}" for n in range(first, last + 1)}


@pytest.mark.parametrize("pattern", ["{3..1}", "{a}", "{0..9", "a}", "{{0..9}}", "{0..9999999}", "{0..9999}{0..9999}"])
def test_a_pattern_that_cannot_be_is_named(pattern: str) -> None:
    with pytest.raises(BadOption, match=r"write|count upwards|stands for more"):
        expand_braces(pattern)


# Training on shards


@pytest.fixture
def data(class_folders: Path, karpathy: tuple[Path, Path], shards: str) -> Path:
    tiny_models.vit_custom_text(class_folders.parent / "model")
    return class_folders.parent


def run_of(data: Path, folder: str) -> TrainingRun:
    source = '[{ id = "made", kind = "shards", images = "shards/made-{000000..000002}.tar" }]'
    settings = [f"data.sources={source}", "losses.labels=0", "training.steps=6", "training.checkpoint_every=2"]
    config = load_run_file(write_config(data, data / "model"), settings)
    assert isinstance(config, RunConfig)
    return TrainingRun(config, data / folder, data, Group(), silent)


def test_a_run_on_shards_that_was_stopped_goes_on_exactly(data: Path) -> None:
    run_of(data, "straight").train()

    def stop(step: int, _: float) -> None:
        if step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_of(data, "stopped").train(stop)
    for index in (data / "shards").glob(f"*{INDEX_SUFFIX}"):
        index.unlink()  # made anew, it gives the same order
    run_of(data, "stopped").train()
    assert losses(data / "stopped") == pytest.approx(losses(data / "straight"), abs=1e-6)
    assert len(losses(data / "stopped")) == 6


def test_the_command_writes_a_source_of_a_run_as_shards(data: Path) -> None:
    config = write_config(data, data / "model")
    command = ["shards", str(config), "--source", "captioned", "-o", str(data / "packed"), "--images-per-shard", "7"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    assert sorted(f.name for f in (data / "packed").iterdir()) == ["captioned-000000.tar", "captioned-000001.tar"]
    archive, samples = read_shards("again", str(data / "packed"), "train", refuse)
    assert len(samples) == 12 and {s.label for s in samples} == set(COLOURS)
    assert np.asarray(archive.open(samples[3].name)).shape == (48, 48, 3)
    unknown = CliRunner().invoke(cli, ["shards", str(config), "--source", "nope", "-o", str(data / "packed")])
    assert isinstance(unknown.exception, BadOption) and "nope" in str(unknown.exception)


def test_images_that_are_gone_are_left_out_of_a_shard_and_said(karpathy: tuple[Path, Path], tmp_path: Path) -> None:
    archive = ImageArchive(karpathy[0])
    samples = read_karpathy("made", karpathy[1], archive)
    (karpathy[0] / "003.png").unlink()
    said: list[str] = []
    write_shards(tmp_path / "out", "made", samples, archive, 100, said.append)
    assert any("003.png" in sentence for sentence in said)
    assert len(read_shards("made", str(tmp_path / "out"), "train", silent)[1]) == 11


def test_a_picture_is_decoded_from_the_middle_of_a_shard(tmp_path: Path) -> None:
    shard = pack(tmp_path / "one.tar", a__png=picture(1), b__png=picture(2), c__png=picture(3))
    archive, _ = read_shards("made", str(shard), "train", silent)
    assert np.array_equal(np.asarray(archive.open("one/b.png")), np.asarray(Image.open(io.BytesIO(picture(2)))))
