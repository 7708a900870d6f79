"""Combines the answers for all extents of a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import QgsGeometry

from .region import Region, merge_ranked, parse_regions, within
from .verdict import Verdict, verdict_of


@dataclass(frozen=True)
class Found:
    """Regions of all extents, best first; the provenance of the last; what is to be said where nothing was found."""

    regions: list[Region]
    provenance: Mapping[str, Any]
    verdict: Verdict


def regions_of(outputs: Mapping[str, Any]) -> list[Region]:
    """The regions of one extent."""
    return parse_regions((outputs.get("regions") or {}).get("features", []))


def found_in(outputs: Sequence[Mapping[str, Any]], top: int, layer: str, mask: QgsGeometry | None = None) -> Found:
    """The answer of all extents.

    Args:
        outputs: of the process, one per extent.
        top: maximum number of regions.
        layer: what the layer is called here.
        mask: where regions may lie, in longitude and latitude; anywhere if None.
    """
    summaries = [output.get("summary") or {} for output in outputs]
    told = [dict(summary["provenance"]) for summary in summaries if summary.get("provenance")]
    regions = within(merge_ranked(map(regions_of, outputs), top), mask)
    return Found(regions, {**(told[-1] if told else {}), "layer": layer}, verdict_of(summaries))
