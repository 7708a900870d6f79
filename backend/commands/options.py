"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.imagery.layer import LayerInfo
    from backend.jobs.inputs import Extent

Command = TypeVar("Command", bound=Callable[..., Any])


def index_options(command: Command) -> Command:
    """``--model --index --window-m --bands --device --trust``: what decides which index is used, and how it is made."""
    for option in (
        click.option(
            "--trust",
            is_flag=True,
            help="Read the layer in this process and follow whatever its side files name; for files you made yourself.",
        ),
        click.option(
            "--device",
            type=click.Choice(["auto", "cpu", "cuda"]),
            help="Where the model runs.  [default: auto]",
        ),
        click.option(
            "--bands",
            metavar="R,G,B",
            help="Bands to look at, numbers from 1 or names: three, or one for grey.  [default: by the layer]",
        ),
        click.option(
            "--window-m",
            metavar="M,M,...",
            help="Sides of the windows on the ground in metres, such as 50,100,200.  [default: by the layer]",
        ),
        click.option(
            "--index",
            "index_root",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="Folder of all indexes.  [default: TERRALEX_INDEX, else this user's cache]",
        ),
        click.option(
            "--model",
            "model_id",
            metavar="ID",
            help="A model of `terralex models`, hf-hub:ORG/NAME or local-dir:FOLDER.  "
            "[default: TERRALEX_MODEL, else terralex-mini]",
        ),
    ):
        command = option(command)
    return command


def parse_bands(text: str | None) -> tuple[str, ...] | None:
    """``4,3,2`` or ``nir,red,green`` -> numbers or names as they are given; None where nothing was."""
    return None if text is None else tuple(part.strip() for part in text.split(","))


def tell_notes(info: LayerInfo) -> None:
    """Say on stderr what a layer's user should know of it."""
    for note in info.notes:
        click.echo(f"Note: {note}", err=True)


overwrite_option = click.option(
    "--overwrite", is_flag=True, help="Replace a layer or style of this name though Terralex did not make it."
)


def inputs_of(layer: str, model_id: str | None, index_root: Path) -> list[Path]:
    """Files and folders that a run on a layer reads, beside what its own options name."""
    from backend.index.folders import layer_folder

    model = (model_id or "").partition("local-dir:")[2]
    file = Path(layer).expanduser()
    return [file, layer_folder(index_root, file.resolve()), *([Path(model)] if model else [])]


def parse_numbers(text: str, what: str) -> tuple[float, ...]:
    """Finite numbers separated by commas.

    Raises:
        BadOption: something else.
    """
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = (math.nan,)
    if not all(math.isfinite(number) for number in numbers):
        raise BadOption(f"{text!r} is not {what}.")
    return numbers


def parse_window_sizes(text: str | None) -> tuple[float, ...] | None:
    """``50,100,200`` -> sides in metres; None where nothing was given.

    Raises:
        BadOption: something else, or a side that is not positive.
    """
    if text is None:
        return None
    what = "a list of window sides in metres: write them like 50,100,200"
    sizes = parse_numbers(text, what)
    if min(sizes) <= 0:
        raise BadOption(f"{text!r} is not {what}.")
    return sizes


def read_extent(text: str | None, crs: str | None) -> Extent | None:
    """``--extent`` and ``--extent-crs``: a box, in the layer's own CRS unless it or the option names one; None if none.

    Raises:
        BadOption: something else, a box without area, or two different CRSs.
    """
    if text is None:
        return None
    from backend.imagery.crs import same_crs
    from backend.imagery.extent import parse_extent
    from backend.jobs.inputs import Extent

    box, named = parse_extent(text)
    if named is not None and crs is not None and not same_crs(named, crs):
        raise BadOption(f"The extent says {named} and --extent-crs {crs}: leave one of them out.")
    return Extent.model_construct(bbox=box, crs=named or crs)
