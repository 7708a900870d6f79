"""How far the lexicon agrees with OpenStreetMap's translated preset names.

    python -m benchmarks.lexicon_agreement ../shared/reference/osm-presets

A concept is compared where OpenStreetMap has a preset with the same English name (any of our English names against
the preset's name). It agrees in a language when one of our names there is OpenStreetMap's name or one of its search
terms, letter case apart. Disagreement is often two right words for one thing; the table says where to look.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from backend.lexicon import LANGUAGES, Lexicon, load_lexicon


def _names(preset: dict[str, object]) -> set[str]:
    terms = preset.get("terms") or []
    words = [str(preset.get("name", "")), *(str(t) for t in terms if isinstance(terms, list))]
    return {w.strip().casefold() for w in words if w.strip()}


def matched_presets(lexicon: Lexicon, english: dict[str, dict[str, object]]) -> dict[str, list[str]]:
    """Concept id -> keys of presets whose English name is one of the concept's English names."""
    by_name: dict[str, list[str]] = {}
    for key, preset in english.items():
        by_name.setdefault(str(preset.get("name", "")).casefold(), []).append(key)
    found = {}
    for concept in lexicon.concepts.values():
        keys = [key for name in concept["en"].names for key in by_name.get(name.casefold(), [])]
        if keys:
            found[concept.id] = keys
    return found


def main() -> None:
    """Print the agreement a language, and with ``--list`` every disagreement."""
    folder = Path(sys.argv[1])
    presets = {lang: json.loads((folder / f"{lang}.json").read_text(encoding="utf-8")) for lang in LANGUAGES}
    lexicon = load_lexicon()
    matched = matched_presets(lexicon, presets["en"])
    print(f"{len(matched)} of {len(lexicon)} concepts have an OpenStreetMap preset of the same English name\n")
    print("| language | compared | agree | share |\n|---|---|---|---|")
    for language in LANGUAGES[1:]:
        compared = agree = 0
        for concept_id, keys in matched.items():
            theirs = set().union(*(_names(presets[language].get(key, {})) for key in keys))
            if not theirs:
                continue
            compared += 1
            ours = {n.casefold() for n in lexicon[concept_id][language].names}
            if ours & theirs:
                agree += 1
            elif "--list" in sys.argv:
                print(f"  {language} {concept_id}: ours {sorted(ours)}; OpenStreetMap {sorted(theirs)[:5]}")
        print(f"| {language} | {compared} | {agree} | {100 * agree / max(1, compared):.0f} % |")


if __name__ == "__main__":
    main()
