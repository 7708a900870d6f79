"""Terralex, the engine: from imagery to embeddings to regions and labels. Importing it loads nothing heavy."""

import os
from importlib.metadata import version

from backend.imagery.no_requests import forbid_requests
from backend.models.waiting import sleep_soon

__version__ = version("terralex")
"""Version of the distribution, defined only in ``metadata.txt``."""

forbid_requests(os.environ)
sleep_soon(os.environ)
