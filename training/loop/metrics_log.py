"""The log of a run: JSON Lines for programs, TensorBoard for people."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from backend.storage.files import write_beside
from training.files import named_write_errors
from training.loop.scalar_board import ScalarBoard

KEPT = "the last checkpoint is whole: free some space and start again."


class MetricsLog:
    """Appends rows to ``metrics.jsonl`` and their numbers to ``tensorboard/``.

    Args:
        folder: folder of the run.
        step: step from which the run resumes; later rows, of steps that were lost, are removed, so that every step is
            in the log once.

    Raises:
        OutputNotWritable: the disk is full.
    """

    def __init__(self, folder: Path, step: int) -> None:
        self.file = folder / "metrics.jsonl"
        with named_write_errors(self.file, KEPT):
            if self.file.exists():
                kept = [line for line in self.file.read_text(encoding="utf-8").splitlines() if _counts(line, step)]
                with write_beside(self.file) as beside:
                    beside.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
            self._board = ScalarBoard(folder / "tensorboard", step)

    def write(self, step: int, row: dict[str, Any]) -> None:
        """Append one row; nested tables become TensorBoard tags with a slash, non-finite numbers are null in the file.

        Raises:
            OutputNotWritable: the disk is full.
        """
        with named_write_errors(self.file, KEPT):
            with self.file.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(_finite({"step": step, **row}), ensure_ascii=False, allow_nan=False) + "\n")
            self._board.write(step, dict(_numbers(row)))

    def close(self) -> None:
        """Flush and close."""
        self._board.close()


def _numbers(row: dict[str, Any]) -> list[tuple[str, float]]:
    tables = [(name, value if isinstance(value, dict) else {"": value}) for name, value in row.items()]
    return [
        (f"{name}/{key}" if key else name, float(number))
        for name, table in tables
        for key, number in table.items()
        if isinstance(number, (int, float))
    ]


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _counts(line: str, step: int) -> bool:
    try:
        return bool(json.loads(line)["step"] <= step)
    except (ValueError, KeyError):
        return False  # the last line of a process that was killed while writing
