"""Label sets: presets in ten languages, files as analysts write them, and errors that say where."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption
from backend.labeling.colours import default_colour, fill_colours, parse_colour
from backend.labeling.label_set import LabelSet, load_label_set, parse_label_set, preset_names
from backend.lexicon import LANGUAGES
from training.captions.classes import load_classes


def from_csv(folder: Path, content: str, language: str = "en") -> LabelSet:
    file = folder / "classes.csv"
    file.write_text(content, encoding="utf-8")
    return load_label_set(file, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("preset", preset_names())
def test_every_preset_speaks_every_language(preset: str, language: str) -> None:
    label_set = load_label_set(f"preset:{preset}", language)
    assert all(one.concepts for one in label_set.classes)
    assert len(set(label_set.titles)) == len(set(label_set.colours)) == len(label_set)
    assert label_set.language == language


@pytest.mark.parametrize("preset", preset_names())
def test_names_and_colours_of_a_preset_are_the_same_in_every_language(preset: str) -> None:
    sets = [load_label_set(f"preset:{preset}", language) for language in LANGUAGES]
    assert len({one.names for one in sets}) == len({one.colours for one in sets}) == 1


@pytest.mark.parametrize("preset", preset_names())
def test_the_trainer_reads_the_same_presets(preset: str) -> None:
    classes = load_classes(preset, Path())
    assert tuple(classes) == load_label_set(f"preset:{preset}").names
    assert tuple(classes.values()) == tuple(one.concepts for one in load_label_set(f"preset:{preset}").classes)


def test_the_presets_that_were_promised_exist() -> None:
    promised = {"uc-merced", "eurosat", "corine-level-1", "corine-level-2", "airports-and-ports", "disaster-damage"}
    assert promised <= set(preset_names())
    assert (len(load_label_set("preset:corine-level-1")), len(load_label_set("preset:corine-level-2"))) == (5, 15)


def test_titles_come_from_the_lexicon() -> None:
    assert load_label_set("preset:eurosat", "de").titles[1] == "Wald"
    assert load_label_set("preset:corine-level-1", "fr").titles[3] == "Zones humides"


@pytest.mark.parametrize(
    "content", ["Forest\nRice, flooded\n\n", "﻿Forest\r\nRice, flooded\r\n", 'Forest\n"Rice, flooded"']
)
def test_a_plain_list_of_names_is_a_label_set(tmp_path: Path, content: str) -> None:
    assert from_csv(tmp_path, content).names == ("Forest", "Rice, flooded")


def test_a_bare_name_that_the_lexicon_knows_gets_its_concept_in_any_language(tmp_path: Path) -> None:
    label_set = from_csv(tmp_path, "Tennisplatz\nblue tarpaulin\n")
    assert [one.id for one in label_set.classes[0].concepts] == ["tennis_court"]
    assert label_set.classes[1].concepts == ()


@pytest.mark.parametrize(
    "content",
    [
        "name,prompts,synonyms,colour,concepts\nwood,a dark wood|many trees,woodland,#0A0,\nsea,,,,sea|lake\n",
        "Name;Prompts;Synonyms;Color;Concepts\nwood;a dark wood|many trees;woodland;#00aa00;\nsea;;;;sea|lake\n",
        "colour\tname\tprompts\tsynonyms\tconcepts\n#00AA00\twood\ta dark wood;many trees\twoodland\n"
        "\tsea\t\t\tsea;lake\n",
    ],
)
def test_a_table_carries_prompts_synonyms_colours_and_concepts(tmp_path: Path, content: str) -> None:
    wood, sea = from_csv(tmp_path, content).classes
    assert (wood.prompts, wood.synonyms, wood.colour) == (("a dark wood", "many trees"), ("woodland",), "#00aa00")
    assert [one.id for one in sea.concepts] == ["sea", "lake"]
    assert sea.colour == default_colour("sea")


def test_json_and_csv_of_the_same_classes_are_the_same_set(tmp_path: Path) -> None:
    rows: list[Any] = ["forest", {"name": "ice", "prompts": "an ice field", "colour": "#fff", "synonyms": ["snow"]}]
    file = tmp_path / "classes.json"
    file.write_text(json.dumps({"title": "classes", "classes": rows}), encoding="utf-8")
    table = from_csv(tmp_path, "name,prompts,colour,synonyms\nforest\nice,an ice field,#fff,snow\n")
    assert load_label_set(file) == parse_label_set(rows, "classes") == table


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "classes.csv has no classes"),
        ("name\n", "classes.csv has no classes"),
        ("a\nb\nA\n", "classes.csv, line 3: the name 'A' is already used in classes.csv, line 1"),
        ("name,colour\na,reddish\n", "classes.csv, line 2, field 'colour': 'reddish' is not a colour"),
        ("name,concepts\na,dragon\n", "classes.csv, line 2, field 'concepts': the lexicon has no concept 'dragon'"),
        ("name,size\na,3\n", "classes.csv has the unknown column 'size'"),
        ("name,name\na,b\n", "classes.csv has the column 'name' twice"),
        ("name,colour\na,#fff,x\n", "classes.csv, line 2 has 3 cells where the header has 2"),
        ("name,colour\n,#fff\n", "classes.csv, line 2, field 'name'"),
        ("name,prompts\n\n\na,...\n", "classes.csv, line 4, field 'prompts'"),
        ('name,prompts\na,"b\n', "classes.csv, line 2 is not valid CSV"),
        ("forest;#00ff00\n", "classes.csv has several columns but no header row"),
        ("\n".join(map(str, range(1001))), "classes.csv has 1001 classes"),
        ("a" * 501, "classes.csv, line 1, field 'name': 501 characters are too many"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence_that_says_where(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(BadOption, match=re.escape(sentence)) as caught:
        from_csv(tmp_path, content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "x.json is not a label set"),
        ("forest", "x.json is not a label set"),
        ([], "x.json has no classes"),
        ({"classes": ["a"], "colour": 1}, "x.json has the unknown field 'colour'"),
        ([3], "x.json, class 1 is neither a name nor an object"),
        ([{"prompts": ["a"]}], "x.json, class 1, field 'name'"),
        (["a", {"name": "b", "promts": ["c"]}], "x.json, class 2 has the unknown field 'promts'"),
        ([{"name": "a", "synonyms": 3}], "x.json, class 1, field 'synonyms'"),
        ([{"name": "a", "prompts": ["b", None]}], "x.json, class 1, field 'prompts'"),
        ([{"name": "a", "colour": 255}], "x.json, class 1, field 'colour'"),
        ([{"name": "a", "names": {"xx": "b"}}], "x.json, class 1, field 'names' has the unknown field 'xx'"),
    ],
)
def test_wrong_json_is_refused_in_one_sentence_that_says_where(data: Any, sentence: str) -> None:
    with pytest.raises(BadOption, match=re.escape(sentence)):
        parse_label_set(data, "x.json")


def test_files_that_are_no_text_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"classes": [', encoding="utf-8")
    (tmp_path / "b.csv").write_bytes("Wälder".encode("cp1252"))
    (tmp_path / "c.json").write_text("[" * 100_000, encoding="utf-8")
    for name, sentence in (
        ("a.json", "a.json is not valid JSON: check line 1"),
        ("b.csv", "b.csv is not UTF-8 text"),
        ("c.json", "c.json is not valid JSON"),
        ("d.csv", "No such file"),
    ):
        with pytest.raises(BadOption, match=sentence):
            load_label_set(tmp_path / name)
    with pytest.raises(BadOption, match=r"Unknown preset 'moon': choose one of .*eurosat"):
        load_label_set("preset:moon")
    with pytest.raises(BadOption, match="Unknown language 'xx'"):
        load_label_set("preset:eurosat", "xx")


@given(st.lists(st.text("abcdefgh", min_size=1), unique=True, min_size=1, max_size=40))
def test_a_class_keeps_its_colour_whatever_set_it_is_in(names: list[str]) -> None:
    colours = fill_colours(names, [None] * len(names))
    assert len(set(colours)) == len(names)
    assert all(parse_colour(colour) == colour for colour in colours)
    assert colours[0] == default_colour(names[0]) == default_colour(f" {names[0].upper()} ")


def test_default_colours_do_not_change_between_releases() -> None:
    assert [default_colour(name) for name in ("forest", "water")] == ["#5733cc", "#3bcc33"]


def test_concepts_are_named_by_id_or_in_any_language_and_a_class_of_several_keeps_its_name() -> None:
    rows = [{"name": "sealed", "concepts": ["parking_lot", "road", "Flughafen", "car park"]}, {"name": "wood"}]
    sealed, _ = parse_label_set(rows, "x", "fr").classes
    assert [concept.id for concept in sealed.concepts] == ["parking_lot", "road", "airport"]
    assert sealed.title == "sealed"
