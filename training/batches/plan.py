"""The plan of a step: which images, and for every global view of each a caption in one language.

A pure function of seed, step and position in the batch: independent of resuming and of the number of processes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from backend.lexicon import Concept, Lexicon
from training.batches.languages import LanguageSampler, language_weights
from training.batches.names import NamedThing
from training.batches.sample_order import SampleOrder
from training.captions.compose import CaptionComposer, render_mentions
from training.captions.implied import implied_by
from training.config.run import RunConfig
from training.data.sample import Sample


@dataclass(frozen=True)
class Caption:
    """One sentence, the ISO 639-1 code of its language, and a number that is equal for equal meanings."""

    text: str
    language: str
    meaning: int


def captions_by_language(samples: Sequence[Sample]) -> Counter[str]:
    """Number of captions in each language."""
    counts: Counter[str] = Counter()
    for sample in samples:
        for language, sentences in sample.captions.items():
            counts[language] += len(sentences)
    return counts


class Plan:
    """Draws samples and captions.

    Args:
        samples: training samples, from :func:`with_words`.
        things: things with names in addition to the lexicon's concepts.
    """

    def __init__(
        self,
        config: RunConfig,
        samples: Sequence[Sample],
        composer: CaptionComposer,
        lexicon: Lexicon,
        things: Sequence[NamedThing] = (),
    ) -> None:
        self.config = config
        self.samples = samples
        self.composer = composer
        self.lexicon = lexicon
        self.others = tuple(code for code in config.languages.codes if code != "en") or ("en",)
        concepts = [lexicon[concept] for concept in sorted(lexicon.concepts)]
        self.named: tuple[Concept | NamedThing, ...] = (
            *concepts,
            *(thing for thing in things if thing.in_languages(self.others)),
        )
        self.order = SampleOrder(samples, config.training.repeats, config.seed)
        self.weights = language_weights(config.languages, captions_by_language(samples))
        self.sampler = LanguageSampler(self.weights)

    @property
    def steps_per_epoch(self) -> float:
        """Number of steps in which every image occurs once (times its source's repeats)."""
        return len(self.order) / self.config.training.batch

    def rows(self, step: int, positions: Sequence[int]) -> list[int]:
        """Rows of ``samples`` at positions of a step's batch."""
        rows = self.order.rows(step * self.config.training.batch, self.config.training.batch)
        return [rows[position] for position in positions]

    def replacement(self, step: int, position: int, attempt: int) -> int:
        """Row of the sample that replaces an unreadable one."""
        return Random(f"{self.config.seed}/{step}/{position}/instead/{attempt}").randrange(len(self.samples))

    def languages_of(self, sample: Sample) -> list[str]:
        """Languages of the run in which the sample can have a caption."""
        return languages_of(sample, self.config, self.composer)

    def caption(self, sample: Sample, step: int, view: int, position: int) -> Caption:
        """The caption of one global view of the image at a position of a step's batch."""
        rng = Random(f"{self.config.seed}/{step}/{view}/{position}")
        language = self.sampler.draw(self.languages_of(sample), rng)
        share = self.config.languages.general_share
        if share and (general := implied_by(self.composer.concepts_of(sample))) and rng.random() < share:
            concept = rng.choice(general)
            return Caption(self.composer.of_concept(concept, language, rng), language, _number(concept.id))
        if self.config.languages.composed:
            text = self._composed(sample, language, rng)
        else:
            text = rng.choice(sample.captions[language])
        return Caption(text, language, self._meaning(sample, text))

    def _meaning(self, sample: Sample, text: str) -> int:
        """A number for a caption's meaning: captions of an image with a class and no sentence all mean the class."""
        concepts = () if sample.captions else self.composer.concepts_of(sample)
        return _number("+".join(sorted(concept.id for concept in concepts)) or text)

    def _composed(self, sample: Sample, language: str, rng: Random) -> str:
        try:
            return self.composer.draw(sample, language, rng)
        except ValueError:  # the English sentence drawn mentions nothing in the lexicon; another one does
            find = self.composer.finder.find
            telling = [sentence for sentence in sample.captions["en"] if find(sentence)]
            mentions = find(rng.choice(telling))
            return render_mentions(mentions, self.lexicon, language, self.composer.templates[language], rng)

    def label_prompts(self, step: int, source: str, classes: Sequence[Sequence[Concept]]) -> list[str]:
        """One prompt per class of a source, all in one language drawn for this step."""
        rng = Random(f"{self.config.seed}/{step}/labels/{source}")
        language = self.sampler.draw(self.config.languages.codes, rng)
        return [self.composer.of_concept(rng.choice(list(concepts)), language, rng) for concepts in classes]

    def names(self, step: int) -> list[list[str]]:
        """English names of things drawn for this step, then ``names.languages`` lists of names in other languages."""
        own = self.config.names
        rng = Random(f"{self.config.seed}/{step}/names")
        columns = []
        for thing in rng.sample(self.named, min(own.pairs, len(self.named))):
            codes = self.others if isinstance(thing, Concept) else thing.in_languages(self.others)
            drawn = rng.sample(codes, min(own.languages, len(codes)))
            drawn += rng.choices(codes, k=own.languages - len(drawn))
            columns.append([self._name(thing, code, rng) for code in ("en", *drawn)])
        return [list(row) for row in zip(*columns, strict=True)]

    def _name(self, thing: Concept | NamedThing, language: str, rng: Random) -> str:
        if isinstance(thing, Concept):
            return self.composer.of_concept(thing, language, rng)
        return rng.choice(thing.names[language])


def _number(meaning: str) -> int:
    return int.from_bytes(hashlib.sha256(meaning.encode()).digest()[:8], "big") >> 1


def languages_of(sample: Sample, config: RunConfig, composer: CaptionComposer) -> list[str]:
    """Languages of a run in which a sample can have a caption: written ones, or all if one can be composed."""
    written = [code for code in config.languages.codes if sample.captions.get(code)]
    if not config.languages.composed:
        return written
    english = sample.captions.get("en", ())
    if composer.concepts_of(sample) or any(composer.finder.find(sentence) for sentence in english):
        return list(config.languages.codes)
    return written


def with_words(
    samples: Sequence[Sample], config: RunConfig, composer: CaptionComposer, report: Callable[[str], None]
) -> list[Sample]:
    """Samples with a written or composed caption in a language of the run; the others are reported.

    Empty captions are removed.
    """
    kept: list[Sample] = []
    dropped: list[Sample] = []
    for sample in samples:
        said = {code: tuple(s.strip() for s in all_of if s.strip()) for code, all_of in sample.captions.items()}
        clean = Sample(sample.source, sample.name, sample.split, sample.label, {k: v for k, v in said.items() if v})
        (kept if languages_of(clean, config, composer) else dropped).append(clean)
    if dropped:
        first = dropped[0]
        report(
            f"{len(dropped)} images left out, since they have neither a caption nor a class in a language of the run "
            f"({first.source}/{first.name} is one)"
        )
    return kept
