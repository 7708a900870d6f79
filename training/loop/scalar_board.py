"""Numbers of a run in TensorBoard's format.

TensorBoard's own writer runs in a thread, where the error of a full disk cannot be caught.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


class ScalarBoard:
    """An event file in ``folder``.

    Args:
        step: step from which the run resumes; TensorBoard then discards later steps of earlier files.

    Raises:
        OSError: the file cannot be written.
    """

    def __init__(self, folder: Path, step: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"events.out.tfevents.{time.time_ns()}.{socket.gethostname()}.{os.getpid()}"
        self._stream = (folder / name).open("wb")
        self._records = RecordWriter(self._stream)
        self._write(Event(file_version="brain.Event:2"))
        self._write(Event(step=step + 1, session_log=SessionLog(status=SessionLog.START)))

    def _write(self, event: Event) -> None:
        event.wall_time = time.time()
        self._records.write(event.SerializeToString())
        self._records.flush()

    def write(self, step: int, numbers: Mapping[str, float]) -> None:
        """Write the numbers of a step by tag.

        Raises:
            OSError: the disk is full.
        """
        values = [Summary.Value(tag=tag, simple_value=number) for tag, number in numbers.items()]
        self._write(Event(step=step, summary=Summary(value=values)))

    def close(self) -> None:
        """Close the file; what does not fit on a full disk is lost."""
        with suppress(OSError):
            self._stream.close()
