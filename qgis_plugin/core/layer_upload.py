"""Registers a layer with the server: by its path if the server can read it, otherwise by uploading images of it."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Callable

from qgis.core import QgsRasterLayer

from .client import Client, is_gone
from .errors import Cancelled, LayerNotUsable, Refused, ServerTimeout, ServerUnreachable, TerralexError
from .extent import Extent
from .layer_source import LayerSource
from .pixels import Plan, plan_tiles, render_tile
from .replies import NamedLayer
from .translation import tr

Say = Callable[[str, float], None]
PART_BYTES = 8 * 1024**2
TRIES = 4

known: dict[str, str] = {}
"""Server ids of everything sent in this session, to avoid a second upload."""

begun_uploads: dict[str, str] = {}
"""Addresses of uploads interrupted in this session, by file."""


def name_layer(
    client: Client, source: LayerSource, extents: Sequence[Extent], ground_m: float, max_pixels: int, say: Say
) -> list[tuple[str, Extent | None]]:
    """Ids under which the server knows the layer, each with the extent to request.

    Args:
        client: with the feedback that cancels.
        source: the layer.
        extents: where; all of the layer if empty.
        ground_m: metres along a pixel of pictures.
        max_pixels: of all images together.
        say: called with the current step and the completed share, 0-1.

    Raises:
        LayerNotUsable: the layer has to be rendered and cannot be.
        TerralexError: the server refused, or could not be reached.
    """
    if source.path is not None and client.connection.local:
        try:
            layer = client.add_path(str(source.path), source.title)
            return [(layer.id, extent) for extent in extents] or [(layer.id, None)]
        except Refused:
            # Outside its folders, or a format it does not read: QGIS can draw it all the same.
            say(tr("The server cannot read the file: sending its image instead"), 0.0)
    boxes = list(extents)
    if not boxes and source.path is not None and not client.connection.local:
        # All of a file is wanted: the file itself says more than any picture of it.
        return [(_send_file(client, source, source.path, say), None)]
    if not boxes:
        if source.bounds is None:
            raise LayerNotUsable(
                tr("The layer {name} has no extent of its own: search in the extent of the map.", name=source.title)
            )
        boxes = [Extent.of(source.bounds, source.crs)]
    plans = [plan_tiles(box, source, ground_m, max_pixels // len(boxes)) for box in boxes]
    drawn = source.take()
    named: list[tuple[str, Extent | None]] = []
    for number, (plan, box) in enumerate(zip(plans, boxes)):
        start, span = number / len(plans), 1 / len(plans)

        def part(what: str, share: float, start: float = start, span: float = span) -> None:
            say(what, start + span * share)

        named.append((_send_picture(client, drawn, source, plan, part), box))
    return named


def _send_file(client: Client, source: LayerSource, file: Path, say: Say) -> str:
    key = f"{client.connection.url} {source.key}"
    if key not in known:
        known[key] = upload_file(client, file, source.title, say).id
    return known[key]


def upload_file(client: Client, file: Path, title: str, say: Say) -> NamedLayer:
    """Upload a file in checksummed parts (tus 1.0); an interrupted upload is resumed.

    Raises:
        TerralexError: the server refused, or stays away.
        LayerNotUsable: the file cannot be read.
    """
    try:
        state = file.stat()
        key = f"{client.connection.url} {file} {state.st_size} {state.st_mtime_ns}"
        href, offset = _begun(client, begun_uploads.get(key))
        if href is None:
            href = begun_uploads[key] = client.create_upload(state.st_size, file.name)
        tries = 0
        with file.open("rb") as stream:
            while offset < state.st_size:
                say(tr("Sending {name}", name=title), offset / state.st_size)
                stream.seek(offset)
                part = stream.read(PART_BYTES)
                try:
                    offset, tries = client.upload_part(href, offset, part), 0
                except (ServerUnreachable, ServerTimeout):
                    tries += 1
                    if tries >= TRIES:
                        raise
                    time.sleep(tries)
                    offset = client.upload_offset(href)
    except OSError as error:
        reason = (error.strerror or str(error)).rstrip(".")
        raise LayerNotUsable(tr("The layer {name} cannot be drawn: {reason}.", name=title, reason=reason)) from error
    begun_uploads.pop(key, None)
    return client.add_upload(href.rstrip("/").rsplit("/", 1)[-1], title)


def _begun(client: Client, href: str | None) -> tuple[str | None, int]:
    """An earlier upload and its offset; None and 0 if the server no longer has it."""
    if href is None:
        return None, 0
    try:
        return href, client.upload_offset(href)
    except TerralexError as error:
        if is_gone(error):
            return None, 0
        raise


def _send_picture(client: Client, layer: QgsRasterLayer, source: LayerSource, plan: Plan, say: Say) -> str:
    key = _key(client, source, plan)
    resumed = _resumed(client, known.get(key))
    if resumed is None:
        resumed = client.add_tiles(plan.to_json(), source.title)
        known[key] = resumed.id
    if resumed.state == "ready":
        return resumed.id
    wanted = client.missing_tiles(resumed.id)
    missing = [cell for cell in plan.tiles() if cell in wanted]
    anything = len(missing) < plan.columns * plan.rows
    for number, (column, row) in enumerate(missing):
        say(tr("Sending the image of {name}", name=source.title), number / len(missing))
        tile = render_tile(layer, plan, column, row, client.feedback)
        anything = anything or not tile.empty
        _put(client, resumed.id, column, row, tile.png)
    if not anything:
        # An online layer says nothing when its service is down: it is drawn as nothing.
        known.pop(key, None)
        raise LayerNotUsable(
            tr(
                "The layer {name} shows nothing here: check on the map whether its service is responding.",
                name=source.title,
            )
        )
    say(tr("The server is assembling the image"), 0.99)
    resumed = client.complete_layer(resumed.id)
    while resumed.state == "incomplete":
        if client.feedback.isCanceled():
            raise Cancelled(tr("Cancelled."))
        time.sleep(0.3)
        resumed = client.layer(resumed.id)
    if resumed.state == "failed":
        known.pop(key, None)
        raise LayerNotUsable(resumed.error or tr("The server could not assemble the image: try again."))
    return resumed.id


def _put(client: Client, layer_id: str, column: int, row: int, tile: bytes) -> None:
    try:
        client.put_tile(layer_id, column, row, tile)
    except (ServerUnreachable, ServerTimeout):
        # Once more after a breath: a cable or a proxy hiccups now and then. What still fails is resumed by a new try.
        time.sleep(1.0)
        client.put_tile(layer_id, column, row, tile)


def _resumed(client: Client, layer_id: str | None) -> NamedLayer | None:
    """An image that was sent or started earlier; None if the server no longer has it."""
    if layer_id is None:
        return None
    try:
        layer = client.layer(layer_id)
    except TerralexError as error:
        if is_gone(error):
            return None
        raise
    return None if layer.state == "failed" else layer


def _key(client: Client, source: LayerSource, plan: Plan) -> str:
    text = json.dumps([client.connection.url, source.key, plan.to_json()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
