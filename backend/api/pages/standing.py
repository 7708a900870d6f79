"""How a job or a layer stands, in words for a page; ``resources/page/assets/page.mjs`` says the same as it goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backend.api.pages.language import grouped

STATES: Mapping[str, str] = {
    "accepted": "Waiting",
    "running": "Running",
    "successful": "Done",
    "failed": "Failed",
    "dismissed": "Cancelled",
    "ready": "Ready",
    "incomplete": "Incomplete",
}
"""English words for the states of jobs and layers; pages translate them."""


def standing(state: str) -> str:
    """A state in English words; one that is not known here as it is."""
    return STATES.get(state, state)


def doing(job: Mapping[str, Any], language: str, translate: Callable[..., str]) -> str:
    """What a job is doing, beside its state.

    The service speaks English: in another language its counts are said, and of a job that has failed its own sentence.

    Args:
        job: its status document.
        language: of the page, ISO 639-1.
        translate: a sentence of the pages, with values to put in, into that language.
    """
    message = str(job.get("message") or "")
    if language == "en" or job["status"] == "failed":
        return "" if message == STATES.get(job["status"]) else message
    if job["status"] == "running" and job.get("unit") == "windows" and job.get("total"):
        return translate(
            "{done} of {total} windows", done=grouped(job["done"], language), total=grouped(job["total"], language)
        )
    return ""
