"""Shared by all tests: where the real data lie, and the model that ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# Machines that run these are shared and noisy: a slow example is not a failing one.
settings.register_profile("terralex", deadline=None)
settings.load_profile("terralex")

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"real data absent: {SHARED} does not exist")
    return SHARED
