"""``terralex-train train``: one run, from its configuration or from where it stopped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from training.commands.console import progress_bar, say, say_nothing

if TYPE_CHECKING:
    from training.config.run import RunConfig
    from training.distributed import Group

RUNS = Path("runs")


@click.command()
@click.argument("config_file", type=click.Path(path_type=Path))
@click.option("--runs", type=click.Path(path_type=Path), default=RUNS, show_default=True, help="Folder of all runs.")
@click.option("--set", "settings", multiple=True, metavar="TABLE.KEY=VALUE", help="Change a setting of the file.")
@click.option("--device", default="auto", show_default=True, help="auto, cpu or cuda.")
def train(config_file: Path, runs: Path, settings: tuple[str, ...], device: str) -> None:
    """Train CONFIG_FILE's model; run it again to go on where it stopped.

    On several GPUs: torchrun --nproc-per-node N -m training.cli train CONFIG_FILE.
    """
    from training.config.run_file import load_run_file
    from training.distributed import process_group
    from training.files import named_write_errors

    with process_group(device) as group:
        config = load_run_file(config_file, settings)
        folder = runs / config.name
        with named_write_errors(folder, "choose another folder with --runs."):
            folder.mkdir(parents=True, exist_ok=True)
        with named_write_errors(folder, "what is done is kept: free some space and start again.", full_only=True):
            _train(config, folder, group)


def _train(config: RunConfig, folder: Path, group: Group) -> None:
    from training.loop.run import TrainingRun

    report = say if group.leads else say_nothing
    run = TrainingRun(config, folder, Path.cwd(), group, report)
    steps = config.training.steps
    report(f"{steps} steps of {config.training.batch} images, an epoch is {run.plan.steps_per_epoch:.0f}")
    with progress_bar(group.leads) as bar:
        task = bar.add_task(config.name, total=steps)

        def progress(step: int, loss: float) -> None:
            bar.update(task, completed=step, description=f"{config.name} loss {loss:.3f}")

        loop = run.train(progress)
    report(f"trained for {loop.seconds / 60:.1f} minutes: {folder}")
