"""``terralex models``: what models there are."""

from __future__ import annotations

import json
from typing import Any

import click


@click.command("models")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def models_command(as_json: bool) -> None:
    """List the models, and whether each is on this machine. Nothing is fetched."""
    from backend.models.catalog import DEFAULT_MODEL, load_catalogue

    rows: list[dict[str, Any]] = [
        {
            "id": model_id,
            "title": entry.title,
            "default": model_id == DEFAULT_MODEL,
            "here": _is_here(entry.source),
            "languages": list(entry.languages),
            "licence": entry.licence,
            "source": entry.source,
            "revision": entry.revision,
            "ground_sampling_m": entry.ground_sampling_m,
            "note": entry.note,
        }
        for model_id, entry in load_catalogue().items()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("id", "title", "here", "languages", "licence", "note"):
        table.add_column(title, overflow="fold")
    for row in rows:
        here = "yes" if row["here"] else "no"
        table.add_row(row["id"], row["title"], here, " ".join(row["languages"]), row["licence"], row["note"])
    Console().print(table)


def _is_here(source: str) -> bool:
    """Are a model's files on this machine? Looks into folders only, never at the network."""
    from backend.models.catalog import CONFIG_FILE, HUB, LOCAL, WEIGHT_FILES
    from backend.resources import resource_path

    if source.startswith(LOCAL):
        folder = resource_path("models", source.removeprefix(LOCAL))
        return (folder / CONFIG_FILE).is_file() and any((folder / name).is_file() for name in WEIGHT_FILES)
    from huggingface_hub import try_to_load_from_cache

    repository = source.removeprefix(HUB)
    return any(isinstance(try_to_load_from_cache(repository, name), str) for name in WEIGHT_FILES)
