"""Captions of a sample in any of the ten languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from backend.lexicon import Concept, Lexicon, Term
from backend.models.prompts import Templates, load_templates
from training.captions.mentions import Mention, MentionFinder
from training.data.sample import Sample

_SYNONYM_SHARE = 0.3
_MANY_SHARE = 0.4
_LABEL_SHARE = 0.3


def _name(term: Term, plural: bool, rng: Random, synonyms: bool = True) -> str:
    if synonyms and term.also and rng.random() < _SYNONYM_SHARE:
        return rng.choice(term.also)
    return term.many if plural else term.one


def render_mentions(
    mentions: Sequence[Mention], lexicon: Lexicon, language: str, templates: Templates, rng: Random | None
) -> str:
    """Mentions as a list in one language; without ``rng`` in plain dictionary forms."""
    names = []
    for mention in mentions:
        term = lexicon[mention.concept_id][language]
        if rng is None:
            names.append(term.many if mention.plural else term.one)
        elif mention.plural and rng.random() < _MANY_SHARE:
            names.append(templates.many_of(term))
        else:
            names.append(_name(term, mention.plural, rng))
    listing = templates.enumerate_names(names)
    return listing if rng is None else rng.choice(templates.several).format(list=listing)


class CaptionComposer:
    """Draws captions of samples in any language.

    A caption is a sentence written or translated for the image if there is one in the language, or sometimes the
    sample's class. Otherwise it is a template with the things that a drawn English sentence mentions, or the class,
    named by the lexicon.
    """

    def __init__(self, lexicon: Lexicon, classes: Mapping[str, Mapping[str, tuple[Concept, ...]]]) -> None:
        self.lexicon = lexicon
        self.classes = classes
        self.finder = MentionFinder(lexicon)
        self.templates = load_templates()

    def concepts_of(self, sample: Sample) -> tuple[Concept, ...]:
        """Concepts of the sample's class; empty if it has none."""
        return self.classes.get(sample.source, {}).get(sample.label or "", ())

    def of_concept(self, concept: Concept, language: str, rng: Random) -> str:
        """The concept's name in a template: singular, plural or a synonym."""
        templates, term = self.templates[language], concept[language]
        if rng.random() < 0.5:
            return rng.choice(templates.one).format(one=_name(term, False, rng))
        if not concept.mass and rng.random() < 0.2:
            return templates.many_of(term)
        return rng.choice(templates.many).format(many=_name(term, True, rng))

    def draw(self, sample: Sample, language: str, rng: Random) -> str:
        """Draw one caption.

        Raises:
            ValueError: the sample has neither a caption nor a class in the lexicon.
        """
        written = sample.captions.get(language, ())
        concepts = self.concepts_of(sample)
        if written and (not concepts or rng.random() > _LABEL_SHARE / 2):
            return rng.choice(written)
        # A language with its own sentences needs no list of the mentions in English ones.
        english = sample.captions.get("en", ()) if language == "en" or not written else ()
        if english and (not concepts or rng.random() > _LABEL_SHARE):
            mentions = list(self.finder.find(rng.choice(english)))
            if mentions:
                if rng.random() < 0.3:
                    rng.shuffle(mentions)
                return render_mentions(mentions, self.lexicon, language, self.templates[language], rng)
        if concepts:
            return self.of_concept(rng.choice(concepts), language, rng)
        if written:
            return rng.choice(written)
        raise ValueError(f"{sample.source}/{sample.name} has nothing to make a caption of.")
