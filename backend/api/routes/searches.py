"""``/searches``: saved searches that are run again, on request or on schedule."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from backend.api.context import Limit, Offset, StrictJsonRoute, TheEngine, json_only
from backend.api.links import created, link, paging, url
from backend.api.pages.negotiation import PAGE, Format
from backend.api.problems import problems
from backend.api.saved_models import SavedSearchInfo, SavedSearchList, last_round
from backend.watch.saved_search import SavedSearch
from backend.watch.saved_searches import KeptSearch

router = APIRouter(tags=["Saved searches"], route_class=StrictJsonRoute)

SearchId = Annotated[str, Path(alias="searchId", max_length=64)]


@router.get(
    "/searches",
    operation_id="listSearches",
    summary="Saved searches, oldest first",
    response_model_exclude_none=True,
    responses={200: PAGE},
)
def list_searches(
    request: Request, engine: TheEngine, limit: Limit = 100, offset: Offset = 0, f: Format = None
) -> SavedSearchList:
    """One page of the saved searches."""
    rows = engine.saved.all()
    links = paging(request, ("searches",), {}, offset, limit, len(rows), "application/json")
    page = [_info(request, saved) for saved in rows[offset : offset + limit]]
    return SavedSearchList(searches=page, numberMatched=len(rows), links=links)


@router.post(
    "/searches",
    operation_id="saveSearch",
    summary="Save a search",
    status_code=201,
    response_model_exclude_none=True,
    dependencies=[Depends(json_only)],
    responses={
        201: created(
            'The saved search; run it with the process "watch"',
            SavedSearchInfo,
            "searchId",
            "getSearch",
            "removeSearch",
        ),
        **problems(404, 415, 422, 503, 507),
    },
)
def save_search(
    request: Request, response: Response, engine: TheEngine, search: Annotated[SavedSearch, Body()]
) -> SavedSearchInfo:
    """Save a search of some layers under a name; with ``every`` the service repeats it on schedule."""
    saved = engine.save_search(search)
    response.headers["Location"] = url(request, "searches", saved.id)
    return _info(request, saved)


@router.get(
    "/searches/{searchId}",
    operation_id="getSearch",
    summary="A saved search and the result of its last round",
    response_model_exclude_none=True,
    responses={200: PAGE, **problems(404)},
)
def get_search(request: Request, engine: TheEngine, search_id: SearchId, f: Format = None) -> SavedSearchInfo:
    """The saved search."""
    return _info(request, engine.saved.get(search_id))


@router.delete(
    "/searches/{searchId}",
    operation_id="removeSearch",
    summary="Delete a saved search",
    status_code=204,
    response_class=Response,
    responses={204: {"description": "Deleted, together with its previous answers"}, **problems(404)},
)
def remove_search(engine: TheEngine, search_id: SearchId) -> Response:
    """Delete it; its finished jobs keep their results."""
    engine.saved.remove(search_id)
    return Response(status_code=204)


def _info(request: Request, saved: KeptSearch) -> SavedSearchInfo:
    search = saved.search
    return SavedSearchInfo(
        name=search.name,
        inputs=search.inputs,
        every=search.every,
        id=saved.id,
        created=saved.created,
        last=last_round(saved.last),
        job=saved.job,
        links=[link(request, "self", "searches", saved.id)],
    )
