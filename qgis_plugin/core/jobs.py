"""Follow a job of the server to its end: the one loop that tasks and Processing algorithms share."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Callable

from .client import Client
from .errors import Cancelled, JobFailed, Refused, ServerTimeout, ServerUnreachable, TerralexError
from .replies import JobState
from .translation import tr

FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 1.0
PATIENCE_S = 120.0
"""How long to retry a server that stops responding during a job, in seconds: it may be restarting."""

OnState = Callable[[JobState], None]


def run_process(
    client: Client, process: str, inputs: Mapping[str, Any], on_state: OnState | None = None
) -> Mapping[str, Any]:
    """Run a process and wait for its outputs, by their names.

    A cancelled feedback dismisses the job. If the server restarts in the meantime, both it and this continue the job.

    Args:
        client: with the feedback that cancels.
        process: id of the process.
        inputs: by their names; those that are None are not given.
        on_state: called with every status of the job.

    Raises:
        Cancelled: the user stopped it, and so did the server.
        JobFailed: it failed; the server's sentence.
        TerralexError: the server did not answer, or refused.
    """
    begun = client.execute(process, inputs)
    if not isinstance(begun, JobState):
        if client.feedback.isCanceled():
            raise Cancelled(tr("Cancelled."))
        return begun
    try:
        state = _follow(client, begun, on_state)
    except Cancelled:
        _dismiss_quietly(client, begun.id)
        raise
    if state.status == "dismissed":
        raise Cancelled(tr("The job was stopped on the server."))
    try:
        return client.results(state.id)
    except Refused as error:
        if state.status == "failed":
            raise JobFailed(str(error)) from error
        raise


def _follow(client: Client, state: JobState, on_state: OnState | None) -> JobState:
    wait, silent_since = FIRST_WAIT_S, None
    while True:
        if on_state is not None:
            on_state(state)
        if state.ended:
            return state
        _sleep(client, wait)
        wait = min(wait * 1.5, LONGEST_WAIT_S)
        try:
            state = client.job(state.id)
            silent_since = None
        except (ServerUnreachable, ServerTimeout):
            now = time.monotonic()
            silent_since = silent_since or now
            if now - silent_since > PATIENCE_S:
                raise
            # Else the user would look at a sentence that is not true any more.
            silent = tr("The server is not responding: trying again")
            state = replace(state, message=silent, code="", done=None, total=None, eta_s=None)


def _sleep(client: Client, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if client.feedback.isCanceled():
            raise Cancelled(tr("Cancelled."))
        time.sleep(0.02)


def _dismiss_quietly(client: Client, job_id: str) -> None:
    """Dismiss the job; a server that cannot be reached any more has stopped anyway."""
    try:
        client.dismiss(job_id)
    except TerralexError:
        return
