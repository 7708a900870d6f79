"""What is said of a concept and of a saved search in a line."""

from __future__ import annotations

from qgis.PyQt.QtCore import QDateTime, QLocale, Qt

from ..core.concept_file import ConceptFile
from ..core.saved_search import SavedSearch
from ..core.translation import localised, tr


def concept_facts(concept: ConceptFile) -> str:
    """By how many marks it was taught, and under which model."""
    counts = {"accepted": localised(concept.accepted), "rejected": localised(concept.rejected)}
    return tr("{accepted} accepted, {rejected} rejected, {model}", model=concept.model, **counts)


def search_facts(search: SavedSearch) -> str:
    """What its last round said, and when."""
    last = search.last
    if last is None:
        return tr("not run yet")
    counts = {name: localised(getattr(last, name)) for name in ("new", "gone", "unchanged")}
    return tr("{time}: {new} new, {gone} gone, {unchanged} unchanged", time=_moment(last.time), **counts)


def _moment(text: str) -> str:
    """A time in UTC as the user's clock and country write it."""
    moment = QDateTime.fromString(text[:19], Qt.DateFormat.ISODate)
    moment.setTimeSpec(Qt.TimeSpec.UTC)
    return str(QLocale().toString(moment.toLocalTime(), QLocale.FormatType.ShortFormat)) if moment.isValid() else text
