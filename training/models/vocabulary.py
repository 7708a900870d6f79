"""A multilingual subword vocabulary: a unigram model trained with the ``tokenizers`` library.

Characters that are not in the training text fall back to bytes, so that no query is "unknown". The end token has the
highest id, as open_clip's ``argmax`` pooling expects.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

PAD, UNKNOWN, END = "<pad>", "<unk>", "</s>"


def train_tokenizer(texts: Iterable[str], vocabulary: int) -> Tokenizer:
    """Train on ``texts``; the vocabulary has at most ``vocabulary`` pieces, including special tokens and bytes.

    The library's trainer is not fully deterministic, so a run trains its tokenizer once and keeps it.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Punctuation(), pre_tokenizers.Digits(individual_digits=True)]
    )
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace()])
    byte_tokens = [f"<0x{i:02X}>" for i in range(256)]
    trainer = trainers.UnigramTrainer(
        vocab_size=vocabulary - len(byte_tokens) - 1,
        special_tokens=[PAD, UNKNOWN],
        unk_token=UNKNOWN,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    trained = json.loads(tokenizer.to_str())
    pieces = trained["model"]["vocab"]
    lowest = min(score for _, score in pieces)
    pieces += [[token, lowest - 10] for token in byte_tokens]
    trained["model"] |= {"vocab": [*pieces, [END, 0.0]], "byte_fallback": True, "unk_id": 1}
    tokenizer = Tokenizer.from_str(json.dumps(trained))
    tokenizer.add_special_tokens([PAD, UNKNOWN, END])
    end_id = tokenizer.token_to_id(END)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"$A {END}", pair=f"$A {END} $B {END}", special_tokens=[(END, end_id)]
    )
    assert end_id == tokenizer.get_vocab_size() - 1
    return tokenizer


def save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    """Write a folder that ``transformers.AutoTokenizer`` (and so open_clip) can load."""
    tokenizer.save(str(folder / "tokenizer.json"))
    described = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "pad_token": PAD,
        "unk_token": UNKNOWN,
        "eos_token": END,
        "clean_up_tokenization_spaces": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
