"""``terralex-train untrained``: the model of a run's ``[model]`` table before training, to fine-tune end to end."""

from __future__ import annotations

from pathlib import Path

import click

from training.commands.console import say


@click.command()
@click.argument("config_file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Folder to write.")
def untrained(config_file: Path, output: Path) -> None:
    """Write the model that CONFIG_FILE, a run in stages, describes: image tower from its weights, the rest random.

    Its vocabulary is trained on the lexicon and the captions of the run's training images.
    """
    from tempfile import TemporaryDirectory

    import torch

    from backend.errors import BadOption
    from backend.lexicon import load_lexicon
    from training.config import RunConfig
    from training.export import export
    from training.leakage import drop_leaks
    from training.model import build_model
    from training.run import run_tokenizer
    from training.run_file import load_run_file
    from training.sources import open_sources

    config = load_run_file(config_file)
    if not isinstance(config, RunConfig):
        raise BadOption(f"{config_file}: has no [model] table; its start model is what [start] names.")
    lexicon = load_lexicon()
    with TemporaryDirectory() as temporary:
        scratch = Path(temporary) / "run"
        scratch.mkdir()
        samples = drop_leaks(open_sources(config.data, Path.cwd(), lexicon, say), scratch, say).samples
        tokenizer = run_tokenizer(config, lexicon, samples, scratch)
    weights = Path.cwd() / config.model.trunk_weights if config.model.trunk_weights else None
    torch.manual_seed(config.seed)
    model = build_model(config.model, tokenizer.get_vocab_size(), weights)
    export(config, model.state_dict(), tokenizer, output)
    say(f"wrote {output}")
