"""Terralex, the engine: imagery to embeddings to regions and labels. Importing it loads nothing heavy."""

import os
from importlib.metadata import version

from backend.imagery.no_requests import forbid_requests

__version__ = version("terralex")
"""That of the distribution, which is written in ``metadata.txt`` and nowhere else."""

forbid_requests(os.environ)
