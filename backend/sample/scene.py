"""What every painter is handed: the canvas, the colours, the random streams and the book of truth."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import Polygon, box

from backend.sample.canvas import Canvas
from backend.sample.geometry import polygons
from backend.sample.noise import generator
from backend.sample.palette import Palette
from backend.sample.stamps import Crown, make_crowns


@dataclass(frozen=True)
class TrueObject:
    """One true object: its kind (an id of the lexicon), a name, and its outline in scene metres."""

    kind: str
    name: str
    outline: Polygon


@dataclass(frozen=True)
class Scene:
    """A scene while it is being painted. ``truth`` grows as painters record what they made."""

    seed: int
    canvas: Canvas
    palette: Palette
    crowns: tuple[Crown, ...]
    truth: list[TrueObject] = field(default_factory=list)

    def rng(self, *stream: int) -> np.random.Generator:
        """The random stream of one part of the scene."""
        return generator(self.seed, *stream)

    def record(self, kind: str, name: str, outline: shapely.Geometry, least_m2: float = 4.0) -> None:
        """Write down a true object; what lies outside the picture is cut off, slivers are left out."""
        extent = box(0, 0, self.canvas.size_m, self.canvas.size_m)
        for part in polygons(shapely.intersection(shapely.make_valid(outline), extent)):
            if part.area >= least_m2:
                self.truth.append(TrueObject(kind, name, part))


def make_scene(seed: int, canvas: Canvas, palette: Palette) -> Scene:
    """An empty scene with its stock of tree crowns."""
    return Scene(seed, canvas, palette, make_crowns(generator(seed, 11)))
