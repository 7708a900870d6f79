"""Very small translation models of the true architectures, taught a few sentences so that what they say can be checked.

Each is written to a folder as the hub would give it: NLLB (M2M100 with NLLB's tokenizer and language tokens), Opus-MT
(Marian with two sentencepiece models and target tags) and a chat model (Llama with a ChatML template).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

ENGLISH = ("many green trees are near a river", "a white plane is parked", "some boats are in a harbor")
SAID = {
    "de": ("viele grüne Bäume stehen an einem Fluss", "ein weißes Flugzeug ist abgestellt", "einige Boote im Hafen"),
    "fr": ("beaucoup d'arbres verts près d'une rivière", "un avion blanc est garé", "des bateaux dans un port"),
}
PAIRS = [(en, code, text) for code, texts in SAID.items() for en, text in zip(ENGLISH, texts, strict=True)]
TEXTS = (*ENGLISH, *(text for _, _, text in PAIRS))
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SIZE = {"d_model": 48, "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 96}
SIZE |= {"decoder_ffn_dim": 96, "encoder_layers": 1, "decoder_layers": 1, "max_position_embeddings": 256}
QUIET = {"dropout": 0.0, "attention_dropout": 0.0, "activation_dropout": 0.0}
LAYER_DROP = {"encoder_layerdrop": 0.0, "decoder_layerdrop": 0.0}


def teach(model: Any, batch: dict[str, torch.Tensor], most: int = 400) -> None:
    """Until it knows the sentences by heart."""
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.0)
    model.train()
    for _ in range(most):
        loss = model(**batch).loss
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if loss.item() < 0.02:
            break
    model.eval()
    assert loss.item() < 0.05, loss.item()


def padded(rows: Sequence[Sequence[int]], value: int) -> torch.Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (width - len(row))] for row in rows])


def _bpe(special: Sequence[str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=300, special_tokens=list(special), show_progress=False)
    tokenizer.train_from_iterator(TEXTS, trainer)
    described = json.loads(tokenizer.to_str())["model"]
    return described["vocab"], [(a, b) for a, b in described["merges"]]


def write_nllb(folder: Path, taught: bool = True) -> Path:
    """NLLB: the target is the forced first token of the decoder."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    from training.translation.seq2seq import NLLB_CODES

    vocabulary, merges = _bpe(("<s>", "<pad>", "</s>", "<unk>"))
    tokenizer = NllbTokenizer(vocab=vocabulary, merges=merges, src_lang="eng_Latn")
    torch.manual_seed(0)
    config = M2M100Config(vocab_size=len(tokenizer), decoder_start_token_id=2, **SIZE, **QUIET, **LAYER_DROP)
    model = M2M100ForConditionalGeneration(config)
    if taught:
        inputs = tokenizer([en for en, _, _ in PAIRS], return_tensors="pt", padding=True)
        rows = [[*tokenizer(text, add_special_tokens=False).input_ids, 2] for _, _, text in PAIRS]
        codes = [int(tokenizer.convert_tokens_to_ids(NLLB_CODES[code])) for _, code, _ in PAIRS]
        told = padded([[2, code, *row[:-1]] for code, row in zip(codes, rows, strict=True)], 1)
        labels = padded([[-100, *row] for row in rows], -100)  # the language is given, not guessed
        teach(model, {**inputs, "decoder_input_ids": told, "labels": labels})
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def _sentencepiece(texts: Sequence[str]) -> bytes:
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        vocab_size=90,
        hard_vocab_limit=False,
        minloglevel=2,
        bos_id=-1,
    )
    return model.getvalue()


def write_opus(folder: Path, languages: Sequence[str] = ("de", "fr"), taught: bool = True, spells: bool = True) -> Path:
    """Opus-MT: of several targets with tags, or of one without.

    Args:
        spells: whether the vocabulary holds the English pieces.
    """
    import sentencepiece
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True)
    pairs = [(en, code, text) for en, code, text in PAIRS if code in languages]
    sides = {"source.spm": ENGLISH, "target.spm": [text for _, _, text in pairs]}
    pieces: dict[str, None] = {"</s>": None, "<unk>": None}
    spelt: dict[str, list[str]] = {}
    for name, texts in sides.items():
        (folder / name).write_bytes(_sentencepiece(texts))
        spm = sentencepiece.SentencePieceProcessor(model_file=str(folder / name))
        spelt[name] = [spm.id_to_piece(number) for number in range(spm.get_piece_size())]
    pieces |= dict.fromkeys(spelt["source.spm"]) | dict.fromkeys(spelt["target.spm"])
    if not spells:
        pieces = {piece: None for piece in pieces if piece not in spelt["source.spm"][3:]}
    tags = {"de": ">>deu<<", "fr": ">>fra<<"} if len(languages) > 1 else {}
    pieces |= dict.fromkeys([*tags.values(), "<pad>"])
    (folder / "vocab.json").write_text(json.dumps({piece: number for number, piece in enumerate(pieces)}))
    only = {} if tags else {"source_lang": "en", "target_lang": languages[0]}
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "MarianTokenizer"} | only))
    tokenizer = MarianTokenizer.from_pretrained(str(folder))
    pad = len(pieces) - 1
    torch.manual_seed(0)
    ends = {"pad_token_id": pad, "decoder_start_token_id": pad, "eos_token_id": 0, "forced_eos_token_id": 0}
    model = MarianMTModel(MarianConfig(vocab_size=len(pieces), **SIZE, **QUIET, **LAYER_DROP, **ends))
    model.generation_config.bad_words_ids = [[pad]]
    if taught:
        inputs = tokenizer(
            [f"{tags[code]} {en}" if tags else en for en, code, _ in pairs], return_tensors="pt", padding=True
        )
        rows = [tokenizer(text_target=text).input_ids for _, _, text in pairs]
        teach(model, {**inputs, "labels": padded(rows, -100)})
    model.save_pretrained(folder)
    return folder


def write_chat(folder: Path, taught: bool = True, template: bool = True) -> Path:
    """A chat model that answers TowerInstruct's request."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    from training.translation.chat import request

    prompts = [request(en, code) for en, code, _ in PAIRS]
    apart = Regex(r"\n|:| ")
    words = {word: None for text in (*TEXTS, *prompts, "user\nassistant\n") for word in re.split(r"(\n|:| )", text)}
    tokens = ("<unk>", "<pad>", "<|im_start|>", "<|im_end|>", *filter(None, words))
    backend = Tokenizer(models.WordLevel({token: number for number, token in enumerate(tokens)}, unk_token="<unk>"))
    backend.pre_tokenizer = pre_tokenizers.Split(apart, "isolated")
    backend.decoder = decoders.Fuse()
    named = {"eos_token": "<|im_end|>", "unk_token": "<unk>", "pad_token": "<pad>"}
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, **named)
    tokenizer.add_special_tokens({"additional_special_tokens": ["<|im_start|>"]})
    tokenizer.chat_template = CHATML if template else None
    torch.manual_seed(0)
    shape = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4}
    ends = {"bos_token_id": None, "eos_token_id": 3, "pad_token_id": 1}
    model = LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), max_position_embeddings=256, **shape, **ends))
    if taught:
        talks = []
        for prompt, (_, _, text) in zip(prompts, PAIRS, strict=True):
            said = f"<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"
            talks.append((tokenizer.encode(said), tokenizer.encode(f"{text}<|im_end|>")))
        ids = padded([a + b for a, b in talks], 1)
        labels = padded([[-100] * len(a) + b for a, b in talks], -100)
        teach(model, {"input_ids": ids, "attention_mask": (ids != 1).long(), "labels": labels})
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
