"""What cannot be read is named: codec, format, kind of folder."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from backend.errors import LayerNotReadable
from backend.imagery.layer import open_layer


def with_compression(path: Path, code: int) -> Path:
    data = bytearray(path.read_bytes())
    (start,) = struct.unpack_from("<I", data, 4)
    for number in range(struct.unpack_from("<H", data, start)[0]):
        if struct.unpack_from("<H", data, start + 2 + 12 * number)[0] == 259:
            struct.pack_into("<H", data, start + 2 + 12 * number + 8, code)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("code", "name"), [(12345, "12345"), (34892, "34892")])
def test_a_codec_is_named(write_raster, texture, code: int, name: str) -> None:
    path = with_compression(write_raster("a.tif", texture(1, 20, 20)), code)
    with pytest.raises(
        LayerNotReadable, match=rf"a\.tif is compressed with {name}, which cannot be read here: convert"
    ):
        open_layer(path)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.sid", b"msid1234567890", "a MrSID image"),
        ("a.tif", b"PK\x03\x04rest of it", "a ZIP archive, which cannot be read here: unpack it"),
        ("a.tif", b"%PDF-1.7", "a PDF document"),
        ("a.ecw", b"whatever it is", "an ECW image"),
        ("a.tif", b"words words", "not a raster that can be read"),
    ],
)
def test_a_format_is_named(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content * 20)
    with pytest.raises(LayerNotReadable, match=expected):
        open_layer(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.gdb", "an Esri file geodatabase: export"),
        ("a.zarr", "a Zarr store"),
        ("S2.SAFE", "Sentinel"),
        ("a", "give a raster file"),
    ],
)
def test_a_folder_that_is_a_dataset_is_named(tmp_path: Path, name: str, expected: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(LayerNotReadable, match=f"is a folder.*{expected}"):
        open_layer(tmp_path / name)
