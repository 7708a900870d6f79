"""What pages are made of, open to everybody: a browser keeps it, and asks each time whether it has changed."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class Assets(StaticFiles):
    """Files of one folder with their tags."""

    def file_response(self, *arguments: Any, **named: Any) -> Response:
        """A file, or that it has not changed."""
        response = super().file_response(*arguments, **named)
        response.headers["Cache-Control"] = "no-cache"
        return response
