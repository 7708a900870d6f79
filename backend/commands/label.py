"""``terralex label`` and ``terralex labels``: classify a layer, and list the label sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.commands.console import progress_bar
from backend.commands.options import (
    Indexing,
    json_option,
    output_option,
    overwrite_option,
    tell_notes,
    with_extent,
    with_indexing,
)
from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.jobs.inputs import Extent

NOTHING_LABELLED = 1


@click.command("label")
@click.argument("layer", metavar="LAYER")
@click.option(
    "--labels",
    "label_source",
    metavar="FILE|preset:NAME",
    help=(
        "The classes: a CSV, text or JSON file, or a preset from `terralex labels`. Required unless --concepts is "
        "given."
    ),
)
@click.option(
    "--concepts",
    metavar="TLX,TLX",
    help="Concepts to use as additional classes: files from `terralex concept save`, separated by commas.",
)
@click.option(
    "--features",
    "feature_source",
    metavar="FILE",
    help="Label these polygons instead of the whole layer; FILE|layername=NAME if the file has several layers.",
)
@with_extent("Label")
@click.option(
    "--language", metavar="CODE", default="en", show_default=True, help="Language of the class names, such as de or zh."
)
@click.option(
    "--other-below",
    metavar="C",
    type=float,
    default=None,
    help=(
        'Minimum confidence, 0 to 1; anything below it is labelled "other". [default: none with a preset; with your '
        'own classes and a calibrated model, ground on which no class stands out is "other"]'
    ),
)
@click.option(
    "--smooth",
    metavar="W",
    type=float,
    default=0.0,
    show_default=True,
    help="Influence of neighbouring windows, 0 to 1.",
)
@click.option("--transduce", is_flag=True, help="Label all windows jointly; helps where most classes occur.")
@click.option(
    "--dissolve/--no-dissolve",
    default=None,
    help="Whether to merge neighbouring cells of the same class into one area.  [default: dissolve]",
)
@with_indexing
@click.option("--raster", metavar="TIF", type=click.Path(path_type=Path), help="Also write the classes as a raster.")
@click.option("--preview", metavar="PNG", type=click.Path(path_type=Path), help="Draw the labels on the image.")
@json_option
@output_option("Write the labels", "--json, --raster or --preview")
@overwrite_option
def label_command(
    layer: str,
    label_source: str | None,
    concepts: str | None,
    feature_source: str | None,
    box: Extent | None,
    language: str,
    other_below: float | None,
    smooth: float,
    transduce: bool,
    dissolve: bool | None,
    indexing: Indexing,
    raster: Path | None,
    preview: Path | None,
    as_json: bool,
    output: Path | None,
    overwrite: bool,
) -> int:
    """Classify LAYER with the classes of a label set, without training.

    The whole layer, or an extent of it, is divided into cells with a label each; it is indexed first if necessary. With
    --features, polygons get labels and keep all their attributes; no index is needed then.
    """
    if output is None and raster is None and preview is None and not as_json:
        raise BadOption(
            "There is nowhere to write the labels: give a file with -o, or use --json, --raster or --preview."
        )
    if label_source is None and concepts is None:
        raise BadOption("There are no classes: give them with --labels, or concepts with --concepts.")
    if feature_source is not None:
        given = {
            "--extent": box,
            "--smooth": smooth,
            "--dissolve": dissolve,
            "--raster": raster,
        }
        unfit = [name for name, value in given.items() if value]
        if unfit:
            raise BadOption(f"{unfit[0]} applies to whole layers only: leave it out, or label without --features.")

    from backend.concepts.concept_file import load_concept
    from backend.jobs.process import Run
    from backend.jobs.processes.label_features import LabelFeaturesInputs, LabelFeaturesProcess
    from backend.jobs.processes.label_windows import LabelWindowsInputs, LabelWindowsProcess
    from backend.labeling.class_raster import EXTENSIONS as RASTERS
    from backend.labeling.class_raster import sidecars, write_class_raster
    from backend.labeling.concepts import with_concepts
    from backend.labeling.export import LAYER_NAME, write_labels
    from backend.labeling.feature_table import read_features
    from backend.labeling.label_set import load_label_set
    from backend.labeling.preview import write_label_preview
    from backend.labeling.summary import summary
    from backend.output.outputs import Output, check_outputs
    from backend.search.search import Stopwatch

    outputs = [
        Output("-o", output, layer=LAYER_NAME) if output else None,
        Output("--raster", raster, RASTERS, sidecars=sidecars(raster)) if raster else None,
        Output("--preview", preview, (".png",)) if preview else None,
    ]
    files = [Path(name.strip()) for name in concepts.split(",")] if concepts else []
    read = [label_source, feature_source and feature_source.partition("|")[0], *files]
    known = None if label_source is None else load_label_set(label_source, language)
    taught = [load_concept(file) for file in files]
    classes = with_concepts(known, taught, language) if known is None or taught else known
    asked = {**indexing.asked(layer), "other_below": other_below, "transduce": transduce}
    areas: dict[str, Any] = {} if dissolve is None else {"dissolve": dissolve}
    watch = Stopwatch()
    with indexing.workbench() as bench, progress_bar() as tell:
        check_outputs(filter(None, outputs), [*indexing.reads(layer, bench), *read], overwrite)
        if feature_source is not None:
            table, inputs = read_features(feature_source), LabelFeaturesInputs.model_construct(**asked)
            features = LabelFeaturesProcess().prepare_with(classes, table, inputs, bench)
            tell_notes(features.layer.info)
            with watch.stage("label"):
                labelled = features.label(Run(tell))
            with watch.stage("write"):
                if output is not None:
                    write_labels(output, labelled, overwrite=overwrite)
                if preview is not None:
                    write_label_preview(preview, labelled, None, bench.open_layer)
            facts = summary(labelled)
        else:
            wanted = LabelWindowsInputs.model_construct(**asked, extent=box, smooth=smooth, **areas)
            windows = LabelWindowsProcess().prepare_with(classes, wanted, bench)
            tell_notes(windows.site.info)
            with watch.stage("index"):
                index = windows.index(Run(tell))
            with watch.stage("label"):
                ground = windows.label(index, Run(tell))
            with watch.stage("write"):
                if output is not None:
                    windows.write(ground, output, overwrite)
                if raster is not None:
                    write_class_raster(raster, ground)
                if preview is not None:
                    write_label_preview(preview, ground, index.stretch, bench.open_layer)
            facts = summary(ground)
    facts["seconds"] = {stage: round(spent, 4) for stage, spent in watch.seconds.items()}
    facts["files"] = [str(path) for path in (output, raster, preview) if path is not None]
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        _print(facts)
    return 0 if facts["count"] else NOTHING_LABELLED


@click.command("labels")
@click.option("--language", metavar="CODE", default="en", show_default=True, help="Language of the class names.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def labels_command(language: str, as_json: bool) -> None:
    """List the label sets that ship with Terralex, with their classes."""
    from backend.labeling.label_set import PRESET_PREFIX, load_label_set, preset_names

    sets = {f"{PRESET_PREFIX}{name}": load_label_set(f"{PRESET_PREFIX}{name}", language) for name in preset_names()}
    if as_json:
        rows = [
            {
                "id": name,
                "title": label_set.title,
                "classes": [{"name": c.name, "title": c.title, "colour": c.colour} for c in label_set.classes],
            }
            for name, label_set in sets.items()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("labels", no_wrap=True)
    table.add_column("title", overflow="fold")
    table.add_column("classes", overflow="fold")
    for name, label_set in sets.items():
        table.add_row(name, label_set.title, ", ".join(label_set.titles))
    Console().print(table)


def _print(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("class", overflow="fold")
    for title in ("hectares", "share", "count", "confidence"):
        table.add_column(title, justify="right")
    table.add_column("told by", overflow="fold")
    told = {row["class"]: _told(row) for row in found["told_by"]}
    for row in found["classes"]:
        share = "" if row["share"] is None else f"{row['share']:.1%}"
        numbers = (f"{row['area_m2'] / 10_000:,.2f}", share, f"{row['count']:,}", f"{row['mean_confidence']:.2f}")
        table.add_row(row["label"], *numbers, told.get(row["class"], ""))
    console.print(table)
    for reason, count in found.get("unlabelled", {}).items():
        console.print(f"{count:,} of {found['features']:,} features have no label: {reason}.", markup=False)
    for path in found["files"]:
        console.print(f"Written: {path}", markup=False, soft_wrap=True)


def _told(row: dict[str, Any]) -> str:
    """What a class was recognised by, in a few words: its concepts in the lexicon, or its first prompt."""
    return ", ".join(row["concepts"]) or f'"{row["prompts"][0]}"'
