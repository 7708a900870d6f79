"""``terralex-train export``: a run's model as a folder that the backend loads."""

from __future__ import annotations

from pathlib import Path

import click

from training.commands.console import say


@click.command()
@click.argument("run_folder", type=click.Path(path_type=Path))
@click.argument("others", nargs=-1, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write.")
@click.option(
    "--start-share",
    type=click.FloatRange(0, 1),
    help="Share of the start model mixed into the weights (WiSE-FT); the run's own setting when left out.",
)
@click.option(
    "--hub-name", default="", metavar="ORG/NAME", help="What it will be called on a hub, to be uploaded there."
)
def export(run_folder: Path, others: tuple[Path, ...], output: Path, start_share: float | None, hub_name: str) -> None:
    """Write RUN_FOLDER's model as an open_clip local-dir; with OTHERS, runs from the same start, their mean."""
    from training.config.run_file import load_run_file
    from training.loop.export import export as write

    write(load_run_file(run_folder / "config.toml"), run_folder, output, Path.cwd(), start_share, hub_name, others)
    say(f"exported {output}")
