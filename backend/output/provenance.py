"""Provenance: the common header of regions, heat maps and labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from backend import __version__
from backend.imagery.bands import bands_text
from backend.imagery.layer import LayerInfo
from backend.imagery.remote import place_of
from backend.utc import now_text


class Asked(Protocol):
    """What was requested."""

    def facts(self) -> Mapping[str, Any]:
        """As JSON-compatible values, by the field names of the header."""


AskedT = TypeVar("AskedT", bound=Asked)


@dataclass(frozen=True)
class Provenance(Generic[AskedT]):
    """The header of an answer.

    Attributes:
        asked: the query, or the classes and how they were assigned.
        model, revision: the model of the embeddings.
        window_sizes_m: sides of the windows that were used, in metres.
        layer: path or address of the layer, or only its name (:meth:`without_folder`).
        fingerprint: fingerprint of the layer when its pixels were read.
        bands, band_names: the bands that were shown to the model.
        time: ISO 8601, UTC.
        version: version of Terralex.
    """

    asked: AskedT
    model: str
    revision: str
    window_sizes_m: tuple[float, ...]
    layer: str
    fingerprint: str
    bands: tuple[int, ...]
    band_names: tuple[str, ...]
    time: str
    version: str

    def without_folder(self) -> Provenance[AskedT]:
        """For clients, who know the layer by its name and must not learn its path."""
        return replace(self, layer=Path(self.layer).name)

    @property
    def short_names(self) -> list[str]:
        """Names of the layer and the model, for a picture's title."""
        return [Path(self.layer).name, Path(self.model.rsplit(":", 1)[-1]).name]

    def to_dict(self) -> dict[str, Any]:
        """As JSON-compatible values."""
        return {
            **self.asked.facts(),
            "model": self.model,
            "revision": self.revision,
            "window_sizes_m": list(self.window_sizes_m),
            "layer": self.layer,
            "fingerprint": self.fingerprint,
            "bands": list(self.bands),
            "band_names": list(self.band_names),
            "time": self.time,
            "terralex": self.version,
        }

    def columns(self) -> dict[str, str]:
        """Fields that every feature gets, by name."""
        return {
            "model": self.model,
            "revision": self.revision,
            "layer": self.layer,
            "fingerprint": self.fingerprint,
            "bands": bands_text(self.bands, self.band_names),
            "time": self.time,
        }


def provenance_of(
    asked: AskedT, info: LayerInfo, model: str, revision: str, sizes_m: Sequence[float]
) -> Provenance[AskedT]:
    """The header of an answer that is computed now."""
    source = (place_of(info.path), info.fingerprint, info.bands, info.band_names, now_text(), __version__)
    return Provenance(asked, model, revision, tuple(float(size) for size in sizes_m), *source)
