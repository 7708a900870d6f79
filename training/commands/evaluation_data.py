"""The input of an evaluation: data sets of a run's file with a model, or precomputed features."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.errors import BadOption
from training.commands.console import say
from training.files import named_write_errors

if TYPE_CHECKING:
    from backend.models.encoder import Encoder
    from training.evaluation.features import Features
    from training.evaluation.report import EvaluationReport
    from training.sources.source import Source


WRITE_ELSEWHERE = "free some space, or choose another folder."


@dataclass(frozen=True)
class EvaluationData:
    """The choices on the command line."""

    model: str
    config: Path | None
    source: str
    features: Path | None
    device: str

    @property
    def model_name(self) -> str:
        """Name of the model in the table."""
        return f"precomputed features {self.features.name}" if self.features else self.model

    def encoder(self) -> Encoder:
        """The chosen model."""
        from backend.models.encoder import load_encoder

        return load_encoder(self.model, self.device)

    def sources(self) -> list[Source]:
        """Data sets of the run's file that are not rendered, or only the chosen one.

        Raises:
            BadOption: no file was given, or it does not have the data set.
        """
        from backend.lexicon import load_lexicon
        from training.commands.run_data import chosen_data
        from training.sources.source import open_sources

        if self.config is None:
            raise BadOption("Give --config with a run's file whose data to use, or --features.")
        return open_sources(chosen_data(self.config, self.source), Path.cwd(), load_lexicon(), say)

    def each(self, languages: Sequence[str] = ()) -> list[tuple[str, Features]]:
        """Name and features of every chosen data set, with texts in some languages."""
        from backend.lexicon import load_lexicon
        from training.evaluation.embed import embed_source
        from training.evaluation.features import read_features

        if self.features is not None:
            return [(self.features.stem, read_features(self.features))]
        encoder, lexicon = self.encoder(), load_lexicon()
        return [(s.config.id, embed_source(encoder, s, lexicon, languages)) for s in self.sources()]


def show(report: EvaluationReport, output: Path | None, as_json: bool) -> None:
    """Print a report, then write it, so that a full disk does not lose its figures."""
    click.echo(report.as_json() if as_json else report.as_markdown(), nl=as_json)
    if output is not None:
        with named_write_errors(output, f"the figures are above; {WRITE_ELSEWHERE}"):
            report.write(output)


def data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every evaluation; the command gets an :class:`EvaluationData`, and its result is shown."""

    @click.option("--model", default="terralex-mini", show_default=True, help="A catalogue id, hf-hub: or local-dir:.")
    @click.option("--config", type=click.Path(path_type=Path), help="Run whose data to use.")
    @click.option("--source", default="", help="Only this data set of the run.")
    @click.option("--features", type=click.Path(path_type=Path), help="Precomputed features (.safetensors) instead.")
    @click.option("--device", default="auto", show_default=True)
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a Markdown table.")
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the JSON and the table.")
    @wraps(command)
    def with_data(
        model: str,
        config: Path | None,
        source: str,
        features: Path | None,
        device: str,
        as_json: bool,
        output: Path | None,
        **rest: Any,
    ) -> None:
        data = EvaluationData(model, config, source, features, device)
        if "output" in command.__annotations__:
            rest["output"] = output
        with named_write_errors(output or Path(), WRITE_ELSEWHERE, full_only=True):
            report: EvaluationReport = command(data, **rest)
        show(report, output, as_json)

    return with_data
