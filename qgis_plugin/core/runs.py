"""Runs one process for each extent of a layer, for the dock and for Processing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Callable

from .client import Client
from .job_task import job_sentence
from .jobs import run_process
from .replies import JobState

SENT, RUN = 0.3, 0.95
"""Shares of the whole work at which the layer is registered, and at which all jobs are done."""

Tell = Callable[[str, float], None]
"""A callback for the current step and the completed share, 0-1."""


def sending(tell: Tell) -> Tell:
    """A callback for the progress of registering the layer."""
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
        asked: inputs, one set per extent.
        tell: of the jobs together.
        seen: called with every status of the running job.

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
