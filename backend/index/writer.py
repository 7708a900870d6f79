"""Write an index: one atomic append per chunk, the state is known after any crash, one writer at a time."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from backend.errors import IndexNotUsable, IndexOfNewerVersion
from backend.imagery.blocks import ChunkBlock
from backend.imagery.pieces import PIECE_MARK, is_piece
from backend.index.home import folders_of_layer, home_of, not_writable
from backend.index.manifest import IndexManifest, read_manifest, write_manifest
from backend.index.table import BOUNDS_COLUMNS, chunk_rows, open_table, stored_chunks

if TYPE_CHECKING:
    import pyarrow as pa

LOCK_WAIT_S = 2.0
_BTREE_FROM_ROWS = 50_000
_COMPACT_EVERY = 256  # appends; a table of thousands of fragments is slow to open and to extend


@contextmanager
def only_writer(folder: Path, wait_s: float | None = None) -> Iterator[None]:
    """Hold the write lock of an index folder, across processes and threads.

    Args:
        folder: the index folder; it need not exist yet.
        wait_s: how long to wait for another run to release it, :data:`LOCK_WAIT_S` if None.

    Raises:
        IndexNotUsable: another run holds it.
        OutputNotWritable: the lock file cannot be created.
        IndexStorageFailed: the store where the index lies does not answer.
    """
    lock = FileLock(lock_file(folder), timeout=LOCK_WAIT_S if wait_s is None else wait_s)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise IndexNotUsable(
            f"Another run is writing the index in {folder}: wait until it has finished, or stop it."
        ) from error
    except OSError as error:
        raise not_writable(folder, error) from error
    try:
        with home_of(folder).lease(lock.timeout):
            yield
    finally:
        lock.release()


def lock_file(folder: Path) -> Path:
    """The lock file of an index folder, beside it, so that removing the folder does not remove the lock."""
    return folder.parent / f"{folder.name}.lock"


def _lance_error(error: RuntimeError | OSError) -> OSError:
    """An error of Lance, shortened for a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return error
    number = re.search(r"\(os error (\d+)\)", str(error))  # how Rust reports errors of the operating system
    if number is not None:
        return OSError(int(number[1]), os.strerror(int(number[1])))
    return OSError(0, str(error)[:120])


def drop_stale(layer_folder: Path, fingerprint: str, keep: Path) -> None:
    """Remove the outdated indexes of a layer whose file has changed, except ``keep``.

    An index that another run is writing is left to that run.

    Raises:
        OutputNotWritable: an index cannot be removed.
    """
    for folder in folders_of_layer(layer_folder):
        try:
            current = read_manifest(folder).layer.fingerprint == fingerprint
        except IndexOfNewerVersion:  # not ours to delete
            continue
        except IndexNotUsable:
            current = False
        if current or folder == keep:
            continue
        try:
            with only_writer(folder, wait_s=0.0):
                remove_index(folder)
        except IndexNotUsable:
            continue


def remove_index(folder: Path) -> None:
    """Remove an index folder, manifest first, so that a partly removed one is not mistaken for an index.

    Raises:
        OutputNotWritable: it cannot be removed.
    """
    home = home_of(folder)
    try:
        home.remove()
    except OSError as error:
        raise home.unwritable(error) from error


class IndexWriter:
    """Appends chunks to an index folder; hold :func:`only_writer` while using it."""

    def __init__(self, folder: Path, manifest: IndexManifest) -> None:
        """Open the folder, or create it.

        Raises:
            OutputNotWritable: the folder cannot be written.
            IndexNotUsable: the table in it is damaged.
        """
        self.folder = folder
        self.manifest = manifest
        self._appends = 0
        self._home = home_of(folder)
        try:
            self._home.begin()
            write_manifest(folder, manifest)
        except OSError as error:
            raise self._home.unwritable(error) from error
        self._table = open_table(folder, manifest.dimension, create=True)

    def done_chunks(self) -> set[str]:
        """Ids of the chunks that are in the table or are known to have no rows."""
        try:
            return stored_chunks(self.folder, self._table)
        except (RuntimeError, OSError, ValueError) as error:
            raise self._home.unreadable(error) from error

    def count(self) -> int:
        """Rows in the table."""
        return int(self._table.count_rows())

    def append(self, read: ChunkBlock, embeddings: NDArray[np.float32]) -> None:
        """Commit one chunk atomically: on return it survives a crash and a power cut.

        Raises:
            OutputNotWritable: the disk is full or read-only.
        """
        self.append_rows(read.chunk.chunk_id, chunk_rows(read, embeddings) if len(read.windows) else None)

    def append_rows(self, chunk_id: str, rows: pa.Table | None) -> None:
        """The same of rows that :func:`backend.index.table.chunk_rows` has made, or of a chunk that has none.

        Raises:
            OutputNotWritable: see :meth:`append`.
        """
        if rows is None:
            self._remember_empty(chunk_id)
            return
        try:
            self._table.add(rows)
            self._appends += 1
            if self._appends % _COMPACT_EVERY == 0:
                self._table.optimize()
            self._home.make_durable()
        except (RuntimeError, OSError) as error:
            raise self._home.unwritable(_lance_error(error)) from error

    def finish(self) -> IndexManifest:
        """Compact the table, remove old versions and pieces, whose chunks are there now, create an index on the bounds
        if it is large, and mark it complete.

        Raises:
            OutputNotWritable: the disk is full or read-only.
        """
        complete = replace(self.manifest, complete=True)
        divided = any(is_piece(chunk_id) for chunk_id in self.done_chunks())
        try:
            if divided:
                self._table.delete(f"chunk LIKE '%{PIECE_MARK}%'")
            if self._table.count_rows() >= _BTREE_FROM_ROWS:
                self._index_bounds()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # lancedb warns of other writers, which the lock excludes
                self._table.optimize(cleanup_older_than=timedelta(0), delete_unverified=self._home.alone)
            self._home.make_durable()  # before the manifest says that it is complete
            write_manifest(self.folder, complete)
        except (RuntimeError, OSError) as error:
            raise self._home.unwritable(_lance_error(error)) from error
        self.manifest = complete
        return complete

    def _index_bounds(self) -> None:
        from lancedb.index import BTree

        for name in BOUNDS_COLUMNS:
            self._table.create_index(name, config=BTree())

    def _remember_empty(self, chunk_id: str) -> None:
        try:
            self._home.remember_empty(chunk_id)
        except OSError as error:
            raise self._home.unwritable(error) from error
