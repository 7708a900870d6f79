"""Open a georeferenced raster safely and read blocks of it as 8-bit RGB with a mask."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from rasterio._err import CPLE_BaseError
from rasterio.crs import CRS
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from backend.errors import LayerEmpty, OutsideLayer
from backend.imagery.bands import BandPlan, Bands, plan_bands
from backend.imagery.fill import Fill, connected_fill, find_fill, sentence
from backend.imagery.fingerprint import fingerprint
from backend.imagery.foreign_formats import unreadable
from backend.imagery.gdal_session import BLOCK_CACHE_BYTES, gdal_session, local_file, open_dataset
from backend.imagery.refusals import refuse_incomplete, refuse_unplaced, refuse_unreadable
from backend.imagery.samples import look, patches, whole
from backend.imagery.stretch import AS_IT_IS, Stretch, brightening, percentile_stretch
from backend.imagery.validity import sampled, shrinks, valid_pixels

_STRIP_ROWS_CACHED = 2 * 2560  # two threads' blocks, margins included
_STRIP_CACHE_BYTES = 1024**3
_SAMPLE_WHOLE_PX = 64_000_000
_PATCHES, _PATCH_SIDE = 12, 256


@dataclass(frozen=True)
class LayerInfo:
    """The description of a layer, known without reading its pixels.

    Attributes:
        path: absolute path of the file.
        driver: short name of the GDAL driver.
        width, height: pixels.
        band_count, dtype: bands in the file and the type of its colour bands.
        crs: coordinate reference system.
        transform: pixel (column, row) to ``crs``; may be rotated.
        nodata: no-data value of the first colour band, or None.
        block_shape: rows and columns of the file's blocks (tiles or strips).
        fingerprint: SHA-256 hex over everything that the pixels depend on, see :mod:`backend.imagery.fingerprint`.
        bands: numbers (1-based) of the bands that are shown: red, green, blue, or a single one.
        band_names: the name of each of them in the file, empty where it has none.
        notes: sentences for the user, for example about an undeclared no-data value.
    """

    path: Path
    driver: str
    width: int
    height: int
    band_count: int
    dtype: str
    crs: CRS
    transform: Affine
    nodata: float | None
    block_shape: tuple[int, int]
    fingerprint: str
    bands: tuple[int, ...] = (1,)
    band_names: tuple[str, ...] = ("",)
    notes: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Envelope ``xmin, ymin, xmax, ymax`` in :attr:`crs`."""
        corners = [self.transform * at for at in ((0, 0), (self.width, 0), (0, self.height), (self.width, self.height))]
        x, y = zip(*corners, strict=True)
        return float(min(x)), float(min(y)), float(max(x)), float(max(y))

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values: the CRS as WKT, the transform as six numbers, a NaN no-data value as text."""
        return {
            "path": str(self.path),
            "driver": self.driver,
            "width": self.width,
            "height": self.height,
            "band_count": self.band_count,
            "dtype": self.dtype,
            "crs": self.crs.to_wkt(),
            "transform": list(self.transform)[:6],
            "nodata": None if self.nodata is None else repr(float(self.nodata)),
            "block_shape": list(self.block_shape),
            "fingerprint": self.fingerprint,
            "bands": list(self.bands),
            "band_names": list(self.band_names),
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> LayerInfo:
        """The inverse of :meth:`to_dict`."""
        fields = dict(data)
        fields["path"] = Path(fields["path"])
        fields["crs"] = CRS.from_wkt(fields["crs"])
        fields["transform"] = Affine(*fields["transform"])
        fields["nodata"] = None if fields["nodata"] is None else float(fields["nodata"])
        fields["block_shape"] = (int(fields["block_shape"][0]), int(fields["block_shape"][1]))
        for name in ("bands", "band_names", "notes"):
            fields[name] = tuple(fields[name])
        return cls(**fields)


@dataclass(frozen=True)
class Block:
    """Pixels with their geography: uint8 ``[3, h, w]``, bool mask ``[h, w]`` (True is valid), CRS, pixel-to-CRS."""

    pixels: NDArray[np.uint8]
    mask: NDArray[np.bool_]
    crs: CRS
    transform: Affine


class OpenLayer(Protocol):
    """What code that reads pixels needs from a layer: :class:`Layer`, or one that another process reads."""

    @property
    def info(self) -> LayerInfo:
        """The description of the layer."""

    @property
    def stretch(self) -> Stretch:
        """How its values become 8-bit, see :attr:`Layer.stretch`."""

    def read(self, box: Sequence[float], out_shape: tuple[int, int]) -> Block:
        """Read a box at any resolution, see :meth:`Layer.read`."""

    def close(self) -> None:
        """Close the file."""

    def __enter__(self) -> Self:
        """Return itself."""

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        """Close it."""


LayerOpener = Callable[[Path | str, Stretch | None, Bands | None], OpenLayer]
"""Opens a raster from its path, its stretch (None if unknown) and the bands to show (None for the best ones):
:func:`open_layer`, or a pool of reading processes."""


class Layer:
    """An open raster. Threads may share it: each gets a reading handle of its own. Close it, or use ``with``."""

    def __init__(
        self, info: LayerInfo, plan: BandPlan, stretch: Stretch | None = None, fills: Sequence[Fill] = ()
    ) -> None:
        self.info = info
        self._plan = plan
        self._fills = fills
        self._stretch = stretch
        self._cache_bytes = _cache_bytes(info)
        self._own = threading.local()
        self._handles: list[DatasetReader] = []
        self._lock = threading.Lock()
        self._stretch_lock = threading.Lock()

    def __enter__(self) -> Layer:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close every thread's handle; reading again opens a new one."""
        with self._lock, gdal_session():
            handles, self._handles, self._own = self._handles, [], threading.local()
            for handle in handles:
                handle.close()

    @property
    def stretch(self) -> Stretch:
        """How values become 8-bit. Computed once, on first use.

        Raises:
            LayerEmpty: the layer is not 8-bit and has no valid pixel to compute it from.
            LayerNotReadable: the layer is not 8-bit, and the file is damaged.
        """
        with self._stretch_lock:
            if self._stretch is None:
                if self._plan.palette is not None:
                    self._stretch = AS_IT_IS
                else:
                    self._stretch = self._brightness() if self.info.dtype == "uint8" else self._compute_stretch()
            return self._stretch

    def read(self, box: Sequence[float] | Window, out_shape: tuple[int, int]) -> Block:
        """Read a box of the layer at any resolution.

        Overviews are used where the file has them. Downsampling averages, upsampling is bilinear, palettes use the
        nearest pixel. Parts of the box outside the layer are zeros with a False mask.

        Args:
            box: column offset, row offset, width, height in pixels of the layer (or a rasterio ``Window``).
            out_shape: rows and columns of the result.

        Raises:
            OutsideLayer: the box does not intersect the layer.
            LayerNotReadable: the file is damaged here.
            LayerEmpty: the layer is not 8-bit and has no valid pixel to compute its stretch from.
        """
        col, row, width, height = box.flatten() if isinstance(box, Window) else (float(value) for value in box)
        rows, cols = out_shape
        left, top = max(col, 0.0), max(row, 0.0)
        right, bottom = min(col + width, float(self.info.width)), min(row + height, float(self.info.height))
        if right <= left or bottom <= top:
            raise OutsideLayer(f"The requested part of {self.info.path} lies outside it: check the extent and its CRS.")
        scale_x, scale_y = cols / width, rows / height
        x0, y0 = min(round((left - col) * scale_x), cols - 1), min(round((top - row) * scale_y), rows - 1)
        x1, y1 = max(round((right - col) * scale_x), x0 + 1), max(round((bottom - row) * scale_y), y0 + 1)
        window = Window(left, top, right - left, bottom - top)
        pixels, mask = self._read_inside(window, (y1 - y0, x1 - x0))
        if mask.shape != (rows, cols):
            inner_pixels, inner_mask = pixels, mask
            pixels, mask = np.zeros((3, rows, cols), np.uint8), np.zeros((rows, cols), bool)
            pixels[:, y0:y1, x0:x1], mask[y0:y1, x0:x1] = inner_pixels, inner_mask
        transform = self.info.transform * Affine.translation(col, row) * Affine.scale(1 / scale_x, 1 / scale_y)
        return Block(pixels, mask, self.info.crs, transform)

    def _read_inside(self, window: Window, shape: tuple[int, int]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        stretch = self.stretch
        if self.info.dtype == "uint8" or self._plan.palette is not None:
            values = self._read_bands(self._plan.colour, window, shape)
            mask = self._mask(self._plan.valid(values), window, shape)
            if stretch.gamma != 1.0:
                values = np.stack([stretch.apply_band(band, index) for index, band in enumerate(values)])
            return self._plan.expand(values), mask
        # Band by band, so that only one band at a time takes the memory of its wide type.
        pixels = np.empty((len(self._plan.colour), *shape), np.uint8)
        valid, judged = None, True
        equal = [np.ones(shape, bool) for _ in self._fills]
        for index, band in enumerate(self._plan.colour):
            values = self._read_bands((band,), window, shape)
            band_valid = self._plan.valid(values, index)
            judged = judged and band_valid is not None
            valid = band_valid if valid is None or band_valid is None else valid | band_valid
            for fill, so_far in zip(self._fills, equal, strict=True):
                so_far &= values[0] == fill.value
            pixels[index] = stretch.apply_band(values[0], index)
        mask = self._mask(valid if judged else None, window, shape)
        for so_far in equal:
            mask &= ~connected_fill(so_far, shrinks(window, shape))
        return self._plan.expand(pixels), mask

    def _mask(self, valid: NDArray[np.bool_] | None, window: Window, shape: tuple[int, int]) -> NDArray[np.bool_]:
        return self._guarded(lambda dataset: valid_pixels(dataset, self._plan, valid, window, shape))  # type: ignore[no-any-return]

    def _read_bands(
        self, bands: tuple[int, ...], window: Window, shape: tuple[int, int], nearest: bool = False
    ) -> NDArray[Any]:
        method = Resampling.average if shrinks(window, shape) else Resampling.bilinear
        if nearest or self._plan.palette is not None or shape == (window.height, window.width):
            method = Resampling.nearest
        target = (len(bands), *shape)
        return np.asarray(
            self._guarded(lambda dataset: dataset.read(bands, window=window, out_shape=target, resampling=method))
        )

    def _guarded(self, work: Any) -> Any:
        try:
            with gdal_session(self._cache_bytes):
                return work(self._handle())
        except (RasterioError, CPLE_BaseError, OSError) as error:
            raise unreadable(self.info.path, error) from error

    def _handle(self) -> DatasetReader:
        handle: DatasetReader | None = getattr(self._own, "handle", None)
        if handle is None:
            handle = open_dataset(self.info.path)
            with self._lock:
                self._handles.append(handle)
                self._own.handle = handle
        return handle

    def _brightness(self) -> Stretch:
        """Of an 8-bit layer. Damaged parts are skipped here and reported when they are read."""

        def sample(dataset: DatasetReader) -> list[tuple[NDArray[Any], NDArray[np.bool_]]]:
            return look(dataset, lambda window, shape: sampled(dataset, self._plan, window, shape))

        samples = self._guarded(sample)
        if not samples:
            return AS_IT_IS
        values = np.concatenate([each.reshape(len(each), -1) for each, _ in samples], axis=1)
        return brightening(AS_IT_IS, values, np.concatenate([valid.ravel() for _, valid in samples]))

    def _compute_stretch(self) -> Stretch:
        width, height = self.info.width, self.info.height
        requests = [whole(width, height)]
        has_overviews = bool(self._guarded(lambda dataset: dataset.overviews(self._plan.colour[0])))
        if width * height > _SAMPLE_WHOLE_PX and not has_overviews:
            requests = patches(width, height, _PATCHES, _PATCH_SIDE)
        for attempt in (requests, [whole(width, height)]):
            samples = [self._sample(window, shape) for window, shape in attempt]
            values = np.concatenate([sample[0] for sample in samples], axis=1)
            valid = np.concatenate([sample[1] for sample in samples])
            stretch = percentile_stretch(values, valid)
            if stretch is not None:
                return brightening(stretch, values, valid)
        raise LayerEmpty(f"{self.info.path} has no valid pixel: check its no-data value and its mask.")

    def _sample(self, window: Window, shape: tuple[int, int]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        values = self._read_bands(self._plan.colour, window, shape, nearest=True)
        mask = self._mask(self._plan.valid(values), window, shape)
        for fill in self._fills:
            mask &= ~(values == fill.value).all(axis=0)
        return values.reshape(len(values), -1), mask.ravel()


def open_layer(path: str | os.PathLike[str], stretch: Stretch | None = None, bands: Bands | None = None) -> Layer:
    """Open a raster file for reading.

    Args:
        path: an existing local file; URLs, GDAL virtual paths and inline XML are refused.
        stretch: the layer's stretch if known (an index stores it); computed when first needed if None.
        bands: numbers or names of the bands to show, one or three; the best ones if None.

    Raises:
        LayerNotReadable: missing, empty, truncated, missing source files, or not a raster of real numbers.
        LayerNotGeoreferenced: no CRS, no geotransform, only ground control points, or a CRS that is not on the Earth.
        BadOption: bands that do not exist.
    """
    file = local_file(path)
    refuse_incomplete(file)
    try:
        with gdal_session(), open_dataset(file) as dataset:
            refuse_unreadable(dataset, file)
            refuse_unplaced(dataset, file)
            plan = plan_bands(dataset, bands)
            fills = _find_fill(dataset, plan)
            dtype = str(np.result_type(*(dataset.dtypes[band - 1] for band in plan.colour)))
            notes = (sentence(file.name, fills, plan.nodata[0], dtype == "uint8"),) if fills else ()
            info = LayerInfo(
                path=file,
                driver=dataset.driver,
                width=dataset.width,
                height=dataset.height,
                band_count=dataset.count,
                dtype=dtype,
                crs=dataset.crs,
                transform=dataset.transform,
                nodata=plan.nodata[0],
                block_shape=tuple(dataset.block_shapes[plan.colour[0] - 1]),
                fingerprint=fingerprint(dataset, file),
                bands=plan.colour,
                band_names=plan.names,
                notes=notes,
            )
    except (RasterioError, CPLE_BaseError, OSError, ValueError, OverflowError) as error:
        raise unreadable(file, error) from error
    return Layer(info, plan, stretch, fills)


def _find_fill(dataset: DatasetReader, plan: BandPlan) -> tuple[Fill, ...]:
    if plan.palette is not None:
        return ()
    return find_fill(look(dataset, lambda window, shape: sampled(dataset, plan, window, shape)))


def _cache_bytes(info: LayerInfo) -> int:
    """Size of the block cache: full-width strips would be decoded again for every block if a row were not cached."""
    if info.block_shape[1] < info.width:
        return BLOCK_CACHE_BYTES
    row_bytes = info.width * info.band_count * np.dtype(info.dtype).itemsize
    return min(max(BLOCK_CACHE_BYTES, row_bytes * _STRIP_ROWS_CACHED), _STRIP_CACHE_BYTES)
