"""Which files of a folder are layers by themselves."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from backend.errors import LayerNotFound
from backend.layers.data_roots import DataRoots
from backend.layers.folder_rasters import layers_in, rasters_in


def vrt(path: Path, *tiles: str) -> None:
    sources = "".join(
        f'<SimpleSource><SourceFilename relativeToVRT="1">{name}</SourceFilename></SimpleSource>' for name in tiles
    )
    path.write_text(f"<VRTDataset><VRTRasterBand>{sources}</VRTRasterBand></VRTDataset>")


def geopackage(path: Path, kind: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
        connection.execute("INSERT INTO gpkg_contents VALUES ('a', ?)", (kind,))
        connection.commit()


def names(folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in layers_in(folder)]


def test_rasters_below_a_folder_by_path_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.tif", "a.TIF", "deep/er/c.jp2", ".hidden.tif", ".cache/d.tif", "notes.txt", "regions.geojson"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert names(tmp_path) == ["a.TIF", "b.tif", "deep/er/c.jp2"]


def test_a_mosaic_is_a_layer_unless_all_its_tiles_are(tmp_path: Path) -> None:
    for name in ("a.tif", "b.tif"):
        (tmp_path / name).touch()
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "c.tif").touch()
    vrt(tmp_path / "both.vrt", "a.tif", "b.tif")
    vrt(folder / "other.vrt", "../a.tif", "c.tif")
    assert names(folder) == ["c.tif", "other.vrt"]
    assert names(tmp_path) == ["a.tif", "b.tif", "folder/c.tif"]


def test_pictures_need_a_place_and_geopackages_tiles(tmp_path: Path) -> None:
    for name in ("photo.jpg", "ortho.png", "ortho.pgw"):
        (tmp_path / name).touch()
    geopackage(tmp_path / "regions.gpkg", "features")
    geopackage(tmp_path / "tiles.gpkg", "tiles")
    (tmp_path / "broken.gpkg").write_text("no database")
    assert names(tmp_path) == ["broken.gpkg", "ortho.png", "tiles.gpkg"]
    assert len(rasters_in(tmp_path)) == 5


def test_a_database_that_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS data_type FROM n"
    with closing(sqlite3.connect(tmp_path / "endless.gpkg")) as connection:
        connection.execute(f"CREATE VIEW gpkg_contents AS {endless}")
    assert names(tmp_path) == ["endless.gpkg"]


@pytest.mark.parametrize("asked", ["..", "/etc", "nowhere", "file.tif", "inner/../..", "", "~", "/vsizip/inner"])
def test_folders_outside_of_the_roots_are_refused(tmp_path: Path, asked: str) -> None:
    root = tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    (root / "file.tif").touch()
    roots = DataRoots([root])
    assert roots.folder("inner") == roots.folder(str(root / "inner"))
    assert roots.folder(str(root)) == root.resolve()
    with pytest.raises(LayerNotFound, match="is not a folder under this server's data folders"):
        roots.folder(asked)


def test_a_link_out_of_the_roots_is_no_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "outside").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    with pytest.raises(LayerNotFound):
        DataRoots([root]).folder("link")
