"""JSON schemas of inputs, as clients that resolve no references read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def inlined(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON schema of pydantic's with its ``$defs`` put where they are referred to; it must not refer to itself."""
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

    made: dict[str, Any] = resolve(dict(schema))
    return made
