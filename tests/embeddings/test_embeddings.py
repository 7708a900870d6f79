"""Embeddings leave as GeoParquet and come back; those of other tools are searched by example."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import rasterio
import shapely
from affine import Affine
from click.testing import CliRunner

from backend.commands.embeddings import embeddings_command
from backend.embeddings.export import write_embeddings
from backend.embeddings.names import EXTENSION
from backend.embeddings.reading import open_embeddings
from backend.errors import BadOption, LayerNotReadable
from backend.index.store import LayerIndex
from tests.executors.conftest import alone, layer, tiny_model, work  # noqa: F401  # one index for both

RNG = np.random.default_rng(1)


def test_what_leaves_comes_back_with_its_names(alone: LayerIndex, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "a.parquet"
    rows = alone.rows()
    assert write_embeddings(file, alone) == len(rows.window_ids)
    again = open_embeddings(file)
    assert again.model_id == alone.model_id and again.dimension == alone.dimension
    cosines = (again.embeddings.astype(np.float32) * rows.embeddings.astype(np.float32)).sum(axis=1)
    assert cosines.min() > 0.999
    assert np.allclose(again.windows.bounds(), rows.windows.bounds(), atol=1e-3)
    assert np.allclose(again.windows.window_m, rows.windows.window_m, rtol=0.02)
    stac = json.loads(pq.read_schema(file).metadata[b"stac"])
    assert EXTENSION in stac["stac_extensions"] and stac["emb:type"] == "chip"
    assert stac["emb:dimensions"] == alone.dimension and stac["data_type"] == "float32"
    assert {link["rel"] for link in stac["links"]} == {"emb:model", "emb:source-data"}
    found = pyogrio.read_info(file) if "Parquet" in pyogrio.list_drivers() else None
    assert found is None or found["features"] == len(rows.window_ids)


def clay_like(path: Path, **columns: pa.Array) -> None:
    """A file as other tools write it: chips of 0.01 degrees, the first ten of which are alike."""
    base = RNG.normal(size=16)
    vectors = RNG.normal(size=(100, 16))
    vectors[:10] = base + RNG.normal(scale=0.05, size=(10, 16))
    shapes = [
        shapely.box(9 + i % 10 / 100, 45 + i // 10 / 100, 9.01 + i % 10 / 100, 45.01 + i // 10 / 100)
        for i in range(100)
    ]
    geo = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    table = pa.table(
        {
            "geometry": shapely.to_wkb(shapes),
            "embeddings": pa.array(vectors.tolist(), pa.list_(pa.float32())),
            **columns,
        }
    )
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)


def test_chips_of_another_tool_are_found_by_example(tmp_path: Path) -> None:
    clay_like(tmp_path / "clay.parquet")
    arguments = ["search", str(tmp_path / "clay.parquet"), "--like", "9.001,45.001,9.009,45.009", "--top", "9"]
    done = CliRunner().invoke(
        embeddings_command, [*arguments, "--json", "-o", str(tmp_path / "a.gpkg")], standalone_mode=False
    )
    assert done.exception is None, done.exception
    found = json.loads(done.stdout)
    assert found["count"] == 9 and pyogrio.read_info(tmp_path / "a.gpkg")["features"] == 9
    for region in found["regions"]:
        assert region["bounds_wgs84"][1] == pytest.approx(45.0, abs=1e-4), "the row of those that are alike"


def test_a_raster_of_vectors_is_found_by_example(tmp_path: Path) -> None:
    values = RNG.normal(size=(8, 40, 50)).astype(np.float32)
    values[:, 30:, 40:] = np.arange(1, 9)[:, None, None] + RNG.normal(scale=0.05, size=(8, 10, 10))
    values[:, :5] = np.nan
    place = Affine(10, 0, 500_000, 0, -10, 5_000_000)
    profile = {"driver": "GTiff", "count": 8, "height": 40, "width": 50, "dtype": "float32", "nodata": np.nan}
    with rasterio.open(tmp_path / "a.tif", "w", crs="EPSG:32632", transform=place, **profile) as made:
        made.write(values)
    index = open_embeddings(tmp_path / "a.tif")
    assert index.count == 35 * 50 and index.window_sizes_m == (10.0,)
    like = "500400,4999600,500440,4999640"
    done = CliRunner().invoke(
        embeddings_command,
        ["search", str(tmp_path / "a.tif"), "--like", like, "--like-crs", "EPSG:32632", "--top", "50", "--json"],
        standalone_mode=False,
    )
    assert done.exception is None, done.exception
    found = json.loads(done.stdout)
    assert found["count"] == 50
    for region in found["regions"]:
        west = region["bounds"][0] if "bounds" in region else None
        assert west is None or west >= 500_390


def test_what_cannot_be_searched_is_said(tmp_path: Path) -> None:
    clay_like(tmp_path / "two.parquet", other=pa.array([[1.0]] * 100, pa.list_(pa.float32())))
    assert open_embeddings(tmp_path / "two.parquet").dimension == 16, "the usual name goes first"
    with pytest.raises(BadOption, match="no column 'x' of vectors: choose one of embeddings, other"):
        open_embeddings(tmp_path / "two.parquet", "x")
    pq.write_table(pa.table({"a": [1]}), tmp_path / "plain.parquet")
    with pytest.raises(LayerNotReadable, match="is no GeoParquet"):
        open_embeddings(tmp_path / "plain.parquet")
    (tmp_path / "odd.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(LayerNotReadable, match="is damaged, or no GeoParquet"):
        open_embeddings(tmp_path / "odd.parquet")
    done = CliRunner().invoke(embeddings_command, ["search", "a.parquet", "--json"], standalone_mode=False)
    assert isinstance(done.exception, BadOption)
