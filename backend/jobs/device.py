"""The one thread that uses the device, its two lanes, and an encoder whose every step goes through it.

Everything a model computes runs here. On a GPU that bounds its memory use; on a CPU it keeps torch to one team of
threads: two that compute at once wait for each other at every barrier, and both become many times slower.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from backend.errors import Cancelled
from backend.jobs.micro_batch import FULL, MicroBatcher
from backend.models.batching import CPU_BATCH
from backend.models.contracts import Spent
from backend.models.encoder import Encoder

if TYPE_CHECKING:
    from torch import Tensor

    from backend.models.dense import DenseFeatures

Lane = Literal["interactive", "bulk"]
Result = TypeVar("Result")

LOOK_S = 0.1  # between two looks at `cancelled` while the device does other work
CPU_PIECE = 64  # windows at most; always a multiple of the encoder's own batch, so that rows are its rows bit by bit
CUDA_PIECE = 1024
PIECE_S = 0.2  # what a piece may take on a CPU: somebody's query may be waiting behind it
TEXT_PIECE = 32

_Task = tuple[Callable[[], Any], "Future[Any]"]


class DeviceWorker:
    """One thread that owns the device; work in the ``interactive`` lane always precedes work in ``bulk``."""

    def __init__(self) -> None:
        self._batchers: dict[str, MicroBatcher] = {}
        self._interactive: deque[_Task] = deque()
        self._bulk: OrderedDict[Hashable, deque[_Task]] = OrderedDict()
        self._closed = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="device", daemon=True)
        self._thread.start()

    def run(
        self,
        lane: Lane,
        work: Callable[[], Result],
        *,
        caller: Hashable = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Result:
        """Call ``work`` on the device's thread, and return its value or raise its exception.

        Args:
            lane: ``interactive`` if a user is waiting, ``bulk`` for pieces of long work.
            work: takes a fraction of a second, and has no side effects if its result is no longer needed.
            caller: whose work this is: bulk callers take turns; the calling thread if None.
            cancelled: checked while this waits.

        Raises:
            Cancelled: ``cancelled`` said so, or the worker is closed.
        """
        if threading.current_thread() is self._thread:
            return work()
        future: Future[Result] = Future()
        with self._changed:
            if self._closed:
                raise _closing()
            if lane == "interactive":
                self._interactive.append((work, future))
            else:
                key = threading.get_ident() if caller is None else caller
                self._bulk.setdefault(key, deque()).append((work, future))
            self._changed.notify()
        while cancelled is not None and not wait([future], LOOK_S).done:
            if cancelled():
                future.cancel()  # what runs already runs on, for nobody
                raise Cancelled("The work was stopped.")
        return future.result()

    def batcher(self, revision: str) -> MicroBatcher:
        """The collector of texts for the model of this revision."""
        with self._changed:
            if revision not in self._batchers:
                self._batchers[revision] = MicroBatcher(lambda work: self.run("interactive", work))
            return self._batchers[revision]

    def close(self, timeout_s: float = 10.0) -> None:
        """Refuse new and waiting work, and let running work finish."""
        with self._changed:
            self._closed = True
            waiting = [*self._interactive, *(task for tasks in self._bulk.values() for task in tasks)]
            self._interactive.clear()
            self._bulk.clear()
            self._changed.notify_all()
        for _, future in waiting:
            if future.set_running_or_notify_cancel():
                future.set_exception(_closing())
        self._thread.join(timeout_s)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._interactive or self._bulk)
                task = self._next()
            if task is None:
                return
            work, future = task
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:
                    future.set_exception(error)
            del task, work, future  # a block of pixels is not kept until the next task comes

    def _next(self) -> _Task | None:
        if self._interactive:
            return self._interactive.popleft()
        if not self._bulk:
            return None
        caller, tasks = self._bulk.popitem(last=False)
        task = tasks.popleft()
        if tasks:
            self._bulk[caller] = tasks  # at the end: the others' turn
        return task


class DeviceEncoder:
    """The parts of :class:`backend.models.encoder.Encoder` that search, index and labels need, on the device's thread.

    Create one for each job or request; caches belong to the encoder. Thread-safe.
    """

    def __init__(self, encoder: Encoder, worker: DeviceWorker, cancelled: Callable[[], bool] | None = None) -> None:
        """Wrap ``encoder``; ``cancelled`` is asked before every piece of work, which raises :class:`Cancelled`."""
        self._encoder = encoder
        self._worker = worker
        self._cancelled = cancelled
        self._piece = CPU_BATCH
        self.spent = Spent()
        """Seconds that the windows of this job or request have taken on the device, without those of others."""

    @property
    def model_id(self) -> str:
        """Id by which the model was requested."""
        return self._encoder.model_id

    @property
    def revision(self) -> str:
        """First 16 hex digits of the weights' SHA-256."""
        return self._encoder.revision

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages it understands."""
        return self._encoder.languages

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return self._encoder.dimension

    @property
    def image_size(self) -> int:
        """Width and height of the model's input in pixels."""
        return self._encoder.image_size

    @property
    def device(self) -> str:
        """``cpu`` or ``cuda``."""
        return self._encoder.device

    @property
    def temperature(self) -> float:
        """Factor for similarities before a softmax."""
        return self._run("interactive", lambda: self._encoder.temperature)

    def compile_for_long_job(self, windows: int) -> bool:
        """See :meth:`backend.models.encoder.Encoder.compile_for_long_job`; nothing else is computed meanwhile."""
        return self._run("bulk", lambda: self._encoder.compile_for_long_job(windows))

    def encode_pixels(self, pixels: Tensor) -> NDArray[np.float32]:
        """Embed images of the model's input size, in pieces: uint8 ``[n, 3, s, s]`` -> ``[n, dimension]``."""
        return self._in_pieces(len(pixels), lambda part: self._encoder.encode_pixels(pixels[part]))

    def encode_windows(self, pixels: NDArray[np.uint8], boxes: NDArray[np.float64]) -> NDArray[np.float32]:
        """Embed windows of one block, in pieces; see :meth:`backend.models.encoder.Encoder.encode_windows`."""
        return self._in_pieces(len(boxes), lambda part: self._encoder.encode_windows(pixels, boxes[part]))

    def encode_dense(self, pixels: NDArray[np.uint8]) -> DenseFeatures:
        """Embed every position of an image; see :meth:`backend.models.encoder.Encoder.encode_dense`."""
        return self._run("interactive", lambda: self._encoder.encode_dense(pixels))

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: ``[n, dimension]``, L2-normalised.

        A few new texts are batched with those of other callers before any bulk work; many are bulk work themselves.
        """
        rows = self._encoder.remembered(texts)
        new = [text for text in dict.fromkeys(texts) if text not in rows]
        if new:
            self._stop_if_cancelled()
            embeddings = self._many(new) if len(new) > FULL else self._few(new)
            rows.update(zip(new, embeddings, strict=True))
        return np.stack([rows[text] for text in texts]) if texts else np.empty((0, self.dimension), np.float32)

    def _few(self, texts: list[str]) -> Sequence[NDArray[np.float32]]:
        return self._worker.batcher(self._encoder.text_revision).rows(texts, self._encoder.encode_texts)

    def _many(self, texts: list[str]) -> Sequence[NDArray[np.float32]]:
        rows: list[NDArray[np.float32]] = []
        for start in range(0, len(texts), TEXT_PIECE):
            rows.extend(self._run("bulk", partial(self._encoder.encode_texts, texts[start : start + TEXT_PIECE])))
        return rows

    def _in_pieces(self, count: int, encode: Callable[[slice], NDArray[np.float32]]) -> NDArray[np.float32]:
        rows = [np.empty((0, self.dimension), np.float32)]
        start = 0
        while start < count:
            part = slice(start, start + (CUDA_PIECE if self.device == "cuda" else self._piece))
            rows.append(self._run("bulk", partial(self._timed, encode, part)))
            start = part.stop
        return np.concatenate(rows)

    def _timed(self, encode: Callable[[slice], NDArray[np.float32]], part: slice) -> NDArray[np.float32]:
        began, before = time.perf_counter(), self._encoder.spent.now()
        rows = encode(part)
        own = self._encoder.spent.since(before)  # only this thread uses the encoder
        self.spent.crop_s, self.spent.encode_s = self.spent.crop_s + own.crop_s, self.spent.encode_s + own.encode_s
        steps = int(PIECE_S / (time.perf_counter() - began) * len(rows) / CPU_BATCH)
        self._piece = min(max(steps * CPU_BATCH, CPU_BATCH), CPU_PIECE)
        return rows

    def _run(self, lane: Lane, work: Callable[[], Result]) -> Result:
        self._stop_if_cancelled()
        return self._worker.run(lane, work, cancelled=self._cancelled)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The work was stopped.")


def _closing() -> Cancelled:
    return Cancelled("The server is stopping.")
