"""``/models``: the models, which of them requests may name, and which are on this machine and in memory."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.requests import Request

from backend.api.context import TheEngine
from backend.api.links import Link, link
from backend.api.pages.negotiation import PAGE, Format
from backend.models.availability import model_state
from backend.models.catalog import CatalogueEntry, load_catalogue

router = APIRouter(tags=["Models"])


class ModelInfo(BaseModel):
    """One model; facts that are unknown until it is loaded are omitted."""

    id: str
    title: str | None = None
    default: bool
    allowed: bool
    here: bool
    loaded: bool
    languages: list[str] | None = None
    licence: str | None = None
    source: str | None = None
    revision: str | None = None
    ground_sampling_m: tuple[float, float] | None = None
    note: str | None = None


class ModelList(BaseModel):
    """All models."""

    models: list[ModelInfo]
    links: list[Link]


FROM_CATALOGUE = set(ModelInfo.model_fields) & set(CatalogueEntry.model_fields)


@router.get(
    "/models", operation_id="listModels", summary="Models", response_model_exclude_none=True, responses={200: PAGE}
)
def list_models(request: Request, engine: TheEngine, f: Format = None) -> ModelList:
    """The catalogue, and the additional models of the settings. Nothing is downloaded."""
    settings, catalogue = engine.settings, load_catalogue()
    loaded = {model.id for model in engine.models.loaded()}
    rows = []
    for model_id in dict.fromkeys((*catalogue, *settings.models, settings.model)):
        entry = catalogue.get(model_id)
        known = {} if entry is None else entry.model_dump(include=FROM_CATALOGUE)
        allowed = model_id in (settings.models or catalogue) or model_id == settings.model
        row = ModelInfo(
            id=model_id,
            default=model_id == settings.model,
            allowed=allowed,
            here=model_state(model_id).here,
            loaded=model_id in loaded,
            **known,
        )
        rows.append(row)
    return ModelList(models=rows, links=[link(request, "self", "models")])
