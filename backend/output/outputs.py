"""Checks the outputs of a run against its inputs: none overwrites an input, or what Terralex did not make."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from backend.errors import BadOption, OutputNotWritable
from backend.imagery.layer_files import beside, layer_files
from backend.output.files import FORMATS, check_output, side_files, target_of
from backend.output.geopackage import JOURNALS, check_layer
from backend.output.qgis_style import is_own_style

_STYLES = (".qml", ".qmd", ".sld", ".qix", ".cpg", ".prj", ".dbf", ".shx", ".sbn", ".sbx", ".qpj")
"""Extensions of files that belong to a file of the same base name, in QGIS or in a shapefile."""
_ADDED = (".aux.xml", ".ovr", ".msk", ".msk.ovr", *JOURNALS)


@dataclass(frozen=True)
class Output:
    """A file that a run will write.

    Attributes:
        option: the option that named it, for error sentences: ``--raster``.
        path: the file.
        extensions: allowed extensions.
        layer: name of its layer, if it is a vector file.
        sidecars: names of the files written beside it.
    """

    option: str
    path: Path
    extensions: tuple[str, ...] = tuple(FORMATS)
    layer: str = ""
    sidecars: tuple[str, ...] = ()

    def touched(self) -> list[Path]:
        """Every file that will be written, replaced or removed."""
        target = target_of(self.path)
        journals = [target.with_name(target.name + end) for end in JOURNALS] if target.suffix == ".gpkg" else []
        return [target, *side_files(target, self.sidecars), *journals]


def check_outputs(
    outputs: Iterable[Output], inputs: Iterable[str | os.PathLike[str] | None], overwrite: bool = False
) -> None:
    """Refuse a run whose outputs would destroy its inputs, each other, or something that Terralex did not make.

    Files are compared, so that links, spellings of a path and letter case do not matter.

    Args:
        outputs: what will be written.
        inputs: files that are read, and folders whose files are; for a raster also its side files and the sources of a
            VRT. None and what does not exist are skipped: reading them reports it.
        overwrite: whether layers and styles that Terralex did not make may be replaced.

    Raises:
        BadOption: an output is an input, belongs to one, or is another output; or has a wrong extension.
        OutputNotWritable: it cannot be written there, or would replace what Terralex did not make.
    """
    wanted = list(outputs)
    for output in wanted:
        check_output(output.path, output.extensions)
    given = [Path(source).expanduser() for source in inputs if source is not None]
    for source in given:
        with suppress(OSError, ValueError):  # not a possible file name: reading it reports that
            if source.exists():
                _refuse_input(wanted, source)
    for number, output in enumerate(wanted):
        for other in wanted[:number]:
            if any(_same(mine, its) for mine in output.touched() for its in other.touched()):
                raise BadOption(f"{output.option} {output.path} would replace {_shown(other)}: give another name.")
    for output in wanted:
        if output.path.suffix.lower() == ".gpkg" and output.layer:
            check_layer(output.path, output.layer, overwrite)
        _refuse_foreign_style(output, overwrite)


def _refuse_input(outputs: Sequence[Output], source: Path) -> None:
    if source.is_dir():
        for output in outputs:
            if any(touched.exists() and touched.is_relative_to(target_of(source)) for touched in output.touched()):
                raise BadOption(
                    f"{output.option} {output.path} is a file of {source}, which is being read: give another name."
                )
        return
    existing, possible = belongings(source)
    for output in outputs:
        for touched in output.touched():
            if any(_same(touched, file) for file in existing) or (
                touched != target_of(output.path) and any(_same_name(touched, file) for file in possible)
            ):
                what = "is the input" if _same(target_of(output.path), source) else "would change the input"
                raise BadOption(f"{output.option} {output.path} {what} {source.name}: give another name.")


def belongings(source: Path) -> tuple[list[Path], list[Path]]:
    """Files that an input consists of, and those that would become part of it if they were created."""
    existing: dict[Path, None] = {}
    for file in layer_files(source).files:
        existing[file] = None
        for sidecar in beside(file, _names_beside(file.name)):
            existing[sidecar] = None
    possible = [source.with_name(name) for name in _names_beside(source.name)]
    real = target_of(source)
    if real != source:
        existing[real] = None
        possible += [real.with_name(name) for name in _names_beside(real.name)]
        for sidecar in beside(real, _names_beside(real.name)):
            existing[sidecar] = None
    return list(existing), possible


def _names_beside(name: str) -> list[str]:
    stem = Path(name).stem
    return [*(name + end for end in _ADDED), *(stem + end for end in _STYLES)]


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are the same file, by links or by letter case where the file system ignores it."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return _same_name(one, other)


def _same_name(one: Path, other: Path) -> bool:
    """Whether two paths name the same place, ignoring letter case as Windows and macOS do."""
    if one.name.casefold() != other.name.casefold():
        return False
    return target_of(one.parent) == target_of(other.parent)


def _shown(output: Output) -> str:
    return f"{output.option} {output.path} or a file that belongs to it"


def _refuse_foreign_style(output: Output, overwrite: bool) -> None:
    for side in side_files(output.path, output.sidecars):
        if side.suffix.lower() == ".qml" and side.exists() and not overwrite and not is_own_style(side):
            raise OutputNotWritable(
                f"{side} is a style that Terralex did not create, and {output.option} {output.path} would replace "
                "it: give another name, or use --overwrite."
            )
