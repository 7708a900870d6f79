"""Terralex, the engine: imagery to embeddings to regions and labels. Importing it loads nothing heavy."""

import os

from backend.imagery.no_requests import forbid_requests

__version__ = "0.1.0"

forbid_requests(os.environ)
