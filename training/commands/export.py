"""``terralex-train export``: a run's model as a folder that the backend loads."""

from __future__ import annotations

from pathlib import Path

import click

from training.commands.console import say


@click.command()
@click.argument("run_folder", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write.")
@click.option(
    "--start-share",
    type=click.FloatRange(0, 1),
    help="Share of the start model mixed into the weights (WiSE-FT); the run's own setting when left out.",
)
@click.option(
    "--hub-name", default="", metavar="ORG/NAME", help="What it will be called on a hub, to be uploaded there."
)
def export(run_folder: Path, output: Path, start_share: float | None, hub_name: str) -> None:
    """Write RUN_FOLDER's model as an open_clip local-dir."""
    from training.fine_tuning.config import FineTuningConfig
    from training.fine_tuning.export import export as export_end_to_end
    from training.run_file import load_run_file

    config = load_run_file(run_folder / "config.toml")
    if isinstance(config, FineTuningConfig):
        export_end_to_end(config, run_folder, output, Path.cwd(), start_share, hub_name)
    else:
        _export_staged(config, run_folder, output, hub_name)
    say(f"exported {output}")


def _export_staged(config: object, run_folder: Path, output: Path, hub_name: str) -> None:
    import torch
    from tokenizers import Tokenizer

    from backend.errors import BadOption
    from training.config import RunConfig
    from training.export import export as write

    assert isinstance(config, RunConfig)
    if not (run_folder / "checkpoint.pt").is_file():
        raise BadOption(f"{run_folder}: holds no checkpoint.pt; train first.")
    state = torch.load(run_folder / "checkpoint.pt", map_location="cpu", weights_only=True)
    write(config, state["average"], Tokenizer.from_file(str(run_folder / "tokenizer.json")), output, hub_name)
