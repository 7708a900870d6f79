"""JSON schemas of inputs, for clients that do not resolve references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def inlined(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A pydantic JSON schema with its ``$defs`` inlined; it must not be recursive."""
    definitions = schema.get("$defs", {})

    def resolve(node: Any) -> Any:
        if isinstance(node, list):
            return [resolve(part) for part in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            rest = {name: value for name, value in node.items() if name != "$ref"}
            return {**resolve(definitions[node["$ref"].rsplit("/", 1)[-1]]), **resolve(rest)}
        return {name: resolve(value) for name, value in node.items() if name != "$defs"}

    inlined_schema: dict[str, Any] = resolve(dict(schema))
    return inlined_schema
