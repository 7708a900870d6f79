"""``tlx airports`` in the locator bar searches the map."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsFeedback, QgsLocatorContext, QgsLocatorFilter, QgsLocatorResult

from .compat import in_group, user_data
from .core.translation import quoted, tr
from .gui.icons import plugin_icon

LEAST = 2
"""Letters; in Chinese and Korean one is a word."""
LAST = -1e9
"""Score of a group that stands below the results without one, which count as a group of score -1 from 3.40 on."""


class SearchLocator(QgsLocatorFilter):
    """Offers what is typed, and names of the lexicon that fit it."""

    def __init__(self, search: Callable[[str], None], language: str) -> None:
        super().__init__()
        self._search = search
        self._language = language
        # Made where clones are made, on the main thread: an icon must not be made where results are fetched.
        self._icon = plugin_icon()

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
        if len(typed) < (LEAST if typed.isascii() else 1) or not context.usingPrefix:
            return
        # Read when something is typed, here, where it holds up nobody.
        from .core.lexicon import shipped_lexicon
        from .core.paths import resource_path

        offered = [(typed, "")]
        for suggestion in shipped_lexicon(resource_path("lexicon")).suggest(typed, self._language, 6):
            if feedback.isCanceled():
                return
            if suggestion.text.casefold() != typed.casefold():
                offered.append(
                    (
                        suggestion.text,
                        "" if suggestion.meaning.casefold() == suggestion.text.casefold() else suggestion.meaning,
                    )
                )
        for number, (what, meaning) in enumerate(offered):
            result = QgsLocatorResult(self, tr("Search the map for {what}", what=quoted(what)), what)
            result.description = meaning
            result.score = 1.0 - number / 100
            result.icon = self._icon
            if number:
                in_group(result, tr("Matching names"), LAST)
            self.resultFetched.emit(result)

    def triggerResult(self, result: QgsLocatorResult) -> None:
        # Copied inside the slot: the result does not outlive it.
        self._search(str(user_data(result)))
