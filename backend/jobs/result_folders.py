"""Folders for the files of jobs: a working folder, which is renamed to the final one when it is complete."""

from __future__ import annotations

import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from backend.storage.files import commit_folder

RESULT_FILE = ".result.json"
"""The result of the job, stored beside its files for a crash between the rename and the database update."""

_WORKING_SUFFIX = ".part"
_JOB_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

logger = logging.getLogger(__name__)


class ResultFolders:
    """The folders of all jobs under one root."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def final(self, job_id: str) -> Path:
        """Folder of a successful job's files."""
        return self.root / job_id

    def working(self, job_id: str) -> Path:
        """Working folder of a job; an interrupted job finds its files there again."""
        return self.root / f"{job_id}{_WORKING_SUFFIX}"

    def begin(self, job_id: str) -> Path:
        """The working folder, created if necessary, without unfinished files of a killed attempt."""
        folder = self.working(job_id)
        folder.mkdir(parents=True, exist_ok=True)
        for unfinished in folder.glob(".*/"):  # :func:`backend.output.files.write_whole` writes in hidden folders
            shutil.rmtree(unfinished, onerror=_log_unless_missing)
        return folder

    def commit(self, job_id: str, result: dict[str, Any]) -> None:
        """Make a working folder the final one, atomically even across a power cut.

        Raises:
            TypeError, ValueError: the result cannot be written as JSON.
            OSError: the disk is full or fails.
        """
        folder = self.working(job_id)
        (folder / RESULT_FILE).write_text(json.dumps(result), encoding="utf-8")
        commit_folder(folder, self.final(job_id))

    def committed(self, job_id: str) -> dict[str, Any] | None:
        """The result of a job whose folder was committed, otherwise None."""
        try:
            result: dict[str, Any] = json.loads((self.final(job_id) / RESULT_FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return result

    def remove(self, job_id: str) -> None:
        """Remove both folders of a job; what cannot be removed now is removed at the next start."""
        for folder in (self.final(job_id), self.working(job_id)):
            shutil.rmtree(folder, onerror=_log_unless_missing)

    def sweep(self, keep: Callable[[str], bool]) -> None:
        """Remove the folders of jobs whose id ``keep`` rejects; nothing else in the root is touched."""
        for job_id in set(self._job_ids()):
            if not keep(job_id):
                self.remove(job_id)

    def _job_ids(self) -> Iterator[str]:
        if self.root.is_dir():
            for entry in self.root.iterdir():
                job_id = entry.name.removesuffix(_WORKING_SUFFIX)
                if _JOB_ID.fullmatch(job_id):
                    yield job_id


def _log_unless_missing(_: object, path: str, error: tuple[type[BaseException], BaseException, object]) -> None:
    if not issubclass(error[0], FileNotFoundError):
        logger.warning("%s cannot be removed: %s", path, error[1])
