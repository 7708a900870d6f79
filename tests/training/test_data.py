"""Readers, duplicates and views."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backend.errors import BadOption
from training.data.archive import ImageArchive, ImageNotReadable
from training.data.duplicates import find_duplicates, perceptual_hashes
from training.data.image_lookup import ImageLookup
from training.data.pairs import read_pairs
from training.data.readers import of_split, read_class_folders, read_csv, read_karpathy
from training.data.sample import Sample
from training.views.plain import plain_view


def test_a_tar_and_its_folder_hold_the_same_images(class_folders: Path, tmp_path: Path) -> None:
    packed = tmp_path / "packed.tar"
    with tarfile.open(packed, "w") as tar:
        tar.add(class_folders, arcname="top")
    folder, archive = ImageArchive(class_folders), ImageArchive(packed)
    assert folder.names == archive.names
    for name in folder.names[::7]:
        assert np.array_equal(np.asarray(folder.open(name)), np.asarray(archive.open(name)))


def test_class_folders_split_by_sorted_name_four_fifths_and_one(class_folders: Path) -> None:
    samples = read_class_folders("made", ImageArchive(class_folders))
    assert len(of_split(samples, "train")) == 32
    assert {Path(s.name).stem[-2:] for s in of_split(samples, "test")} == {"08", "09"}


def test_karpathy_json_keeps_splits_and_sentences(karpathy: tuple[Path, Path]) -> None:
    folder, annotation = karpathy
    samples = read_karpathy("made", annotation, ImageArchive(folder))
    assert [s.split for s in samples].count("train") == 8
    assert samples[0].captions["en"] == ("many green trees are near a forest .",)


def test_a_caption_file_that_is_none_is_named(karpathy: tuple[Path, Path], tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    with pytest.raises(BadOption, match=r"bad\.json"):
        read_karpathy("made", bad, ImageArchive(karpathy[0]))


def test_lines_of_a_csv_about_one_image_become_its_captions(class_folders: Path, tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text(
        "filepath\ttitle\n"
        "/elsewhere/colours/river/river01.png\ta wide river\n"
        "/elsewhere/colours/beach/beach02.png\ta yellow beach\n"
        "/elsewhere/colours/river/river01.png\ta river, and nothing else\n"
    )
    samples = read_csv("made", table, ImageArchive(class_folders), "val")
    assert [(s.name, s.split) for s in samples] == [("river/river01.png", "val"), ("beach/beach02.png", "val")]
    assert samples[0].captions == {"en": ("a wide river", "a river, and nothing else")}


def test_columns_of_a_csv_are_found_by_their_heads(tmp_path: Path) -> None:
    table = tmp_path / "pairs.csv"
    table.write_text("id\tcaption\timage\n1\ta river\tx.png\n2\ta beach\ty.png\nbroken line\n")
    assert read_pairs(table) == [("x.png", "a river"), ("y.png", "a beach")]
    table.write_text("x.png\ta river\n")
    assert read_pairs(table) == [("x.png", "a river")]


def test_the_longest_end_of_a_path_decides_which_image_is_meant(tmp_path: Path) -> None:
    for name in ("a/0.png", "b/0.png", "0.png"):
        (tmp_path / "images" / name).parent.mkdir(exist_ok=True, parents=True)
        Image.new("RGB", (4, 4)).save(tmp_path / "images" / name)
    lookup = ImageLookup(ImageArchive(tmp_path / "images"))
    for path, name in (("D:\\sets\\b\\0.png", "b/0.png"), ("/sets/a/0.png", "a/0.png"), ("/sets/c/0.png", "0.png")):
        assert lookup.find_end(path) == name
    assert lookup.find_end("sets/9.png") is None
    with pytest.raises(ImageNotReadable, match=r"sets/9\.png is not in"):
        lookup.find(tmp_path, "sets/9.png")


def test_a_table_without_tabs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("x.png,a river\n")
    with pytest.raises(BadOption, match=r"pairs\.csv: no row has an image, a tab and a caption"):
        read_pairs(tmp_path / "pairs.csv")


def test_a_caption_file_with_an_unknown_split_is_named(karpathy: tuple[Path, Path]) -> None:
    folder, annotation = karpathy
    annotation.write_text(annotation.read_text().replace('"val"', '"dev"'))
    with pytest.raises(BadOption, match=r"captions\.json: .*dev"):
        read_karpathy("made", annotation, ImageArchive(folder))


def test_images_of_one_name_in_several_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("river", "beach"):
        (tmp_path / "images" / folder).mkdir(parents=True)
        Image.new("RGB", (4, 4)).save(tmp_path / "images" / folder / "0.png")
    archive, annotation = ImageArchive(tmp_path / "images"), tmp_path / "captions.json"

    def read(*files: str) -> list[str]:
        rows = [{"filename": file, "split": "train", "sentences": [{"raw": "water"}]} for file in files]
        annotation.write_text(json.dumps({"images": rows}))
        return [sample.name for sample in read_karpathy("made", annotation, archive)]

    assert read("river/0.png", "beach/0.png") == ["river/0.png", "beach/0.png"]
    with pytest.raises(BadOption, match=r"image 0\.png could be beach/0\.png or river/0\.png"):
        read("0.png")
    for number in range(1, 10):
        Image.new("RGB", (4, 4)).save(archive.path / "river" / f"{number}.png")
    (archive.path / "beach" / "0.png").unlink()
    archive = ImageArchive(archive.path)
    files = [f"river/{number}.png" for number in range(10)]
    assert read("beach/0.png", *files) == ["missing/0.png", *files]  # and not the river of that name


def test_few_images_of_a_caption_file_may_be_missing(karpathy: tuple[Path, Path]) -> None:
    folder, annotation = karpathy
    (folder / "003.png").unlink()
    samples = read_karpathy("made", annotation, ImageArchive(folder))
    assert len(samples) == 12 and perceptual_hashes(samples, ImageArchive(folder)).index(None) == 3
    (folder / "004.png").unlink()
    with pytest.raises(BadOption, match=r"captions\.json: 2 of its 12 images cannot be had.*003\.png is not in"):
        read_karpathy("made", annotation, ImageArchive(folder))


def test_a_damaged_image_is_named(class_folders: Path) -> None:
    (class_folders / "river" / "river03.png").write_bytes(b"not a picture")
    with pytest.raises(ImageNotReadable, match=r"river/river03\.png"):
        ImageArchive(class_folders).open("river/river03.png")


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageNotReadable, match="holds no image"):
        ImageArchive(tmp_path)


def test_a_copy_of_a_test_image_is_found_however_it_was_saved(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    smooth = np.kron(rng.integers(0, 255, (8, 8, 3)), np.ones((16, 16, 1))).astype(np.uint8)
    other = np.kron(rng.integers(0, 255, (8, 8, 3)), np.ones((16, 16, 1))).astype(np.uint8)
    for split, name, pixels in (("a", "one.jpg", smooth), ("a", "two.png", other), ("b", "copy.png", smooth)):
        (tmp_path / split).mkdir(exist_ok=True)
        Image.fromarray(pixels).save(tmp_path / split / name)
    archive = ImageArchive(tmp_path)
    train = [Sample("made", "a/one.jpg", "train"), Sample("made", "a/two.png", "train")]
    held = [Sample("made", "b/copy.png", "test")]
    found = find_duplicates(
        dict(zip(train, perceptual_hashes(train, archive), strict=True)),
        dict(zip(held, perceptual_hashes(held, archive), strict=True)),
    )
    assert [d.train.name for d in found] == ["a/one.jpg"]


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=30, unique=True), st.data())
def test_segment_dictionaries_miss_no_pair_within_one_bit(hashes: list[int], data: st.DataObject) -> None:
    train = {Sample("t", str(i), "train"): h for i, h in enumerate(hashes)}
    near = data.draw(st.sampled_from(hashes)) ^ (1 << data.draw(st.integers(0, 63)))
    held = {Sample("h", "x", "test"): near}
    expected = {s.name for s, h in train.items() if (h ^ near).bit_count() <= 1}
    assert {d.train.name for d in find_duplicates(train, held)} == expected


@given(st.integers(20, 90), st.integers(20, 90))
def test_the_plain_view_is_a_square_whatever_the_image(height: int, width: int) -> None:
    image = torch.randint(0, 255, (3, height, width), dtype=torch.uint8)
    assert plain_view(image, 32).shape == (3, 32, 32)


def test_the_plain_view_is_within_one_grey_level_of_the_pil_transform(class_folders: Path) -> None:
    image = ImageArchive(class_folders).open("river/river01.png").resize((57, 44))
    width, height = image.size
    side = min(width, height)
    expected = image.resize((round(width * 32 / side), round(height * 32 / side)), Image.Resampling.BICUBIC)
    left = round((expected.width - 32) / 2)
    expected = expected.crop((left, 0, left + 32, 32))
    pixels = torch.from_numpy(np.array(image)).permute(2, 0, 1)
    difference = np.abs(plain_view(pixels, 32).permute(1, 2, 0).numpy().astype(int) - np.asarray(expected).astype(int))
    assert difference.max() <= 1
