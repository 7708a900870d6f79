"""Image and text encoders of one model. Weights load on first use; what identifies the model is known before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption, ModelUnavailable
from backend.models.catalog import DEFAULT_MODEL, ModelFiles, locate_model

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from backend.models.preprocess import Preprocessing

DEVICES = ("auto", "cpu", "cuda")
IMAGE_BATCH = {"cpu": 16, "cuda": 512}


def pick_device(device: str) -> str:
    """``auto`` -> ``cuda`` where there is one, else ``cpu``.

    Raises:
        BadOption: an unknown device, or CUDA asked for where there is none.
    """
    if device not in DEVICES:
        raise BadOption(f"Unknown device {device!r}: choose one of {', '.join(DEVICES)}.")
    import torch

    available = torch.cuda.is_available()
    if device == "cuda" and not available:
        raise BadOption("No CUDA device on this machine: use --device cpu or auto.")
    return "cuda" if available and device != "cpu" else "cpu"


def pick_dtype(device: str) -> torch.dtype:
    """bfloat16 where the hardware multiplies it natively (it measured 1.8x float32 there), else float32.

    Chosen by capability and not by a stop-watch, so that a resumed index equals an uninterrupted one.
    """
    import torch

    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    return torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32


class Encoder:
    """Embeds windows and texts with one open_clip model.

    Embeddings are float32 and L2-normalised. Not thread-safe while loading: one owner a device.
    """

    def __init__(self, files: ModelFiles, device: str = "auto") -> None:
        self.files = files
        self._device = device
        self._texts: dict[str, NDArray[np.float32]] = {}

    @property
    def model_id(self) -> str:
        """Id the model was asked for by."""
        return self.files.id

    @property
    def revision(self) -> str:
        """First 16 hex digits of the weights' SHA-256."""
        return self.files.digest()

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return self.files.dimension

    @property
    def image_size(self) -> int:
        """Side of the model's square input in pixels."""
        return self.files.image_size

    @cached_property
    def device(self) -> str:
        """``cpu`` or ``cuda``."""
        return pick_device(self._device)

    @cached_property
    def dtype(self) -> torch.dtype:
        """Numeric type the image tower runs in; the text tower runs in float32."""
        return pick_dtype(self.device)

    @cached_property
    def preprocessing(self) -> Preprocessing:
        """Input recipe of the image tower."""
        from backend.models.preprocess import Preprocessing

        given = self.files.config.get("preprocess_cfg", {})
        return Preprocessing(
            image_size=self.image_size,
            mean=tuple(given.get("mean", (0.48145466, 0.4578275, 0.40821073))),
            std=tuple(given.get("std", (0.26862954, 0.26130258, 0.27577711))),
            interpolation=given.get("interpolation", "bicubic"),
        )

    @cached_property
    def model(self) -> Any:
        """The open_clip model: image tower in :attr:`dtype`, text tower in float32, on :attr:`device`."""
        import open_clip
        import torch

        from backend.models.folding import fold_batch_norms

        try:
            model = open_clip.create_model(f"local-dir:{self.files.folder}", device=self.device, weights_only=True)
        except (RuntimeError, ValueError, OSError, KeyError, TypeError) as error:
            sentence = str(error).splitlines()[0]
            raise ModelUnavailable(
                f"Model {self.model_id} cannot be loaded from {self.files.folder}: {sentence}"
            ) from error
        model.eval().requires_grad_(False)
        fold_batch_norms(model.visual)
        model.visual.to(dtype=self.dtype, memory_format=torch.channels_last)
        return model

    @cached_property
    def tokenizer(self) -> Any:
        """The model's own tokenizer: texts -> int64 ``[n, context]``."""
        import open_clip

        try:
            return open_clip.get_tokenizer(f"local-dir:{self.files.folder}")
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelUnavailable(f"Model {self.model_id}: its tokenizer cannot be loaded ({error}).") from error

    def encode_pixels(self, pixels: Tensor) -> NDArray[np.float32]:
        """Embed images that have the model's input size: uint8 ``[n, 3, s, s]`` -> ``[n, dimension]``."""
        import torch
        import torch.nn.functional as F

        batch = IMAGE_BATCH[self.device]
        rows = []
        with torch.inference_mode():
            for start in range(0, len(pixels), batch):
                inputs = self.preprocessing.normalise(pixels[start : start + batch].to(self.device), self.dtype)
                rows.append(F.normalize(self.model.visual(inputs).float(), dim=-1).cpu())
        if not rows:
            return np.empty((0, self.dimension), np.float32)
        return torch.cat(rows).numpy()

    def encode_windows(self, pixels: NDArray[np.uint8], boxes: NDArray[np.float64]) -> NDArray[np.float32]:
        """Embed windows of one block.

        Args:
            pixels: ``[3, h, w]``.
            boxes: ``[n, 4]`` as x0, y0, x1, y1 in pixels of the block; a box need not be square in pixels,
                it is squeezed to the model's square input.

        Returns:
            ``[n, dimension]``, L2-normalised.
        """
        import torch

        batch = IMAGE_BATCH[self.device]
        # Channels last once for the whole block: the resize kernels want it, and the copy is as large as the block.
        block = torch.from_numpy(np.ascontiguousarray(pixels.transpose(1, 2, 0))).permute(2, 0, 1).to(self.device)
        rows = [
            self.encode_pixels(self.preprocessing.crop_resize(block, boxes[start : start + batch]))
            for start in range(0, len(boxes), batch)
        ]
        return np.concatenate(rows) if rows else np.empty((0, self.dimension), np.float32)

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: ``[n, dimension]``, L2-normalised. Each text is encoded once in the encoder's life."""
        import torch
        import torch.nn.functional as F

        new = [text for text in dict.fromkeys(texts) if text not in self._texts]
        with torch.inference_mode():
            for start in range(0, len(new), 256):
                chunk = new[start : start + 256]
                tokens = self.tokenizer(chunk).to(self.device)
                rows = F.normalize(self.model.encode_text(tokens).float(), dim=-1).cpu().numpy()
                self._texts.update(zip(chunk, rows, strict=True))
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return np.stack([self._texts[text] for text in texts])


def load_encoder(model_id: str = DEFAULT_MODEL, device: str = "auto") -> Encoder:
    """Find a model's files and wrap them; weights load when something is first encoded.

    Raises:
        ModelUnavailable: see :func:`backend.models.catalog.locate_model`.
    """
    return Encoder(locate_model(model_id), device)
