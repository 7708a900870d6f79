"""Console output of all commands."""

from __future__ import annotations

import sys
from typing import Any

import click


def say(sentence: str) -> None:
    """Print one line to stderr; stdout is for results."""
    click.echo(sentence, err=True)


def say_nothing(_: str) -> None:
    """For processes other than the leading one."""
    return


def progress_bar(shown: bool) -> Any:
    """A progress bar with the steps done and the remaining time."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, disable=not (shown and sys.stderr.isatty()))
