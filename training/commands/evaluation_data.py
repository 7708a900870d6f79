"""What an evaluation runs on: data sets of a run's file under a model, or precomputed features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.models.encoder import Encoder
    from training.evaluation.features import Features
    from training.evaluation.report import EvaluationReport
    from training.sources import Source


@dataclass(frozen=True)
class EvaluationData:
    """What was chosen on the command line."""

    model: str
    config: Path | None
    source: str
    features: Path | None
    device: str

    @property
    def model_name(self) -> str:
        """What the table says was measured."""
        return f"precomputed features {self.features.name}" if self.features else self.model

    def encoder(self) -> Encoder:
        """The chosen model."""
        from backend.models.encoder import load_encoder

        return load_encoder(self.model, self.device)

    def sources(self) -> list[Source]:
        """Data sets of the run's file that are not rendered, or the chosen one of them.

        Raises:
            BadOption: no file was given, or it has no such data set.
        """
        from backend.lexicon import load_lexicon
        from training.run_file import load_run_file
        from training.sources import open_sources

        if self.config is None:
            raise BadOption("Give --config with a run's file whose data to use, or --features.")
        data = load_run_file(self.config).data
        chosen = tuple(s for s in data.sources if s.kind != "rendered" and self.source in ("", s.id))
        if not chosen:
            raise BadOption(f"--source {self.source}: {self.config} has no such data set.")
        return open_sources(data.model_copy(update={"sources": chosen}), Path.cwd(), load_lexicon())

    def each(self, with_texts: bool = False) -> list[tuple[str, Features]]:
        """Name and features of every chosen data set."""
        from backend.lexicon import load_lexicon
        from training.evaluation.embed import embed_source
        from training.evaluation.features import read_features

        if self.features is not None:
            return [(self.features.stem, read_features(self.features))]
        encoder, lexicon = self.encoder(), load_lexicon()
        return [(s.config.id, embed_source(encoder, s, lexicon, with_texts)) for s in self.sources()]


def data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every evaluation has; the command gets an :class:`EvaluationData` and shows what it returns."""

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
        report: EvaluationReport = command(data, **rest)
        if output is not None:
            report.write(output)
        click.echo(report.as_json() if as_json else report.as_markdown(), nl=as_json)

    return with_data
