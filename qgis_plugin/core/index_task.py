"""Index a layer, off the main thread."""

from __future__ import annotations

from collections.abc import Sequence

from .client import Client
from .connection import Connection
from .extent import Extent
from .job_task import job_sentence
from .jobs import run_process
from .layer_source import LayerSource
from .layer_upload import name_layer
from .replies import JobState
from .task import Task
from .translation import tr


class IndexTask(Task):
    """Index; succeeds with the number of windows."""

    def __init__(
        self,
        connection: Connection,
        source: LayerSource,
        extents: Sequence[Extent],
        ground_m: float,
        max_pixels: int,
        model: str,
    ) -> None:
        super().__init__(tr("Index: {what}", what=source.title))
        self.connection = connection
        self.source = source
        self.extents = extents
        self.ground_m = ground_m
        self.max_pixels = max_pixels
        self.model = model

    def work(self) -> int:
        """Register the layer and index it."""
        client = Client(self.connection, self.feedback)
        named = name_layer(client, self.source, self.extents, self.ground_m, self.max_pixels, self.say)
        windows = 0
        for layer_id in dict.fromkeys(layer for layer, _ in named):
            outputs = run_process(client, "index", {"layer": layer_id, "model": self.model or None}, self._on_state)
            windows += int((outputs.get("index") or {}).get("windows", 0))
        return windows

    def _on_state(self, state: JobState) -> None:
        self.say(job_sentence(state), state.progress / 100)
