"""``terralex concept``: save what a query was taught by marks as a small file, and show such a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.commands.console import progress_bar
from backend.commands.marks import read_marks
from backend.commands.options import Indexing, json_option, tell_notes, with_indexing

if TYPE_CHECKING:
    from backend.concepts.concept import Concept


@click.group("concept")
def concept_command() -> None:
    """Save concepts that were taught with marks, and inspect them."""


@concept_command.command("save")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--layer", metavar="LAYER", required=True, help="The raster file that the marks belong to.")
@click.option(
    "--marks",
    metavar="FILE",
    required=True,
    help='Polygons with a column "status" or "mark" that holds "accepted" or "rejected", such as regions from QGIS.',
)
@click.option(
    "--concept", "before", metavar="TLX", type=click.Path(path_type=Path), help="Continue teaching this concept."
)
@click.option("--not", "unwanted", metavar="TEXT", multiple=True, help="What to exclude; may be repeated.")
@click.option("--name", metavar="NAME", help="Name of the concept.  [default: the words, or the file name]")
@with_indexing
@json_option
@click.option(
    "-o", "--output", metavar="TLX", type=click.Path(path_type=Path), required=True, help="The file to write (.tlx)."
)
def save_command(
    text: str | None,
    layer: str,
    marks: str,
    before: Path | None,
    unwanted: tuple[str, ...],
    name: str | None,
    indexing: Indexing,
    as_json: bool,
    output: Path,
) -> None:
    """Learn a concept from marks on a layer and the words TEXT, and save it.

    The file is small, contains no pixels and no coordinates, and works on other layers: terralex search --concept.
    """
    from backend.concepts.concept_file import EXTENSION, load_concept, save_concept
    from backend.jobs.process import Run
    from backend.jobs.processes.taught_query import taught_query
    from backend.jobs.processes.teach import TeachInputs, TeachProcess
    from backend.output.outputs import Output, check_outputs

    accepted, rejected = read_marks(marks)
    known = None if before is None else load_concept(before)
    query = taught_query(text, unwanted, concept=known, accepted=accepted, rejected=rejected)
    called = name or (output.stem if not query.title else query.title)
    inputs = TeachInputs.model_construct(**indexing.asked(layer), name=called)
    with indexing.workbench() as bench:
        read = [*indexing.reads(layer, bench), Path(marks.partition("|")[0])]
        check_outputs([Output("-o", output, (EXTENSION,))], read, True)
        prepared = TeachProcess().prepare_with(query, inputs, bench)
        tell_notes(prepared.site.info)
        with progress_bar() as tell:
            index = prepared.index(Run(tell))
        concept = prepared.learn(index)
        save_concept(concept, output)
    _print(concept, as_json, output)


@concept_command.command("show")
@click.argument("file", metavar="TLX", type=click.Path(path_type=Path))
@json_option
def show_command(file: Path, as_json: bool) -> None:
    """Show the name of a concept, the model it belongs to, and what it was learned from."""
    from backend.concepts.concept_file import load_concept

    _print(load_concept(file), as_json, None)


def _print(concept: Concept, as_json: bool, written: Path | None) -> None:
    facts = concept.to_dict()
    if as_json:
        click.echo(json.dumps(facts | ({"file": str(written)} if written else {}), ensure_ascii=False))
        return
    words = f", words {'; '.join(concept.texts)!r}" if concept.texts else ""
    click.echo(
        f"{concept.name!r}: {facts['accepted']} accepted and {facts['rejected']} rejected places{words}; "
        f"model {concept.model} {concept.revision}; taught on {', '.join(concept.layers)}; {concept.time}."
    )
    if written is not None:
        click.echo(f"Written: {written}")
