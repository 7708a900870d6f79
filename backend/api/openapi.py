"""The OpenAPI 3.0 document, as OGC requires, derived from FastAPI's 3.1; and what the service looks up in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from backend.api.problems import Problem, problems

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
EVERYWHERE = (400, 401, 403, 408, 413, 421, 500, 503)
"""Problems that any request may cause."""


def document(app: FastAPI, models: Iterable[type[BaseModel]] = ()) -> dict[str, Any]:
    """The OpenAPI 3.0 document of an application.

    Args:
        app: the application with all its routes.
        models: those that routes refer to only by name.
    """
    openapi = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    components = openapi.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    named: tuple[type[BaseModel], ...] = (Problem, *models)
    for model in named:
        own = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas.update(own.pop("$defs", {}))
        schemas[model.__name__] = own
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic", "description": "Any user name, with the token as password"},
    }
    openapi["security"] = [{"bearer": []}, {"basic": []}]
    common = {str(status): row for status, row in problems(*EVERYWHERE).items()}
    for path, item in openapi["paths"].items():
        for method in METHODS:
            if method in item:
                item[method]["responses"] = _responses(item[method]["responses"], common)
                if method == "head":
                    for row in item[method]["responses"].values():
                        row.pop("content", None)
                if path == "/health":
                    item[method]["security"] = []
    older: dict[str, Any] = _as_3_0(openapi)
    older["openapi"] = "3.0.3"
    return older


def _responses(own: dict[str, Any], common: dict[str, Any]) -> dict[str, Any]:
    """An operation's responses plus the common ones, without FastAPI's validation response, which is never sent."""
    responses_sent = {
        status: row
        for status, row in own.items()
        if "HTTPValidationError" not in str(row.get("content", {}).get("application/json", {}))
    }
    return {status: dict(row) for status, row in {**common, **responses_sent}.items()}


def _as_3_0(node: Any) -> Any:
    """A part of an OpenAPI 3.1 document, converted to 3.0."""
    if isinstance(node, list):
        return [_as_3_0(part) for part in node]
    if not isinstance(node, dict):
        return node
    converted = {name: _as_3_0(value) for name, value in node.items()}
    options = converted.get("anyOf")
    if isinstance(options, list) and {"type": "null"} in options:
        rest = [option for option in options if option != {"type": "null"}]
        del converted["anyOf"]
        if len(rest) == 1 and "$ref" not in rest[0]:
            converted = {**rest[0], **converted}
        else:
            converted["anyOf" if len(rest) > 1 else "allOf"] = rest
        converted["nullable"] = True
    if "const" in converted and not isinstance(converted["const"], dict):
        converted["enum"] = [converted.pop("const")]
    if isinstance(converted.get("prefixItems"), list):
        first = converted.pop("prefixItems")
        converted["items"] = first[0] if all(part == first[0] for part in first) else {}
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(converted.get(bound), (int, float)) and not isinstance(converted[bound], bool):
            converted[limit], converted[bound] = converted[bound], True
    if "contentMediaType" in converted and converted.get("type") == "string":
        del converted["contentMediaType"]
        converted["format"] = "binary"
    return converted


class Operations:
    """The methods and query parameters that each address accepts, according to the document."""

    def __init__(self, openapi: Mapping[str, Any]) -> None:
        self._rows: list[tuple[re.Pattern[str], dict[str, frozenset[str] | None]]] = []
        # Fixed paths before patterns, as the router tries them.
        for path in sorted(openapi["paths"], key=lambda path: path.count("{")):
            item = openapi["paths"][path]
            parts = re.split(r"(\{.*?\})", path)
            pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
            methods = {name.upper(): _query_names(item[name]) for name in METHODS if name in item}
            self._rows.append((re.compile(f"{pattern}$"), methods))

    def methods(self, path: str) -> list[str]:
        """Methods that are declared for an address; none where there is nothing."""
        return next((list(methods) for pattern, methods in self._rows if pattern.match(path)), [])

    def allowed(self, path: str) -> str:
        """Methods that an address supports, as an ``Allow`` header."""
        declared = set(self.methods(path))
        return ", ".join(sorted(declared | ({"HEAD"} if "GET" in declared else set())))

    def query_names(self, path: str, method: str) -> frozenset[str] | None:
        """Query parameters that an operation accepts, or None if it accepts any."""
        for pattern, methods in self._rows:
            if pattern.match(path):
                return methods.get(method, frozenset())
        return None


def _query_names(operation: Mapping[str, Any]) -> frozenset[str] | None:
    rows = [row for row in operation.get("parameters", []) if row.get("in") == "query"]
    if any(row.get("explode") and row["schema"].get("type") == "object" for row in rows):
        return None
    return frozenset(row["name"] for row in rows)
