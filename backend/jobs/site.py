"""The site of one request: its layer, its windows and their index, found once and completed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.errors import Cancelled, IndexNotUsable
from backend.imagery.bands import Bands
from backend.imagery.globe import Box
from backend.imagery.layer import LayerInfo, OpenLayer
from backend.imagery.pieces import needed
from backend.imagery.stretch import Stretch
from backend.imagery.window_grid import WindowGrid
from backend.index.pipeline import complete_index
from backend.index.plan import Order
from backend.index.stages import StageTimes
from backend.index.store import LayerIndex
from backend.jobs.device import DeviceEncoder
from backend.jobs.index_turns import Turn
from backend.jobs.process import Run, Stop
from backend.progress import Progress, Tell
from backend.search.sketch import WORTH_IT, Look, SketchedIndex, sketches

if TYPE_CHECKING:
    from backend.jobs.workbench import Workbench

ROWS_EVERY_S = 3.0


@dataclass
class IndexPlace:
    """A layer in its current state, its windows, and the folder of their index; shared by equal requests."""

    info: LayerInfo
    grid: WindowGrid
    folder: Path
    state: list[Any]


class Site:
    """The site of one request; created by :meth:`backend.jobs.workbench.Workbench.site`.

    Attributes:
        info: the layer as it is now.
        grid: the windows over it.
        folder: of their index, existing or not.
        extent: the requested extent in the layer's CRS; None for the whole layer.
        also: further ground in the layer's CRS that the request needs, such as that of examples outside the extent.
        encoder: the model, which stops when the request is cancelled.
        state: of the layer's files before it was opened, see :func:`backend.imagery.layer_files.state_of`.
    """

    def __init__(
        self,
        bench: Workbench,
        ground: IndexPlace,
        layer: OpenLayer | None,
        extent: Box | None,
        encoder: DeviceEncoder,
        stop: Stop,
    ) -> None:
        self.info, self.grid, self.folder = ground.info, ground.grid, ground.folder
        self.extent = extent
        self.also: tuple[Box, ...] = ()
        self.encoder = encoder
        self._bench = bench
        self.state = ground.state
        self._layer = layer
        self._stop = stop

    def open_layer(
        self, path: Path | str | None = None, stretch: Stretch | None = None, bands: Bands | None = None
    ) -> OpenLayer:
        """The layer, opened on first use; a :data:`backend.imagery.layer.LayerOpener`."""
        layer, self._layer = self._layer, None
        if layer is not None and stretch is None:
            return layer
        return self._bench.open_layer(self.info.path, stretch, self.info.bands, self._stop)

    def ready_index(self) -> LayerIndex | None:
        """The index, if it has every window of the requested extent."""
        try:
            index = self._bench.open_index(self.folder)
        except IndexNotUsable:
            return None
        if (index.info.fingerprint, index.info.bands) != (self.info.fingerprint, self.info.bands):
            return None
        if index.complete:
            return index
        # One without rows is no answer: making it says why there are none.
        ground = (None,) if self.extent is None else (self.extent, *self.also)
        return index if index.count and all(index.coverage(box, self.grid) >= 1.0 for box in ground) else None

    def close(self) -> None:
        """Close the layer, if it is open and nobody has it."""
        layer, self._layer = self._layer, None
        if layer is not None:
            layer.close()

    def sketches(self, run: Run, look: Look) -> Iterator[SketchedIndex]:
        """First impressions of the asked extent, see :func:`backend.search.sketch.sketches`.

        There are none where few windows are missing.

        Args:
            run: whose cancellation is heeded.
            look: see there.

        Raises:
            Cancelled: the run was cancelled.
            TerralexError: see there.
        """
        chunks = self.grid.chunks() if self.extent is None else needed(self.grid, (self.extent,))
        missing = float(sum(chunk.window_count for chunk in chunks))
        with suppress(IndexNotUsable):
            missing *= 1.0 - LayerIndex.open(self.folder).coverage(self.extent, self.grid)
        if missing < WORTH_IT:
            return
        self._stop.follow(run)
        layer = self.open_layer()
        try:
            yield from sketches(layer, self.grid, self.folder, self.extent, self.encoder, look)
        except BaseException:  # a layer that is left open keeps a reading process from all others
            layer.close()
            raise
        self.close()
        self._layer = layer  # who makes the index need not open it again

    def index(
        self,
        run: Run,
        progress: Tell,
        *,
        whole: bool = False,
        urgent: bool = False,
        on_rows: Callable[[LayerIndex], None] | None = None,
        stages: StageTimes | None = None,
        order: Order | None = None,
        ground: Sequence[Box] = (),
    ) -> LayerIndex:
        """The index with every window of the requested extent, created or completed now if necessary.

        Two jobs that need the same index take turns; an urgent one goes first and the other continues afterwards.

        Args:
            run: whose cancellation is heeded.
            progress: called with the number of completed windows.
            whole: do not stop when the extent is done, which comes first in any case.
            urgent: whether a user waits for the answer.
            on_rows: called with the current index every few seconds.
            stages: collects the seconds of each stage.
            order: puts the chunks of the extent in another order.
            ground: boxes in the layer's CRS; if there are any, only windows on them are embedded.

        Raises:
            Cancelled: the run was cancelled; what is done is kept.
            TerralexError: see :func:`backend.index.pipeline.complete_index`.
        """
        self._stop.follow(run)
        ready = self.ready_index()
        if ready is not None and (ready.complete or not whole):
            return ready
        for note in self.info.notes:
            run.log(note)
        told = time.monotonic()

        def tell(done: Progress) -> None:
            nonlocal told
            progress(done)
            if on_rows is not None and done.done and time.monotonic() - told > ROWS_EVERY_S:
                index = LayerIndex.open(self.folder)
                if index.count:
                    on_rows(index)
                told = time.monotonic()

        executor = self._bench.executor
        elsewhere = None if executor is None else executor(self.encoder.model_id)
        if elsewhere is None:
            self.encoder.compile_for_long_job(self.grid.window_count)
        with self.open_layer() as layer:
            while True:
                with self._bench.turns.turn(str(self.folder), urgent=urgent, cancelled=run.cancelled) as turn:
                    try:
                        return complete_index(
                            *(layer, self.grid, self.folder, self.encoder, tell),
                            partial(_stops, run, turn),
                            extent=ground[0] if ground else self.extent,
                            extent_only=bool(ground) or (not whole and self.extent is not None),
                            also=ground[1:] if ground else self.also,
                            state=self.state,
                            opener=self.open_layer,
                            stages=stages,
                            order=order,
                            elsewhere=elsewhere,
                        )
                    except Cancelled:
                        if run.cancelled():
                            raise
                        run.log("A search needs windows of this layer first; this job continues afterwards.")


def _stops(run: Run, turn: Turn) -> bool:
    return run.cancelled() or turn.should_yield()
