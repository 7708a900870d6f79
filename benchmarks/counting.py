"""How far are counts from the truth? Real boxes, and composited windows, each picture a zone.

    python -m benchmarks.counting [--model ID] [--boxes ../shared/boxes] [--data ../shared/data] [--sets simd,dota]

The pictures of a set lie side by side as one map (:mod:`benchmarks.small_things`). Each thing of which there are
ten at least is counted by its plural, every picture a zone of its own, exactly as ``terralex count --zones`` does.
Printed are the things that are there, what a user is told, what is expected whether it is told or not, the mean
absolute error of a picture, the bias (expected less true, by a picture), and in how many pictures of a hundred the true
number lies in the interval.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from backend.commands.in_process import workbench
from backend.counting.find import Counted
from backend.errors import BadOption
from backend.imagery.layer import open_layer
from backend.jobs.process import Run
from backend.jobs.processes.count import CountInputs, CountProcess
from backend.labeling.feature_table import FeatureTable
from backend.lexicon import load_lexicon
from benchmarks.composited_pictures import composited
from benchmarks.image_mosaic import CRS, DATA
from benchmarks.small_things import ASKED, COMPOSITED, COMPOSITED_M, SIMD_SAMPLING_M, Map, Picture, dota, lay_out, simd

LEAST_THINGS = 10


def zones_of_map(pictures: Sequence[Picture], layer: Map) -> FeatureTable:
    """The ground of every picture, as :func:`benchmarks.small_things.lay_out` lays them."""
    with open_layer(layer.image) as opened:
        transform = opened.info.transform
    side = max(max(picture.pixels.shape[1:]) for picture in pictures)
    columns = math.ceil(math.sqrt(len(pictures)))
    shapes = []
    for place, picture in enumerate(pictures):
        top, left = (number * side for number in divmod(place, columns))
        height, width = picture.pixels.shape[1:]
        corners = shapely.box(left, top, left + width, top + height).exterior.coords
        shapes.append(shapely.Polygon([transform * corner for corner in corners]))
    empty = pa.table({"_": pa.nulls(len(shapes))}).drop_columns(["_"])
    return FeatureTable(np.array(shapes, dtype=object), CRS, np.arange(len(shapes)), empty, "pictures")


def count_map(layer: Map, zones: FeatureTable, concept: str, model: str, index: Path) -> Counted:
    """Count as the command line does."""
    inputs = CountInputs.model_construct(layer=str(layer.image), text=load_lexicon()[concept]["en"].many)
    with workbench(model, index, trust=True) as bench:
        prepared = CountProcess().prepare_with(zones, inputs, bench)
        return prepared.count(prepared.index(Run()))


def row_of(counted: Counted, true: NDArray[np.int64]) -> str:
    """Figures of one set and thing."""
    found = np.array([one.count for one in counted.zones])
    inside = [one.low <= number <= one.high for one, number in zip(counted.zones, true, strict=True)]
    errors = found - true
    total = counted.total
    said = {"number": "a number", "lower_bound": f"at least {total.low}", "no_number": "no number"}[total.kind]
    return (
        f"{true.sum()} | {said} | {found.sum()} ({total.low} to {total.high}) | {true.mean():.2f} | "
        f"{np.abs(errors).mean():.2f} | {errors.mean():+.2f} | {100 * np.mean(inside):.0f} %"
    )


def main() -> None:
    """Print a row a set and thing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--boxes", type=Path, default=DATA.parent / "boxes")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", default="simd,dota,composites")
    parser.add_argument("--things", help="Only these concepts, separated by commas.")
    parser.add_argument("--folder", type=Path, help="where maps and indexes are kept for the next run")
    arguments = parser.parse_args()
    asked = arguments.sets.split(",")
    only = arguments.things.split(",") if arguments.things else None
    print("| set | thing | true | told | expected | true a picture | mean absolute error | bias | in the interval |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="terralex-") as name:
        folder = arguments.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        sets: list[tuple[str, list[Picture], float]] = []
        if "simd" in asked:
            sets.append(("SIMD", simd(arguments.boxes / "simd_yolo"), SIMD_SAMPLING_M))
        if "dota" in asked:
            for file in sorted((arguments.boxes / "dota").glob("*.txt")):
                picture, sampling = dota(file)
                sets.append((f"DOTA {file.stem}", [picture], sampling))
        for sampling in COMPOSITED_M if "composites" in asked else ():
            made = [Picture(pixels, boxes) for pixels, boxes in composited(arguments.data, sampling, COMPOSITED)]
            sets.append((f"composites {sampling} m", made, sampling))
        for title, pictures, sampling in sets:
            layer = lay_out(folder / f"{title.replace(' ', '-')}.tif", pictures, sampling)
            zones = zones_of_map(pictures, layer)
            for concept in layer.truth:
                true = np.array([len(picture.boxes.get(concept, ())) for picture in pictures])
                wanted = concept in only if only else concept in ASKED or not title.startswith("composites")
                if true.sum() < LEAST_THINGS or not wanted:
                    continue
                try:
                    figures = row_of(count_map(layer, zones, concept, arguments.model, folder / "index"), true)
                except BadOption as error:  # too small for these pixels, which is an answer too
                    figures = f"{true.sum()} | {error} | | | | |"
                print(f"| {title} | {concept} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
