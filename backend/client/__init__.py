"""Client for a Terralex service: one small class, plain dataclasses, and GeoJSON."""

from backend.client.answers import Found, Job, Labelled, LabelledClass, Layer, Region, Round, SavedSearch, Watched
from backend.client.client import Client
from backend.client.local import LocalService

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
]
