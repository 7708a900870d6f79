"""Products of half-precision rows with a few directions: all rows, or those of a box of ground.

Rows of a box are multiplied where they lie, run by run, or gathered block by block if the runs are short: nothing is
widened that is only multiplied once. One thread does it: torch would share out every short run, and wait each time for
threads that a busy machine wakes late.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backend.search.exactness import half_rounding

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController
    from torch import Tensor

_BLOCK_ROWS = {"cpu": 8_192, "cuda": 262_144}
_GATHERED = 1_024  # rows, which stay in the cache until they are multiplied
_LONG_RUN = 64  # rows, on average: for shorter runs, calling the product takes longer than copying
_COLUMNS = 2  # directions: so few are multiplied faster one by one
_WIDENED_BY_ONE = 32_768  # numbers: torch widens more with several threads, and waits for them to wake up
_CHECKED_ROWS = 1024
_CHECKED_RUNS = (1, 7, 64, _GATHERED, 2_048)


def in_single(embeddings: Tensor, vectors: NDArray[np.float32], device: str) -> Tensor:
    """Product, float32 ``[k, n]``, in single precision and bounded memory."""
    import torch

    rows = _BLOCK_ROWS[device]
    found = torch.empty((len(vectors), len(embeddings)), device=device)
    with torch.inference_mode():
        directions = torch.from_numpy(np.array(vectors, np.float32)).to(device)
        for start in range(0, len(embeddings), rows):
            found[:, start : start + rows] = directions @ embeddings[start : start + rows].float().T
    return found


def widened(rows: NDArray[np.float16]) -> NDArray[np.float32]:
    """The same numbers ``[m, d]`` in single precision, by one thread, many times faster than numpy does it."""
    import torch

    found = np.empty(rows.shape, np.float32)
    source, target = torch.from_numpy(np.ascontiguousarray(rows)).view(-1), torch.from_numpy(found).view(-1)
    with torch.inference_mode():
        for start in range(0, len(source), _WIDENED_BY_ONE):
            part = slice(start, start + _WIDENED_BY_ONE)
            target[part].copy_(source[part])
    return found


def in_half(
    embeddings: Tensor, vectors: NDArray[np.float32], positions: NDArray[np.intp] | None = None
) -> tuple[NDArray[np.float32], float]:
    """Product, float32 ``[k, m]``, in half precision, and its maximum error where :func:`half_product_holds`.

    With all rows ``[n, d]``, or those at ascending ``positions`` ``[m]``, which only a matrix in main memory may have.
    """
    import torch

    with torch.inference_mode():
        exact = torch.from_numpy(np.array(vectors, np.float32)).to(embeddings.device)
        half = exact.half()
        found = np.empty((len(vectors), len(embeddings) if positions is None else len(positions)), np.float32)
        if positions is None:
            _multiply(embeddings, half, found)
        else:
            with one_thread():
                _multiply_some(embeddings, half, found, positions)
        return found, half_rounding(exact, half)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch use no thread but this one, for what this one does here; other threads are not concerned."""
    import torch

    torch.get_num_threads()  # asked for the first time, torch sets its own number for this thread
    with _threads().limit(limits=1):
        yield


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    """Torch's library of threads, found once it is loaded."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="openmp")


def _multiply_some(embeddings: Tensor, half: Tensor, found: NDArray[np.float32], positions: NDArray[np.intp]) -> None:
    """Write the product of the rows at ascending positions ``[m]`` with ``[k, d]`` to ``[k, m]``.

    The products of all runs are written side by side in half precision, and widened together: for runs of a few rows,
    every further call takes as long as the product.
    """
    import torch

    if not len(positions):
        return
    each = len(half) <= _COLUMNS
    product = torch.empty((len(half), len(positions)) if each else (len(positions), len(half)), dtype=half.dtype)
    directions, targets = ([*half], [*product]) if each else ([half.T], [product])
    multiply = torch.mv if each else torch.mm
    for rows, start, end in _runs(embeddings, positions):
        for direction, target in zip(directions, targets, strict=True):
            multiply(rows, direction, out=target[start:end])
    found[:] = product.numpy() if each else product.numpy().T


def _runs(embeddings: Tensor, positions: NDArray[np.intp]) -> Iterator[tuple[Tensor, int, int]]:
    """The rows at ascending positions, part by part, each with where it starts and ends among them.

    Where they lie if their runs are long, else gathered, in memory that the next part overwrites.
    """
    import torch

    starts = np.concatenate([[0], np.flatnonzero(np.diff(positions) != 1) + 1, [len(positions)]])
    if len(positions) >= _LONG_RUN * (len(starts) - 1):
        firsts, bounds = positions[starts[:-1]].tolist(), starts.tolist()
        for first, start, end in zip(firsts, bounds[:-1], bounds[1:], strict=True):
            yield embeddings[first : first + end - start], start, end
        return
    rows = embeddings.numpy()
    gathered = np.empty((min(_GATHERED, len(positions)), rows.shape[1]), rows.dtype)
    held = torch.from_numpy(gathered)
    for start in range(0, len(positions), _GATHERED):
        end = min(start + _GATHERED, len(positions))
        # Numpy gathers half-precision rows much faster than torch; with "clip" it writes them without a copy.
        np.take(rows, positions[start:end], axis=0, out=gathered[: end - start], mode="clip")
        yield held[: end - start], start, end


def _multiply(rows: Tensor, half: Tensor, found: NDArray[np.float32]) -> None:
    """Write the product of rows ``[m, d]`` with ``[k, d]`` to ``[k, m]``."""
    if len(half) <= _COLUMNS:
        columns = [(rows @ column).cpu().numpy() for column in half]
    else:
        columns = [*(rows @ half.T).cpu().numpy().T]
    for row, column in zip(found, columns, strict=True):
        row[:] = column  # widened by one thread, which is as fast and does not wait for others


def half_product_holds(embeddings: Tensor) -> bool:
    """Whether this machine sums half-precision products in single precision, tested on some rows and on short runs."""
    import torch

    with torch.inference_mode():
        step = max(1, len(embeddings) // _CHECKED_ROWS)
        exact = embeddings[::step].float().mean(dim=0, keepdim=True)
        exact = exact / exact.norm().clamp_min(1e-12)
        half, bound = exact.half(), half_rounding(exact, exact.half())
        # The kernels of the whole matrix and of runs: rows are taken from their product.
        products = [((embeddings @ half[0])[::step], embeddings[::step])]
        for length in _CHECKED_RUNS:
            run = embeddings[:length]
            products += [(run @ half[0], run), ((run @ half.expand(3, -1).T)[:, 0], run)]
        return all(float((found.float() - rows.float() @ exact[0]).abs().max()) <= bound for found, rows in products)
