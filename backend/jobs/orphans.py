"""What is left of things that have gone: indexes of layers whose pixels this service has removed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from backend.errors import IndexNotUsable, OutputNotWritable
from backend.index.manifest import MANIFEST_FILE, read_manifest
from backend.index.pipeline import layer_folder
from backend.index.writer import lock_file, only_writer, remove_index

_LOG = logging.getLogger(__name__)


def remove_indexes_of(index_root: Path, file: Path) -> None:
    """Remove all indexes of a layer's file; one that a job is just writing goes with the next :func:`remove_orphans`.

    Indexes in a newer format are left alone.
    """
    folder = layer_folder(index_root, file)
    for manifest in list(folder.glob(f"*/{MANIFEST_FILE}")):
        _remove(manifest.parent)
    _remove_if_empty(folder)


def remove_orphans(index_root: Path, stored_under: Path) -> None:
    """Remove the indexes of files that lay in our own keeping and are no longer there.

    Args:
        index_root: folder of all indexes.
        stored_under: folder of what the service keeps; indexes of files elsewhere are their owners' to remove.
    """
    for index, file in list(_indexed_files(index_root)):
        if file.is_relative_to(stored_under) and not file.exists():
            _remove(index)
            _remove_if_empty(index.parent)


def _indexed_files(index_root: Path) -> Iterator[tuple[Path, Path]]:
    for manifest in index_root.glob(f"*/*/{MANIFEST_FILE}"):
        try:
            yield manifest.parent, read_manifest(manifest.parent).layer.path
        except IndexNotUsable:
            continue


def _remove(index: Path) -> None:
    try:
        read_manifest(index)
        with only_writer(index, wait_s=0.0):
            remove_index(index)
        lock_file(index).unlink(missing_ok=True)
    except (IndexNotUsable, OutputNotWritable, OSError) as error:
        _LOG.info("The index %s stays for now: %s", index.name, error)


def _remove_if_empty(folder: Path) -> None:
    """Remove a layer's folder once only lock files are left in it."""
    if folder.is_dir() and all(entry.suffix == ".lock" for entry in folder.iterdir()):
        for entry in list(folder.iterdir()):
            entry.unlink(missing_ok=True)
        try:
            folder.rmdir()
        except OSError:  # a new index has just begun
            return
