"""A concept from the marks of a search, off the main thread."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from .client import Client
from .concept_file import ConceptFile, parse_concept
from .connection import Connection
from .errors import BadInput
from .layer_upload import name_layer
from .replies import unexpected_reply
from .runs import run_each, sending
from .search_request import SearchRequest
from .task import Task
from .translation import tr


class TeachTask(Task):
    """Learn a concept; succeeds with a :class:`ConceptFile`, which is not saved yet."""

    def __init__(self, connection: Connection, request: SearchRequest, name: str, max_pixels: int) -> None:
        """What is taught are the words or the concept of the request, and its examples.

        Raises:
            BadInput: there is nothing to learn from.
        """
        self.check(request)
        super().__init__(tr("Teach: {what}", what=name))
        self.connection = connection
        self.request = request
        self.name = name
        self.max_pixels = max_pixels

    @staticmethod
    def check(request: SearchRequest) -> None:
        """Reject a request without anything to learn from; raises BadInput."""
        if not request.examples and not request.counter_examples and request.concept is None:
            raise BadInput(tr("There is nothing to learn from: accept or reject a region first."))

    def work(self) -> ConceptFile:
        """Register the layer, teach, check the reply."""
        request, client = self.request, Client(self.connection, self.feedback)
        told = sending(self.say)
        named = name_layer(client, request.source, request.extents, request.ground_m, self.max_pixels, told)
        layers = list(dict.fromkeys(layer_id for layer_id, _ in named))
        if len(layers) != 1:
            raise BadInput(tr("The extent crosses the antimeridian: draw one side at a time."))
        (outputs,) = run_each(client, "teach", [self._inputs(layers[0])], self.say)
        return _taught(outputs, self.name)

    def _inputs(self, layer_id: str) -> dict[str, Any]:
        request = self.request
        return {
            "layer": layer_id,
            "model": request.model or None,
            "window_m": list(request.window_m) or None,
            "name": self.name,
            "text": request.text.strip() or None,
            "unwanted": list(request.unwanted),
            "accepted": list(request.examples) or None,
            "rejected": list(request.counter_examples) or None,
            "concept": None if request.concept is None else request.concept.content,
        }


def _taught(outputs: Mapping[str, Any], name: str) -> ConceptFile:
    try:
        return parse_concept(base64.b64decode(str(outputs["concept"])), name)
    except (KeyError, ValueError) as error:
        raise unexpected_reply() from error
