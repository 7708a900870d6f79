"""The processes of the service, one per module."""

from __future__ import annotations

from typing import Any

from backend.jobs.process import Process
from backend.jobs.processes.change import ChangeProcess
from backend.jobs.processes.count import CountProcess
from backend.jobs.processes.heatmap import HeatmapProcess
from backend.jobs.processes.index import IndexProcess
from backend.jobs.processes.label_features import LabelFeaturesProcess
from backend.jobs.processes.label_windows import LabelWindowsProcess
from backend.jobs.processes.search import SearchProcess, SimilarProcess
from backend.jobs.processes.survey import SurveyProcess
from backend.jobs.processes.teach import TeachProcess
from backend.jobs.processes.watch import WatchProcess

PROCESSES: tuple[Process[Any], ...] = (
    IndexProcess(),
    SearchProcess(),
    SimilarProcess(),
    SurveyProcess(),
    WatchProcess(),
    TeachProcess(),
    HeatmapProcess(),
    ChangeProcess(),
    CountProcess(),
    LabelWindowsProcess(),
    LabelFeaturesProcess(),
)
