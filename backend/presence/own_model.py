"""The calibration of any model: its own bank and words, with the fit that ships.

The training data of a model are unknown, and real images with a known truth do not ship. So the bank is rendered ground
at two sampling distances, and the names and the meaningless phrases are embedded; the weights of relevance and
presence, whose measures do not depend on a model's level and spread, are those fitted for ``terralex-mini`` on real
images.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backend.errors import ModelUnavailable
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.catalog import DEFAULT_MODEL, locate_model
from backend.models.contracts import ImageEncoder, TextEncoder
from backend.models.prompts import concept_names
from backend.presence.calibration import FILE, Calibration, read_calibration
from backend.presence.kinds import with_kinds
from backend.presence.logistic import Logistic
from backend.presence.words import fit_words, load_meaningless

SEEDS = (501, 502)
"""Seeds of the rendered scenes of the bank."""

_SIDE_PX = 1536
_WINDOWS_PX = (128, 256)
_SYNONYMS = 60  # per language


class CalibratedEncoder(TextEncoder, ImageEncoder, Protocol):
    """What a calibration needs from a model."""

    @property
    def text_revision(self) -> str:
        """Changes whenever the embeddings of texts do."""


def calibrate_model(encoder: CalibratedEncoder, tell: Callable[[float, str], None]) -> Calibration:
    """Calibrate a model with what ships; ``tell`` gets the share done (0-1) and the next step.

    Raises:
        ModelUnavailable: the model cannot be loaded, or the shipped fit is missing.
    """
    file = locate_model(DEFAULT_MODEL, offline=True).folder / FILE
    if not file.is_file():
        raise ModelUnavailable(
            f"This Terralex ships without a calibration of {DEFAULT_MODEL} to start from: create one from data "
            "with `terralex-train calibrate`."
        )
    fitted = read_calibration(file)
    bank = rendered_bank(encoder, tell)
    tell(0.7, "Embedding names")
    ids, vectors = concept_directions(encoder)
    made_from = f"{len(bank)} windows of rendered ground; fit of {fitted.revision}"
    blank = Logistic((0.0,), 0.0)
    found = Calibration(
        *(encoder.revision, bank, ids, vectors, fitted.relevance, fitted.presence, blank, made_from),
        text_revision=encoder.text_revision,
    )
    return with_words(found, encoder)


def rendered_bank(encoder: ImageEncoder, tell: Callable[[float, str], None]) -> NDArray[np.float32]:
    """Embeddings of windows of two sizes over rendered scenes, placed half a side apart."""
    from backend.sample.render import paint_scene

    rows = []
    for at, seed in enumerate(SEEDS):
        tell(0.7 * at / len(SEEDS), f"Rendering ground {at + 1} of {len(SEEDS)}")
        pixels, _ = paint_scene(_SIDE_PX, seed, lambda share, what: None)
        block = np.ascontiguousarray(np.moveaxis(pixels, 2, 0))
        for side in _WINDOWS_PX:
            corners = np.arange(0, _SIDE_PX - side + 1, side, dtype=np.float64)
            x, y = (grid.ravel() for grid in np.meshgrid(corners, corners))
            rows.append(encoder.encode_windows(block, np.stack([x, y, x + side, y + side], axis=1)))
    return np.concatenate(rows)


def concept_directions(encoder: TextEncoder) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """Ids of the lexicon's concepts, and their directions ``[c, d]`` from the names in all languages and the kinds."""
    concepts = load_lexicon().concepts
    rows = [
        encoder.encode_texts(concept_names(concept, encoder.languages)).mean(axis=0) for concept in concepts.values()
    ]
    vectors = np.stack(rows)
    return tuple(concepts), with_kinds(tuple(concepts), vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def with_words(calibration: Calibration, encoder: TextEncoder) -> Calibration:
    """The calibration with the model of known words fitted.

    Synonyms, which do not contribute to the directions, against phrases for what cannot be seen from above.
    """
    concepts, known = load_lexicon().concepts.values(), list[str]()
    spoken = [language for language in LANGUAGES if language in encoder.languages]
    for language in spoken:
        names = [name for concept in concepts for name in concept[language].also]
        places = np.unique(np.linspace(0, len(names) - 1, min(_SYNONYMS, len(names))).round().astype(int))
        known += [names[at] for at in places]
    told = load_meaningless()
    unknown = list(dict.fromkeys(phrase for language in spoken for phrase in told[language]))
    words = fit_words(encoder.encode_texts(known), encoder.encode_texts(unknown), calibration)
    return replace(calibration, words=words)
