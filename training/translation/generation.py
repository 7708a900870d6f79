"""A generative ``transformers`` model: loaded once, run in batches, which are halved when memory runs out."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from backend.errors import DeviceOutOfMemory, ModelUnavailable
from backend.models.batching import is_out_of_memory
from backend.models.encoder import pick_device, pick_dtype
from training.translation.models import find_model

DEFAULT_BATCH = 16
MAX_INPUT_TOKENS = 512

TURN_ENDS = ("<|im_end|>", "<|eot_id|>", "<end_of_turn>", "<|end|>")
"""End markers of chat templates; not every model's configuration lists them as end tokens."""

Encode = Callable[[Sequence[str]], dict[str, Tensor]]


def room_for(input_tokens: int) -> int:
    """Maximum number of tokens of an answer: enough for everything but loops.

    Vocabularies for English need several tokens per character of Korean and Chinese.
    """
    return 4 * input_tokens + 32


@contextmanager
def _one_sentence(model: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # errors of transformers, tokenizers, safetensors and sentencepiece have no common base
        if is_out_of_memory(error):
            raise DeviceOutOfMemory(f"{model} does not fit into the memory: choose a smaller model.") from error
        first = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelUnavailable(f"{model} cannot be loaded from {folder} ({first}).") from error


class GenerativeModel:
    """Tokenizer and weights of one model, loaded on first use.

    Args:
        model: ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``.
        kind: name of the ``transformers`` class that loads it.
        batch: texts at once; reduced when memory runs out.
    """

    def __init__(self, model: str, kind: str, device: str = "auto", batch: int = DEFAULT_BATCH) -> None:
        self.name = model
        self.batch = batch
        self._kind = kind
        self._device = device
        self._loaded: tuple[Any, Any] | None = None

    @property
    def tokenizer(self) -> Any:
        """The model's own tokenizer."""
        return self._load()[0]

    @property
    def model(self) -> Any:
        """The weights, in eval mode on the device."""
        return self._load()[1]

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            import transformers

            folder = find_model(self.name)
            device = pick_device(self._device)
            logging: Any = transformers.logging
            logging.set_verbosity_error()
            logging.disable_progress_bar()
            with _one_sentence(self.name, folder), warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=".*sacremoses")  # only needed to normalise punctuation
                tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
                builder = getattr(transformers, self._kind)
                model = builder.from_pretrained(str(folder), local_files_only=True).to(device, pick_dtype(device))
            if tokenizer.pad_token_id is None:
                tokenizer.pad_token = tokenizer.eos_token
            # Greedy decoding without a forced end, so that the end token shows whether a sentence is complete.
            plain = dict.fromkeys(("max_length", "temperature", "top_p", "top_k", "forced_eos_token_id"))
            model.generation_config.update(do_sample=False, **plain)
            self._loaded = tokenizer, model.eval()
        return self._loaded

    @cached_property
    def _ends(self) -> list[int]:
        """Tokens that end an answer: the model's own, and the end markers of chat templates in its vocabulary."""
        configured = self.model.generation_config.eos_token_id
        listed = configured if isinstance(configured, list) else [configured]
        turns = self.tokenizer.convert_tokens_to_ids(list(TURN_ENDS))
        ends = {*listed, self.tokenizer.eos_token_id, *turns} - {None, self.tokenizer.unk_token_id}
        return sorted(int(token) for token in ends)

    @torch.inference_mode()
    def _answers(self, texts: Sequence[str], encode: Encode, options: dict[str, Any]) -> list[str | None]:
        inputs = {name: tensor.to(self.model.device) for name, tensor in encode(texts).items()}
        prompt = 0 if self.model.config.is_encoder_decoder else inputs["input_ids"].shape[1]
        longest = max(len(self.tokenizer.encode(text)) for text in texts)
        settings = {"max_new_tokens": room_for(longest), "pad_token_id": self.tokenizer.pad_token_id} | options
        written = self.model.generate(**inputs, eos_token_id=self._ends, **settings)[:, prompt:].cpu()
        written = written if prompt else written[:, 1:]  # a decoder starts with its own token, sometimes an end token
        decoded = self.tokenizer.batch_decode(written, skip_special_tokens=True)
        # An answer without an end token was cut off: half a sentence, or a loop.
        return [
            text.strip() if set(self._ends).intersection(tokens) else None
            for text, tokens in zip(decoded, written.tolist(), strict=True)
        ]

    def answer(self, texts: Sequence[str], encode: Encode, **options: Any) -> list[str | None]:
        """The model's answer to each text; None if it was not finished.

        Sentences of similar length are batched, as a batch takes as long as its longest.

        Args:
            encode: texts -> ``input_ids`` and ``attention_mask``, int64 ``[n, tokens]``.
            options: options of the generation in addition to the model's own.

        Raises:
            DeviceOutOfMemory: not even one sentence fits into memory.
            ModelUnavailable: the model is not available.
        """
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found: dict[int, str | None] = {}
        start = 0
        while start < len(order):
            places = order[start : start + self.batch]
            try:
                answers = self._answers([texts[place] for place in places], encode, options)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            else:
                found.update(zip(places, answers, strict=True))
                start += len(places)
                continue
            self._halve(len(places))
        return [found[place] for place in range(len(texts))]

    def _halve(self, tried: int) -> None:
        if tried == 1:
            raise DeviceOutOfMemory(f"Not enough memory for one sentence in {self.name}: choose a smaller model.")
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        self.batch = tried // 2
