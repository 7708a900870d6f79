"""Index a layer: windows -> blocks -> embeddings -> table, chunk by chunk, resumable, a no-op if nothing changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backend.errors import Cancelled, IndexNotUsable, LayerEmpty, LayerNotReadable
from backend.imagery.bands import Bands
from backend.imagery.blocks import READING_THREADS, ChunkBlock, read_blocks, read_chunk
from backend.imagery.globe import Box
from backend.imagery.layer import LayerOpener, OpenLayer, open_layer
from backend.imagery.layer_files import layer_files, state_of
from backend.imagery.valid_ground import valid_ground
from backend.imagery.window_grid import Chunk, WindowGrid, default_window_sizes
from backend.index.alike import alike
from backend.index.behind import WriteBehind
from backend.index.elsewhere import ChunkEmbedder, EmbeddedChunk
from backend.index.folders import index_folder
from backend.index.manifest import IndexManifest
from backend.index.plan import Order, Plan, manifest_to_continue
from backend.index.stages import StageTimes
from backend.index.store import LayerIndex
from backend.index.table import chunk_rows, has_table
from backend.index.writer import IndexWriter, drop_stale, only_writer, remove_index
from backend.models.contracts import ImageEncoder, TellsSpent
from backend.progress import Progress, Tell
from backend.utc import now_text

DEFAULT_OVERLAP = 0.5
PORTION = {"cpu": 64, "cuda": 1024}
"""Windows embedded between two checks of ``cancelled``: multiples of the batches, so that rows do not depend on it."""


def index_layer(
    path: str | os.PathLike[str],
    encoder: ImageEncoder,
    index_root: Path,
    window_sizes_m: Sequence[float] | None = None,
    overlap: float = DEFAULT_OVERLAP,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    extent: Sequence[float] | None = None,
    extent_only: bool = False,
    bands: Bands | None = None,
    opener: LayerOpener = open_layer,
    stages: StageTimes | None = None,
    elsewhere: ChunkEmbedder | None = None,
) -> LayerIndex:
    """Open a layer, place windows on it, and embed them with :func:`complete_index`.

    Args:
        path: the raster file.
        index_root: folder of all indexes.
        window_sizes_m: sides of the windows in metres; chosen to suit the layer if None.
        overlap: share of a window that overlaps its neighbour.
        bands: numbers or names of the bands to show to the model; the best ones if None.
        encoder, progress, cancelled, extent, extent_only, opener, stages, elsewhere: see :func:`complete_index`.

    Raises:
        LayerNotReadable, LayerNotGeoreferenced: see :func:`backend.imagery.layer.open_layer`.
        BadOption: sizes, overlap or bands that cannot be used.
        TerralexError: see :func:`complete_index`.
    """
    state = state_of(layer_files(Path(path)).files)
    with opener(Path(path), None, bands) as layer:
        ground = valid_ground(layer)
        sizes = default_window_sizes(ground.cut(layer.info)) if window_sizes_m is None else tuple(window_sizes_m)
        grid = WindowGrid(layer.info, sizes, overlap, encoder.image_size, ground)
        folder = index_folder(Path(index_root), layer.info, encoder, grid)
        return complete_index(
            *(layer, grid, folder, encoder, progress, cancelled),
            extent=extent,
            extent_only=extent_only,
            state=state,
            opener=opener,
            stages=stages,
            elsewhere=elsewhere,
        )


def complete_index(
    layer: OpenLayer,
    grid: WindowGrid,
    folder: Path,
    encoder: ImageEncoder,
    progress: Tell | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    extent: Sequence[float] | None = None,
    extent_only: bool = False,
    also: Sequence[Box] = (),
    state: list[Any] | None = None,
    opener: LayerOpener = open_layer,
    stages: StageTimes | None = None,
    order: Order | None = None,
    elsewhere: ChunkEmbedder | None = None,
) -> LayerIndex:
    """Embed every window of a layer, or return at once if that is done and the file is unchanged.

    An interrupted run is resumed: committed chunks are not computed again, and the rows equal those of an uninterrupted
    run. If the file has changed, its old indexes are removed.

    Args:
        layer: the layer, open.
        grid: its windows.
        folder: folder of the index, see :func:`backend.index.folders.index_folder`.
        encoder: the model; its weights are loaded only if a window has to be embedded.
        progress: called before the first chunk, after every chunk, and within chunks of many windows. After a chunk its
            rows can be read with ``LayerIndex.open(folder)``.
        cancelled: polled before every chunk, and every :data:`PORTION` windows within one.
        extent: ``xmin, ymin, xmax, ymax`` in the layer's CRS: chunks with windows that intersect it come first, the
            rest follow in their own order. The rows do not depend on it.
        extent_only: embed no more than what the extent needs, which may be pieces of chunks
            (:mod:`backend.imagery.pieces`); the index stays incomplete, and a later run resumes it.
        also: further ground in the layer's CRS that counts as part of the extent, such as that of examples.
        state: state of the layer's files before it was opened, see :func:`backend.imagery.layer_files.state_of`; unless
            it is the same at the end, the layer is opened again to compare its fingerprint.
        opener: opens the layer again if an earlier run stretched its values or the file may have changed.
        stages: collects the seconds of the run's stages.
        order: reorders the chunks that come first, and may do so while they are being embedded. The rows do not depend
            on it.
        elsewhere: who embeds the chunks, where that is not to be done in this process.

    Raises:
        LayerNotReadable: the layer is damaged, or changed while it was indexed.
        LayerEmpty: no window has enough valid pixels.
        OutsideLayer: the extent intersects no window.
        IndexNotUsable: another run is writing this index, or it is damaged.
        OutputNotWritable: the index cannot be written.
        Cancelled: ``cancelled`` returned True; what is done is kept.
    """
    reporter = _Reporter(progress, cancelled, stages or StageTimes())
    ground = None if extent is None else (extent, *also)
    plan = Plan(grid, ground, extent_only)
    if not plan.is_done(folder):
        with only_writer(folder):
            if not plan.is_done(folder):  # another run may have finished while we waited
                drop_stale(folder.parent, grid.info.fingerprint, keep=folder)
                _write_index(plan, layer, encoder, folder, reporter, state, opener, order, elsewhere)
    return LayerIndex.open(folder)


@dataclass
class _Reporter:
    """Counts chunks, reports progress, checks for cancellation."""

    progress: Tell | None
    cancelled: Callable[[], bool] | None
    stages: StageTimes
    behind: WriteBehind | None = None
    total_chunks: int = 0
    total_windows: int = 0
    done_chunks: int = 0
    done_windows: int = 0
    embedded_windows: int = 0  # in chunks that are being committed
    current_windows: int = 0  # in the chunk that is being embedded

    def begin(self, chunks: Sequence[Chunk], remaining: Sequence[Chunk]) -> None:
        self.total_chunks, self.total_windows = len(chunks), sum(chunk.window_count for chunk in chunks)
        self.done_chunks = len(chunks) - len(remaining)
        self.done_windows = self.total_windows - sum(chunk.window_count for chunk in remaining)
        self.tell()

    def chunk_done(self, chunk: Chunk) -> None:
        self.done_chunks += 1
        self.done_windows += chunk.window_count
        self.tell()

    def chunk_embedded(self, chunk: Chunk) -> None:
        self.embedded_windows += chunk.window_count
        self.current_windows = 0
        self.settle()

    def settle(self, wait: bool = False) -> None:
        """Report the chunks committed since the last call; with ``wait``, all that were embedded."""
        for chunk in () if self.behind is None else self.behind.committed(wait):
            self.embedded_windows -= chunk.window_count
            self.chunk_done(chunk)

    def stop_if_cancelled(self) -> bool:
        self.settle()
        if self.cancelled is not None and self.cancelled():
            self.settle(wait=True)
            raise Cancelled(
                f"Indexing was stopped after {self.done_chunks} of {self.total_chunks} chunks: run it again to "
                "continue."
            )
        return False

    def tell(self) -> None:
        if self.progress is not None:
            done = self.done_windows + self.embedded_windows + self.current_windows
            self.progress(Progress.counted("indexing", done, self.total_windows, "windows"))


def _write_index(
    plan: Plan,
    layer: OpenLayer,
    encoder: ImageEncoder,
    folder: Path,
    reporter: _Reporter,
    state: list[Any] | None,
    opener: LayerOpener,
    order: Order | None,
    elsewhere: ChunkEmbedder | None,
) -> None:
    grid = plan.grid
    plan.check()
    earlier = manifest_to_continue(folder, grid.info)
    if earlier is None or not _is_whole(folder, earlier):
        earlier = None
        remove_index(folder)
    with _stretched(layer, earlier, opener) as pixels:
        manifest = earlier or _new_manifest(pixels, grid, encoder, len(grid.chunks()))
        writer = IndexWriter(folder, manifest)
        done = writer.done_chunks()
        asked = plan.chunks(done)
        remaining, ordered = asked.without(done, order)
        reporter.begin([*asked.first, *asked.rest], remaining)
        if elsewhere is None:
            any_valid = _append_chunks(pixels, ordered, encoder, writer, reporter)
        else:
            any_valid = _append_from(elsewhere, list(ordered), writer, reporter)
    if state is None or state_of(layer_files(grid.info.path).files) != state:
        with opener(grid.info.path, None, grid.info.bands) as now:
            if now.info.fingerprint != grid.info.fingerprint:
                raise LayerNotReadable(f"{grid.info.path} changed while it was being indexed: index it again.")
    if not asked.completes:
        return
    if writer.count() == 0:
        reason = "no window that is at least half valid (try smaller ones)" if any_valid else "no valid pixel"
        raise LayerEmpty(f"{grid.info.path} has {reason}: check its no-data value and its mask.")
    writer.finish()


def _stretched(
    layer: OpenLayer, earlier: IndexManifest | None, opener: LayerOpener
) -> AbstractContextManager[OpenLayer]:
    """The layer, with the stretch of an earlier run."""
    if earlier is None:
        return nullcontext(layer)
    return opener(layer.info.path, earlier.stretch, layer.info.bands)


def _append_chunks(
    layer: OpenLayer, chunks: Iterable[Chunk], encoder: ImageEncoder, writer: IndexWriter, reporter: _Reporter
) -> bool:
    """Read, embed and commit chunks; returns whether they had a valid pixel."""
    any_valid, stages = False, reporter.stages

    def commit(read: ChunkBlock, rows: NDArray[np.float32]) -> None:
        with stages.busy("write"):
            writer.append(read, rows)

    reporter.stop_if_cancelled()
    stages.shared_by(READING_THREADS)
    with stages.running(), WriteBehind(commit) as reporter.behind:
        with closing(read_blocks(layer, chunks, busy=partial(stages.add, "read"))) as reads:
            for read in reads:
                any_valid = any_valid or bool(read.block.mask.any())
                reporter.behind.append(read, _embed(read, encoder, reporter))
                reporter.chunk_embedded(read.chunk)
                reporter.stop_if_cancelled()
        reporter.settle(wait=True)
    return any_valid


def _append_from(elsewhere: ChunkEmbedder, chunks: Sequence[Chunk], writer: IndexWriter, reporter: _Reporter) -> bool:
    """Commit chunks as they come from others; tells whether a valid pixel was among them."""
    by_id, any_valid, stages = {chunk.chunk_id: chunk for chunk in chunks}, False, reporter.stages
    cancelled = reporter.stop_if_cancelled
    with stages.running(), closing(elsewhere.embed(writer.manifest, list(by_id), cancelled)) as answers:
        for answer in answers:
            stages.shared_by(elsewhere.workers, elsewhere.workers)
            any_valid = any_valid or answer.any_valid
            with stages.busy("write"):
                writer.append_rows(answer.chunk_id, answer.rows)
            stages.add_chunk(answer.busy_s, 0 if answer.rows is None else answer.rows.num_rows, answer.alike)
            reporter.chunk_done(by_id[answer.chunk_id])
    return any_valid


def embed_chunk(layer: OpenLayer, chunk: Chunk, encoder: ImageEncoder) -> EmbeddedChunk:
    """Read and embed one chunk for whoever writes the index.

    Raises:
        LayerNotReadable, LayerEmpty: see :func:`backend.imagery.blocks.read_chunk`.
    """
    stages = StageTimes()
    with stages.busy("read"):
        read = read_chunk(layer, chunk)
    rows = chunk_rows(read, _embed(read, encoder, _Reporter(None, None, stages))) if len(read.windows) else None
    return EmbeddedChunk(chunk.chunk_id, rows, bool(read.block.mask.any()), stages.seconds(), stages.alike)


def _embed(read: ChunkBlock, encoder: ImageEncoder, reporter: _Reporter) -> NDArray[np.float32]:
    """Embeddings ``[n, d]`` of a chunk's windows, in portions, so that slow machines report progress and can stop."""
    count = len(read.boxes)
    if not count:
        return np.empty((0, encoder.dimension), np.float32)
    kept, place = alike(read.block.pixels, read.boxes)
    boxes, portion, rows = read.boxes[kept], PORTION[encoder.device], []
    before = encoder.spent.now() if isinstance(encoder, TellsSpent) else None
    for start in range(0, len(boxes), portion):
        reporter.stop_if_cancelled()
        rows.append(encoder.encode_windows(read.block.pixels, boxes[start : start + portion]))
        reporter.current_windows = count * min(start + portion, len(boxes)) // len(boxes)
        reporter.tell()
    if before is not None and isinstance(encoder, TellsSpent):
        spent = encoder.spent.since(before)
        reporter.stages.add("crop", spent.crop_s)
        reporter.stages.add("encode", spent.encode_s)
    reporter.stages.windows += count
    reporter.stages.alike += count - len(kept)
    return np.concatenate(rows)[place]


def _is_whole(folder: Path, manifest: IndexManifest) -> bool:
    """Whether the rows of an index to be resumed can be read; one that was just started has none."""
    if not has_table(folder):
        return not manifest.complete
    try:
        LayerIndex(folder, manifest).check()
    except IndexNotUsable:
        return False
    return True


def _new_manifest(layer: OpenLayer, grid: WindowGrid, encoder: ImageEncoder, total_chunks: int) -> IndexManifest:
    return IndexManifest(
        layer=layer.info,
        model_id=encoder.model_id,
        model_revision=encoder.revision,
        dimension=encoder.dimension,
        window_sizes_m=grid.window_sizes_m,
        overlap=grid.overlap,
        grid_id=grid.grid_id,
        stretch=layer.stretch,
        total_chunks=total_chunks,
        total_windows=grid.window_count,
        created=now_text(),
        complete=False,
        input_px=grid.input_px,
        ground=grid.ground,
    )
