"""A search: words, area and examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsGeometry

from .concept_file import ConceptFile
from .errors import BadInput
from .extent import Extent
from .layer_source import LayerSource
from .translation import tr

MAX_EXAMPLES = 1000


@dataclass
class SearchRequest:
    """One search.

    Attributes:
        source: the layer.
        text: what is looked for; may be empty if there are examples.
        unwanted: what is not.
        extents: where, in the CRS of the source; all of the layer if empty.
        mask: where exactly, in longitude and latitude; all of the extents if None.
        examples, counter_examples: GeoJSON polygons, longitude and latitude; all of them count.
        window_m: window sizes in metres; chosen by the server if empty.
        ground_m: metres per pixel if the layer has to be rendered.
        mode: ``windows``, ``merged`` or ``outline``.
        top: maximum number of regions.
        threshold: minimum relevance, 0-1.
        candidates: how many regions below it are wanted too, as weak ones.
        model: its id; the server's default if empty.
        concept: what is looked for instead of words.
    """

    source: LayerSource
    text: str = ""
    unwanted: Sequence[str] = ()
    extents: Sequence[Extent] = ()
    mask: QgsGeometry | None = None
    examples: Sequence[Mapping[str, Any]] = ()
    counter_examples: Sequence[Mapping[str, Any]] = ()
    window_m: Sequence[float] = ()
    ground_m: float = 1.0
    mode: str = "merged"
    top: int = 100
    threshold: float = 0.3
    model: str = ""
    candidates: int = 0
    concept: ConceptFile | None = None

    def check(self) -> None:
        """Reject a request that no server could answer.

        Raises:
            BadInput: there is nothing to search for, or there are too many examples.
        """
        if not self.words and not self.examples:
            raise BadInput(tr("Type what to look for, or mark an example on the map."))
        if max(len(self.examples), len(self.counter_examples)) > MAX_EXAMPLES:
            raise BadInput(tr("Choose at most {most} examples of each kind.", most=MAX_EXAMPLES))

    @property
    def process(self) -> str:
        """The process of the server that answers it."""
        return "search" if self.words else "similar"

    @property
    def words(self) -> str:
        """What is looked for, as the user reads it: the text, or the name of the concept."""
        return self.text.strip() or ("" if self.concept is None else self.concept.name)

    @property
    def title(self) -> str:
        """Its name in lists and groups."""
        return self.words or tr("Similar to the examples")

    def asked(self) -> dict[str, Any]:
        """The inputs that say what is looked for: a text or a concept."""
        text = self.text.strip()
        return {"text": text} if text or self.concept is None else {"concept": self.concept.content}

    def inputs(self, layer_id: str, extent: Extent | None) -> dict[str, Any]:
        """Inputs of the process, for one extent."""
        shared = {
            "layer": layer_id,
            "model": self.model or None,
            "window_m": list(self.window_m) or None,
            "extent": None if extent is None else dict(extent.to_json()),
            "unwanted": list(self.unwanted),
            "top": self.top,
            "mode": self.mode,
            "threshold": self.threshold,
            "candidates": self.candidates,
        }
        likes, unlikes = list(self.examples) or None, list(self.counter_examples) or None
        if self.process == "search":
            # Marked ground: what was accepted stays in the answer, what was rejected never returns.
            return {**shared, **self.asked(), "accepted": likes, "rejected": unlikes}
        return {**shared, "like": likes, "unlike": unlikes}
