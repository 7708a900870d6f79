"""Settings: closed unless opened, and nothing that is given is ignored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import BadOption
from backend.settings import OTHER_VARIABLES, load_settings, refuse_unknown_variables


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("TERRALEX_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("name", ["HOST", "STATE_DIR", "INDEX", "TOKEN", "TOKEN_FILE"])
@pytest.mark.parametrize("value", ["", " "])
def test_a_variable_that_is_set_but_empty_opens_nothing(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"TERRALEX_{name}", value)
    with pytest.raises(BadOption, match=name.lower()):
        load_settings()


def test_by_default_the_service_listens_to_this_machine_alone() -> None:
    assert load_settings().host == "127.0.0.1"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("TERRALEX_LIMIT__MAX_TOP", "TERRALEX_LIMITS__MAX_TOP"),
        ("TERRALEX_ALLOWED_HOST", "TERRALEX_ALLOWED_HOSTS"),
        ("TERRALEX_DATAROOTS", "TERRALEX_DATA_ROOTS"),
        ("TERRALEX_LIMITS_MAX_TOP", "TERRALEX_LIMITS__MAX_TOP"),
    ],
)
def test_a_mistyped_variable_is_told_with_what_was_meant(
    monkeypatch: pytest.MonkeyPatch, typed: str, meant: str
) -> None:
    monkeypatch.setenv(typed, "5")
    with pytest.raises(BadOption, match=f"{typed} has no effect: did you mean {meant}"):
        load_settings()


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", min_size=3, max_size=12))
def test_no_unknown_variable_of_ours_goes_unseen(name: str) -> None:
    with pytest.raises(BadOption, match="has no effect"):
        refuse_unknown_variables({f"TERRALEX_{name}_Q": "1"})


def test_what_others_and_our_tools_set_is_left_alone() -> None:
    refuse_unknown_variables(dict.fromkeys((*OTHER_VARIABLES, "PATH", "TERRALEXX", "TERRALEX_LIMITS__MAX_TOP"), "1"))
