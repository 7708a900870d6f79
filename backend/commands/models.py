"""``terralex models``: list models, download and calibrate them."""

from __future__ import annotations

import json
from typing import Any

import click


@click.group("models", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.pass_context
def models_command(context: click.Context, as_json: bool) -> None:
    """List the models and whether each is on this machine. Downloads nothing."""
    if context.invoked_subcommand is None:
        _list_models(as_json)


@models_command.command("fetch")
@click.argument("model_id", metavar="ID")
@click.option("--update", is_flag=True, help="Take the newest revision of a model that is not pinned to one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def fetch_command(model_id: str, update: bool, as_json: bool) -> None:
    """Download a model, so that it can be used offline later.

    ID is one listed by `terralex models`, or hf-hub:ORG/NAME for any model in open_clip's layout.
    """
    from backend.models.catalog import locate_model

    files = locate_model(model_id, update=update)
    size = files.weights.stat().st_size
    if as_json:
        row = {
            "id": model_id,
            "path": str(files.weights),
            "bytes": size,
            "sha256": files.full_digest(),
            "commit": files.commit,
        }
        click.echo(json.dumps(row))
        return
    revision = f", revision {files.commit}" if files.commit else ""
    click.echo(f"{model_id} is on this machine: {files.weights} ({size / 1e6:.0f} MB{revision})")


@models_command.command("check")
@click.argument("model_id", metavar="[ID]", required=False)
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
def check_command(model_id: str | None, device: str) -> None:
    """Load a model and use it once, which shows a broken PyTorch or graphics driver before any work begins.

    ID is the one that ships with Terralex if left out.
    """
    import numpy as np

    from backend.models.catalog import DEFAULT_MODEL
    from backend.models.encoder import load_encoder

    encoder = load_encoder(model_id or DEFAULT_MODEL, device)
    side = encoder.image_size
    encoder.encode_texts(["airport"])
    encoder.encode_windows(np.zeros((3, side, side), np.uint8), np.array([[0.0, 0.0, side, side]]))
    click.echo(f"{encoder.model_id} works on this machine ({encoder.device}).")


@models_command.command("calibrate")
@click.argument("model_id", metavar="ID")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
def calibrate_command(model_id: str, device: str) -> None:
    """Calibrate a model: relevance becomes a probability, and answers tell absent objects and unknown words apart.

    Needed once for a model that does not ship with Terralex; takes a minute or two.
    """
    from backend.models.encoder import load_encoder
    from backend.presence.calibration import own_file
    from backend.presence.own_model import calibrate_model

    encoder = load_encoder(model_id, device)
    calibration = calibrate_model(encoder, lambda _, what: click.echo(f"{what} ...", err=True))
    path = own_file(encoder.revision)
    path.parent.mkdir(parents=True, exist_ok=True)
    calibration.write(path)
    click.echo(f"{model_id} has been calibrated: {path}")


def _list_models(as_json: bool) -> None:
    from backend.models.availability import model_state
    from backend.models.catalog import DEFAULT_MODEL, load_catalogue

    rows: list[dict[str, Any]] = []
    for model_id, entry in load_catalogue().items():
        state = model_state(model_id)
        rows.append(
            {
                "id": model_id,
                "title": entry.title,
                "default": model_id == DEFAULT_MODEL,
                "here": state.here,
                "bytes": state.bytes,
                "languages": list(entry.languages),
                "licence": entry.licence,
                "source": entry.source,
                "architecture": entry.architecture,
                "revision": entry.revision,
                "ground_sampling_m": entry.ground_sampling_m,
                "note": entry.note,
            }
        )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("id", no_wrap=True)  # to be copied
    for title in ("title", "here", "languages", "licence", "note"):
        table.add_column(title, overflow="fold")
    for row in rows:
        here = "yes" if row["here"] else "no"
        table.add_row(row["id"], row["title"], here, " ".join(row["languages"]), row["licence"], row["note"])
    Console().print(table)
