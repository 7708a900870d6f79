"""Protocols of models: embedding texts, windows of ground, or every position of an image.

:class:`backend.models.encoder.Encoder` does all three; so does :class:`backend.jobs.device.DeviceEncoder`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from backend.models.dense import DenseFeatures


@dataclass
class Spent:
    """Seconds spent on embedding windows so far.

    On a GPU, which works asynchronously, these are seconds that the thread waited for it.

    Attributes:
        crop_s: cropping windows from blocks and resizing them.
        encode_s: the image tower, including normalisation.
    """

    crop_s: float = 0.0
    encode_s: float = 0.0

    def now(self) -> Spent:
        """A copy of the current values."""
        return replace(self)

    def since(self, before: Spent) -> Spent:
        """The difference to an earlier copy."""
        return Spent(self.crop_s - before.crop_s, self.encode_s - before.encode_s)


@runtime_checkable
class TellsSpent(Protocol):
    """Measures the time that its windows take."""

    @property
    def spent(self) -> Spent:
        """Total so far."""


class _Named(Protocol):
    """The identity of a model, known before its weights are loaded."""

    @property
    def model_id(self) -> str:
        """Id of the model."""

    @property
    def revision(self) -> str:
        """Changes whenever the weights do."""

    @property
    def dimension(self) -> int:
        """Length of an embedding."""

    @property
    def image_size(self) -> int:
        """Side of its square input, in pixels."""

    @property
    def device(self) -> str:
        """``cpu`` or ``cuda``."""


class TextEncoder(_Named, Protocol):
    """Embeds texts."""

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages it understands."""

    @property
    def temperature(self) -> float:
        """Factor for differences of cosines: its capped logit scale."""

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 ``[n, dimension]``, L2-normalised."""
        ...


class ImageEncoder(_Named, Protocol):
    """Embeds windows of ground; only :meth:`encode_windows` may load weights."""

    def encode_windows(self, pixels: NDArray[np.uint8], boxes: NDArray[np.float64]) -> NDArray[np.float32]:
        """uint8 ``[3, h, w]`` and ``[n, 4]`` x0, y0, x1, y1 -> float32 float32 ``[n, dimension]``, L2-normalised."""
        ...


class DenseEncoder(_Named, Protocol):
    """Embeds every position of an image."""

    def encode_dense(self, pixels: NDArray[np.uint8]) -> DenseFeatures:
        """See :func:`backend.models.dense.dense_embeddings`."""
        ...
