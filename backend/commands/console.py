"""What a person sees: progress on stderr when that is a terminal, tables on stdout, nothing else in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.progress import Progress, Tell


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """A bar for long work, with its speed where it counts; nothing in a pipe. It appears with the first report."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TextColumn("{task.fields[speed]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, visible=False, speed="")
        step, began, before = "", 0.0, 0

        def report(progress: Progress) -> None:
            nonlocal step, began, before
            if progress.step != step:
                step, began, before = progress.step, time.monotonic(), progress.done or 0
            done, spent = (progress.done or 0) - before, time.monotonic() - began
            speed = f"{done / spent:,.0f} {progress.unit}/s" if done > 0 and spent > 0 else ""
            bar.update(task, description=progress.sentence, completed=progress.share, speed=speed, visible=True)

        yield report
