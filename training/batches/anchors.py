"""Anchors: texts whose position in the text space is kept, with the teacher's features of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from backend.errors import BadOption
from backend.lexicon import Lexicon
from backend.storage.files import write_beside
from training.batches.names import NamedThing
from training.data.sample import Sample
from training.files import named_write_errors
from training.models.start import StartModel
from training.models.text_tower import encode_text_features

CHUNK = 128
_STREAM = 7  # separates this from other draws with the same seed and step


@dataclass(frozen=True)
class Anchors:
    """Texts, with a teacher's features of them.

    Attributes:
        taught: float16 ``[n, w]``.
    """

    texts: tuple[str, ...]
    taught: NDArray[np.float16]

    def centre(self) -> Tensor:
        """Mean of the features, float32 ``[w]``."""
        return torch.from_numpy(self.taught.mean(0, dtype=np.float64).astype(np.float32))

    def draw(self, seed: int, step: int, count: int) -> tuple[list[str], Tensor]:
        """The texts of a step and their features, float32 ``[count, w]``: a function of seed and step."""
        rng = np.random.default_rng([seed, step, _STREAM])
        rows = rng.choice(len(self.texts), min(count, len(self.texts)), replace=False)
        return [self.texts[row] for row in rows], torch.from_numpy(self.taught[rows].astype(np.float32))


def anchor_texts(
    lexicon: Lexicon,
    things: Iterable[NamedThing],
    samples: Iterable[Sample],
    files: Sequence[Path],
    codes: Sequence[str],
) -> tuple[str, ...]:
    """Names and written captions in some languages, and the lines of files; unique and sorted.

    Raises:
        BadOption: a file cannot be read.
    """
    texts = {name for concept in lexicon.concepts.values() for code in codes for name in concept[code].names}
    texts |= {name for thing in things for code in codes for name in thing.names.get(code, ())}
    texts |= {said for sample in samples for code in codes for said in sample.captions.get(code, ())}
    for file in files:
        try:
            texts |= {line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()}
        except (OSError, UnicodeDecodeError) as error:
            raise BadOption(f"text_space.files: {file} cannot be read ({error}).") from error
    return tuple(sorted(texts))


@torch.no_grad()
def _features(teacher: StartModel, texts: Sequence[str], device: torch.device) -> NDArray[np.float16]:
    model = teacher.model.to(device).eval()
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))  # similar lengths together save padding
    rows: list[NDArray[np.float16]] = []
    for first in range(0, len(order), CHUNK):
        tokens = teacher.tokenize([texts[row] for row in order[first : first + CHUNK]]).to(device)
        rows.append(encode_text_features(model, tokens, teacher.pad_id).to(torch.float16).cpu().numpy())
    features = np.concatenate(rows)
    return features[np.argsort(order)]


def _key(teacher: StartModel, texts: Sequence[str]) -> str:
    digest = hashlib.sha256("\n".join(texts).encode())
    for name, value in teacher.model.state_dict().items():
        if name.startswith("text."):
            digest.update(value.cpu().numpy().tobytes())
    return digest.hexdigest()[:16]


def teach_anchors(
    teacher: StartModel, texts: Sequence[str], folder: Path, device: torch.device, report: Callable[[str], None]
) -> Anchors:
    """Compute a teacher's features of the texts, once for all runs with the same teacher and texts.

    Args:
        folder: folder with the features of all runs.

    Raises:
        BadOption: the teacher's text tower is not from transformers.
        OutputNotWritable: the disk is full.
    """
    file = folder / f"{_key(teacher, texts)}.npy"
    if not file.exists():
        report(f"{len(texts)} texts through the text tower that says where they belong, kept in {file}")
        features = _features(teacher, texts, device)
        with named_write_errors(file, "nothing of it was left behind: free some space and start again."):
            folder.mkdir(parents=True, exist_ok=True)
            with write_beside(file) as beside, beside.open("wb") as stream:
                np.save(stream, features)
    return Anchors(tuple(texts), np.load(file))
