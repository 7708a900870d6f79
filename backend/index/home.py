"""Where an index lies: in its folder, or in an object store that the folder of all indexes names.

The folder of an index is its name in either case. Where indexes lie in a store, the folder of all of them holds a file
that says so (:data:`STORAGE_FILE`), and locks.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from backend.errors import IndexNotUsable, OutputNotWritable, TerralexError
from backend.index.durable_table import TableFiles
from backend.storage.files import to_disk, write_text

TABLE_NAME = "windows"
MANIFEST_FILE = "index.json"
EMPTY_CHUNKS_FILE = "empty_chunks.txt"
"""Beside the table: ids of the chunks that have no window with enough valid pixels."""
STORAGE_FILE = "storage.json"
"""In the folder of all indexes: the object store in which they lie, and which machine this is."""


class IndexHome(Protocol):
    """One index as it is stored. What cannot be had raises OSError, or where a store fails IndexStorageFailed."""

    @property
    def uri(self) -> str:
        """Folder or address of the database that holds the table."""

    @property
    def options(self) -> dict[str, str] | None:
        """What Lance has to know to get there."""

    @property
    def alone(self) -> bool:
        """Whether the lock keeps everybody out, so that files which no version of the table names may go at once."""

    def read_manifest(self) -> str:
        """Text of the manifest; FileNotFoundError where there is none."""

    def write_manifest(self, text: str) -> None:
        """Replace the manifest at once: a reader and a crash see the old one or the new one."""

    def stamps(self) -> tuple[int | str, int | str]:
        """What changes when the manifest does, and what changes when the table does."""

    def manifest_stamp(self) -> int | str:
        """The first of :meth:`stamps`."""

    def has_table(self) -> bool:
        """Whether there is a table, whole or not."""

    def begin(self) -> None:
        """Make room for an index."""

    def empty_chunks(self) -> Iterable[str]:
        """What is written of chunks without rows; a line that was cut by a crash is no id."""

    def remember_empty(self, chunk_id: str) -> None:
        """Write that a chunk has no row."""

    def make_durable(self) -> None:
        """What the table has now survives a power cut."""

    def remove(self) -> None:
        """Remove the index; the manifest goes first, so that a half removed one is not taken for an index."""

    def lease(self, wait_s: float) -> AbstractContextManager[None]:
        """The right to write against other machines; a lock holds against other processes of this one.

        Raises:
            IndexNotUsable: another machine has it.
        """

    def unreadable(self, error: Exception) -> TerralexError:
        """The sentence for a table that cannot be read."""

    def unwritable(self, error: OSError) -> TerralexError:
        """The sentence for an index that cannot be written."""


class LocalHome:
    """An index in its folder."""

    options = None
    alone = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._table = folder / f"{TABLE_NAME}.lance"
        self._files = TableFiles(self._table)

    @property
    def uri(self) -> str:
        """The folder."""
        return str(self._folder)

    def read_manifest(self) -> str:
        """See :class:`IndexHome`."""
        return (self._folder / MANIFEST_FILE).read_text(encoding="utf-8")

    def write_manifest(self, text: str) -> None:
        """See :class:`IndexHome`."""
        write_text(self._folder / MANIFEST_FILE, text)

    def stamps(self) -> tuple[int | str, int | str]:
        """Times of the manifest and of the folder of the table's versions."""
        return self.manifest_stamp(), (self._table / "_versions").stat().st_mtime_ns

    def manifest_stamp(self) -> int | str:
        """Time of the manifest."""
        return (self._folder / MANIFEST_FILE).stat().st_mtime_ns

    def has_table(self) -> bool:
        """See :class:`IndexHome`."""
        return self._table.exists()

    def begin(self) -> None:
        """Make the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def empty_chunks(self) -> Iterable[str]:
        """See :class:`IndexHome`."""
        file = self._folder / EMPTY_CHUNKS_FILE
        return file.read_text().split() if file.exists() else ()

    def remember_empty(self, chunk_id: str) -> None:
        """See :class:`IndexHome`."""
        with (self._folder / EMPTY_CHUNKS_FILE).open("a", encoding="ascii") as stream:
            stream.write(f"\n{chunk_id}\n")
            to_disk(stream)

    def make_durable(self) -> None:
        """See :class:`IndexHome`."""
        self._files.sync()

    def remove(self) -> None:
        """See :class:`IndexHome`."""
        (self._folder / MANIFEST_FILE).unlink(missing_ok=True)
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def lease(self, wait_s: float) -> AbstractContextManager[None]:
        """Nobody else is there."""
        return nullcontext()

    def unreadable(self, error: Exception) -> TerralexError:
        """It is damaged."""
        return IndexNotUsable(f"The index in {self._folder} is damaged: index the layer again.")

    def unwritable(self, error: OSError) -> TerralexError:
        """Why, and another folder."""
        return not_writable(self._folder, error)


def not_writable(folder: Path, error: OSError) -> OutputNotWritable:
    """The error for a folder that cannot be written."""
    reason = error.strerror or type(error).__name__
    full = error.errno == errno.ENOSPC or "No space left" in reason
    advice = (
        "free some space there, or choose another folder with --index" if full else "choose another folder with --index"
    )
    return OutputNotWritable(f"The index cannot be written to {folder} ({reason}): {advice}.")


def home_of(folder: Path) -> IndexHome:
    """Where the index of a folder lies.

    Raises:
        IndexNotUsable: the folder of all indexes names a store in a way that is not understood.
    """
    address, machine = storage_of(folder.parent.parent)
    if not address:
        return LocalHome(folder)
    from backend.index.bucket import bucket_home

    return bucket_home(address, f"{folder.parent.name}/{folder.name}", machine)


def folders_of_layer(layer_folder: Path) -> list[Path]:
    """Folders of the indexes of a layer that have a manifest, by name."""
    address, _ = storage_of(layer_folder.parent)
    if not address:
        return sorted(file.parent for file in layer_folder.glob(f"*/{MANIFEST_FILE}"))
    from backend.index.bucket import index_names

    return [layer_folder / name for name in index_names(address, layer_folder.name)]


@lru_cache(maxsize=1024)
def storage_of(index_root: Path) -> tuple[str, str]:
    """Address of the store of a folder of all indexes and the id of this machine; nothing where they lie in it."""
    try:
        said = json.loads((index_root / STORAGE_FILE).read_text(encoding="utf-8"))
        return str(said["address"]), str(said["machine"])
    except OSError:  # there is none
        return "", ""
    except (ValueError, KeyError, TypeError) as error:
        raise IndexNotUsable(f"{index_root / STORAGE_FILE} is damaged: delete it and run the command again.") from error
