"""``/suggestions``: what can be looked for, while it is typed, in ten languages at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from backend.lexicon import LANGUAGES, load_lexicon

router = APIRouter(tags=["Service"])

MOST = 50


class Suggestion(BaseModel):
    """A name to offer."""

    text: str
    language: Annotated[str, Field(description="Of the name, ISO 639-1")]
    meaning: Annotated[str, Field(description="What it is called in the asked language")]
    concept: Annotated[str, Field(description="Its id in the lexicon")]


class Suggestions(BaseModel):
    """Names that fit what was typed, the best first."""

    suggestions: list[Suggestion]


@router.get("/suggestions", operation_id="getSuggestions", summary="Names that begin with, or hold, what is typed")
async def get_suggestions(
    text: Annotated[str, Query(max_length=500, description='What was typed; the last phrase after ";" counts')],
    language: Annotated[str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="Names in it come first")] = "en",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 12,
) -> Suggestions:
    """Each thing once, by the name that fits best."""
    found = load_lexicon().suggest(text, limit, language)
    return Suggestions(
        suggestions=[
            Suggestion(text=name, language=spoken, meaning=concept[language].one, concept=concept.id)
            for concept, spoken, name in found
        ]
    )
