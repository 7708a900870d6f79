"""One process asked once for each extent of a layer, by the dock and by Processing alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Callable

from .client import Client
from .job_task import job_sentence
from .jobs import run_process
from .replies import JobState

SENT, RUN = 0.3, 0.95
"""Shares of the whole work at which the layer is known to the server, and at which every job is done."""

Tell = Callable[[str, float], None]
"""Who is told what is being done, and which share of the whole is, 0-1."""


def sending(tell: Tell) -> Tell:
    """Who is told how far the layer has been made known."""
    return lambda what, share: tell(what, SENT * share)


def run_each(
    client: Client,
    process: str,
    asked: Sequence[Mapping[str, Any]],
    tell: Tell,
    seen: Callable[[JobState], None] | None = None,
) -> Iterator[Mapping[str, Any]]:
    """Run a process for each of some inputs, one after the other; the outputs of each as they come.

    Args:
        client: of the server.
        process: its id.
        asked: inputs, one an extent.
        tell: of the jobs together.
        seen: is given the state of the running job whenever it is looked at.

    Raises:
        TerralexError: the server refused or failed, or the work was cancelled.
    """
    for number, inputs in enumerate(asked):

        def on_state(state: JobState, number: int = number) -> None:
            done = (number + state.progress / 100) / len(asked)
            tell(job_sentence(state), SENT + (RUN - SENT) * done)
            if seen is not None:
                seen(state)

        yield run_process(client, process, inputs, on_state)
