"""What all commands say, and where."""

from __future__ import annotations

import sys
from typing import Any

import click


def say(sentence: str) -> None:
    """One line on stderr: stdout belongs to results."""
    click.echo(sentence, err=True)


def say_nothing(_: str) -> None:
    """For the processes that do not lead."""
    return


def progress_bar(shown: bool) -> Any:
    """A bar with the steps done and the time that is left."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, disable=not (shown and sys.stderr.isatty()))
