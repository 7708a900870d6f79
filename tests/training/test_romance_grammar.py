"""What Portuguese, Spanish and Italian each do that the sentences all languages share do not show."""

from __future__ import annotations

import pytest

from training.translation.grammar.translator import PhraseGrammar

GRAMMAR = PhraseGrammar()


def said(text: str, language: str) -> str | None:
    return GRAMMAR.translate([text], language)[0]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pt", "Há árvores verdes ao lado de uma estrada."),
        ("es", "Hay árboles verdes junto a una carretera."),
        ("it", "Ci sono alberi verdi accanto a una strada."),
    ],
)
def test_bare_plurals_that_are_somewhere_are_there(language: str, sentence: str) -> None:
    assert said("green trees are next to a road .", language) == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pt", "Árvores verdes cercam a lagoa."),
        ("es", "Unos árboles verdes rodean el estanque."),
        ("it", "Degli alberi verdi circondano lo stagno."),
    ],
)
def test_bare_plurals_that_act_have_their_word(language: str, sentence: str) -> None:
    assert said("green trees surround the pond .", language) == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pt", "A praia é branca e está vazia."),
        ("es", "La playa es blanca y está vacía."),
        ("it", "La spiaggia è bianca e vuota."),
    ],
)
def test_what_something_is_differs_from_how_it_is_for_the_time_being(language: str, sentence: str) -> None:
    assert said("the beach is white and empty .", language) == sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pt", "O rio atravessa a floresta."),
        ("es", "El río atraviesa el bosque."),
        ("it", "Il fiume attraversa il bosco."),
    ],
)
def test_what_is_across_something_crosses_it(language: str, sentence: str) -> None:
    assert said("the river is across the forest .", language) == sentence


@pytest.mark.parametrize(
    ("caption", "language", "sentence"),
    [
        ("two white planes are near water .", "pt", "Dois aviões brancos estão perto da água."),
        ("two blue roads and another house .", "pt", "Duas estradas azuis e outra casa."),
        ("a bridge is between the river and the beach .", "es", "Un puente está entre el río y la playa."),
        ("many roads and islands are in the water .", "es", "Muchas carreteras e islas están en el agua."),
        ("a large house has blue roofs .", "es", "Una gran casa tiene tejados azules."),
        ("two very large white houses .", "es", "Dos casas blancas muy grandes."),
        ("all the airports and beautiful buildings .", "it", "Tutti gli aeroporti e begli edifici."),
        ("there is no stadium on the long islands .", "it", "Non c'è nessuno stadio sulle lunghe isole."),
        ("this is a white area near an island .", "it", "Questa è una zona bianca vicino a un'isola."),
        (
            "many churches are near trees and some buildings .",
            "it",
            "Molte chiese si trovano vicino ad alberi e ad alcuni edifici.",
        ),
    ],
)
def test_small_words_suit_their_neighbours(caption: str, language: str, sentence: str) -> None:
    assert said(caption, language) == sentence
