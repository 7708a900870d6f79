"""What all commands say, and where."""

from __future__ import annotations

import click


def say(sentence: str) -> None:
    """One line on stderr: stdout belongs to results."""
    click.echo(sentence, err=True)


def say_nothing(_: str) -> None:
    """For the processes that do not lead."""
    return
