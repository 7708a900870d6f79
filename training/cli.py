"""``terralex-train``: train, evaluate and export models."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from backend.errors import TerralexError

RUNS = Path("runs")


def _say(sentence: str) -> None:
    click.echo(sentence, err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Train, evaluate and export Terralex models."""


@cli.command()
@click.argument("config_file", type=click.Path(path_type=Path))
@click.option("--runs", type=click.Path(path_type=Path), default=RUNS, show_default=True, help="Folder of all runs.")
def train(config_file: Path, runs: Path) -> None:
    """Train CONFIG_FILE's model; run it again to go on where it stopped."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from training.config import StageConfig, load_config
    from training.run import Run

    config = load_config(config_file)
    folder = runs / config.name
    run = Run(config, folder, Path.cwd(), _say)
    (folder / "config.toml").write_text(config_file.read_text(encoding="utf-8"), encoding="utf-8")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, disable=not sys.stderr.isatty()) as bar:
        tasks = {stage.name: bar.add_task(stage.name, total=stage.steps) for stage in config.stages}

        def progress(stage: StageConfig, step: int, loss: float) -> None:
            bar.update(tasks[stage.name], completed=step, description=f"{stage.name} loss {loss:.3f}")

        trainer = run.train(progress)
    _say(f"trained for {trainer.seconds / 60:.0f} minutes: {folder}")


@cli.command()
@click.argument("run_folder", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write.")
def export(run_folder: Path, output: Path) -> None:
    """Write RUN_FOLDER's model as an open_clip local-dir."""
    import torch
    from tokenizers import Tokenizer

    from backend.errors import BadOption
    from training.config import load_config
    from training.export import export as write

    config = load_config(run_folder / "config.toml")
    if not (run_folder / "checkpoint.pt").is_file():
        raise BadOption(f"{run_folder}: holds no checkpoint.pt; train first.")
    state = torch.load(run_folder / "checkpoint.pt", map_location="cpu", weights_only=True)
    write(config, state["average"], Tokenizer.from_file(str(run_folder / "tokenizer.json")), output)
    _say(f"exported {output}")


@cli.command()
@click.option("--model", default="terralex-mini", show_default=True, help="A catalogue id, hf-hub: or local-dir:.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), required=True, help="Run whose data to use.")
@click.option("--languages", default="", help="Comma-separated codes; all ten when left out.")
@click.option("--device", default="auto", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a Markdown table.")
def evaluate(model: str, config_file: Path, languages: str, device: str, as_json: bool) -> None:
    """Zero-shot top-1 and retrieval on the test splits, language by language."""
    from backend.lexicon import LANGUAGES, load_lexicon
    from backend.models.encoder import load_encoder
    from training.config import load_config
    from training.evaluation.encode import encode_samples_with
    from training.evaluation.suite import as_markdown, as_rows
    from training.evaluation.suite import evaluate as run_suite
    from training.sources import open_sources

    config = load_config(config_file)
    lexicon = load_lexicon()
    encoder = load_encoder(model, device)
    with_test_split = tuple(source for source in config.data.sources if source.kind != "rendered")
    sources = open_sources(config.data.model_copy(update={"sources": with_test_split}), Path.cwd(), lexicon)
    chosen = tuple(languages.split(",")) if languages else LANGUAGES
    rows = as_rows(run_suite(sources, chosen, encode_samples_with(encoder), encoder.encode_texts, lexicon))
    click.echo(json.dumps(rows, indent=1) if as_json else as_markdown(rows), nl=as_json)


def main() -> None:
    """Entry point: bad input is one sentence on stderr and exit code 2."""
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        _say(f"Error: {error.format_message()}")
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped; what is done is kept.")
        sys.exit(130)
    except TerralexError as error:
        if os.environ.get("TERRALEX_DEBUG"):
            raise
        _say(f"Error: {error}")
        sys.exit(2)
