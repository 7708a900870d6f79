"""Where the data files that ship with Terralex lie: beside the packages in a checkout and in the wheel alike."""

from __future__ import annotations

from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Path of a file or folder under ``resources/``."""
    return Path(__file__).resolve().parent.parent.joinpath("resources", *parts)
