"""The command ``terralex``: one module of :mod:`backend.commands` a subcommand.

Nothing heavy is imported before a command needs it. Only this module turns errors into a sentence on stderr and an exit
code: 0 found or done, 1 nothing above the threshold, 2 bad input, 3 internal error, 130 stopped by the user.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback

import click

from backend import __version__
from backend.commands.change import change_command
from backend.commands.concept import concept_command
from backend.commands.count import count_command
from backend.commands.embeddings import embeddings_command
from backend.commands.index import index_command
from backend.commands.label import label_command, labels_command
from backend.commands.mcp import mcp_command
from backend.commands.models import models_command
from backend.commands.sample import sample_command
from backend.commands.search import search_command
from backend.commands.serve import serve_command
from backend.commands.survey import survey_command
from backend.commands.watch import watch_command
from backend.errors import Cancelled, TerralexError

FOUND, NOTHING_FOUND, BAD_INPUT, FAULT, STOPPED = 0, 1, 2, 3, 130
DEBUG = "TERRALEX_DEBUG"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="terralex")
def terralex() -> None:
    """Search georeferenced imagery with words, in ten languages.

    \b
    Exit codes: 0 found or done, 1 nothing above the threshold, 2 bad input, 130 stopped.
    """


terralex.add_command(sample_command)
terralex.add_command(index_command)
terralex.add_command(search_command)
terralex.add_command(survey_command)
terralex.add_command(watch_command)
terralex.add_command(change_command)
terralex.add_command(count_command)
terralex.add_command(concept_command)
terralex.add_command(embeddings_command)
terralex.add_command(label_command)
terralex.add_command(labels_command)
terralex.add_command(models_command)
terralex.add_command(serve_command)
terralex.add_command(mcp_command)


def main() -> None:
    """Entry point: run a command and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command line, write errors to stderr and return the exit code."""
    _speak_utf8()
    try:
        code = terralex.main(args=arguments, prog_name="terralex", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else FOUND
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else terralex.get_help(click.Context(terralex)))
        return BAD_INPUT
    except click.ClickException as error:
        return _fail(_usage_sentence(error), BAD_INPUT)
    except (click.Abort, KeyboardInterrupt, Cancelled):
        return _fail("Stopped. Everything indexed so far is kept: run the same command again to continue.", STOPPED)
    except TerralexError as error:
        return _fail(str(error), BAD_INPUT)
    except (BrokenPipeError, SystemExit):  # click exits so, with 1, where the reader of our output has gone
        _leave_output()
        return FOUND
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            return _fault(error)
        _leave_output()
        return _fail(
            f"There is no space for the output ({error.strerror}): free some and run the command again.", BAD_INPUT
        )
    except Exception as error:
        return _fault(error)


def _speak_utf8() -> None:
    """Write UTF-8, whatever encoding the pipe or console declares."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _leave_output() -> None:
    """Discard pending output: Python would complain again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fault(error: Exception) -> int:
    return _fail(
        f"Terralex failed with {type(error).__name__}: {' '.join(str(error).split()) or 'no message'} "
        f"(run again with {DEBUG}=1 to see where).",
        FAULT,
    )


def _fail(sentence: str, code: int) -> int:
    if os.environ.get(DEBUG) and code != STOPPED:
        traceback.print_exc()
    click.echo(f"Error: {sentence}" if code != STOPPED else sentence, err=True)
    return code


def _usage_sentence(error: click.ClickException) -> str:
    """A usage error of click on one line, with advice."""
    message = " ".join(error.format_message().split())
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "terralex"
        return f"{message.rstrip('.')}: see {command} --help."
    return message


if __name__ == "__main__":
    main()
