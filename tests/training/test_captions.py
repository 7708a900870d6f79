"""Captions in ten languages, and the vocabulary over them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer

from backend.errors import BadOption
from backend.lexicon import LANGUAGES, load_lexicon
from backend.models.prompts import load_templates
from backend.presence.coincidence import shown_by
from backend.presence.kinds import implied
from training.captions.classes import classes_by_name, load_classes
from training.captions.compose import CaptionComposer, render_mentions
from training.captions.implied import implied_by
from training.captions.mentions import Mention, MentionFinder
from training.data.sample import Sample
from training.models.vocabulary import END, save_tokenizer, train_tokenizer

LEXICON = load_lexicon()
FINDER = MentionFinder(LEXICON)
COMPOSER = CaptionComposer(LEXICON, {"ucm": load_classes("uc-merced", Path())})


def ids(caption: str) -> list[tuple[str, bool]]:
    return [(m.concept_id, m.plural) for m in FINDER.find(caption)]


def test_mentions_take_the_longest_name_and_know_one_from_many() -> None:
    assert ids("many planes are parked next to a long building in an airport .") == [
        ("airplane", True),
        ("building", False),
        ("airport", False),
    ]
    assert ids("a railway station is near several tennis courts") == [
        ("railway_station", False),
        ("tennis_court", True),
    ]
    assert ids("a square building")[0] == ("building", False)
    assert ids("lovely weather") == []


@given(st.text())
def test_any_text_is_read_without_error(text: str) -> None:
    assert len({m.concept_id for m in FINDER.find(text)}) == len(FINDER.find(text))


def test_mentions_are_listed_as_each_language_does() -> None:
    mentions = [Mention("tree", True), Mention("bridge", False), Mention("river", False)]
    expected = {
        "en": "trees, bridge and river",
        "es": "árboles, puente y río",
        "de": "Bäume, Brücke und Fluss",
        "zh": "树、桥和河",
    }
    for language, text in expected.items():
        rendered = render_mentions(mentions, LEXICON, language, load_templates()[language], None)
        if language == "zh":
            assert rendered.count("、") == 1 and "和" in rendered
        else:
            assert rendered == text


@given(st.sampled_from(LANGUAGES), st.sampled_from(sorted(COMPOSER.classes["ucm"])), st.integers())
def test_a_class_has_a_caption_in_every_language(language: str, label: str, seed: int) -> None:
    sample = Sample("ucm", "x", "train", label)
    caption = COMPOSER.draw(sample, language, Random(seed))
    names = [n for c in COMPOSER.concepts_of(sample) for n in c[language].names]
    assert any(name in caption for name in names)
    assert "{" not in caption


def test_drawing_is_decided_by_the_seed() -> None:
    sample = Sample("rsicd", "x", "train", None, {"en": ("many boats are in a harbor .",)})
    drawn = [[COMPOSER.draw(sample, lang, Random(3)) for lang in LANGUAGES] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert drawn[0][0] == "many boats are in a harbor ."


def test_a_sample_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to make a caption of"):
        COMPOSER.draw(Sample("other", "x", "train"), "en", Random(0))


@pytest.mark.parametrize("label_set", ["uc-merced", "eurosat", "rsicd"])
def test_label_sets_name_concepts_that_exist(label_set: str) -> None:
    assert all(concepts for concepts in load_classes(label_set, Path()).values())


def test_the_vocabulary_loads_as_open_clip_loads_it_and_loses_nothing(tmp_path: Path) -> None:
    texts = [name for c in LEXICON.concepts.values() for lang in LANGUAGES for name in c[lang].names]
    tokenizer = train_tokenizer(texts, 6000)
    save_tokenizer(tokenizer, tmp_path)
    loaded = AutoTokenizer.from_pretrained(tmp_path)
    assert tokenizer.get_vocab_size() <= 6000
    end = tokenizer.token_to_id(END)
    for text in ("storage tank", "저장 탱크", "рисовые поля", "漂亮的鹳", "Ωmega 42"):
        encoded = loaded(text).input_ids
        assert encoded[-1] == end == max(encoded)
        assert tokenizer.token_to_id("<unk>") not in encoded
        assert loaded.decode(encoded[:-1]).strip() == text.lower()


def test_a_label_set_of_ones_own_says_what_classes_mean(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("name,concepts\nzone 7,beach|sea\nForest,\n")
    classes = load_classes("mine.csv", tmp_path)
    assert {name: [c.id for c in meant] for name, meant in classes.items()} == {
        "zone 7": ["beach", "sea"],
        "Forest": ["forest"],
    }
    (tmp_path / "mine.csv").write_text("zone 7\nForest\n")
    with pytest.raises(BadOption, match=r"mine\.csv: nothing says what 'zone 7' means"):
        load_classes("mine.csv", tmp_path)
    with pytest.raises(BadOption, match=r"Unknown label set 'gone': choose one of .*uc-merced, or name a JSON or CSV"):
        load_classes("gone", tmp_path)


def test_folders_called_as_the_lexicon_calls_things_need_no_label_set() -> None:
    names = ["parkinglot", "Storage-Tank", "AnnualCrop", "zone 7", "playground"]
    found = {name: [c.id for c in meant] for name, meant in classes_by_name(names, LEXICON).items()}
    assert found == {
        "parkinglot": ["parking_lot"],
        "Storage-Tank": ["storage_tank"],
        "AnnualCrop": ["annual_crop"],
        "playground": ["sports_field"],
    }


def test_what_a_class_surely_shows_is_more_general_and_never_the_class_itself() -> None:
    assert [c.id for c in implied_by([LEXICON["sea"], LEXICON["lake"]])] == ["water"], "EuroSAT's class means both"
    assert not implied_by([LEXICON["sea"], LEXICON["forest"]]) and not implied_by(())
    for thing, others in implied().items():
        assert thing not in others
        for other in others:  # what it shows has no rival in it either
            assert thing in shown_by().get(other, {thing}), (thing, other)
