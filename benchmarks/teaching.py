"""Does teaching get better with every click, and does a concept hold on another map?

    python -m benchmarks.teaching [--model ID] [--folder DIR] [--curve docs/images/teaching.png] [--data ../shared/data]

Maps are laid of test images (:mod:`benchmarks.teaching_maps`). An oracle that knows the truth marks the first ten
regions that it has not marked before, three times; a region is right when at least half of its area lies in images of
the class. Windows are as wide as a cell, and half of one apart. After each round: P@10 of regions not marked before,
and P@100 of the answer as a user has it, with what was accepted kept and what was rejected gone. Three ways answer the
same queries, each with its own marks: the words alone, going on down their list; examples as they were before
(:mod:`benchmarks.rocchio`); and the head that all marks teach.

Then a concept taught for three rounds on one map is asked on another as it is, beside its words.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import numpy as np
import shapely
from numpy.typing import NDArray

from backend.concepts.concept import Concept
from backend.labeling.label_set import load_label_set
from backend.models.encoder import Encoder, load_encoder
from backend.search.learning import learn
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Example, Query
from backend.search.region import Region
from backend.search.search import SearchOptions, search
from benchmarks.image_mosaic import CRS, DATA
from benchmarks.rocchio import rocchio_directions
from benchmarks.teaching_maps import SETS, Asked, Map, Plan, make_map, names_on, phrases_on

ROUNDS, MARKS, DEEP = 3, 10, 100
RIGHT = 0.5
FALLS = 0.6
WAYS = ("words alone", "examples as before", "taught")
FINE = Plan("rsicd-ucm", (("rsicd", "test"), ("ucm", "test")), 224, 0.3, 67.2)
COARSE = [Plan(f"eurosat-{at}", (("eurosat", "test"),), 64, 10.0, 640.0, at, 2) for at in (0, 1)]
APART = [
    Plan("rsicd", (("rsicd", "test"),), 224, 0.3, 67.2),
    Plan("ucm", (("ucm", "test"),), 224, 0.3, 67.2),
]
TUNING = Plan("rsicd-val", (("rsicd", "val"),), 224, 0.3, 67.2)


@dataclass
class Course:
    """One query taught in one way: P@10 of unmarked regions and P@100 after 0, 1, ... rounds, and what was marked."""

    near: list[float] = field(default_factory=list)
    deep: list[float] = field(default_factory=list)
    accepted: list[Example] = field(default_factory=list)
    rejected: list[Example] = field(default_factory=list)

    def query(self, asked: Asked) -> Query:
        """With all marks so far."""
        return Query((asked.text,), accepted=tuple(self.accepted), rejected=tuple(self.rejected))


class Classroom:
    """A map and a model to teach on it."""

    def __init__(self, place: Map, encoder: Encoder) -> None:
        self.place, self.encoder, self.matrices = place, encoder, MatrixCache(2**31)

    def answer(self, query: Query, top: int) -> list[Region]:
        """New regions, best first."""
        options = SearchOptions(top=top, min_relevance=0.0)
        found = search(self.place.index, self.encoder, query, options, matrices=self.matrices)
        return [region for region in found.regions if not region.mark]

    def right(self, regions: Sequence[Region], ground: shapely.Geometry) -> NDArray[np.bool_]:
        """Which regions show it."""
        shapes = np.array([region.geometry for region in regions], dtype=object)
        return np.asarray(shapely.area(shapely.intersection(shapes, ground)) >= RIGHT * shapely.area(shapes))

    def teach(self, asked: Asked, way: str, rounds: int = ROUNDS) -> Course:
        """Mark for some rounds."""
        course, ground = Course(), self.place.ground(asked)
        shapely.prepare(ground)
        plain = self.answer(Query((asked.text,)), DEEP + MARKS * rounds) if way == WAYS[0] else []
        for done in range(rounds + 1):
            if way == WAYS[0]:
                regions = plain[MARKS * done :]
            elif way == WAYS[1]:
                with patch("backend.search.search.taught_directions", rocchio_directions):
                    regions = self.answer(course.query(asked), DEEP)
            else:
                regions = self.answer(course.query(asked), DEEP)
            right = self.right(regions, ground)
            kept = len(course.accepted)
            course.near.append(float(right[:MARKS].sum()) / MARKS)
            course.deep.append((kept + float(right[: DEEP - kept].sum())) / DEEP)
            for region, good in zip(regions[:MARKS], right, strict=False):
                (course.accepted if good else course.rejected).append(Example(region.geometry, CRS))
        return course

    def concept(self, asked: Asked) -> Concept:
        """What three rounds teach."""
        course = self.teach(asked, WAYS[2], ROUNDS - 1)
        return learn(self.place.index, self.encoder, course.query(asked), asked.text, self.matrices)

    def asked_as_it_is(self, asked: Asked, concept: Concept | None) -> float:
        """P@10 of a concept that was taught elsewhere, or of the words."""
        query = Query((asked.text,), concept=concept)
        return float(self.right(self.answer(query, MARKS), self.place.ground(asked)).sum()) / MARKS


Curves = dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]


def report(title: str, room: Classroom, rows: Sequence[Asked]) -> Curves:
    """Print the table of a map -> P@10 and P@100 ``[rounds + 1]`` by way, over all queries."""
    courses = {way: [room.teach(one, way) for one in rows] for way in WAYS}
    near = {way: np.array([one.near for one in found]) for way, found in courses.items()}
    deep = {way: np.array([one.deep for one in found]) for way, found in courses.items()}
    falls = near[WAYS[0]].min(axis=1) < FALLS
    print(f"\n{title}: {len(rows)} queries, {int(falls.sum())} whose words alone fall below {FALLS}\n")
    print(
        "| queries | way | P@10 at first | after 1 | after 2 | after 3 | P@100 at first | after 1 | after 2 | after 3 |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, chosen in (("all", np.ones(len(rows), bool)), ("words fall", falls)):
        for way in WAYS if chosen.any() else ():
            figures = [*near[way][chosen].mean(axis=0), *deep[way][chosen].mean(axis=0)]
            print(f"| {name} | {way} | " + " | ".join(f"{value:.2f}" for value in figures) + " |", flush=True)
    rises = (np.diff(deep[WAYS[2]], axis=1) >= 0).all(axis=1)
    means = deep[WAYS[2]].mean(axis=0)
    told = "rises" if (np.diff(means) > 0).all() else "does not rise"
    print(f"\nP@100 of what is taught {told} in every round: " + ", ".join(f"{value:.3f}" for value in means) + ".")
    print(f"It never falls from round to round in {int(rises.sum())} of {len(rows)} queries.")
    for at, one in enumerate(rows):
        figures = [" ".join(f"{value:.1f}" for value in near[way][at]) for way in WAYS]
        print(f"  {one.text} ({room.place.cells(one)} cells): " + " | ".join(figures))
    return {way: (near[way].mean(axis=0), deep[way].mean(axis=0)) for way in WAYS}


def carried(title: str, one: Classroom, other: Classroom, rows: Sequence[Asked]) -> list[str]:
    """Print how concepts of one map do on another, beside their words -> a line a concept."""
    figures = np.array([(other.asked_as_it_is(row, None), other.asked_as_it_is(row, one.concept(row))) for row in rows])
    words, taught = figures.mean(axis=0)
    good = int((figures[:, 1] >= 0.8).sum())
    print(f"| {title} | {len(rows)} | {words:.2f} | {taught:.2f} | {good} |", flush=True)
    return [f"  {title}, {row.text}: {a:.1f} -> {b:.1f}" for row, (a, b) in zip(rows, figures, strict=True)]


def draw(path: Path, curves: dict[str, Curves]) -> None:
    """P@10 and P@100 over rounds, a column a map."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(2, len(curves), figsize=(4.6 * len(curves), 6.4), sharex=True, squeeze=False)
    for column, (title, ways) in zip(panels.T, curves.items(), strict=True):
        for at, panel in enumerate(column):
            for (way, both), style in zip(ways.items(), (":", "--", "-"), strict=True):
                panel.plot(range(ROUNDS + 1), both[at], style, marker="o", label=way, linewidth=2)
            panel.set(xticks=range(ROUNDS + 1), ylim=(0, 1.02))
            panel.grid(alpha=0.3)
        column[0].set_title(title)
        column[1].set_xlabel("rounds of ten marks")
    panels[0][0].set_ylabel("P@10 of regions not marked before")
    panels[1][0].set_ylabel("P@100 of the answer")
    panels[0][-1].legend(loc="lower left")
    figure.tight_layout()
    figure.savefig(path, dpi=130)
    print(f"\nWritten: {path}")


def main() -> None:
    """Print the tables, and draw the curve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini")
    parser.add_argument("--folder", type=Path, help="where maps and indexes are kept for the next run")
    parser.add_argument("--curve", type=Path, help="a .png to draw")
    parser.add_argument("--tuning", action="store_true", help="only a map of RSICD's validation images, to tune on")
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    encoder = load_encoder(arguments.model)
    print(f"model {encoder.model_id} {encoder.revision}")
    names = {name: load_label_set(f"preset:{config.label_set}") for name, config in SETS.items()}
    titles = {name: {one.name: one.title for one in label_set.classes} for name, label_set in names.items()}
    fine_titles = titles["rsicd"] | titles["ucm"]
    with tempfile.TemporaryDirectory(prefix="terralex-") as made:
        folder = arguments.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)

        def room(plan: Plan) -> Classroom:
            return Classroom(make_map(plan, arguments.data, folder, encoder), encoder)

        if arguments.tuning:
            place = room(TUNING)
            report(
                "RSICD's validation images", place, phrases_on(place.place, 39) + names_on(place.place, fine_titles, 39)
            )
            return
        curves, fine = {}, room(FINE)
        rows = phrases_on(fine.place) + names_on(fine.place, fine_titles)
        curves["RSICD and UC Merced"] = report("RSICD's and UC Merced's test images", fine, rows)
        coarse = room(COARSE[0])
        rows = names_on(coarse.place, titles["eurosat"])
        curves["EuroSAT"] = report("Half of EuroSAT's test images", coarse, rows)
        print("\n| taught on, asked on | concepts | words alone P@10 | concept P@10 | concepts of .8 or more |")
        print("|---|---|---|---|---|")
        notes = carried("half of EuroSAT, the other", coarse, room(COARSE[1]), rows)
        apart = [room(plan) for plan in APART]
        for one, other in (apart, apart[::-1]):
            rows = phrases_on(one.place, 20, [other.place]) + names_on(one.place, fine_titles, 20, [other.place])
            notes += carried(f"{one.place.name}, {other.place.name}", one, other, rows)
        print("\n" + "\n".join(notes))
        if arguments.curve:
            draw(arguments.curve, curves)


if __name__ == "__main__":
    main()
