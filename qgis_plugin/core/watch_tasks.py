"""Saved searches, off the main thread: list, save, run again, show the last run, and delete."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import results
from .client import Client
from .connection import Connection
from .errors import BadInput
from .layer_source import LayerSource
from .layer_upload import name_layer
from .replies import href, unexpected_reply
from .runs import run_each, sending
from .saved_search import COUNTS, SavedSearch
from .search_request import SearchRequest
from .task import Task
from .translation import tr

FETCHING = 0.96


@dataclass(frozen=True)
class Round:
    """The result of one run of a saved search.

    Attributes:
        search: which one, as it is now.
        new, gone, unchanged: how many regions.
        layers, looked_at: how many layers are asked, and how many of them were new or had changed.
        failed: why layers could not be searched, a sentence each.
        file, table: where the regions are; the table is empty if there are none.
        provenance: as the server gave it.
    """

    search: SavedSearch
    new: int
    gone: int
    unchanged: int
    layers: int
    looked_at: int
    failed: tuple[str, ...]
    file: Path
    table: str
    provenance: Mapping[str, Any]


@dataclass(frozen=True)
class SearchToSave:
    """A search to save.

    Attributes:
        name: its name.
        request: what is asked.
        sources: the layers.
        folders: whether the other rasters of their folders are asked too, also those that come later.
        every: interval at which the server runs it, such as ``1d``; empty for never.
    """

    name: str
    request: SearchRequest
    sources: Sequence[LayerSource]
    folders: bool = False
    every: str = ""

    def check(self) -> None:
        """Reject a search for nothing; raises BadInput."""
        check_saved(self.request)
        if not self.sources:
            raise BadInput(tr("Choose at least one raster layer."))


def check_saved(request: SearchRequest) -> None:
    """Reject a search that cannot run on many layers; raises BadInput."""
    if not request.words:
        raise BadInput(tr("Only words or a concept can be saved as a search: type what to look for."))


class ListSearchesTask(Task):
    """Succeeds with the saved searches of the server."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(tr("Saved searches"))
        self.connection = connection

    def work(self) -> list[SavedSearch]:
        """Ask for them."""
        return Client(self.connection, self.feedback).searches()


class RemoveSearchTask(Task):
    """Deletes one; succeeds with the remaining ones."""

    def __init__(self, connection: Connection, search: SavedSearch) -> None:
        super().__init__(tr("Saved searches"))
        self.connection = connection
        self.search = search

    def work(self) -> list[SavedSearch]:
        """Delete it, and list the remaining ones."""
        client = Client(self.connection, self.feedback)
        client.remove_search(self.search.id)
        return client.searches()


class RunSearchTask(Task):
    """Runs a saved search again, or fetches what the server's clock found; succeeds with a :class:`Round`."""

    def __init__(self, connection: Connection, search: SavedSearch, file: Path, *, last: bool = False) -> None:
        """``file`` is where results go; ``last``: fetch what the last run by the clock found."""
        super().__init__(tr("Saved search: {what}", what=search.name))
        self.connection = connection
        self.search = search
        self.file = file
        self.last = last

    def work(self) -> Round:
        """Run it, download, write."""
        results.check_writable(self.file)
        client = Client(self.connection, self.feedback)
        if self.last:
            return keep_round(self, client, self.search, client.results(self.search.job), self.file)
        return run_search(self, client, self.search, self.file)


class SaveSearchTask(Task):
    """Saves a search and runs it once, so that later runs know what is new since; succeeds with a :class:`Round`.

    Stopped after it was saved, it is saved all the same.
    """

    def __init__(self, connection: Connection, wanted: SearchToSave, file: Path, max_pixels: int) -> None:
        """``file`` is where results go.

        Raises:
            BadInput: it cannot be saved.
        """
        wanted.check()
        super().__init__(tr("Saved search: {what}", what=wanted.name))
        self.connection = connection
        self.wanted = wanted
        self.file = file
        self.max_pixels = max_pixels

    def work(self) -> Round:
        """Register the layers, save, run."""
        results.check_writable(self.file)
        client = Client(self.connection, self.feedback)
        return run_search(self, client, client.save_search(self._posted(client)), self.file)

    def _posted(self, client: Client) -> dict[str, Any]:
        wanted, request = self.wanted, self.wanted.request
        folders = [source.path.parent for source in wanted.sources if wanted.folders and source.path is not None]
        named = [source for source in wanted.sources if not wanted.folders or source.path is None]
        layers: list[str] = []
        for source in named:
            found = name_layer(client, source, (), request.ground_m, self.max_pixels, sending(self.say))
            layers += [layer_id for layer_id, _ in found]
        inputs = {
            **request.asked(),
            "layers": list(dict.fromkeys(layers)),
            "folders": list(dict.fromkeys(map(str, folders))),
            "unwanted": list(request.unwanted),
            "model": request.model or None,
            "window_m": list(request.window_m) or None,
            "mode": request.mode,
            "threshold": request.threshold,
            "top": request.top,
        }
        given = {name: value for name, value in inputs.items() if value is not None}
        every = {"every": wanted.every} if wanted.every else {}
        return {"name": wanted.name, "inputs": given, **every}


def run_search(task: Task, client: Client, search: SavedSearch, file: Path) -> Round:
    """Run a saved search as a job, and write what it found."""
    (outputs,) = run_each(client, "watch", [{"search": search.id}], task.say)
    return keep_round(task, client, search, outputs, file)


def keep_round(task: Task, client: Client, search: SavedSearch, outputs: Mapping[str, Any], file: Path) -> Round:
    """Write the regions of a round as a new table.

    Raises:
        BadReply: this is no round.
        OutputNotWritable: it cannot be written.
    """
    try:
        summary = outputs["summary"]
        counts = [int(summary[name]) for name in (*COUNTS, "layers_asked", "looked_at")]
        errors = tuple(f"{row['layer']}: {row['error']}" for row in summary["layers"] if row.get("error"))
        provenance = {**summary["provenance"], "saved search": search.name}
    except (KeyError, TypeError, ValueError) as error:
        raise unexpected_reply() from error
    table = ""
    if sum(counts[:3]):
        task.say(tr("Writing {count} regions", count=sum(counts[:3])), FETCHING)
        table = results.table_name(file, search.name)
        with tempfile.TemporaryDirectory() as scratch:
            fetched = Path(scratch) / "regions.gpkg"
            fetched.write_bytes(client.download(href(outputs, "geopackage")))
            results.copy_layer(file, table, fetched, provenance)
    return Round(
        client.saved_search(search.id),
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        errors,
        file,
        table,
        provenance,
    )
