"""The client of the server: sends what :mod:`requests` builds and returns what :mod:`replies` parses.

A client waits for its replies: use it in tasks and algorithms, never on the main thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qgis.core import QgsFeedback

from . import replies, requests
from .connection import Connection
from .errors import BadReply, Refused, TerralexError
from .extent import Extent
from .replies import JobState, Model, NamedLayer
from .saved_search import SavedSearch, parse_search, parse_searches
from .translation import tr
from .transport import Reply, Request, send


class Client:
    """One server, for one piece of work; cancelling the feedback ends the current request."""

    def __init__(self, connection: Connection, feedback: QgsFeedback | None = None) -> None:
        self.connection = connection
        self.feedback = feedback or QgsFeedback()

    def health(self) -> Mapping[str, Any]:
        """The server's state; works without a token, too."""
        return replies.parse_object(self._send(requests.health()))

    def check_token(self) -> None:
        """Raise TokenRefused if the server does not accept the token."""
        replies.parse_object(self._send(requests.processes()))

    def models(self) -> list[Model]:
        """The models."""
        return replies.parse_models(replies.parse_object(self._send(requests.models())))

    def execute(self, process: str, inputs: Mapping[str, Any]) -> JobState | Mapping[str, Any]:
        """Start a process: returns the job, or the outputs if they were available at once."""
        reply = self._send(requests.execute(process, inputs))
        answer = replies.parse_object(reply)
        if reply.status == 201 or "jobID" in answer:
            return replies.parse_job(answer)
        return unwrapped(answer)

    def job(self, job_id: str) -> JobState:
        """Progress of a job."""
        return replies.parse_job(replies.parse_object(self._send(requests.job(job_id))))

    def results(self, job_id: str) -> Mapping[str, Any]:
        """Outputs of a job by name; raises Refused with the reason if it failed."""
        return unwrapped(replies.parse_object(self._send(requests.results(job_id))))

    def dismiss(self, job_id: str) -> None:
        """Stop a job. This is sent even after the user has cancelled: that is when it matters."""
        reply = send(self.connection, requests.dismiss(job_id), QgsFeedback())
        if reply.status not in (404, 410):
            replies.raise_for_status(reply)

    def regions_so_far(self, job_id: str, limit: int) -> list[Mapping[str, Any]]:
        """Features that a running search has found; none if it has published none yet."""
        reply = self._send(requests.items(f"job-{job_id}", limit))
        if reply.status in (404, 409):
            return []
        features = replies.parse_object(reply).get("features")
        if not isinstance(features, list):
            raise replies.unexpected_reply()
        return features

    def collections(self) -> list[Mapping[str, Any]]:
        """Indexes and results of the server."""
        rows = replies.parse_object(self._send(requests.collections())).get("collections")
        return rows if isinstance(rows, list) else []

    def searches(self) -> list[SavedSearch]:
        """The saved searches, oldest first."""
        return parse_searches(replies.parse_object(self._send(requests.searches())))

    def save_search(self, search: Mapping[str, Any]) -> SavedSearch:
        """Keep a search: its ``name``, ``inputs`` of the process survey, and ``every`` if the clock runs it."""
        return parse_search(replies.parse_object(self._send(requests.save_search(search))))

    def saved_search(self, search_id: str) -> SavedSearch:
        """One saved search, and what its last round said."""
        return parse_search(replies.parse_object(self._send(requests.saved_search(search_id))))

    def remove_search(self, search_id: str) -> None:
        """Forget a saved search; one that is not there any more is forgotten."""
        reply = self._send(requests.remove_search(search_id))
        if reply.status != 404:
            replies.raise_for_status(reply)

    def download(self, href: str) -> bytes:
        """A file that a result links to."""
        reply = self._send(requests.file(href))
        replies.raise_for_status(reply)
        length = reply.headers.get("content-length")
        if length is not None and length.isdigit() and int(length) != len(reply.body):
            raise BadReply(tr("The server's reply was incomplete: try again."))
        return reply.body

    def add_path(self, path: str, title: str) -> NamedLayer:
        """Register a file that the server can read; raises Refused if it cannot."""
        return replies.parse_layer(replies.parse_object(self._send(requests.add_path(path, title))))

    def add_upload(self, upload_id: str, title: str) -> NamedLayer:
        """Create a layer from a finished upload."""
        return replies.parse_layer(replies.parse_object(self._send(requests.add_upload(upload_id, title))))

    def add_tiles(self, spec: Mapping[str, Any], title: str) -> NamedLayer:
        """Create a layer of rendered tiles; the same specification and pixels continue the same layer."""
        return replies.parse_layer(replies.parse_object(self._send(requests.add_tiles(spec, title))))

    def layer(self, layer_id: str, extent: Extent | None = None, text: str = "") -> NamedLayer:
        """What the server knows of a layer, how much of an extent its indexes cover, and which windows words need."""
        return replies.parse_layer(replies.parse_object(self._send(requests.layer(layer_id, extent, text))))

    def missing_tiles(self, layer_id: str) -> set[tuple[int, int]]:
        """Columns and rows of tiles that have not been received yet."""
        missing: set[tuple[int, int]] = set()
        while True:
            found = replies.parse_object(self._send(requests.missing_tiles(layer_id, len(missing))))
            page = replies.parse_places(found)
            missing |= page
            if not page or len(missing) >= int(found.get("numberMatched", 0)):
                return missing

    def put_tile(self, layer_id: str, column: int, row: int, png: bytes) -> None:
        """Upload one tile."""
        replies.raise_for_status(self._send(requests.put_tile(layer_id, column, row, png)))

    def complete_layer(self, layer_id: str) -> NamedLayer:
        """Say that all tiles have been sent; the layer may become ready a little later."""
        return replies.parse_layer(replies.parse_object(self._send(requests.complete_layer(layer_id))))

    def create_upload(self, size: int, name: str) -> str:
        """Create an upload; returns the address for its parts."""
        reply = self._send(requests.create_upload(size, name))
        replies.raise_for_status(reply)
        href = reply.headers.get("location", "")
        if not href:
            raise replies.unexpected_reply()
        return href

    def upload_offset(self, href: str) -> int:
        """Number of received bytes of an upload."""
        reply = self._send(requests.upload_offset(href))
        replies.raise_for_status(reply)
        return _number(reply, "upload-offset")

    def upload_part(self, href: str, offset: int, part: bytes) -> int:
        """Send the next part; returns the number of received bytes."""
        reply = self._send(requests.upload_part(href, offset, part))
        replies.raise_for_status(reply)
        return _number(reply, "upload-offset")

    def _send(self, request: Request) -> Reply:
        return send(self.connection, request, self.feedback)


def unwrapped(outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Outputs of OGC API - Processes without the wrapping that some values have."""
    return {
        name: value["value"] if isinstance(value, dict) and "value" in value and "type" not in value else value
        for name, value in outputs.items()
    }


def is_gone(error: TerralexError) -> bool:
    """Whether the server answers that there is no such thing (any more)."""
    return isinstance(error, Refused) and error.status in (404, 410)


def _number(reply: Reply, header: str) -> int:
    try:
        return int(reply.headers[header])
    except (KeyError, ValueError) as error:
        raise replies.unexpected_reply() from error
