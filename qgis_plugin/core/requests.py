"""Builds every request of the plugin; nothing is sent here."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from .extent import Extent
from .transport import Request

HEALTH = "/health"
PROCESSES = "/processes"
JOBS = "/jobs"
LAYERS = "/layers"
UPLOADS = "/uploads"
MODELS = "/models"
COLLECTIONS = "/collections"
SEARCHES = "/searches"
EXECUTION = "/processes/{id}/execution"

PAGE = 1000
WAIT_S = 1
"""How long an execution may take to be answered at once, in seconds; otherwise the answer is a job."""
JOB_TIMEOUT_S = 10
"""How long a server may take to say how far a job is, and what it found, before the user is told that it is silent."""
FAREWELL_S = 3
"""How long to wait for the server after the user has cancelled, in seconds."""

TUS = ("Tus-Resumable", "1.0.0")
JSON = ("Content-Type", "application/json")
ACCEPT_JSON = ("Accept", "application/json")
OFFSET_BYTES = ("Content-Type", "application/offset+octet-stream")


def health() -> Request:
    """Whether the server is up."""
    return Request("GET", HEALTH, (ACCEPT_JSON,), timeout_s=5)


def models() -> Request:
    """The models."""
    return Request("GET", MODELS, (ACCEPT_JSON,))


def processes() -> Request:
    """The processes; needs the token."""
    return Request("GET", PROCESSES, (ACCEPT_JSON,))


def execute(process: str, inputs: Mapping[str, Any]) -> Request:
    """Run a process as a job, unless it can answer at once."""
    headers = (JSON, ACCEPT_JSON, ("Prefer", f"wait={WAIT_S}"))
    path = EXECUTION.format(id=quote(process, safe=""))
    given = {name: value for name, value in inputs.items() if value is not None}
    # A document, not the bare output, also where there is only one.
    body = _json({"inputs": given, "response": "document"})
    return Request("POST", path, headers, body, grace_s=FAREWELL_S)


def job(job_id: str) -> Request:
    """Progress of a job."""
    return Request("GET", f"{JOBS}/{quote(job_id, safe='')}", (ACCEPT_JSON,), timeout_s=JOB_TIMEOUT_S)


def dismiss(job_id: str) -> Request:
    """Stop a job."""
    return Request("DELETE", f"{JOBS}/{quote(job_id, safe='')}", (ACCEPT_JSON,), timeout_s=FAREWELL_S)


def results(job_id: str) -> Request:
    """The results of a job."""
    return Request("GET", f"{JOBS}/{quote(job_id, safe='')}/results", (ACCEPT_JSON,))


def file(href: str) -> Request:
    """A file that a reply links to."""
    return Request("GET", href)


def items(collection: str, limit: int) -> Request:
    """The first features of a collection: of a running search, those found so far."""
    path = f"{COLLECTIONS}/{quote(collection, safe='')}/items?{urlencode({'limit': limit})}"
    return Request("GET", path, (("Accept", "application/geo+json"),), timeout_s=JOB_TIMEOUT_S)


def collections() -> Request:
    """Indexes and results."""
    return Request("GET", f"{COLLECTIONS}?{urlencode({'limit': 1000})}", (ACCEPT_JSON,))


def searches() -> Request:
    """The searches that are saved."""
    return Request("GET", f"{SEARCHES}?{urlencode({'limit': PAGE})}", (ACCEPT_JSON,))


def save_search(search: Mapping[str, Any]) -> Request:
    """Keep a search under a name."""
    return Request("POST", SEARCHES, (JSON, ACCEPT_JSON), _json(search))


def saved_search(search_id: str) -> Request:
    """One of them."""
    return Request("GET", f"{SEARCHES}/{quote(search_id, safe='')}", (ACCEPT_JSON,))


def remove_search(search_id: str) -> Request:
    """Forget one."""
    return Request("DELETE", f"{SEARCHES}/{quote(search_id, safe='')}", (ACCEPT_JSON,))


def add_path(path: str, title: str) -> Request:
    """Register a file that the server can read."""
    return Request("POST", LAYERS, (JSON, ACCEPT_JSON), _json({"type": "path", "path": path, "title": title}))


def add_upload(upload_id: str, title: str) -> Request:
    """Create a layer from an uploaded file."""
    return Request("POST", LAYERS, (JSON, ACCEPT_JSON), _json({"type": "upload", "upload": upload_id, "title": title}))


def add_tiles(spec: Mapping[str, Any], title: str) -> Request:
    """Create or continue a layer of rendered tiles."""
    return Request("POST", LAYERS, (JSON, ACCEPT_JSON), _json({"type": "tiles", **spec, "title": title}))


def layer(layer_id: str, extent: Extent | None = None, text: str = "") -> Request:
    """What the server knows of a layer, how much of an extent its indexes cover, and which windows words need."""
    asked = {"text": text} if text else {}
    if extent is not None:
        box = f"{extent.xmin!r},{extent.ymin!r},{extent.xmax!r},{extent.ymax!r}"
        asked |= {"extent": box, "extent_crs": extent.crs}
    query = f"?{urlencode(asked)}" if asked else ""
    return Request("GET", f"{LAYERS}/{quote(layer_id, safe='')}{query}", (ACCEPT_JSON,))


def missing_tiles(layer_id: str, offset: int) -> Request:
    """One page of the tiles of a layer that have not been received yet."""
    page = urlencode({"limit": PAGE, "offset": offset})
    return Request("GET", f"{LAYERS}/{quote(layer_id, safe='')}/tiles?{page}", (ACCEPT_JSON,))


def put_tile(layer_id: str, column: int, row: int, png: bytes) -> Request:
    """Upload one tile, with its checksum."""
    path = f"{LAYERS}/{quote(layer_id, safe='')}/tiles/{row}/{column}"
    digest = base64.b64encode(hashlib.sha256(png).digest()).decode("ascii")
    headers = (("Content-Type", "image/png"), ("Content-Digest", f"sha-256=:{digest}:"), ACCEPT_JSON)
    return Request("PUT", path, headers, png)


def complete_layer(layer_id: str) -> Request:
    """Say that every tile has been sent."""
    return Request("POST", f"{LAYERS}/{quote(layer_id, safe='')}/complete", (ACCEPT_JSON,))


def create_upload(size: int, name: str, sha256: str | None = None) -> Request:
    """Begin the upload of a file (tus 1.0)."""
    fields = {"filename": name, **({"sha256": sha256} if sha256 else {})}
    metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())
    return Request("POST", UPLOADS, (TUS, ("Upload-Length", str(size)), ("Upload-Metadata", metadata)))


def upload_offset(href: str) -> Request:
    """The offset of an upload (tus 1.0)."""
    return Request("HEAD", href, (TUS,))


def upload_part(href: str, offset: int, part: bytes) -> Request:
    """The next part of an upload, with its checksum (tus 1.0)."""
    digest = base64.b64encode(hashlib.sha256(part).digest()).decode("ascii")
    headers = (TUS, OFFSET_BYTES, ("Upload-Offset", str(offset)), ("Upload-Checksum", f"sha256 {digest}"))
    return Request("PATCH", href, headers, part)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
