"""Parsed replies of the server, as dataclasses; anything unexpected is a BadReply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import BadReply, Refused, ServerFault, TerralexError, TokenRefused, TooLarge
from .server_words import problem_sentence
from .translation import tr
from .transport import Reply

ENDED = frozenset({"successful", "failed", "dismissed"})
RASTER_FILES = ("raster", "style", "names")
"""Outputs of the server that make a class raster with its colours and the names of its classes."""


@dataclass(frozen=True)
class JobState:
    """A job as the server sees it.

    Attributes:
        id, status: of the job.
        progress: in percent.
        message: the server's own words.
        eta_s: seconds to go, if that can be told.
        code: of the step that it is at, or of its state.
        done, total: how many of how many are done, where they are counted.
    """

    id: str
    status: str
    progress: int
    message: str
    eta_s: float | None
    code: str = ""
    done: int | None = None
    total: int | None = None

    @property
    def ended(self) -> bool:
        """Whether it has ended."""
        return self.status in ENDED


@dataclass(frozen=True)
class IndexState:
    """An index of a layer: its model, and the share of the requested extent that it covers, 0-1."""

    model: str
    complete: bool
    coverage: float
    window_sizes_m: tuple[float, ...]


@dataclass(frozen=True)
class NamedLayer:
    """A layer under the name that the server gave it; ``state`` is ready, incomplete or failed.

    ``search_sizes_m`` are the sizes of the windows that the asked words need; empty if the usual ones do.
    """

    id: str
    title: str
    state: str
    error: str
    info: Mapping[str, Any]
    indexes: tuple[IndexState, ...]
    search_sizes_m: tuple[float, ...] = ()


@dataclass(frozen=True)
class Model:
    """A model that the server offers; ``here`` if it need not be downloaded first."""

    id: str
    title: str
    here: bool
    default: bool


def parse_json(reply: Reply) -> Any:
    """The body as JSON.

    Raises:
        TerralexError: the status says that it went wrong, or the body is no JSON.
    """
    raise_for_status(reply)
    try:
        return json.loads(reply.body.decode("utf-8"))
    except ValueError as error:
        raise BadReply(
            tr("The reply is incomplete or not JSON: check that there is a Terralex server at this address.")
        ) from error


def parse_object(reply: Reply) -> Mapping[str, Any]:
    """The body as a JSON object; raises as :func:`parse_json`."""
    document = parse_json(reply)
    if not isinstance(document, dict):
        raise unexpected_reply()
    return document


def raise_for_status(reply: Reply) -> None:
    """Raise the error that a status of 300 and more means, with the server's own sentence where it has one."""
    error = error_of(reply)
    if error is not None:
        raise error


def error_of(reply: Reply) -> TerralexError | None:
    """The error that a status means; None if it means none."""
    if reply.status < 300:
        return None
    detail = _detail(reply)
    if reply.status == 401:
        return TokenRefused(tr("The server does not accept the token: enter it again in the options of Terralex."))
    if reply.status == 413:
        return TooLarge(detail or tr("This is more than the server accepts at once: choose a smaller extent."))
    if reply.status == 500 and not detail:
        return ServerFault(tr("The server failed (500): see its log."))
    if reply.status in (502, 503, 504) and not detail:
        return ServerFault(tr("The server is not available ({status}): try again later.", status=reply.status))
    return Refused(
        detail or tr("The server refused the request ({status}).", status=reply.status),
        reply.status,
    )


def parse_job(found: Any) -> JobState:
    """A job's status document."""
    try:
        eta = found.get("eta_s")
        return JobState(
            str(found["jobID"]),
            str(found["status"]),
            int(found.get("progress", 0)),
            str(found.get("message", "")),
            None if eta is None else float(eta),
            str(found.get("code") or ""),
            *(None if found.get(name) is None else int(found[name]) for name in ("done", "total")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise unexpected_reply() from error


def parse_layer(found: Any) -> NamedLayer:
    """A layer's document."""
    try:
        indexes = tuple(
            IndexState(str(row["model"]), bool(row["complete"]), float(row["coverage"]), tuple(row["window_sizes_m"]))
            for row in found.get("indexes") or ()
        )
        title, state = str(found.get("title", "")), str(found.get("state", "ready"))
        info = dict(found.get("info") or {})
        sizes = tuple(float(size) for size in found.get("search_window_sizes_m") or ())
        return NamedLayer(str(found["id"]), title, state, str(found.get("error") or ""), info, indexes, sizes)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise unexpected_reply() from error


def parse_places(found: Any) -> set[tuple[int, int]]:
    """Columns and rows of tiles that are missing."""
    try:
        return {(int(row["column"]), int(row["row"])) for row in found["missing"]}
    except (KeyError, TypeError, ValueError) as error:
        raise unexpected_reply() from error


def parse_models(found: Any) -> list[Model]:
    """The list of models."""
    try:
        return [
            Model(
                str(row["id"]),
                str(row.get("title") or row["id"]),
                bool(row.get("here", True)),
                bool(row.get("default", False)),
            )
            for row in found["models"]
            if row.get("allowed", True)
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise unexpected_reply() from error


def href(outputs: Mapping[str, Any], name: str) -> str:
    """The address of a file output.

    Raises:
        BadReply: there is no such file.
    """
    link = outputs.get(name)
    if not isinstance(link, dict) or not isinstance(link.get("href"), str):
        raise unexpected_reply()
    return str(link["href"])


def _detail(reply: Reply) -> str:
    try:
        document = json.loads(reply.body.decode("utf-8"))
    except ValueError:
        return ""
    detail = document.get("detail") if isinstance(document, dict) else None
    return problem_sentence(str(document.get("type")), detail.strip()) if isinstance(detail, str) else ""


def unexpected_reply() -> BadReply:
    return BadReply(tr("This plugin does not understand the server's reply: check that both have the same version."))
