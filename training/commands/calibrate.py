"""``terralex-train calibrate``: bank and fit of a model, from data it was not trained on."""

from __future__ import annotations

from pathlib import Path

import click

from training.commands.console import say

CONFIG = Path(__file__).parent.parent / "configs" / "calibration.json"


@click.command()
@click.argument("model")
@click.option(
    "--data", "config", type=click.Path(path_type=Path), default=CONFIG, help="Which images, and their truth."
)
@click.option("--root", type=click.Path(path_type=Path), default=Path("../shared"), help="Folder of the data.")
@click.option("--device", default="auto", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.  [default: beside the weights]")
@click.option("--curve", type=click.Path(path_type=Path), help="Draw the reliability curve as a PNG.")
@click.option(
    "--unseen",
    multiple=True,
    metavar="SOURCE=MODEL",
    help="Judge a source by a model that did not train on it. Repeatable.",
)
@click.option("--fit-only", is_flag=True, help="Do not measure the fit on every source left out in turn.")
def calibrate(
    model: str,
    config: Path,
    root: Path,
    device: str,
    output: Path | None,
    curve: Path | None,
    unseen: tuple[str, ...],
    fit_only: bool,
) -> None:
    """Make MODEL's calibration: what its cosines are measured against, and what makes probabilities of them.

    MODEL is a catalogue id or local-dir:FOLDER. Each source is also judged by a fit to the others, and the table of
    that printed: relevance is a probability as far as the two agree.
    """
    from backend.errors import BadOption
    from backend.lexicon import load_lexicon
    from backend.models.encoder import load_encoder
    from backend.presence.calibration import FILE
    from training.calibration.evidence import gather, load_calibration_data
    from training.calibration.fit import Unseen, fit_calibration, make_bank, start_calibration
    from training.calibration.reliability import draw_curve, left_out, table

    encoder, lexicon = load_encoder(model, device), load_lexicon()
    data = load_calibration_data(config)
    evidence = gather(data, root, encoder, say)
    if len(evidence) < 2:
        raise BadOption(f"{root} holds fewer than two of the sources of {config}: give the folder with --root.")
    asked = [given.partition("=")[::2] for given in unseen]
    known = [source.id for source in evidence]
    if wrong := [source for source, other in asked if source not in known or not other]:
        raise BadOption(f"--unseen {wrong[0]}: give SOURCE=MODEL, the source one of {', '.join(known)}.")
    made_from = ", ".join(f"{source.id} ({len(source.labels)})" for source in evidence)
    start = start_calibration(encoder, make_bank(evidence), made_from)
    strangers: dict[str, Unseen] = {}
    for other in dict.fromkeys(model for _, model in asked):
        stranger, own_sources = load_encoder(other, device), [source for source, model in asked if model == other]
        say(f"{', '.join(own_sources)} by {other}, which did not train on it")
        seen = gather(data, root, stranger, say)
        own = start_calibration(stranger, make_bank(seen), other)
        strangers |= dict.fromkeys(own_sources, Unseen(own, tuple(seen), stranger.temperature))
    fitted = fit_calibration(start, evidence, encoder, unseen=strangers)
    path = encoder.files.folder / FILE if output is None else output
    fitted.write(path)
    say(f"wrote {path} ({path.stat().st_size / 1e3:.0f} kB): relevance {fitted.relevance}")
    if fit_only:
        return
    told = left_out(start, evidence, encoder, lexicon, strangers)
    click.echo(table(told))
    if curve is not None:
        draw_curve(curve, told, f"{encoder.model_id} {encoder.revision[:8]}: each source by a fit to the others")
