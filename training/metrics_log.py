"""The log of a run: JSON lines for programs, TensorBoard for eyes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.files import named_write_errors, write_beside


class MetricsLog:
    """Appends rows to ``metrics.jsonl`` and their numbers to ``tensorboard/``.

    Args:
        folder: of the run.
        step: where the run goes on; rows after it, of steps that were lost with the process, are taken off, so that
            every step is in the log once.
    """

    def __init__(self, folder: Path, step: int) -> None:
        from torch.utils.tensorboard import SummaryWriter

        self.file = folder / "metrics.jsonl"
        if self.file.exists():
            kept = [line for line in self.file.read_text(encoding="utf-8").splitlines() if _counts(line, step)]
            with write_beside(self.file) as beside:
                beside.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
        self._board = SummaryWriter(str(folder / "tensorboard"), purge_step=step + 1)

    def write(self, step: int, row: dict[str, Any]) -> None:
        """Append one row; nested tables become TensorBoard tags with a slash.

        Raises:
            OutputNotWritable: the disk is full.
        """
        with (
            named_write_errors(self.file, "the last checkpoint is whole: free some space and start again."),
            self.file.open("a", encoding="utf-8") as stream,
        ):
            stream.write(json.dumps({"step": step, **row}, ensure_ascii=False) + "\n")
        for name, value in row.items():
            table = value if isinstance(value, dict) else {"": value}
            for key, number in table.items():
                if isinstance(number, (int, float)):
                    self._board.add_scalar(f"{name}/{key}" if key else name, number, step)

    def close(self) -> None:
        """Write out what TensorBoard still holds."""
        self._board.close()


def _counts(line: str, step: int) -> bool:
    try:
        return bool(json.loads(line)["step"] <= step)
    except (ValueError, KeyError):
        return False  # the last line of a process that was killed while it wrote
