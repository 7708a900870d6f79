"""Terminal output: progress on stderr if that is a terminal, tables on stdout."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from backend.progress import Progress, Tell


@contextmanager
def progress_bar() -> Iterator[Tell]:
    """A progress bar, with the speed of counted units; nothing in a pipe. It appears with the first report."""
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


def print_answer(sentence: str, titles: Sequence[str], rows: Iterable[Sequence[str]], written: Iterable[Path]) -> None:
    """Print an answer for people: a sentence, a table if there are rows, and the files that were written.

    Args:
        sentence: the answer in one sentence.
        titles: of the columns; those of right-aligned ones begin with ``>``.
        rows: the cells of each row.
        written: files, in the order in which they are listed.
    """
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(sentence, markup=False, soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(title.removeprefix(">"), justify="right" if title.startswith(">") else "left")
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        console.print(table)
    for path in written:
        console.print(f"Written: {path}", markup=False, soft_wrap=True)


BOUNDS = "west, south, east, north"
"""Title of a column of :func:`bounds_cell`."""


def bounds_cell(bounds: Sequence[float] | None) -> str:
    """Bounds in degrees as a cell; empty if there are none."""
    return ", ".join(f"{value:.5f}" for value in bounds or ())


def unknown_words(asked: str, nearest: Sequence[str]) -> str:
    """The sentence for words that the model does not know; ``asked`` is quoted already."""
    known = f"; the nearest it knows: {', '.join(nearest)}" if nearest else ""
    return f"The model does not know the words {asked}{known}."


def nothing_found(asked: str, word: str, looked_at: str, where: str, best: float | None) -> str:
    """The sentence for an answer without regions.

    Args:
        asked: what was searched for, quoted already.
        word: of the verdict: ``weak`` or ``absent``.
        looked_at: "40 windows".
        where: what follows from ``absent``: "which is not on this map".
        best: relevance of the best match; None if there is none.
    """
    reached = ""
    if best is not None:
        shown = math.floor(100 * best) / 100  # rounded up, it would not show it
        reached = f": the best match has {shown:.2f}" + (f"; show it with --threshold {shown:.2f}" if shown else "")
    if word == "weak":
        return f"Nothing in {looked_at} is relevant enough for {asked}{reached}."
    return f"Nothing in {looked_at} shows {asked}, {where}{reached}."
