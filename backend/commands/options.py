"""Options shared by several commands, and the parsing of their values."""

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
    from backend.executors.choice import ExecutorChoice
    from backend.imagery.layer import LayerInfo
    from backend.jobs.inputs import Extent
    from backend.jobs.workbench import Workbench

Command = TypeVar("Command", bound=Callable[..., Any])
Result = TypeVar("Result")


def index_options(command: Command) -> Command:
    """``--model --index --window-m --bands --device --trust``: which index is used, and how it is created."""
    for option in (
        click.option(
            "--trust",
            is_flag=True,
            help=(
                "Read the layer in this process, including any file that its sidecar files refer to; for files you "
                "created yourself."
            ),
        ),
        click.option(
            "--device",
            type=click.Choice(["auto", "cpu", "cuda"]),
            help="Device for the model.  [default: auto]",
        ),
        click.option(
            "--bands",
            metavar="R,G,B",
            help="Bands to use, by number (from 1) or name: three, or one for grey.  [default: chosen from the layer]",
        ),
        click.option(
            "--window-m",
            metavar="M,M,...",
            help="Window sizes on the ground in metres, such as 50,100,200.  [default: chosen from the layer]",
        ),
        click.option(
            "--index",
            "index_root",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help=(
                "Folder for indexes, or s3://bucket/prefix.  [default: TERRALEX_INDEX, otherwise the user's cache "
                "folder]"
            ),
        ),
        click.option(
            "--model",
            "model_id",
            metavar="ID",
            help=(
                "A model from `terralex models`, hf-hub:ORG/NAME or local-dir:FOLDER.  [default: TERRALEX_MODEL, "
                "otherwise terralex-mini]"
            ),
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True)
class Indexing:
    """Parsed values of :func:`index_options`.

    Attributes:
        model_id, index_root, device: as for the settings; None if not given.
        sizes_m: window sizes in metres.
        bands: numbers or names.
        trust: whether the layer is read in this process, whatever its sidecar files refer to.
    """

    model_id: str | None
    index_root: Path | None
    sizes_m: tuple[float, ...] | None
    bands: tuple[str, ...] | None
    device: str | None
    trust: bool

    def workbench(self, executor: ExecutorChoice | None = None) -> AbstractContextManager[Workbench]:
        """What the processes of one command work with; windows are embedded by an executor if one is given."""
        from backend.commands.in_process import workbench

        return workbench(self.model_id, self.index_root, self.device, trust=self.trust, executor=executor)

    def asked(self, layer: str) -> dict[str, Any]:
        """The inputs that all processes on a layer share."""
        return {"layer": layer, "window_m": self.sizes_m, "bands": self.bands}

    def reads(self, layer: str, bench: Workbench) -> list[Path]:
        """Files and folders that a run on a layer reads, in addition to those of its options."""
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
    """``--extent --extent-crs`` as one argument ``box``; ``does`` is the verb of the help text."""

    def decorate(command: Callable[..., Result]) -> Callable[..., Result]:
        @wraps(command)
        def read(*arguments: Any, extent: str | None, extent_crs: str | None, **named: Any) -> Result:
            return command(*arguments, box=read_extent(extent, extent_crs), **named)

        crs = click.option("--extent-crs", metavar="EPSG:n", help="CRS of --extent.  [default: that of the layer]")
        return click.option("--extent", metavar="XMIN,YMIN,XMAX,YMAX", help=f"{does} only this extent.")(crs(read))

    return decorate


def output_option(does: str, instead: str = "") -> Callable[[Command], Command]:
    """``-o --output``, a vector file; ``does`` and the options that may stand ``instead`` of it are its help text."""
    required = f" Required unless {instead} is given." if instead else ""
    text = f"{does}; .gpkg, .geojson or .fgb.{required}"
    return click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help=text)


json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def parse_bands(text: str | None) -> tuple[str, ...] | None:
    """``4,3,2`` or ``nir,red,green`` as numbers or names; None if nothing was given."""
    return None if text is None else tuple(part.strip() for part in text.split(","))


def tell_notes(info: LayerInfo) -> None:
    """Print the notes on a layer to stderr."""
    for note in info.notes:
        click.echo(f"Note: {note}", err=True)


overwrite_option = click.option(
    "--overwrite", is_flag=True, help="Replace a layer or style of this name even if Terralex did not create it."
)


def inputs_of(layer: str, model_id: str | None, index_root: Path) -> list[Path]:
    """Files and folders that a run on a layer reads, in addition to those of its options."""
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
    """``50,100,200`` as window sizes in metres; None if nothing was given.

    Raises:
        BadOption: something else, or a size that is not positive.
    """
    if text is None:
        return None
    what = "a list of window sizes in metres: write them like 50,100,200"
    sizes = parse_numbers(text, what)
    if min(sizes) <= 0:
        raise BadOption(f"{text!r} is not {what}.")
    return sizes


def read_extent(text: str | None, crs: str | None) -> Extent | None:
    """``--extent`` and ``--extent-crs``: an extent, in the layer's CRS unless one is given; None if there is none.

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
        raise BadOption(f"The extent is in {named} but --extent-crs is {crs}: leave one of them out.")
    return Extent.model_construct(bbox=box, crs=named or crs)
