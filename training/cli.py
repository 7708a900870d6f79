"""``terralex-train``: train, evaluate and export models."""

from __future__ import annotations

import os
import sys

import click

from backend.errors import TerralexError
from training.commands.calibrate import calibrate
from training.commands.console import say
from training.commands.evaluate import evaluate
from training.commands.export import export
from training.commands.shards import shards
from training.commands.text_start import text_start
from training.commands.train import train
from training.commands.translate import translate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Train, evaluate and export Terralex models."""


cli.add_command(train)
cli.add_command(export)
cli.add_command(evaluate)
cli.add_command(shards)
cli.add_command(text_start)
cli.add_command(translate)
cli.add_command(calibrate)


def main() -> None:
    """Entry point: bad input is one sentence on stderr and exit code 2."""
    try:
        cli.main(standalone_mode=False)
    except click.ClickException as error:
        say(f"Error: {error.format_message()}")
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        say("Stopped; what is done is kept.")
        sys.exit(130)
    except TerralexError as error:
        if os.environ.get("TERRALEX_DEBUG"):
            raise
        say(f"Error: {error}")
        sys.exit(2)


if __name__ == "__main__":
    main()
