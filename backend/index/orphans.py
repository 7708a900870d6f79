"""Removes orphans: indexes of layers whose pixels this service has removed."""

from __future__ import annotations

import logging
from pathlib import Path

from backend.errors import IndexNotUsable, OutputNotWritable
from backend.index.folders import all_indexes, indexes_of, layer_folder
from backend.index.writer import lock_file, only_writer, remove_index

_LOG = logging.getLogger(__name__)


def remove_indexes_of(index_root: Path, file: Path) -> None:
    """Remove all indexes of a layer's file; one that is being written is left to the next :func:`remove_orphans`.

    Indexes in a newer format are kept.
    """
    for index, _ in indexes_of(index_root, file):
        _remove(index)
    _remove_if_empty(layer_folder(index_root, file))


def remove_orphans(index_root: Path, stored_under: Path) -> None:
    """Remove the indexes of files that the service stored and that no longer exist.

    Args:
        index_root: folder of all indexes.
        stored_under: folder of the service's own files; indexes of other files are left to their owners.
    """
    for index, manifest in all_indexes(index_root):
        file = manifest.layer.path
        if file.is_relative_to(stored_under) and not file.exists():
            _remove(index)
            _remove_if_empty(index.parent)


def _remove(index: Path) -> None:
    try:
        with only_writer(index, wait_s=0.0):
            remove_index(index)
        lock_file(index).unlink(missing_ok=True)
    except (IndexNotUsable, OutputNotWritable, OSError) as error:
        _LOG.info("The index %s is kept for now: %s", index.name, error)


def _remove_if_empty(folder: Path) -> None:
    """Remove a layer's folder if only lock files are left in it."""
    if folder.is_dir() and all(entry.suffix == ".lock" for entry in folder.iterdir()):
        for entry in list(folder.iterdir()):
            entry.unlink(missing_ok=True)
        try:
            folder.rmdir()
        except OSError:  # a new index was just started
            return
