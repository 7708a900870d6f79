"""The lexicon against names that others gave to the same things."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.lexicon import LANGUAGES, load_lexicon
from benchmarks.lexicon_agreement import matched_presets

LEXICON = load_lexicon()


@pytest.mark.shared
def test_it_agrees_with_openstreetmap_s_translations(shared: Path) -> None:
    """At least three quarters of the comparable names are also OpenStreetMap's; the table is in docs/evaluation.md."""
    folder = shared / "reference" / "osm-presets"
    english = json.loads((folder / "en.json").read_text(encoding="utf-8"))
    matched = matched_presets(LEXICON, english)
    assert len(matched) >= 120
    for language in LANGUAGES[1:]:
        theirs = json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
        agree = total = 0
        for concept_id, keys in matched.items():
            names = {n.casefold() for k in keys for n in [theirs.get(k, {}).get("name", "")] if n}
            names |= {t.casefold() for k in keys for t in theirs.get(k, {}).get("terms", [])}
            if names:
                total += 1
                agree += bool(names & {n.casefold() for n in LEXICON[concept_id][language].names})
        assert agree / total >= 0.75, (language, agree, total)
