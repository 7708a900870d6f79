"""Texts of concurrent callers share one forward pass."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float32]
EncodeTexts = Callable[[Sequence[str]], NDArray[np.float32]]
RunOnDevice = Callable[[Callable[[], None]], None]

WAIT_S = 0.003
FULL = 64


class MicroBatcher:
    """Collects texts for one model. Thread-safe.

    The first caller after a pass leads: it waits a moment for others, then everything that has arrived by the time the
    device is free is encoded in one pass, the leader's own texts and those of the others.
    """

    def __init__(self, run: RunOnDevice, wait_s: float = WAIT_S, full: int = FULL) -> None:
        """Collect for at most ``wait_s``, or until ``full`` texts wait; ``run`` calls a function on the device."""
        self._run = run
        self._wait_s = wait_s
        self._full = full
        self._waiting: dict[str, Future[Row]] = {}
        self._led = False
        self._arrived = threading.Condition()

    def rows(self, texts: Sequence[str], encode: EncodeTexts) -> list[Row]:
        """Embeddings of ``texts``, each ``[dimension]``.

        A text that cannot be encoded is an error only for the callers that sent it.

        Args:
            texts: few; callers with many should not make others wait.
            encode: called on the device with the texts of one pass.
        """
        with self._arrived:
            futures = [self._waiting.setdefault(text, Future()) for text in texts]
            leads, self._led = not self._led, True
            self._arrived.notify_all()
        if leads:
            with self._arrived:
                self._arrived.wait_for(lambda: len(self._waiting) >= self._full, self._wait_s)
            try:
                self._run(lambda: self._encode_waiting(encode))
            except BaseException as error:  # the device is gone: nobody else will lead these
                for future in self._take().values():
                    future.set_exception(error)
        return [future.result() for future in futures]

    def _take(self) -> dict[str, Future[Row]]:
        with self._arrived:
            taken, self._waiting, self._led = self._waiting, {}, False
        return taken

    def _encode_waiting(self, encode: EncodeTexts) -> None:
        taken = self._take()
        texts = list(taken)
        for start in range(0, len(texts), self._full):
            batch = texts[start : start + self._full]
            if not _encode(batch, taken, encode) and len(batch) > 1:
                for text in batch:
                    _encode([text], taken, encode)


def _encode(batch: list[str], futures: dict[str, Future[Row]], encode: EncodeTexts) -> bool:
    """Encode a batch and distribute its rows; returns whether that succeeded. A single text gets its error."""
    try:
        rows = encode(batch)
    except BaseException as error:
        if len(batch) == 1:
            futures[batch[0]].set_exception(error)
        return False
    for text, row in zip(batch, rows, strict=True):
        futures[text].set_result(row)
    return True
