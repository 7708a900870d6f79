"""Image and text encoder of one model. Weights are loaded on first use; the model's identity is known before."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from backend.errors import BadOption
from backend.lexicon import LANGUAGES
from backend.models.batching import CPU_BATCH, BatchSize, in_batches, out_of_memory_is
from backend.models.catalog import DEFAULT_MODEL, ModelFiles, load_catalogue, locate_model
from backend.models.contracts import Spent
from backend.models.padding import without_padding
from backend.storage.bounded import Bounded

if TYPE_CHECKING:
    import torch
    from torch import Tensor

    from backend.models.crops import Crops
    from backend.models.dense import DenseFeatures
    from backend.models.preprocess import Preprocessing

DEVICES = ("auto", "cpu", "cuda")
MAX_TEMPERATURE = 100.0
"""CLIP's cap of the logit scale."""

TEXTS_KEPT = 16_384
"""Capacity of the cache of text embeddings; the least recently used is dropped first."""

LONG_JOB_WINDOWS = 100_000
"""From this many windows on, compiling the image tower, which takes about a minute, pays off on a GPU."""

COMPILED_BATCH = 256
"""Batch size of a compiled tower, which takes one shape; a smaller last batch is padded."""

TextMemory = Bounded[tuple[str, str], NDArray[np.float32]]
_TEXT_BATCH = 256
_log = logging.getLogger(__name__)


def pick_device(device: str) -> str:
    """``auto`` -> ``cuda`` if available, else ``cpu``.

    Raises:
        BadOption: an unknown device, or CUDA requested where there is none.
    """
    if device not in DEVICES:
        raise BadOption(f"Unknown device {device!r}: choose one of {', '.join(DEVICES)}.")
    import torch

    available = torch.cuda.is_available()
    if device == "cuda" and not available:
        raise BadOption("No CUDA device on this machine: use --device cpu or auto.")
    return "cuda" if available and device != "cpu" else "cpu"


def pick_dtype(device: str) -> torch.dtype:
    """bfloat16 where the hardware supports it natively (measured 1.8x as fast as float32), else float32.

    Chosen by capability, not by timing, so that a resumed index equals an uninterrupted one.
    """
    import torch

    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported(including_emulation=False) else torch.float16
    return torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32


class Encoder:
    """Embeds windows and texts with one open_clip model.

    Embeddings are float32 and L2-normalised. Loading is thread-safe; only one thread at a time may encode.

    Attributes:
        texts: cache of text embeddings by :attr:`text_revision` and text; the encoders of a pool share one.
        spent: seconds spent on windows.
    """

    def __init__(self, files: ModelFiles, device: str = "auto") -> None:
        self.files = files
        self._device = device
        self.spent = Spent()
        self.texts: TextMemory = Bounded(TEXTS_KEPT)
        self._model: Any = None
        self._compiled: Any = None
        self._loading = threading.Lock()

    @property
    def model_id(self) -> str:
        """Id by which the model was requested."""
        return self.files.id

    @property
    def revision(self) -> str:
        """First 16 hex digits of the weights' SHA-256."""
        return self.files.digest()

    @cached_property
    def text_revision(self) -> str:
        """Changes whenever the embeddings of texts do: also with the tokenizer, which is not among the weights."""
        return self.files.text_digest()

    @property
    def languages(self) -> tuple[str, ...]:
        """ISO 639-1 codes of the languages it understands, from the catalogue; all ten for any other model."""
        entry = load_catalogue().get(self.model_id)
        return LANGUAGES if entry is None else entry.languages

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return self.files.dimension

    @property
    def image_size(self) -> int:
        """Width and height of the model's input in pixels."""
        return self.files.image_size

    @cached_property
    def device(self) -> str:
        """``cpu`` or ``cuda``."""
        return pick_device(self._device)

    @cached_property
    def dtype(self) -> torch.dtype:
        """Data type of the image tower; the text tower runs in float32."""
        return pick_dtype(self.device)

    @cached_property
    def preprocessing(self) -> Preprocessing:
        """Preprocessing of the image tower."""
        from backend.models.preprocess import Preprocessing

        given = self.files.config.get("preprocess_cfg", {})
        return Preprocessing(
            image_size=self.image_size,
            mean=tuple(given.get("mean", (0.48145466, 0.4578275, 0.40821073))),
            std=tuple(given.get("std", (0.26862954, 0.26130258, 0.27577711))),
            interpolation=given.get("interpolation", "bicubic"),
        )

    @property
    def model(self) -> Any:
        """The open_clip model: image tower in :attr:`dtype`, text tower in float32, on :attr:`device`.

        Raises:
            ModelUnavailable: its files are damaged or do not match.
            DeviceOutOfMemory: the device has too little memory for it.
        """
        with self._loading:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> Any:
        import torch

        from backend.models.folding import fold_batch_norms
        from backend.models.loading import build_model
        from backend.models.packing import can_pack, pack_convolutions

        with out_of_memory_is(
            f"Not enough memory on the {self.device} for the model {self.model_id}: "
            "close other programs that use it, or choose a smaller model."
        ):
            model = build_model(self.files)
            folded = fold_batch_norms(model.visual)
            model.visual.to(dtype=self.dtype, memory_format=torch.channels_last)
            model.to(self.device)
            if folded and self.device == "cpu" and can_pack(self.dtype):
                pack_convolutions(model.visual, self.image_size, CPU_BATCH)
            return model

    @cached_property
    def tokenizer(self) -> Any:
        """The model's own tokenizer: texts -> int64 ``[n, context]``."""
        from backend.models.loading import build_tokenizer

        return build_tokenizer(self.files)

    @cached_property
    def batch(self) -> BatchSize:
        """How many windows go through the image tower at once."""
        return BatchSize(self.device)

    @property
    def temperature(self) -> float:
        """Factor for differences of cosines: the model's logit scale, capped at CLIP's 100; loads the model."""
        return min(float(self.model.logit_scale.exp()), MAX_TEMPERATURE)

    @property
    def bytes(self) -> int:
        """Memory of the weights; before they are loaded, the size of their file."""
        if self._model is None:
            return self.files.weights.stat().st_size
        tensors = [*self._model.parameters(), *self._model.buffers()]
        return sum(tensor.numel() * tensor.element_size() for tensor in tensors)

    def compile_for_long_job(self, windows: int) -> bool:
        """Compile the image tower if that pays off for so many windows; True if it is compiled afterwards.

        Only on a GPU: on two CPU cores it measured a quarter faster after 26 s, and embeddings of a compiled and a
        plain run differ in their last bits, which a resumed index on a CPU must not. If the machine cannot compile, the
        plain tower is used.
        """
        import torch

        if self._compiled is None and self.device == "cuda" and windows >= LONG_JOB_WINDOWS:
            compiled: Any = torch.compile(self.model.visual, dynamic=False)
            try:
                with torch.inference_mode():
                    shape = (COMPILED_BATCH, 3, self.image_size, self.image_size)
                    blank = torch.zeros(shape, dtype=torch.uint8, device=self.device)
                    compiled(self.preprocessing.normalise(blank, self.dtype))
            except Exception as error:  # whatever the compiler's toolchain raises, the job goes on without it
                _log.warning("The image tower of %s is not compiled: %s", self.model_id, str(error).splitlines()[:1])
            else:
                self._compiled = compiled
                self.batch.fix(COMPILED_BATCH)
        return self._compiled is not None

    def encode_pixels(self, pixels: Tensor) -> NDArray[np.float32]:
        """Embed images of the model's input size: uint8 ``[n, 3, s, s]`` -> float32 ``[n, dimension]``.

        Raises:
            DeviceOutOfMemory: not even one of them fits into memory.
        """
        return self._stack(in_batches(len(pixels), self.batch, lambda part: self._embed(pixels[part])))

    def encode_windows(self, pixels: NDArray[np.uint8], boxes: NDArray[np.float64]) -> NDArray[np.float32]:
        """Embed windows of one block.

        Args:
            pixels: uint8 ``[3, h, w]``.
            boxes: ``[n, 4]`` as x0, y0, x1, y1 in pixels of the block; a box need not be square in pixels, it is
                resized to the model's square input.

        Returns:
            ``[n, dimension]``, L2-normalised.

        Raises:
            DeviceOutOfMemory: not even one window fits into memory.
        """
        if not len(boxes):
            return self._stack([])
        _, height, width = pixels.shape
        left, top = np.clip(np.floor(boxes[:, :2].min(axis=0)), 0, (width - 1, height - 1)).astype(int)
        right, bottom = np.ceil(boxes[:, 2:].max(axis=0)).astype(int)
        part = pixels[:, top : max(bottom, top + 1), left : max(right, left + 1)]
        with out_of_memory_is(f"Not enough memory on the {self.device} for a block of pixels: free some memory."):
            block = self.preprocessing.open_block(part, self.device)
        inside = boxes - np.array([left, top, left, top])
        return self._stack(in_batches(len(boxes), self.batch, lambda rows: self._embed(self._cut(block, inside[rows]))))

    def _cut(self, block: Crops, boxes: NDArray[np.float64]) -> Tensor:
        started = time.perf_counter()
        crops = block.cut(boxes)
        self.spent.crop_s += time.perf_counter() - started
        return crops

    def _embed(self, pixels: Tensor) -> NDArray[np.float32]:
        import torch
        import torch.nn.functional as F

        tower = self._compiled or self.model.visual
        started = time.perf_counter()
        with torch.inference_mode():
            inputs = self.preprocessing.normalise(self._filled(pixels).to(self.device), self.dtype)
            rows: NDArray[np.float32] = F.normalize(tower(inputs).float(), dim=-1).cpu().numpy()
        self.spent.encode_s += time.perf_counter() - started
        return rows[: len(pixels)]

    def _filled(self, pixels: Tensor) -> Tensor:
        """A batch padded to the one shape that a compiled tower takes."""
        missing = self.batch.size - len(pixels)
        if self._compiled is None or missing <= 0:
            return pixels
        import torch

        return torch.cat([pixels, pixels[:1].expand(missing, -1, -1, -1)])

    def _stack(self, rows: list[NDArray[np.float32]]) -> NDArray[np.float32]:
        return np.concatenate(rows) if rows else np.empty((0, self.dimension), np.float32)

    def encode_dense(self, pixels: NDArray[np.uint8]) -> DenseFeatures:
        """Embed every position of an image, see :func:`backend.models.dense.dense_embeddings`."""
        from backend.models.dense import dense_embeddings

        return dense_embeddings(self, pixels)

    def encode_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts: float32 ``[n, dimension]``, L2-normalised. The last :data:`TEXTS_KEPT` texts are cached.

        Raises:
            DeviceOutOfMemory: not even one of them fits into memory.
        """
        embeddings = self.remembered(texts)
        # Texts of similar length together: a batch takes as long as its longest text.
        new = sorted((text for text in dict.fromkeys(texts) if text not in embeddings), key=len)
        if new:
            batch = BatchSize("cpu")
            batch.size = _TEXT_BATCH
            rows = np.concatenate(in_batches(len(new), batch, lambda part: self._embed_texts(new[part])))
            embeddings.update(zip(new, rows, strict=True))
            for text in new:
                self.texts.put((self.text_revision, text), embeddings[text])
        return np.stack([embeddings[text] for text in texts]) if texts else self._stack([])

    def remembered(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The cached embeddings among these texts, float32 ``[dimension]`` each. Thread-safe."""
        rows = {text: self.texts.get((self.text_revision, text)) for text in dict.fromkeys(texts)}
        return {text: row for text, row in rows.items() if row is not None}

    def _embed_texts(self, texts: list[str]) -> NDArray[np.float32]:
        import torch
        import torch.nn.functional as F

        with torch.inference_mode():
            tokens = without_padding(self.tokenizer(texts), self.model).to(self.device)
            rows: NDArray[np.float32] = F.normalize(self.model.encode_text(tokens).float(), dim=-1).cpu().numpy()
        return rows


def load_encoder(model_id: str = DEFAULT_MODEL, device: str = "auto", *, offline: bool | None = None) -> Encoder:
    """Find a model's files and create its encoder; weights are loaded when something is first encoded.

    Raises:
        ModelUnavailable: see :func:`backend.models.catalog.locate_model`.
    """
    return Encoder(locate_model(model_id, offline=offline), device)
