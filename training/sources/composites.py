"""Composited windows as a training source: made once per seed, stored as pictures with a file of their contents."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from backend.errors import BadOption
from backend.lexicon import Lexicon
from backend.storage.files import write_beside
from training.captions.from_boxes import BoxCaptioner
from training.composites.composer import FIRST_TEST_SEED, Composer, Composite
from training.composites.grounds import SOURCES, GroundBank, Source
from training.data.boxes import Box, BoxedImage
from training.data.sample import Sample

WINDOWS_PER_SEED = 500

Report = Callable[[str], None]


@dataclass(frozen=True)
class CompositeRecord:
    """Metadata of one stored window; see :class:`Composite`."""

    name: str
    boxes: tuple[Box, ...]
    ground_sampling_m: float
    window_m: float
    captions: tuple[str, ...]
    concepts: tuple[str, ...]
    layout: str
    look: str


def _row(name: str, window: Composite) -> dict[str, object]:
    return {
        "name": name,
        "boxes": [[round(v, 1) for v in (b.xmin, b.ymin, b.xmax, b.ymax)] + [b.label] for b in window.boxes],
        "ground_sampling_m": round(window.ground_sampling_m, 4),
        "window_m": round(window.window_m, 2),
        "captions": window.captions,
        "concepts": window.concepts,
        "layout": window.layout,
        "look": window.look,
    }


def make_composites(
    folder: Path,
    seeds: Sequence[int],
    data: Path,
    lexicon: Lexicon,
    report: Report,
    grounds: Sequence[Source] = SOURCES,
) -> None:
    """Write ``WINDOWS_PER_SEED`` windows of every seed as ``folder/<seed>/<index>.webp`` and ``folder/<seed>.jsonl``.

    Finished seeds are not made again: the list of a seed is written last and atomically.

    Args:
        data: folder of the photograph sets for ground.

    Raises:
        BadOption: a seed is reserved for test scenes.
    """
    if kept := [seed for seed in seeds if seed >= FIRST_TEST_SEED]:
        raise BadOption(f"Seed {kept[0]} is kept for test scenes: train on seeds below {FIRST_TEST_SEED}.")
    composer = Composer(GroundBank(data, grounds), lexicon)
    for seed in seeds:
        target = folder / f"{seed}.jsonl"
        if target.exists():
            continue
        report(f"composited windows, seed {seed}")
        (folder / str(seed)).mkdir(parents=True, exist_ok=True)
        rows = []
        for index in range(WINDOWS_PER_SEED):
            window = composer.make(seed, index)
            name = f"{seed}/{index:04d}.webp"
            Image.fromarray(window.image).save(folder / name, quality=88)
            rows.append(json.dumps(_row(name, window)))
        with write_beside(target) as beside:
            beside.write_text("\n".join(rows) + "\n", encoding="utf-8")


def read_composites(folder: Path, seeds: Sequence[int]) -> list[CompositeRecord]:
    """Metadata of the stored windows of some seeds, in order.

    Raises:
        BadOption: a seed's list is missing or damaged.
    """
    records = []
    for seed in seeds:
        file = folder / f"{seed}.jsonl"
        try:
            rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            records += [
                CompositeRecord(
                    row["name"], tuple(Box(*box) for box in row["boxes"]), row["ground_sampling_m"], row["window_m"],
                    tuple(row["captions"]), tuple(row["concepts"]), row["layout"], row["look"],
                )
                for row in rows
            ]  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadOption(
                f"{file}: not a list of composited windows ({error!r}): delete it to make it anew."
            ) from error
    return records


def caption_composites(
    source: str, records: Sequence[CompositeRecord], lexicon: Lexicon, languages: Sequence[str]
) -> list[Sample]:
    """Training samples: English as composed; other languages count the things with boxes, or name the concepts.

    Windows without captions are left out.
    """
    captioner = BoxCaptioner(lexicon)
    samples = []
    for record in records:
        if not record.captions:
            continue
        captions = {"en": record.captions}
        image = BoxedImage(source, record.name, 224, 224, record.boxes)
        for code in languages:
            if code == "en":
                continue
            said = tuple(dict.fromkeys(c.text for c in captioner.captions(image, code, 0)))
            named = tuple(lexicon[concept][code].one for concept in record.concepts[:1])
            if texts := said + named:
                captions[code] = texts
        samples.append(Sample(source, record.name, "train", None, captions))
    return samples
