"""Transduction: label all windows of a layer jointly, using their similarity. Unsupervised.

The method is that of TransCLIP (arXiv 2406.01837) and its use in remote sensing, RS-TransCLIP (arXiv 2409.00698); the
code is ours. Assignments ``z_i`` (a distribution over classes per window), prototypes ``mu_k`` and one shared diagonal
variance ``sigma`` alternately minimise the objective of TransCLIP's zero-shot case with explicit weights:

    L = - g sum_i z_i . l_i  -  a/2 sum_ij w_ij z_i . z_j  +  sum_i z_i . (log z_i - b log y_i)
        - c sum_i z_i . log pi

* mixture term: ``l_ik = -1/2 sum_d (f_id - mu_kd)^2 / sigma_d``, the log-likelihood of Gaussians around the prototypes,
  of the embeddings ``f``;
* Laplacian term: ``w`` symmetric, the cosines of the k nearest neighbours, halved between the two directions;
* Kullback-Leibler term: ``y`` are the zero-shot probabilities, the only term that depends on words;
* share term: ``pi_k`` is the share of windows of class k.

Block updates: for fixed prototypes and shares the Laplacian term is replaced by its linear bound, whose minimiser is

    z_i  proportional to  y_i^b  pi^c  exp(g l_i + a sum_j w_ij z_j)                                       (repeated)

and for fixed assignments, all weighted by ``z``, ``mu_k`` is the normalised mean, ``sigma`` the variance, ``pi`` the
mean.

``g``, ``a``, the number of neighbours and that of confident windows are the authors' values for the zero-shot case from
the guide to their code; ``b`` = 1 and the numbers of updates are our defaults, not tuned. Two additions are ours,
because a layer rarely shows every class of a label set, and the published method then gives absent classes prototypes
from other classes' windows: the share term, and an *anchor*, the layer's mean embedding, which counts as a few windows
of every class, so that a class with few windows attracts none. Their two weights were chosen on the UC Merced test
images with ``terralex-mini`` and on synthetic clusters; WHU-RS19 and EuroSAT were not used for the choice.

Limitations: where windows of one class look like another's (EuroSAT), a layer with few of the classes, or with almost
only one class, is labelled worse than without it; so is any layer with one window per class. A sharper assignment is
not necessarily calibrated: confidence is better calibrated afterwards on WHU-RS19 and worse on EuroSAT. All of this is
measured in ``benchmarks/transduction.py``.
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
"""Relative to ``1 / d``, the mean squared coordinate of a unit vector: a constant coordinate must not dominate."""

_SMALLEST_SHARE = 1e-3
"""Of the windows, divided among all classes: no class is ruled out permanently."""


@dataclass(frozen=True)
class TransductionRules:
    """Weights and counts of the method; the module's docstring gives the sources of the defaults.

    Attributes:
        neighbours: number of neighbours of a window.
        mixture_weight: ``g``.
        neighbour_weight: total weight of all neighbours at cosine 1; ``a`` is this divided by ``neighbours``.
        text_weight: ``b``, weight of the zero-shot probabilities relative to the images.
        share_weight: ``c``, preference for frequent classes; 0 as published.
        anchor: number of windows as which the layer's mean counts in every prototype; 0 as published.
        confident: number of windows, those with the highest zero-shot probability, that initialise a class's prototype.
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
    """Class probabilities from all windows jointly.

    Deterministic; the result of a window does not depend on the order of the windows, except between windows with equal
    embeddings. Besides its arguments and ``[n, k]`` arrays it holds blocks of 8,192 embeddings and one tile of cosines,
    so that 200,000 embeddings of dimension 512 take about 0.6 GB with 20 classes.

    Args:
        embeddings: ``[n, d]``, L2-normalised.
        scores: float32 ``[n, k]``, cosines with the class vectors.
        temperature: the model's capped logit scale, as for zero-shot probabilities.
        rules: weights and counts.
        device: device for the neighbour search, ``cpu`` or ``cuda``.
        check: called often; an exception from it stops the work.

    Returns:
        float32 ``[n, k]``, rows sum to one.

    Raises:
        BadOption: the arrays do not match, or the temperature is not a positive number.
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
    """The graph ``w``: float32 ``[n, n]``, symmetric, not negative, with an empty diagonal.

    A cosine counts half in each direction, so that mutual neighbours have the full weight.
    """
    count, kept = neighbours.index.shape
    starts = np.arange(0, count * kept + 1, max(kept, 1), dtype=np.int64) if kept else np.zeros(count + 1, np.int64)
    weights = np.maximum(neighbours.cosine, 0.0).ravel() / 2
    directed = scipy.sparse.csr_array((weights, neighbours.index.ravel(), starts), shape=(count, count))
    return (directed + directed.T).tocsr()


def _first_prototypes(
    embeddings: Embeddings, log_probability: NDArray[np.float32], confident: int, anchor: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Mean of each class's most probable windows, weighted by probability, with the anchor: ``[k, d]``, unit length."""
    rows = []
    for column in log_probability.T:
        chosen = np.argsort(-column, kind="stable")[:confident]
        rows.append(np.exp(column[chosen].astype(np.float64)) @ embeddings[chosen].astype(np.float64) + anchor)
    return _unit_rows(np.stack(rows))


def _log_shares(assigned: NDArray[np.float32]) -> NDArray[np.float32]:
    """``log pi``: float32 ``[k]``, bounded by the smallest share."""
    shares = assigned.mean(axis=0, dtype=np.float64)
    floor = _SMALLEST_SHARE / len(shares)
    return np.asarray(np.log((shares + floor) / (1 + _SMALLEST_SHARE)), np.float32)


def _log_likelihood(
    embeddings: Embeddings, prototypes: NDArray[np.float64], variance: NDArray[np.float64]
) -> NDArray[np.float32]:
    """``l`` of every window and class, up to a constant per window, which the softmax cancels: float32 ``[n, k]``."""
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
    """Prototypes ``[k, d]`` and shared variance ``[d]`` that best fit the assignments."""
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
