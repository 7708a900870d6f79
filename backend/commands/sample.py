"""``terralex sample``: render the sample scene."""

from __future__ import annotations

from pathlib import Path

import click

from backend.commands.console import progress_bar


@click.command("sample")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--size", "size_px", metavar="PX", type=int, default=4096, show_default=True, help="Width and height in pixels."
)
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="Which scene.")
@click.option("--crs", metavar="EPSG:n", default="EPSG:32632", show_default=True, help="CRS of the scene.")
def sample_command(folder: Path, size_px: int, seed: int, crs: str) -> None:
    """Render an orthophoto with 0.5 m pixels, and the true outlines of its objects, into DIR."""
    from backend.progress import Progress
    from backend.sample import render_sample

    with progress_bar() as tell:

        def told(share: float, what: str) -> None:
            tell(Progress(f"rendering {what}", share))

        paths = render_sample(folder, size_px=size_px, seed=seed, crs=crs, progress=told)
    click.echo(f"{paths.image}\n{paths.truth}")
    click.echo(f"{len(paths.kinds)} kinds of object: {', '.join(kind.replace('_', ' ') for kind in paths.kinds)}")
