"""``import terralex``: the client, under the name of the distribution (see ``setup.py``)."""

from backend import __version__
from backend.client import (
    Client,
    Found,
    Job,
    Labelled,
    LabelledClass,
    Layer,
    LocalService,
    Region,
    Round,
    SavedSearch,
    Watched,
)

__all__ = [
    "Client",
    "Found",
    "Job",
    "Labelled",
    "LabelledClass",
    "Layer",
    "LocalService",
    "Region",
    "Round",
    "SavedSearch",
    "Watched",
    "__version__",
]
