"""Every table that depends on the weights, measured again: the command that stands at it is run, the table replaced.

    make tables
    python -m benchmarks.tables [FILE ...] [--only WORDS] [--list]

A table of the documents stands between two comments, the first of which is the command that measures it:

    <!-- measured by: python -m benchmarks.phrases -->
    | language | ...
    <!-- end of table -->

The number after ``#`` picks one of several tables that a command prints: ``python -m benchmarks.eval_sample # 2``.
A command that several tables name runs once. A document is written only when all of its commands ran well.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.storage.files import write_beside

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("docs/*.md", "resources/models/terralex-mini/README.md", "README.md")
_HEAD = r"<!-- measured by: (?P<command>[^#\n]*?)(?: *# *(?P<number>\d+))? -->\n"
_FOOT = "<!-- end of table -->"
_BLOCK = re.compile(f"(?P<head>{_HEAD})(?P<table>.*?)(?P<foot>{_FOOT})", re.DOTALL)


class CommandFailed(Exception):
    """A command that measures a table ended badly, or printed no such table."""


@dataclass(frozen=True)
class Table:
    """A table of a document: the command that measures it, and which of the tables that it prints."""

    command: str
    number: int


def tables_in(text: str) -> list[Table]:
    """Tables of a document, in order."""
    return [Table(found["command"], int(found["number"] or 1)) for found in _BLOCK.finditer(text)]


def printed_tables(output: str) -> list[str]:
    """Markdown tables in what a command printed, each ending with a line break."""
    return [found.group(0) + "\n" for found in re.finditer(r"^\|.*\|[ \t]*(?:\n\|.*\|[ \t]*)+", output, re.MULTILINE)]


def replace_tables(text: str, outputs: Mapping[str, str]) -> str:
    """A document with new tables, where there is an output of the command that measures them.

    Raises:
        CommandFailed: a command printed fewer tables than the document takes of it.
    """

    def fresh(found: re.Match[str]) -> str:
        if found["command"] not in outputs:
            return found.group(0)
        tables, number = printed_tables(outputs[found["command"]]), int(found["number"] or 1)
        if number > len(tables):
            raise CommandFailed(f"{found['command']}: printed {len(tables)} tables, table {number} is wanted.")
        return found["head"] + tables[number - 1] + found["foot"]

    return _BLOCK.sub(fresh, text)


def run(command: str) -> str:
    """What a command of this project prints; its errors go to the terminal.

    Raises:
        CommandFailed: it is no command of this project, or ended badly.
    """
    program, *rest = shlex.split(command)
    if program == "python":
        program = sys.executable
    elif program.startswith("terralex"):
        program = str(Path(sys.executable).parent / program)
    else:
        raise CommandFailed(f"{command}: a table is measured by `python -m ...` or `terralex...`.")
    print(f"$ {command}", file=sys.stderr, flush=True)
    ended = subprocess.run([program, *rest], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode:
        raise CommandFailed(f"{command}: ended with {ended.returncode}.")
    return ended.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write; the number of documents that could not be finished."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--only", default="", help="only tables whose command has these words")
    parser.add_argument("--list", action="store_true", help="print the commands, run none")
    options = parser.parse_args(arguments)
    files = options.files or [file for pattern in DOCUMENTS for file in sorted(ROOT.glob(pattern))]
    outputs: dict[str, str] = {}
    failed = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        wanted = [table for table in tables_in(text) if options.only in table.command]
        if options.list:
            for table in wanted:
                print(f"{file.name}: {table.command}")
            continue
        try:
            for command in dict.fromkeys(table.command for table in wanted):
                if command not in outputs:
                    outputs[command] = run(command)
            fresh = replace_tables(text, outputs)
        except CommandFailed as error:
            print(f"{file.name} stays as it is: {error}", file=sys.stderr)
            failed += 1
            continue
        if fresh != text:
            with write_beside(file) as beside:
                beside.write_text(fresh, encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
