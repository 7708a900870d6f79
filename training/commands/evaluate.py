"""``terralex-train evaluate``: the whole table of a model, or one evaluation of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.errors import BadOption
from backend.lexicon import LANGUAGES
from training.commands.console import say
from training.commands.evaluation_data import EvaluationData, data_options, show
from training.evaluation.report import EvaluationReport, Row

if TYPE_CHECKING:
    from training.data.sample import Split
    from training.evaluation.suite import Task


def chosen_languages(text: str) -> tuple[str, ...]:
    """Language codes from a comma-separated list; all languages if it is empty.

    Raises:
        BadOption: one of them is unknown.
    """
    codes = tuple(text.split(",")) if text else LANGUAGES
    if unknown := [code for code in codes if code not in LANGUAGES]:
        raise BadOption(f"--languages: unknown language {unknown[0]!r}; choose of {', '.join(LANGUAGES)}.")
    return codes


@click.group(invoke_without_command=True)
@click.option("--model", default="terralex-mini", show_default=True, help="A catalogue id, hf-hub: or local-dir:.")
@click.option("--config", type=click.Path(path_type=Path), help="Run whose data to use.")
@click.option("--languages", default="", help="Comma-separated codes; all ten when left out.")
@click.option("--device", default="auto", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a Markdown table.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder for the JSON and the table.")
@click.option(
    "--split", type=click.Choice(["test", "val"]), default="test", show_default=True, help="val is for choosing."
)
@click.pass_context
def evaluate(
    context: click.Context,
    model: str,
    config: Path | None,
    languages: str,
    device: str,
    as_json: bool,
    output: Path | None,
    split: Split,
) -> None:
    """Measure a model; without a subcommand: zero-shot and retrieval on the test splits, language by language."""
    if context.invoked_subcommand is not None:
        return
    rows = _suite_rows(EvaluationData(model, config, "", None, device), languages, split=split)
    protocol = (
        f"Zero-shot top-1 with prompt ensembles, and retrieval in RemoteCLIP's protocol; {split} splits; percent."
    )
    show(EvaluationReport(f"{split}-splits", model, protocol, rows), output, as_json)


def _suite_rows(
    data: EvaluationData, languages: str, *tasks: Task, prompt: str = "", split: Split = "test"
) -> list[Row]:
    from backend.lexicon import load_lexicon
    from training.evaluation.encode import encode_samples_with
    from training.evaluation.suite import TASKS, as_rows
    from training.evaluation.suite import evaluate as run_suite

    codes = chosen_languages(languages)
    sources, encoder = data.sources(), data.encoder()
    encode = encode_samples_with(encoder)
    scores = run_suite(sources, codes, encode, encoder.encode_texts, load_lexicon(), split, tasks or TASKS, prompt)
    if not any(score.zero_shot or score.retrieval for score in scores.values()):
        wanted = "captions" if tasks == ("retrieval",) else "classes alone" if tasks else "captions or classes"
        raise BadOption(f"{data.config}: no data set of it has {split} images with {wanted}.")
    return as_rows(scores)


def _present(languages: str, present: Mapping[str, object], wanted: str, file: Path | None) -> list[str]:
    """Those of the chosen languages that a file has."""
    if found := [code for code in chosen_languages(languages) if code in present]:
        return found
    raise BadOption(f"{file}: holds no {wanted}{' in these languages' if present else ''}.")


LANGUAGES_OPTION = click.option("--languages", default="", help="Comma-separated codes; all there are when left out.")


@evaluate.command()
@LANGUAGES_OPTION
@data_options
def retrieval(data: EvaluationData, languages: str) -> EvaluationReport:
    """Recall at 1, 5 and 10 both ways, in RemoteCLIP's protocol."""
    import numpy as np

    from training.evaluation.retrieval import retrieval as recalls
    from training.evaluation.suite import LanguageScores, as_rows

    protocol = "RemoteCLIP's protocol; the only positive of a caption is its own image; percent."
    if data.features is None:
        return EvaluationReport("retrieval", data.model_name, protocol, _suite_rows(data, languages, "retrieval"))
    ((name, features),) = data.each()
    codes = _present(languages, features.captions, "caption_features and caption_images", data.features)
    captioned = np.unique(np.concatenate([said.images for said in features.captions.values()]))
    scores = {}
    for code in codes:
        said = features.captions[code]
        result = recalls(features.images[captioned], said.vectors, np.searchsorted(captioned, said.images))
        scores[code] = LanguageScores({}, {name: result})
    return EvaluationReport("retrieval", data.model_name, protocol, as_rows(scores))


@evaluate.command("zero-shot")
@LANGUAGES_OPTION
@click.option("--prompt", default="", help='One prompt in place of all: "a satellite photo of {}." is RemoteCLIP\'s.')
@data_options
def zero_shot(data: EvaluationData, languages: str, prompt: str) -> EvaluationReport:
    """Top-1 on the published test splits; with precomputed features also on all images, template by template."""
    from statistics import mean

    from training.evaluation.zero_shot import by_template

    if prompt and (data.features is not None or "{}" not in prompt):
        raise BadOption("--prompt needs {} where the class goes, and a model to embed it with.")
    if data.features is None:
        used = f"the prompt {prompt!r}" if prompt else "class vectors averaged over all prompts of a language"
        rows = _suite_rows(data, languages, "zero-shot", prompt=prompt)
        return EvaluationReport("zero-shot", data.model_name, f"Top-1 on the test split, {used}; percent.", rows)
    ((name, features),) = data.each()
    table: list[Row] = []
    details: dict[str, dict[str, dict[str, float]]] = {}
    for code in _present(languages, features.texts, "text_features", data.features):
        names = features.templates if code == "en" else ()
        for part, chosen in (("all images", features.labels >= 0), ("test split", features.rows("test"))):
            alone, ensemble = by_template(features.images[chosen], features.labels[chosen], features.texts[code], names)
            each = [result.accuracy for result in alone]
            numbers = {"best template": max(each), "mean of templates": mean(each), "ensemble": ensemble}
            row: Row = {"language": code, "data": name, "images": part}
            table.append(row | {key: round(value, 2) for key, value in numbers.items()})
            details.setdefault(code, {})[part] = {result.template: round(result.accuracy, 2) for result in alone}
    protocol = "Top-1; the ensemble averages class vectors over templates; percent."
    return EvaluationReport("zero-shot", data.model_name, protocol, table, {"by template": details})


@evaluate.command("linear-probe")
@click.option("--epochs", type=click.IntRange(1), default=1000, show_default=True)
@data_options
def linear_probe(data: EvaluationData, epochs: int) -> EvaluationReport:
    """A linear layer on frozen embeddings, trained on the training split."""
    from training.evaluation.linear_probe import ProbeOptions, fit_probe, probe_accuracy

    options = ProbeOptions(epochs=epochs)
    rows: list[Row] = []
    for name, features in data.each():
        (train, train_labels), (test, test_labels) = features.of("train"), features.of("test")
        probe = fit_probe(train, train_labels, len(features.classes), options)
        accuracy = round(probe_accuracy(probe, test, test_labels), 2)
        rows.append({"data": name, "train": len(train), "test": len(test), "top-1": accuracy})
    protocol = (
        f"SGD, learning rate {options.learning_rate}, weight decay {options.weight_decay:g}, momentum "
        f"{options.momentum}, cosine, {epochs} epochs, batches of {options.batch}; percent."
    )
    return EvaluationReport("linear-probe", data.model_name, protocol, rows)


@evaluate.command()
@click.option("--neighbours", "-k", type=click.IntRange(1), default=20, show_default=True)
@click.option("--temperature", type=click.FloatRange(0, min_open=True), default=0.07, show_default=True)
@data_options
def knn(data: EvaluationData, neighbours: int, temperature: float) -> EvaluationReport:
    """Nearest neighbours in the training split vote."""
    from training.evaluation.nearest_neighbours import knn_accuracy

    rows: list[Row] = []
    for name, features in data.each():
        (train, train_labels), (test, test_labels) = features.of("train"), features.of("test")
        accuracy = knn_accuracy(train, train_labels, test, test_labels, neighbours, temperature)
        rows.append({"data": name, "train": len(train), "test": len(test), "top-1": round(accuracy, 2)})
    protocol = f"k = {neighbours}, votes weighted with exp(similarity / {temperature:g}); percent."
    return EvaluationReport("knn", data.model_name, protocol, rows)


@evaluate.command("few-shot")
@click.option("--shots", default="1,4,8,16,32", show_default=True, help="Comma-separated images a class.")
@click.option("--seeds", type=click.IntRange(1), default=5, show_default=True, help="How many draws of each.")
@click.option("--epochs", type=click.IntRange(1), default=1000, show_default=True)
@data_options
def few_shot(data: EvaluationData, shots: str, seeds: int, epochs: int) -> EvaluationReport:
    """A linear probe on a handful of images a class; mean and deviation over draws."""
    from training.evaluation.few_shot import few_shot as draw
    from training.evaluation.linear_probe import ProbeOptions

    try:
        counts = [int(count) for count in shots.split(",")]
    except ValueError:
        raise BadOption(f"--shots {shots}: write numbers with commas between them.") from None
    rows: list[Row] = []
    details = {}
    for name, features in data.each():
        (train, train_labels), (test, test_labels) = features.of("train"), features.of("test")
        options = ProbeOptions(epochs=epochs)
        results = draw(train, train_labels, test, test_labels, len(features.classes), counts, range(seeds), options)
        row: Row = {"data": name}
        rows.append(row | {f"{r.shots}-shot": f"{r.mean:.2f} ± {r.deviation:.2f}" for r in results})
        details[name] = {str(r.shots): {"accuracies": r.accuracies, "mean": r.mean} for r in results}
    protocol = f"Linear probe on so many images a class, {seeds} draws: mean ± sample deviation; percent."
    return EvaluationReport("few-shot", data.model_name, protocol, rows, details)


@evaluate.command()
@click.option("--pairs", type=click.Path(path_type=Path), help="Tab-separated file: image and caption with a number.")
@click.option("--images", type=click.Path(path_type=Path), help="Folder or tar of the images.")
@data_options
def counting(data: EvaluationData, pairs: Path | None, images: Path | None, output: Path | None) -> EvaluationReport:
    """RemoteCount's protocol: which of one to ten in the caption fits the image best; with -o also as a picture."""
    from training.config.data import SourceConfig
    from training.data.archive import ImageArchive
    from training.evaluation.confusion_picture import draw_confusion
    from training.evaluation.counting import NUMBERS, count, read_counting_pairs
    from training.evaluation.embed import embed_counting
    from training.sources.source import Source

    without = 0
    if data.features is not None:
        ((name, features),) = data.each()
    elif pairs is not None and images is not None:
        counting_pairs, without = read_counting_pairs(pairs)
        source = Source(
            SourceConfig(id=pairs.stem, kind="class-folders", images=str(images)), ImageArchive(images), (), {}
        )
        name, features = pairs.stem, embed_counting(data.encoder(), source, counting_pairs)
    else:
        raise BadOption("Give --pairs and --images, or --features with count_features and counts.")
    if features.count_texts is None or features.counts is None:
        raise BadOption(f"{data.features}: holds no count_features and counts.")
    result = count(features.images, features.count_texts, features.counts.tolist())
    if without:
        say(f"{without} captions without a number from one to ten left out")
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        title = f"Counting, {name}: {result.accuracy:.1f} % right"
        draw_confusion(result.confusion, NUMBERS, title, output / "counting.png")
    row: Row = {"data": name, "images": int(result.confusion.sum()), "right": round(result.accuracy, 2)}
    row["right or one off"] = round(result.off_by_at_most_one, 2)
    protocol = "The number in the caption is swapped through one to ten, the most similar caption wins; percent."
    details = {"confusion": result.confusion.tolist(), "numbers": list(NUMBERS)}
    return EvaluationReport("counting", data.model_name, protocol, [row], details)


@evaluate.command()
@click.option("--alike", type=click.FloatRange(0, 1), default=0.99, show_default=True, help="With --features: cosine.")
@data_options
def leakage(data: EvaluationData, alike: float) -> EvaluationReport:
    """Training images that are (nearly) held-out ones: by perceptual hash, or by embedding with --features."""
    from training.evaluation.leakage import leakage_by_embedding, leakage_rows
    from training.sources.leakage import find_leaks

    if data.features is not None:
        ((name, features),) = data.each()
        suspects = leakage_by_embedding(features, alike)
        table: list[Row] = [{"data": name, "suspects": len(suspects)}]
        protocol = f"Pairs of a training and a held-out image with a cosine of at least {alike:g}: to be looked at."
        return EvaluationReport("leakage", data.model_name, protocol, table, {"suspects": suspects})
    sources = data.sources()
    leaks = find_leaks(sources, say)
    protocol = "64-bit perceptual hashes that differ in fewer than two bits; images."
    details = {"removed": leaks.rows(), "unreadable": [f"{s.source}/{s.name}" for s in leaks.unreadable]}
    return EvaluationReport(
        "leakage", "any model trained on these data", protocol, leakage_rows(sources, leaks), details
    )


@evaluate.command()
@LANGUAGES_OPTION
@data_options
def embed(data: EvaluationData, languages: str, output: Path | None) -> EvaluationReport:
    """Write each data set's features to the folder -o, for the other evaluations' --features."""
    from training.evaluation.features import write_features

    if output is None:
        raise BadOption("Give the folder to write to with -o.")
    output.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for name, features in data.each(chosen_languages(languages)):
        write_features(features, output / f"{name}.safetensors")
        rows.append({"data": name, "images": len(features.images), "dimension": features.images.shape[1]})
    return EvaluationReport("embed", data.model_name, "Features of every image, written as safetensors.", rows)
