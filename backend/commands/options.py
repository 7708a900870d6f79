"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from backend.errors import BadOption

if TYPE_CHECKING:
    from backend.imagery.layer import LayerInfo
    from backend.jobs.inputs import Extent
    from backend.jobs.workbench import Workbench

Command = TypeVar("Command", bound=Callable[..., Any])
Result = TypeVar("Result")


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


@dataclass(frozen=True)
class Indexing:
    """What :func:`index_options` say, read.

    Attributes:
        model_id, index_root, device: as the settings take them; None where not given.
        sizes_m: sides of the windows in metres.
        bands: numbers or names.
        trust: whether the layer is read in this process, wherever its side files lead.
    """

    model_id: str | None
    index_root: Path | None
    sizes_m: tuple[float, ...] | None
    bands: tuple[str, ...] | None
    device: str | None
    trust: bool

    def workbench(self) -> AbstractContextManager[Workbench]:
        """What the processes of one command work with."""
        from backend.commands.in_process import workbench

        return workbench(self.model_id, self.index_root, self.device, trust=self.trust)

    def asked(self, layer: str) -> dict[str, Any]:
        """The inputs that every process on a layer has."""
        return {"layer": layer, "window_m": self.sizes_m, "bands": self.bands}

    def reads(self, layer: str, bench: Workbench) -> list[Path]:
        """Files and folders that a run on a layer reads, beside what its own options name."""
        return inputs_of(layer, self.model_id, bench.settings.index)


def with_indexing(command: Callable[..., Result]) -> Callable[..., Result]:
    """:func:`index_options` as one argument ``indexing`` of the command."""

    @wraps(command)
    def read(
        *arguments: Any,
        model_id: str | None,
        index_root: Path | None,
        window_m: str | None,
        bands: str | None,
        device: str | None,
        trust: bool,
        **named: Any,
    ) -> Result:
        sizes_m = parse_window_sizes(window_m)
        indexing = Indexing(model_id, index_root, sizes_m, parse_bands(bands), device, trust)
        return command(*arguments, indexing=indexing, **named)

    return index_options(read)


def with_extent(does: str) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """``--extent --extent-crs`` as one argument ``box``, in whose help the command ``does`` something only here."""

    def decorate(command: Callable[..., Result]) -> Callable[..., Result]:
        @wraps(command)
        def read(*arguments: Any, extent: str | None, extent_crs: str | None, **named: Any) -> Result:
            return command(*arguments, box=read_extent(extent, extent_crs), **named)

        crs = click.option(
            "--extent-crs", metavar="EPSG:n", help="Reference system of --extent.  [default: the layer's]"
        )
        return click.option("--extent", metavar="XMIN,YMIN,XMAX,YMAX", help=f"{does} only here.")(crs(read))

    return decorate


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


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
