"""General concepts that an image of a class shows as well."""

from __future__ import annotations

from collections.abc import Sequence

from backend.lexicon import Concept, load_lexicon
from backend.presence.kinds import implied


def implied_by(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """General concepts that every one of some concepts implies, without these concepts."""
    known, shown = load_lexicon().concepts, [set(implied().get(concept.id, ())) for concept in concepts]
    if not shown:
        return ()
    return tuple(known[name] for name in sorted(set.intersection(*shown) - {concept.id for concept in concepts}))
