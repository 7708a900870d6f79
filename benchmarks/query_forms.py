"""Do common things work as people write them? Query form by language, with the text side of a model alone.

    python -m benchmarks.query_forms [--model ID]

Sixty common things, each written in nine forms. "Named" is the share that the lexicon resolves to the thing, which is
then asked for by its names in every language, so that all such forms find the same. "Understood" is the share whose
phrase as it is written, embedded in the frames of its language, lies nearest to the thing among the lexicon's concepts
(the mean of all taken off): what the model by itself makes of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from backend.lexicon import LANGUAGES, Concept, Term, load_lexicon
from backend.models.encoder import Encoder, load_encoder
from backend.models.prompts import concept_names, guess_language, phrase_prompts
from backend.naming import concept_named

SIXTY = (
    *("residential_area", "house", "building", "water", "lake", "tree", "road", "river", "forest", "farmland"),
    *("meadow", "grassland", "park", "street", "highway", "bridge", "railway", "railway_station", "airport", "runway"),
    *("airplane", "car", "truck", "bus", "boat", "ship", "harbor", "beach", "sea", "island"),
    *("pond", "canal", "reservoir", "dam", "wetland", "swimming_pool", "tennis_court", "football_pitch", "stadium"),
    *("golf_course", "playground", "parking_lot", "industrial_area", "factory", "warehouse", "storage_tank"),
    *("solar_panel", "wind_turbine", "power_line", "quarry", "landfill", "construction_site", "school", "church"),
    *("cemetery", "greenhouse", "vineyard", "orchard", "mountain", "glacier"),
)

_Articles = Mapping[str, tuple[str, str]]
ARTICLES: Mapping[str, tuple[_Articles, _Articles]] = {
    "en": ({"": ("a", "some")}, {"": ("the", "the")}),
    "pt": ({"m": ("um", "uns"), "f": ("uma", "umas")}, {"m": ("o", "os"), "f": ("a", "as")}),
    "es": ({"m": ("un", "unos"), "f": ("una", "unas")}, {"m": ("el", "los"), "f": ("la", "las")}),
    "fr": ({"m": ("un", "des"), "f": ("une", "des")}, {"m": ("le", "les"), "f": ("la", "les")}),
    "de": (
        {"m": ("ein", "einige"), "f": ("eine", "einige"), "n": ("ein", "einige")},
        {"m": ("der", "die"), "f": ("die", "die"), "n": ("das", "die")},
    ),
    "nl": ({"c": ("een", "enkele"), "n": ("een", "enkele")}, {"c": ("de", "de"), "n": ("het", "de")}),
    "it": ({"m": ("un", "alcuni"), "f": ("una", "alcune")}, {"m": ("il", "i"), "f": ("la", "le")}),
    "zh": ({"": ("一个", "一些")}, {"": ("这个", "这些")}),
    "ko": ({"": ("한", "여러")}, {"": ("그", "모든")}),
    "ru": ({"": ("один", "несколько")}, {"": ("этот", "эти")}),
}
"""Indefinite and definite words before a singular and a plural, by gender."""


def _with(term: Term, language: str, definite: bool, plural: bool) -> str:
    """A name with an article, or with the nearest to one that the language has."""
    articles = ARTICLES[language][definite]
    word = articles.get(term.gender or "", next(iter(articles.values())))[plural]
    name = term.many if plural else term.one
    vowel = name[0].casefold() in "aeiouhàéèêîôâ"
    if language == "en" and word == "a" and name[0] in "aeiou":
        word = "an"
    if vowel and ((language == "fr" and word in ("le", "la")) or (language == "it" and word in ("il", "la"))):
        return f"l'{name}"
    return f"{word}{'' if language == 'zh' else ' '}{name}"


FORMS: Mapping[str, Callable[[Term, str], str]] = {
    "singular": lambda term, _: term.one,
    "plural": lambda term, _: term.many,
    "a": lambda term, language: _with(term, language, False, False),
    "some": lambda term, language: _with(term, language, False, True),
    "the": lambda term, language: _with(term, language, True, False),
    "the, plural": lambda term, language: _with(term, language, True, True),
    "CAPITALS": lambda term, _: term.many.upper(),
    "no accents": lambda term, _: "".join(c for c in _decomposed(term.one) if not 0x300 <= ord(c) <= 0x36F),
    "full stop": lambda term, _: f"{term.one.capitalize()}.",
}


def _decomposed(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFD", text)


def concept_directions(encoder: Encoder) -> tuple[list[str], NDArray[np.float32], NDArray[np.float32]]:
    """Ids, directions less their mean ``[n, d]``, and the mean, of all concepts."""
    concepts = list(load_lexicon().concepts.values())
    rows = np.stack([encoder.encode_texts(concept_names(one, encoder.languages)).mean(axis=0) for one in concepts])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    mean = rows.mean(axis=0)
    return [one.id for one in concepts], rows - mean, mean


def named(text: str, concept: Concept) -> bool:
    """Whether the lexicon knows the phrase for what it is, without being told the language."""
    found = concept_named(text, guess_language(text))
    return found is not None and found.id == concept.id


def understood(text: str, encoder: Encoder) -> NDArray[np.float32]:
    """The direction of a phrase as it is written: ``[d]``, L2-normalised."""
    row = encoder.encode_texts(phrase_prompts(text)).mean(axis=0)
    return np.asarray(row / np.linalg.norm(row), np.float32)


def show(title: str, share: Callable[[list[str]], float]) -> None:
    """Print one table, form by language, in per cent."""
    print(f"| {title}, % | " + " | ".join(LANGUAGES) + " |\n|---|" + "---|" * len(LANGUAGES))
    for form, write in FORMS.items():
        texts = {one: [write(load_lexicon()[thing][one], one) for thing in SIXTY] for one in LANGUAGES}
        print(f"| {form} | " + " | ".join(f"{100 * share(texts[one]):.0f}" for one in LANGUAGES) + " |", flush=True)
    print()


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="terralex-mini", help="none for the first table alone")
    arguments = parser.parse_args()
    things = [load_lexicon()[one] for one in SIXTY]
    show("named", lambda texts: float(np.mean([named(text, one) for text, one in zip(texts, things, strict=True)])))
    if arguments.model == "none":
        return
    encoder = load_encoder(arguments.model)
    print(f"model {encoder.model_id} {encoder.revision}\n")
    ids, directions, mean = concept_directions(encoder)
    lengths = np.linalg.norm(directions, axis=1)

    def right(texts: list[str]) -> float:
        rows = np.stack([understood(text, encoder) for text in texts]) - mean
        nearest = (rows @ directions.T / lengths).argmax(axis=1)
        return float(np.mean([ids[at] == one for at, one in zip(nearest, SIXTY, strict=True)]))

    show("understood", right)


if __name__ == "__main__":
    main()
