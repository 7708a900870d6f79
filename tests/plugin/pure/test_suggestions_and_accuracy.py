"""What the plugin works out by itself, without QGIS."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qgis_plugin.core.accuracy import ReportWords, compare, to_html
from qgis_plugin.core.colours import default_colour as plugin_colour
from qgis_plugin.core.lexicon import Lexicon, read_lexicon

WORDS = ReportWords("x & y", *"abcdefghi")
RESOURCES = Path(__file__).resolve().parent.parent.parent.parent / "resources"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(RESOURCES / "lexicon")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("airp", "airport"),
        ("Flugh", "Flughafen"),
        ("aérop", "aéroport"),
        ("aerop", "aéroport"),
        ("ae\u0301rop", "aéroport"),  # letter and accent apart, as macOS writes them
        ("공항", "공항"),
        ("机场", "机场"),
        ("аэроп", "аэропорт"),
    ],
)
def test_every_language_is_suggested_at_once(lexicon: Lexicon, typed: str, expected: str) -> None:
    assert expected in [one.text for one in lexicon.suggest(typed)]


def test_the_users_language_comes_first_and_others_are_explained(lexicon: Lexicon) -> None:
    first = lexicon.suggest("tank", "de")[0]
    assert first.text.casefold().startswith("tank")
    foreign = [one for one in lexicon.suggest("Flughafen", "en") if one.text == "Flughafen"]
    assert foreign[0].meaning == "airport"


def test_words_inside_a_name_count_from_three_letters_on(lexicon: Lexicon) -> None:
    assert "basketball court" in [one.text for one in lexicon.suggest("court")]
    assert lexicon.suggest("") == []


def test_only_the_last_phrase_is_completed(lexicon: Lexicon) -> None:
    assert lexicon.suggest("silo; airp") == lexicon.suggest("airp")


def test_suggestions_keep_up_with_typing(lexicon: Lexicon) -> None:
    begun = time.perf_counter()
    for typed in ("a", "ai", "air", "airp", "강", "re"):
        lexicon.suggest(typed)
    assert (time.perf_counter() - begun) / 6 < 0.05


def test_colours_are_those_of_the_server() -> None:
    from backend.labeling.colours import default_colour

    for name in ("forest", "Forest ", "dense residential area", "강"):
        assert plugin_colour(name) == default_colour(name)


PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.floats(0.5, 9)), min_size=1)


@given(PAIRS)
def test_measures_stay_in_their_range_and_perfect_labels_are_perfect(pairs: list[tuple[str, str, float]]) -> None:
    agreement = compare(pairs)
    assert 0 <= agreement.accuracy <= 1 + 1e-9 and agreement.kappa <= 1 + 1e-9
    assert all(0 <= agreement.f1(one) <= 1 + 1e-9 for one in agreement.classes)
    perfect = compare([(reference, reference, weight) for reference, _, weight in pairs])
    assert perfect.accuracy == pytest.approx(1) and perfect.macro_f1 == pytest.approx(1)


def test_a_report_is_safe_html() -> None:
    page = to_html(compare([("<b>", "<b>", 1)]), WORDS)
    assert "&lt;b&gt;" in page and "<b>" not in page and "x &amp; y" in page


def test_a_report_shades_what_agrees_and_what_is_mistaken() -> None:
    page = to_html(compare([("forest", "forest", 3), ("forest", "water", 1), ("water", "water", 5)]), WORDS)
    forest = re.search(r"<tr><th>forest</th>(.*?)</tr>", page)
    assert forest is not None
    shades = re.findall(r"background:#(..)(..)(..)", forest[1])
    (right, wrong) = [tuple(int(part, 16) for part in shade) for shade in shades]
    assert right[2] > right[0] and wrong[0] > wrong[2], "blue and orange"
    assert sum(right) < sum(wrong), "three quarters are darker than one"
