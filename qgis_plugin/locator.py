"""``tlx airports`` in the locator bar searches the map."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsFeedback, QgsLocatorContext, QgsLocatorFilter, QgsLocatorResult

from .core.lexicon import shipped_lexicon
from .core.paths import resource_path
from .core.translation import tr
from .gui.icons import plugin_icon

LEAST = 2


class SearchLocator(QgsLocatorFilter):
    """Offers what is typed, and names of the lexicon that fit it."""

    def __init__(self, search: Callable[[str], None], language: str) -> None:
        super().__init__()
        self._search = search
        self._language = language

    def clone(self) -> SearchLocator:
        return SearchLocator(self._search, self._language)

    def name(self) -> str:
        return "terralex"

    def displayName(self) -> str:
        return tr("Search the map by text")

    def prefix(self) -> str:
        return "tlx"

    def priority(self) -> Any:
        return QgsLocatorFilter.Priority.Medium

    def fetchResults(self, text: str, context: QgsLocatorContext, feedback: QgsFeedback) -> None:
        """Off the main thread, on a clone."""
        typed = text.strip()
        # Without its prefix it would put a row under everything that is typed in the locator bar.
        if len(typed) < LEAST or not context.usingPrefix:
            return
        offered = [typed]
        for one in shipped_lexicon(resource_path("lexicon")).suggest(typed, self._language, 6):
            if feedback.isCanceled():
                return
            if one.text.casefold() != typed.casefold():
                offered.append(one.text)
        for number, what in enumerate(offered):
            result = QgsLocatorResult(self, tr("Search the map for {what}", what=f'"{what}"'), what)
            result.score = 1.0 - number / 100
            result.icon = plugin_icon()
            self.resultFetched.emit(result)

    def triggerResult(self, result: QgsLocatorResult) -> None:
        # Copied inside the slot: the result does not outlive it.
        self._search(str(result.userData))
