"""Transduction: all windows of a layer labelled together, each helped by the windows that look like it. No labels used.

The idea is that of TransCLIP (arXiv 2406.01837) and its use in remote sensing, RS-TransCLIP (arXiv 2409.00698); the
code is ours. Assignments ``z_i`` (a distribution over classes a window), prototypes ``mu_k`` and one shared diagonal
variance ``sigma`` minimise, in turns, the objective of TransCLIP's zero-shot case with its weights spelt out:

    L = - g sum_i z_i . l_i  -  a/2 sum_ij w_ij z_i . z_j  +  sum_i z_i . (log z_i - b log y_i)
        - c sum_i z_i . log pi

* mixture term: ``l_ik = -1/2 sum_d (f_id - mu_kd)^2 / sigma_d``, the log-likelihood of Gaussians around the prototypes,
  of the embeddings ``f``;
* Laplacian term: ``w`` symmetric, the cosines of the k nearest neighbours, halved between the two directions;
* Kullback-Leibler term: ``y`` are the zero-shot probabilities, the only place where words come in;
* share term: ``pi_k`` is the share of the windows that class k has.

Block updates: for fixed prototypes and shares the Laplacian term is replaced by its linear bound, whose minimiser is

    z_i  proportional to  y_i^b  pi^c  exp(g l_i + a sum_j w_ij z_j)                                       (repeated)

and for fixed assignments, all weighted by ``z``, ``mu_k`` is the normalised mean, ``sigma`` the variance, ``pi`` the
mean.

Of the first three terms, ``g``, ``a``, the number of neighbours and that of confident windows are what the authors'
public guide to their code gives for the zero-shot case; ``b`` = 1 and the numbers of updates are our defaults, not
tuned. Two things are ours, because a layer seldom shows every class of a label set, and the method as published then
gives absent classes prototypes made of other classes' windows: the share term, and an *anchor*, the layer's mean
embedding that counts as a few windows of every class, so that a class with little to show pulls nobody. Their two
weights were chosen on the UC Merced test images under ``terralex-mini`` and on artificial clouds; WHU-RS19 and EuroSAT
had no part in the choice.

What it cannot do. Where windows of one class look like another's (EuroSAT), a layer that shows few of the classes, or
one class and hardly anything else, is still labelled worse than without it; so is one window a class anywhere. And a
sharper assignment is not a calibrated one: confidence fits better afterwards on WHU-RS19 and worse on EuroSAT. All of
it measured in ``benchmarks/transduction.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.labeling.neighbours import Neighbours, nearest_neighbours
from backend.labeling.zero_shot import log_probabilities

Embeddings = NDArray[np.float16] | NDArray[np.float32]

_ROWS = 8_192
_SMALLEST_VARIANCE = 1e-3
"""Of the mean ``1 / d`` of a unit vector's squared coordinates: a constant coordinate must not decide alone."""

_SMALLEST_SHARE = 1e-3
"""Of the windows, spread over all classes: no class is ruled out for good."""


@dataclass(frozen=True)
class TransductionRules:
    """Weights and counts of the method; see the head of this module for where the defaults are from.

    Attributes:
        neighbours: how many neighbours a window has.
        mixture_weight: ``g``.
        neighbour_weight: pull of all neighbours together at cosine 1; ``a`` is this divided by ``neighbours``.
        text_weight: ``b``, how much the zero-shot probabilities hold against the images.
        share_weight: ``c``, how much frequent classes are favoured; 0 as published.
        anchor: windows that the layer's mean counts for in every prototype; 0 as published.
        confident: how many windows start a class's prototype, those with the highest zero-shot probability of it.
        rounds: updates of prototypes and variance.
        passes: updates of the assignments in each round.

    Raises:
        BadOption: a weight is negative or not finite, or a count is below 1.
    """

    neighbours: int = 3
    mixture_weight: float = 1 / 50
    neighbour_weight: float = 1.0
    text_weight: float = 1.0
    share_weight: float = 0.5
    anchor: float = 4.0
    confident: int = 8
    rounds: int = 10
    passes: int = 5

    def __post_init__(self) -> None:
        weights = (self.mixture_weight, self.neighbour_weight, self.text_weight, self.share_weight, self.anchor)
        if not all(np.isfinite(weight) and weight >= 0 for weight in weights):
            raise BadOption("A weight of transduction must be zero or a positive number.")
        if min(self.neighbours, self.confident, self.rounds, self.passes) < 1:
            raise BadOption("A count of transduction must be 1 or more.")


def transduce(
    embeddings: Embeddings,
    scores: NDArray[np.float32],
    temperature: float,
    rules: TransductionRules = TransductionRules(),
    device: str = "cpu",
    check: Callable[[], None] = lambda: None,
) -> NDArray[np.float32]:
    """Probabilities of the classes from all windows together.

    Deterministic; the result of a window does not depend on the order of the windows, except between windows whose
    embeddings are equal. Beside its arguments and ``[n, k]`` arrays it holds blocks of 8,192 embeddings and one tile of
    cosines, so that 200,000 embeddings of 512 take some 0.6 GB with 20 classes.

    Args:
        embeddings: ``[n, d]``, L2-normalised.
        scores: ``[n, k]`` cosines with the class vectors.
        temperature: the model's logit scale, as for zero-shot probabilities.
        rules: weights and counts.
        device: where neighbours are found, ``cpu`` or ``cuda``.
        check: called many times on the way; what it raises stops the work.

    Returns:
        ``[n, k]`` float32, rows sum to one.

    Raises:
        BadOption: the arrays do not fit each other, or the temperature is not a positive number.
    """
    if embeddings.ndim != 2 or scores.ndim != 2 or len(embeddings) != len(scores):
        raise BadOption(
            f"Embeddings {embeddings.shape} and scores {scores.shape} do not match: both need one row per window."
        )
    zero_shot = log_probabilities(scores, temperature) if len(scores) else scores
    if not len(scores) or scores.shape[1] < 2:
        return np.exp(zero_shot)
    graph = affinities(nearest_neighbours(embeddings, rules.neighbours, device, check))
    prior = np.float32(rules.text_weight) * zero_shot
    pull = np.float32(rules.neighbour_weight / rules.neighbours)
    mean, squares = _moments(embeddings)
    anchor = rules.anchor * mean
    prototypes = _first_prototypes(embeddings, zero_shot, rules.confident, anchor)
    variance = np.full(embeddings.shape[1], 1 / embeddings.shape[1])
    assigned = np.exp(zero_shot)
    for _ in range(rules.rounds):
        check()
        held = prior + np.float32(rules.mixture_weight) * _log_likelihood(embeddings, prototypes, variance)
        held += np.float32(rules.share_weight) * _log_shares(assigned)
        for _ in range(rules.passes):
            assigned = _softmax(held + pull * (graph @ assigned))
        prototypes, variance = _fit(embeddings, assigned, anchor, squares)
    return assigned


def affinities(neighbours: Neighbours) -> scipy.sparse.csr_array:
    """The graph ``w``: ``[n, n]`` float32, symmetric, not negative, no window its own neighbour.

    A cosine counts half in each direction, so that mutual neighbours pull each other fully.
    """
    count, kept = neighbours.index.shape
    starts = np.arange(0, count * kept + 1, max(kept, 1), dtype=np.int64) if kept else np.zeros(count + 1, np.int64)
    weights = np.maximum(neighbours.cosine, 0.0).ravel() / 2
    directed = scipy.sparse.csr_array((weights, neighbours.index.ravel(), starts), shape=(count, count))
    return (directed + directed.T).tocsr()


def _first_prototypes(
    embeddings: Embeddings, log_probability: NDArray[np.float32], confident: int, anchor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean of each class's most probable windows, weighted by that probability, and the anchor: ``[k, d]``, unit."""
    rows = []
    for column in log_probability.T:
        chosen = np.argsort(-column, kind="stable")[:confident]
        rows.append(np.exp(column[chosen].astype(np.float64)) @ embeddings[chosen].astype(np.float64) + anchor)
    return _unit_rows(np.stack(rows))


def _log_shares(assigned: NDArray[np.float32]) -> NDArray[np.float32]:
    """``log pi``: ``[k]``, never less than that of the smallest share."""
    shares = assigned.mean(axis=0, dtype=np.float64)
    floor = _SMALLEST_SHARE / len(shares)
    return np.asarray(np.log((shares + floor) / (1 + _SMALLEST_SHARE)), np.float32)


def _log_likelihood(
    embeddings: Embeddings, prototypes: NDArray[np.float64], variance: NDArray[np.float64]
) -> NDArray[np.float32]:
    """``l`` of every window and class but for a constant of the window, which the softmax drops: ``[n, k]``."""
    directions = (prototypes / variance).T.astype(np.float32)
    offsets = (0.5 * (prototypes**2 / variance).sum(axis=1)).astype(np.float32)
    result = np.empty((len(embeddings), len(prototypes)), np.float32)
    for start in range(0, len(embeddings), _ROWS):
        block = embeddings[start : start + _ROWS].astype(np.float32)
        result[start : start + _ROWS] = block @ directions - offsets
    return result


def _fit(
    embeddings: Embeddings, assigned: NDArray[np.float32], anchor: NDArray[np.float64], squares: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Prototypes ``[k, d]`` and shared variance ``[d]`` that fit the assignments best."""
    count, dimension = embeddings.shape
    sums = np.zeros((assigned.shape[1], dimension))
    for start in range(0, count, _ROWS):
        block = embeddings[start : start + _ROWS].astype(np.float32)
        sums += assigned[start : start + _ROWS].T @ block
    prototypes = _unit_rows(sums + anchor)
    masses = assigned.sum(axis=0, dtype=np.float64)
    spread = squares + (masses @ prototypes**2 - 2 * (sums * prototypes).sum(axis=0)) / count
    return prototypes, np.maximum(spread, _SMALLEST_VARIANCE / dimension)


def _moments(embeddings: Embeddings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and mean square of every coordinate: ``[d]`` each."""
    total, squares = np.zeros(embeddings.shape[1]), np.zeros(embeddings.shape[1])
    for start in range(0, len(embeddings), _ROWS):
        block = embeddings[start : start + _ROWS].astype(np.float32)
        total += block.sum(axis=0)
        squares += np.square(block).sum(axis=0)
    return total / len(embeddings), squares / len(embeddings)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    logits = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(logits / logits.sum(axis=1, keepdims=True), np.float32)


def _unit_rows(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
