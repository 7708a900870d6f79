"""What ``qgis --code`` runs: the agent is imported, because QGIS forgets the names of the code that it runs itself."""

from __future__ import annotations

import os
import sys

sys.path.insert(0, os.environ["TERRALEX_TEST_AGENT_FOLDER"])

import agent  # noqa: F401
