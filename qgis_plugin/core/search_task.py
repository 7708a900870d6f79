"""A search from the layer to the result table, off the main thread; the first regions are reported early."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal

from . import results
from .client import Client
from .connection import Connection
from .errors import Cancelled, TerralexError
from .layer_upload import name_layer
from .region import Region, merge_ranked, parse_regions, within
from .replies import JobState
from .runs import run_each, sending
from .search_outputs import found_in, regions_of
from .search_request import SearchRequest
from .task import Task
from .translation import tr
from .verdict import Verdict

LOOK_EVERY_S = 1.0


@dataclass(frozen=True)
class SearchAnswer:
    """Regions, best first, and the table they were written to, in ``crs``; ``table`` is empty if there are none.

    ``verdict``: what is to be said where no region but weak candidates was found.
    """

    request: SearchRequest
    regions: list[Region]
    provenance: Mapping[str, Any]
    file: Path
    table: str
    crs: str
    verdict: Verdict

    @property
    def found(self) -> list[Region]:
        """The regions without the candidates below the threshold."""
        return [region for region in self.regions if not region.weak]


class SearchTask(Task):
    """Search; succeeds with a :class:`SearchAnswer`.

    Signals:
        found: regions so far, while the rest is still being indexed.
    """

    found = pyqtSignal(list)

    def __init__(self, connection: Connection, request: SearchRequest, file: Path, max_pixels: int) -> None:
        """``file`` is where results go. On the main thread.

        Raises:
            BadInput: the request cannot be answered by anybody.
        """
        request.check()
        super().__init__(tr("Search: {what}", what=request.title))
        self.connection = connection
        self.request = request
        self.file = file
        self.max_pixels = max_pixels
        self._looked_at = 0.0

    def work(self) -> SearchAnswer:
        """Register the layer, search every extent, merge, write."""
        request = self.request
        results.check_writable(self.file)
        client = Client(self.connection, self.feedback)
        told = sending(self.say)
        named = name_layer(client, request.source, request.extents, request.ground_m, self.max_pixels, told)
        outputs: list[Mapping[str, Any]] = []

        def seen(state: JobState) -> None:
            if state.status == "running" and time.monotonic() - self._looked_at > LOOK_EVERY_S:
                self._look(client, state.id, outputs)

        asked = [request.inputs(layer_id, extent) for layer_id, extent in named]
        for one in run_each(client, request.process, asked, self.say, seen):
            outputs += [one]  # one by one: `seen` looks at what there is so far
        found = found_in(outputs, request.top + request.candidates, request.source.title, request.mask)
        regions, provenance = found.regions, found.provenance
        if self.isCanceled():
            raise Cancelled(tr("Cancelled."))
        self.say(tr("Writing {count} regions", count=len(regions)), 0.98)
        table = ""
        if regions:
            table = results.table_name(self.file, request.title)
            unwanted = "; ".join(request.unwanted)
            crs = request.source.crs
            results.write_regions(self.file, table, regions, crs, request.title, unwanted, provenance)
        return SearchAnswer(request, regions, provenance, self.file, table, request.source.crs, found.verdict)

    def _look(self, client: Client, job_id: str, before: list[Mapping[str, Any]]) -> None:
        """Report the regions found so far; a failure here does not end the search."""
        self._looked_at = time.monotonic()
        try:
            so_far = parse_regions(client.regions_so_far(job_id, self.request.top))
        except TerralexError:
            return
        regions = within(merge_ranked([*map(regions_of, before), so_far], self.request.top), self.request.mask)
        if regions and not self.isCanceled():
            self.found.emit(regions)
