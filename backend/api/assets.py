"""Static files of the pages, readable without a token; browsers cache them and revalidate on every use."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class Assets(StaticFiles):
    """The files of one folder with their ETags."""

    def file_response(self, *arguments: Any, **named: Any) -> Response:
        """A file, or 304 if it has not changed."""
        response = super().file_response(*arguments, **named)
        response.headers["Cache-Control"] = "no-cache"
        return response
