"""A ``transformers`` model that writes text: loaded once, run in batches, halved when memory runs out."""

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
"""What chat templates put after an answer; not every model's configuration says that it ends there."""

Encode = Callable[[Sequence[str]], dict[str, Tensor]]


def room_for(input_tokens: int) -> int:
    """How many tokens an answer may have: enough that only a loop meets the end.

    Vocabularies made for English spell Korean and Chinese with several tokens a character.
    """
    return 4 * input_tokens + 32


@contextmanager
def _one_sentence(model: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # transformers, tokenizers, safetensors and sentencepiece share no base class
        if is_out_of_memory(error):
            raise DeviceOutOfMemory(f"{model} does not fit into the memory: choose a smaller model.") from error
        first = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelUnavailable(f"{model} cannot be loaded from {folder} ({first}).") from error


class GenerativeModel:
    """Tokenizer and weights of one model, loaded on first use.

    Args:
        model: ``hf-hub:ORG/NAME[@REVISION]`` or ``local-dir:FOLDER``.
        kind: name of the class of ``transformers`` that builds it.
        batch: texts at once; less where memory runs out.
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
                warnings.filterwarnings("ignore", message=".*sacremoses")  # it would only normalise punctuation
                tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
                builder = getattr(transformers, self._kind)
                model = builder.from_pretrained(str(folder), local_files_only=True).to(device, pick_dtype(device))
            if tokenizer.pad_token_id is None:
                tokenizer.pad_token = tokenizer.eos_token
            # The likeliest words, and no forced end: an end tells a whole sentence from one that was cut off.
            plain = dict.fromkeys(("max_length", "temperature", "top_p", "top_k", "forced_eos_token_id"))
            model.generation_config.update(do_sample=False, **plain)
            self._loaded = tokenizer, model.eval()
        return self._loaded

    @cached_property
    def _ends(self) -> list[int]:
        """Tokens that end an answer: those the model names, and those that end a turn of a chat in its vocabulary."""
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
        written = written if prompt else written[:, 1:]  # a decoder starts with a token of its own, at times an end
        decoded = self.tokenizer.batch_decode(written, skip_special_tokens=True)
        # What came to no end was cut off: half a sentence, or a loop.
        return [
            text.strip() if set(self._ends).intersection(tokens) else None
            for text, tokens in zip(decoded, written.tolist(), strict=True)
        ]

    def answer(self, texts: Sequence[str], encode: Encode, **options: Any) -> list[str | None]:
        """What the model writes after each text; None where it came to no end.

        Sentences of like length go together, since a batch takes as long as its longest.

        Args:
            encode: texts -> ``input_ids`` and ``attention_mask``, int64 ``[n, tokens]``.
            options: of the generation, beside the model's own.

        Raises:
            DeviceOutOfMemory: not even one sentence fits.
            ModelUnavailable: the model cannot be had.
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
