"""The server's messages in the user's language: progress and kinds of problems.

The server speaks English. The steps of its work are a short list; so are the kinds of its problems, whose sentences
name files and fields and stay as they are, behind one that says it in the user's language.
"""

from __future__ import annotations

from collections.abc import Mapping

from .translation import localised, spoken_language, tr

PROBLEM = "urn:terralex:problem:"


def progress_sentence(code: str, done: int | None, total: int | None, message: str) -> str:
    """What a job is doing, from the facts that the server reports.

    Args:
        code: of its step, such as ``reading-the-index``, or of its state.
        done, total: windows of the step, where they are counted.
        message: the server's own words, for what is not known here.
    """
    if done is not None and total is not None:
        counts = {"done": localised(done), "total": localised(total)}
        if code == "indexing":
            return tr("Indexing: {done} of {total} windows", **counts)
        if code == "reading-windows":
            return tr("{done} of {total} windows", **counts)
    return _steps().get(code.replace("-", " "), message)


def problem_sentence(kind: str, detail: str) -> str:
    """A problem of the server in one sentence: its own, with one in the user's language before it."""
    said = _kinds().get(kind[len(PROBLEM) :]) if kind.startswith(PROBLEM) else None
    return detail if said is None or spoken_language() == "en" else f"{said} ({detail})"


def _steps() -> Mapping[str, str]:
    return {
        "running": tr("The server is preparing"),
        "searching": tr("Searching"),
        "counting": tr("Searching"),
        "learning": tr("Searching"),
        "found": tr("Searching"),
        "encoding names": tr("Reading the class names"),
        "reading the index": tr("Reading the index"),
        "laying windows": tr("Placing windows over the features"),
        "comparing": tr("Comparing"),
        "labelling windows together": tr("Labelling everything together"),
        "smoothing": tr("Smoothing"),
        "labelling the ground": tr("Labelling the area"),
        "looking for gaps": tr("Looking for gaps"),
        "labelled": tr("Writing the result"),
        "writing": tr("Writing the result"),
        "the heat map is written": tr("Writing the result"),
        "successful": tr("Done"),
    }


def _kinds() -> Mapping[str, str]:
    return {
        "layer-not-readable": tr("The server cannot read the layer."),
        "layer-not-georeferenced": tr("The layer is not georeferenced."),
        "layer-empty": tr("The layer has no pixels here."),
        "outside-layer": tr("This lies outside the layer."),
        "bad-option": tr("The server cannot use one of the values."),
        "concept-of-other-model": tr("The concept was taught with another model: choose its model in the options."),
        "empty-query": tr("There are no words to search for."),
        "model-unavailable": tr("The server does not have the model."),
        "index-not-usable": tr("The index of the layer cannot be used."),
        "disk-full": tr("The server's disk is full."),
        "out-of-memory": tr("The server does not have enough memory for this."),
        "device-out-of-memory": tr("The server does not have enough memory for this."),
        "too-many-jobs": tr("The server is too busy: try again later."),
        "layer-not-found": tr("The server no longer knows the layer: try again."),
        "quota-exceeded": tr("The server has no space left for images."),
        "source-not-allowed": tr("The server is not allowed to fetch this online layer."),
        "job-crashed": tr("The server failed: see its log."),
    }
