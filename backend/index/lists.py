"""Inverted lists: the embeddings of an index that is too large for memory, grouped by likeness.

An inverted file (IVF) puts every embedding into the list of its nearest centre, and a search reads only the lists whose
centres are most like the query. FAISS (arXiv 2401.08281) makes and reads them: 8 bits a number, memory-mapped, beside
the table. They only choose windows: whatever answers is scored again with the embedding in the table.

How many lists have to be read for :data:`WANTED_RECALL` of the best windows differs between models and layers, so it is
measured when the lists are made, against all rows, and so is the recall that an answer then reports: with other queries
than those that chose.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption, Cancelled, OutputNotWritable
from backend.index.home import not_writable
from backend.progress import Progress, Tell
from backend.storage.files import sync, write_text

FOLDER = "lists"
CENTRES_FILE, SIZES_FILE, CODES_FILE, FACTS_FILE = "centres.faiss", "sizes.npy", "codes.bin", "lists.json"
WANTED_RECALL = 0.98
JUDGED = 200
"""Of how many best windows the recall is measured."""

MOST = 2048
"""Windows that are chosen for a query, of which the best :data:`JUDGED` must be some."""

_LISTS = 4.0
"""Times the square root of the number of windows. Of 400,397 windows of real layers by terralex-mini, in so many lists
12 % have to be read for a recall of 0.98, and in a quarter of them 22 % (a script that is not kept)."""

_ROWS_A_LIST = 48  # embeddings that place a centre
_ITERATIONS = 10
_SHARD_ROWS = 1_000_000  # coded in memory at once
_SHARES = tuple(1 / 2**power for power in range(9, -1, -1))
"""Shares of the lists that may be read, from few to all."""


class ListedIndex(Protocol):
    """What lists are made of: :class:`backend.index.store.LayerIndex`."""

    @property
    def folder(self) -> Path:
        """Where it lies on this machine."""

    @property
    def dimension(self) -> int:
        """Length of an embedding."""

    @property
    def count(self) -> int:
        """Number of rows."""

    @property
    def table_version(self) -> int:
        """Changes whenever the rows do."""

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        """Ids and embeddings, block by block."""


@dataclass(frozen=True)
class ListsFacts:
    """What is known of the lists of an index.

    Attributes:
        rows, table_version: of the table they were made of.
        lists: how many there are.
        probes: how many of them a search reads.
        recall: share of the best :data:`JUDGED` windows that are among the :data:`MOST` chosen, 0-1, the mean over
            queries that did not choose ``probes``.
        queries: how many those were.
    """

    rows: int
    table_version: int
    lists: int
    probes: int
    recall: float
    queries: int


class InvertedLists:
    """The lists of one index, open. Thread-safe.

    Attributes:
        facts: see :class:`ListsFacts`.
    """

    def __init__(self, found: Any, facts: ListsFacts) -> None:
        self._found = found
        self.facts = facts

    @classmethod
    def open(cls, index: ListedIndex) -> InvertedLists | None:
        """The lists of an index; None if it has none, if they are of other rows, or without FAISS."""
        folder = index.folder / FOLDER
        try:
            facts = ListsFacts(**json.loads((folder / FACTS_FILE).read_text(encoding="utf-8")))
            if (facts.rows, facts.table_version) != (index.count, index.table_version):
                return None
            return cls(_opened(folder), facts)
        except (ImportError, OSError, RuntimeError, TypeError, ValueError):
            return None  # all rows are read instead, which is as true and slower

    def nearest(self, vector: NDArray[np.float32], allowed: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Ids ``[m]``, m <= :data:`MOST`, of the windows most like a direction ``[d]``, the most like it first.

        Args:
            allowed: ids of the windows to choose from; all if None.
        """
        import faiss

        selector, probes = None, self.facts.probes
        if allowed is not None:
            if not len(allowed):
                return np.empty(0, np.int64)
            bits = np.zeros(int(allowed.max()) + 1, bool)
            bits[allowed] = True
            selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))
            # The best of a tenth of the windows are as far down as ten times as many of all.
            probes = min(self.facts.lists, math.ceil(probes * self.facts.rows / len(allowed)))
        asked = faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        ids = self._found.search(np.ascontiguousarray(vector[None], np.float32), MOST, params=asked)[1][0]
        _, first = np.unique(ids, return_index=True)  # a row that was written twice counts once
        ids = ids[np.sort(first)]
        return np.asarray(ids[ids >= 0], np.int64)


def build_lists(
    index: ListedIndex, queries: NDArray[np.float32], tell: Tell, cancelled: Callable[[], bool] = lambda: False
) -> ListsFacts:
    """Make the lists of an index, instead of those it has.

    Args:
        index: complete.
        queries: float32 ``[q, d]``, q >= 2, directions like those that will be searched for: every other one chooses
            how many lists are read, and the rest measure the recall.
        tell: called with the number of windows that are in a list.

    Raises:
        BadOption: FAISS is not installed.
        Cancelled: nothing is left behind.
        IndexNotUsable: the table is damaged.
        OutputNotWritable: the disk is full or read-only.
    """
    try:
        import faiss  # noqa: F401
    except ImportError as error:
        raise BadOption(
            'Lists for an index that is larger than memory need FAISS: pip install "terralex[large]".'
        ) from error
    folder = index.folder / FOLDER
    unfinished = folder.with_suffix(".part")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        facts = _built(index, queries, unfinished, tell, cancelled)
        for file in unfinished.iterdir():
            sync(file)
        shutil.rmtree(folder, ignore_errors=True)
        unfinished.rename(folder)
        sync(folder.parent)
        return facts
    except OSError as error:
        raise not_writable(index.folder, error) from error
    except RuntimeError as error:  # FAISS's only exception
        raise OutputNotWritable(
            f"The lists of the index in {index.folder} cannot be written ({error}): free some space there."
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _built(
    index: ListedIndex, queries: NDArray[np.float32], folder: Path, tell: Tell, cancelled: Callable[[], bool]
) -> ListsFacts:
    """Train, code shard by shard, join the shards, and measure."""
    import faiss

    rows, lists = index.count, max(1, round(_LISTS * index.count**0.5))

    def watched() -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        for block in index.blocks():
            if cancelled():
                raise Cancelled("Cancelled.")
            yield block

    found = _trained(watched(), index.dimension, lists, max(1, rows // (_ROWS_A_LIST * lists)))
    empty = folder / CENTRES_FILE
    shards: list[Path] = []
    faiss.write_index(found, str(empty))
    best, done = _Best(queries), 0
    for ids, vectors in watched():
        single = vectors.astype(np.float32)
        found.add_with_ids(single, ids)
        best.add(ids, single)
        done += len(ids)
        tell(Progress.counted("reading the index", done, rows, "windows"))
        if found.ntotal >= _SHARD_ROWS:
            shards.append(_shard(found, folder, len(shards)))
            found = faiss.read_index(str(empty))
    shards.append(_shard(found, folder, len(shards)))
    _join(shards, lists, folder)
    for shard in shards:
        shard.unlink()
    probes, recall = _measured(_opened(folder), queries, best.ids)
    facts = ListsFacts(rows, index.table_version, lists, probes, recall, len(queries) // 2)
    write_text(folder / FACTS_FILE, json.dumps(asdict(facts), indent=2))
    return facts


def _trained(
    blocks: Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]], dimension: int, lists: int, step: int
) -> Any:
    """Empty lists, their centres placed by every ``step``-th row."""
    import faiss

    rows, at = [], 0
    for _, vectors in blocks:
        rows.append(vectors[-at % step :: step])
        at += len(vectors)
    sample = np.concatenate(rows).astype(np.float32)
    centres, code = faiss.IndexFlatIP(dimension), faiss.ScalarQuantizer.QT_8bit
    found = faiss.IndexIVFScalarQuantizer(centres, dimension, lists, code, faiss.METRIC_INNER_PRODUCT, False)
    found.cp.niter, found.cp.spherical, found.cp.min_points_per_centroid = _ITERATIONS, True, 1
    found.train(sample)
    return found


def _shard(found: Any, folder: Path, number: int) -> Path:
    import faiss

    path = folder / f"{number}.shard"
    faiss.write_index(found, str(path))
    return path


def _join(shards: Sequence[Path], lists: int, folder: Path) -> None:
    """Write every list whole, its codes and then its ids, one list after the other: as FAISS lays them out."""
    import faiss

    opened = [faiss.read_index(str(shard), faiss.IO_FLAG_MMAP) for shard in shards]
    parts = [shard.invlists for shard in opened]
    sizes = np.zeros(lists, np.uint64)
    with (folder / CODES_FILE).open("wb") as stream:
        for number in range(lists):
            held = [(part, part.list_size(number)) for part in parts]
            held = [(part, size) for part, size in held if size]
            for part, size in held:
                stream.write(faiss.rev_swig_ptr(part.get_codes(number), size * part.code_size).tobytes())
            for part, size in held:
                stream.write(faiss.rev_swig_ptr(part.get_ids(number), size).tobytes())
            sizes[number] = sum(size for _, size in held)
    np.save(folder / SIZES_FILE, sizes)


def _opened(folder: Path) -> Any:
    """The lists of a folder; their codes stay on disk."""
    import faiss

    found, sizes = faiss.read_index(str(folder / CENTRES_FILE)), np.load(folder / SIZES_FILE)
    codes = faiss.OnDiskInvertedLists(found.nlist, found.code_size, str(folder / CODES_FILE))
    codes.set_all_lists_sizes(faiss.swig_ptr(sizes))
    codes.totsize, codes.read_only = int(sizes.sum()) * (found.code_size + 8), True
    codes.do_mmap()
    codes.this.disown()  # the index frees them
    found.replace_invlists(codes, True)
    found.ntotal = int(sizes.sum())
    return found


class _Best:
    """The exact best windows of some queries, block by block.

    Attributes:
        ids: int64 ``[q, m]``, m <= :data:`JUDGED`.
    """

    def __init__(self, queries: NDArray[np.float32]) -> None:
        self._queries = queries
        self._cosines = np.empty((len(queries), 0), np.float32)
        self.ids = np.empty((len(queries), 0), np.int64)

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Take a block of embeddings ``[n, d]`` into account."""
        cosines = np.concatenate([self._cosines, self._queries @ vectors.T], axis=1)
        known = np.concatenate([self.ids, np.broadcast_to(ids, (len(self._queries), len(ids)))], axis=1)
        if cosines.shape[1] > JUDGED:
            kept = np.argpartition(-cosines, JUDGED, axis=1)[:, :JUDGED]
            cosines, known = np.take_along_axis(cosines, kept, 1), np.take_along_axis(known, kept, 1)
        self._cosines, self.ids = cosines, known


def _measured(found: Any, queries: NDArray[np.float32], best: NDArray[np.int64]) -> tuple[int, float]:
    """How many lists to read, chosen with every other query, and the recall of the rest."""

    def recall(probes: int, asked: Sequence[int] | slice) -> float:
        import faiss

        parameters = faiss.SearchParametersIVF(nprobe=probes)
        ids = found.search(np.ascontiguousarray(queries[asked]), MOST, params=parameters)[1]
        return float(np.mean([np.isin(own, got).mean() for own, got in zip(best[asked], ids, strict=True)]))

    chosen = [max(1, round(share * found.nlist)) for share in _SHARES]
    probes = next((one for one in chosen if recall(one, slice(0, None, 2)) >= WANTED_RECALL), chosen[-1])
    return probes, recall(probes, slice(1, None, 2))
