"""What a person sees: progress on stderr when that is a terminal, tables on stdout, nothing else in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.index.pipeline import IndexProgress


def is_terminal() -> bool:
    """Does a person watch stderr?"""
    return sys.stderr.isatty()


@contextmanager
def share_bar(title: str) -> Iterator[Callable[[float, str], None]]:
    """A bar for work that tells its share of 1 and what it does; does nothing in a pipe."""
    if not is_terminal():
        yield lambda share, what: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda share, what: bar.update(task, completed=share, description=f"{title}: {what}")


@contextmanager
def index_bar() -> Iterator[Callable[[IndexProgress], None] | None]:
    """A bar for indexing, with windows a second and time left; None in a pipe. It appears with the first report."""
    if not is_terminal():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f} windows"),
        TextColumn("{task.fields[speed]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Indexing", total=None, visible=False, speed="")
        start: int | None = None

        def report(progress: IndexProgress) -> None:
            nonlocal start
            start = progress.done_windows if start is None else start
            done = progress.done_windows - start
            bar.update(
                task,
                description="Indexing (continued)" if progress.resumed else "Indexing",
                completed=progress.done_windows,
                total=progress.total_windows,
                speed=f"{done / progress.elapsed_s:,.0f}/s" if done and progress.elapsed_s > 0 else "",
                visible=True,
            )

        yield report
