"""General things are not denied by what shows them too."""

from __future__ import annotations

import numpy as np

from backend.lexicon import load_lexicon
from backend.presence.coincidence import coincidence, shown_by


def test_every_thing_and_what_shows_it_is_in_the_lexicon() -> None:
    known = set(load_lexicon().concepts)
    for thing, others in shown_by().items():
        assert thing in known
        assert others and others <= known, others - known


def test_a_pond_is_water_and_water_need_not_be_a_pond_of_a_kind() -> None:
    concepts = ("water", "pond", "castle", "of no lexicon")
    found = coincidence(concepts)
    assert found[0].tolist() == [True, True, False, False]
    assert np.array_equal(found.diagonal(), np.ones(4, bool))
    assert not found[1, 2]
    assert not coincidence(("castle", "house"))[0, 1], "a house is no castle"


def test_things_of_built_up_ground_do_not_deny_one_another() -> None:
    concepts = ("tree", "house", "glacier")
    found = coincidence(concepts)
    assert found[0, 1] and found[1, 0]
    assert not found[0, 2]
