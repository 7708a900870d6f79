"""``/suggestions``: completions of typed text, in ten languages at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from backend.lexicon import LANGUAGES, load_lexicon

router = APIRouter(tags=["Service"])

MOST = 50


class Suggestion(BaseModel):
    """A suggested name."""

    text: str
    language: Annotated[str, Field(description="Language of the name, ISO 639-1")]
    meaning: Annotated[str, Field(description="Name in the requested language")]
    concept: Annotated[str, Field(description="ID in the lexicon")]


class Suggestions(BaseModel):
    """Names that match the typed text, best first."""

    suggestions: list[Suggestion]


@router.get("/suggestions", operation_id="getSuggestions", summary="Names that start with or contain the typed text")
async def get_suggestions(
    text: Annotated[str, Query(max_length=500, description='Typed text; only the last phrase after ";" is completed')],
    language: Annotated[
        str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="Language whose names are listed first")
    ] = "en",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 12,
) -> Suggestions:
    """Each concept once, by its best matching name."""
    suggested = load_lexicon().suggest(text, limit, language)
    return Suggestions(
        suggestions=[
            Suggestion(text=name, language=spoken, meaning=concept[language].one, concept=concept.id)
            for concept, spoken, name in suggested
        ]
    )
