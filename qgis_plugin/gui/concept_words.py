"""One-line descriptions of concepts and saved searches."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt

from ..core.concept_file import ConceptFile
from ..core.saved_search import SavedSearch
from ..core.translation import localised, tr


def concept_facts(concept: ConceptFile) -> str:
    """Its number of marks, and its model."""
    counts = {"accepted": localised(concept.accepted), "rejected": localised(concept.rejected)}
    return tr("{accepted} accepted, {rejected} rejected, {model}", model=concept.model, **counts)


def search_facts(search: SavedSearch) -> str:
    """The result and the time of its last round."""
    last = search.last
    if last is None:
        return tr("not run yet")
    counts = {name: localised(getattr(last, name)) for name in ("new", "gone", "unchanged")}
    return tr("{time}: {new} new, {gone} gone, {unchanged} unchanged", time=_moment(last.time), **counts)


def _moment(text: str) -> str:
    """A UTC time in the user's time zone and locale."""
    moment = QDateTime.fromString(text[:19], Qt.DateFormat.ISODate)
    moment.setTimeSpec(Qt.TimeSpec.UTC)
    return str(QLocale().toString(moment.toLocalTime(), QLocale.FormatType.ShortFormat)) if moment.isValid() else text
