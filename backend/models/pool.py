"""Several models in memory, up to a budget: the least recently used is dropped first."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from backend.models.encoder import TEXTS_KEPT, Encoder, TextMemory, load_encoder
from backend.storage.bounded import Bounded


@dataclass(frozen=True)
class LoadedModel:
    """A model in the pool; ``bytes`` is the memory of its weights."""

    id: str
    revision: str
    bytes: int


class ModelPool:
    """Encoders by model id, on one device. Thread-safe.

    An encoder that a caller still references stays in memory even after the pool has dropped it; weights are loaded
    when something is first encoded. All encoders share one cache of texts, which outlives them.
    """

    def __init__(self, device: str, budget_bytes: int, load: Callable[[str, str], Encoder] = load_encoder) -> None:
        self._device = device
        self._budget_bytes = budget_bytes
        self._load = load
        self._encoders: dict[str, Encoder] = {}  # the least recently used first; sizes grow as weights are loaded
        self._texts: TextMemory = Bounded(TEXTS_KEPT)
        self._lock = threading.Lock()
        self._loading: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def get(self, model_id: str) -> Encoder:
        """The encoder of a model, which becomes the most recently used one; others are dropped if the budget requires
        it.

        Raises:
            ModelUnavailable: see :func:`backend.models.catalog.locate_model`.
        """
        with self._lock:
            loading = self._loading[model_id]
        with loading:  # one caller fetches a model; others wait only for the same model
            with self._lock:
                encoder = self._encoders.get(model_id)
            if encoder is None:
                encoder = self._load(model_id, self._device)
                encoder.texts = self._texts
            with self._lock:
                self._encoders.pop(model_id, None)
                self._encoders[model_id] = encoder
                self._drop()
            return encoder

    def loaded(self) -> list[LoadedModel]:
        """The models in the pool, least recently used first."""
        with self._lock:
            encoders = list(self._encoders.items())
        return [LoadedModel(model_id, encoder.revision, encoder.bytes) for model_id, encoder in encoders]

    def clear(self) -> None:
        """Drop all models."""
        with self._lock:
            self._encoders.clear()

    def _drop(self) -> None:
        """Drop models until the rest fits the budget; the most recent one stays, whatever its size."""
        while len(self._encoders) > 1 and sum(e.bytes for e in self._encoders.values()) > self._budget_bytes:
            del self._encoders[next(iter(self._encoders))]
