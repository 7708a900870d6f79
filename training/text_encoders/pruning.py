"""Fewer pieces: those that ten languages need of a vocabulary of a hundred.

What stays: every piece that the texts given are made of, as written, in small letters and with a capital; the single
characters of the scripts, which whatever is not a piece any more falls back to; and then the likeliest pieces of each
script up to the number asked for. A text made of pieces that stay alone is read exactly as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from backend.errors import BadOption
from training.text_encoders.encoder import SentenceEncoder

SPACE = "\u2581"
START, PAD, END, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
SHARES: Mapping[str, float] = MappingProxyType({"latin": 0.62, "cyrillic": 0.14, "hangul": 0.12, "han": 0.12})
"""Which share of the pieces that are left to choose goes to each script."""
MOST_HAN = 4500
"""Single Chinese characters that stay, the likeliest first: the table of general use has 8,105, half of them names."""
_RANGES = (
    ("latin", "AZ"),
    ("latin", "az"),
    ("latin", "\u00c0\u024f"),
    ("cyrillic", "\u0400\u04ff"),
    ("hangul", "\uac00\ud7a3"),
    ("han", "\u4e00\u9fff"),
    ("sign", "\u0021\u0040"),
    ("sign", "\u005b\u0060"),
    ("sign", "\u007b\u007e"),
    ("sign", "\u3001\u3002"),
    ("sign", "\u2019\u2019"),
)


def script_of(piece: str) -> str:
    """The script of a piece, ``sign`` for digits and punctuation, empty where it has several or another."""
    scripts = {_script(character) for character in piece.replace(SPACE, "")}
    return scripts.pop() if len(scripts) == 1 else ""


def _script(character: str) -> str:
    return next((name for name, span in _RANGES if span[0] <= character <= span[1]), "")


def full_tokenizer(encoder: SentenceEncoder) -> Tokenizer:
    """The tokenizer with all pieces that an encoder has."""
    return _tokenizer(encoder, range(len(encoder.pieces)))


def _tokenizer(encoder: SentenceEncoder, order: Iterable[int]) -> Tokenizer:
    rows = list(order)
    pieces = [encoder.pieces[row] for row in rows]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=rows.index(encoder.special.unknown)))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=SPACE, prepend_scheme="always")
    return tokenizer


def _forms(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from {text, text.lower(), text[:1].upper() + text[1:]}


def _likeliest(encoder: SentenceEncoder) -> list[int]:
    return sorted(range(len(encoder.pieces)), key=lambda row: (-encoder.pieces[row][1], row))


def _characters(encoder: SentenceEncoder) -> set[int]:
    kept, han = set(), 0
    for row in _likeliest(encoder):
        bare = encoder.pieces[row][0].replace(SPACE, "")
        script = script_of(bare)
        if len(bare) != 1 or not script:
            continue
        han += script == "han"
        if script != "han" or han <= MOST_HAN:
            kept.add(row)
    return kept | {row for row, (piece, _) in enumerate(encoder.pieces) if piece == SPACE}


def choose_pieces(encoder: SentenceEncoder, texts: Iterable[str], count: int) -> tuple[int, ...]:
    """Ids of the pieces that stay: the special ones, then the others in the order they had.

    Args:
        texts: whose pieces all stay.
        count: of pieces in the end, where there are so many.

    Raises:
        BadOption: ``count`` is too small for the texts and the characters.
    """
    special = encoder.special.ids()
    kept = set(special) | _characters(encoder)
    for encoding in full_tokenizer(encoder).encode_batch(list(_forms(texts))):
        kept.update(encoding.ids)
    if len(kept) > count:
        raise BadOption(f"--pieces {count}: the texts and the single characters alone need {len(kept)}.")
    others = [row for row in _likeliest(encoder) if row not in kept and script_of(encoder.pieces[row][0]) in SHARES]
    left = count - len(kept)
    for script, share in SHARES.items():
        kept.update([row for row in others if script_of(encoder.pieces[row][0]) == script][: int(left * share)])
    kept.update([row for row in others if row not in kept][: count - len(kept)])  # what a small script leaves
    return (*special, *sorted(kept - set(special)))


def pruned_tokenizer(encoder: SentenceEncoder, order: tuple[int, ...]) -> Tokenizer:
    """The tokenizer of the chosen pieces, which puts a start and an end around each text."""
    tokenizer = _tokenizer(encoder, order)
    tokenizer.add_special_tokens([START, PAD, END, UNKNOWN])
    start, end = (START, order.index(encoder.special.start)), (END, order.index(encoder.special.end))
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{START} $A {END}", special_tokens=[start, end])
    return tokenizer


def coverage(encoder: SentenceEncoder, tokenizer: Tokenizer, texts: Iterable[str]) -> float:
    """Share of the texts that a pruned tokenizer cuts into the very pieces that the full one does."""
    listed = list(texts)
    full = full_tokenizer(encoder).encode_batch(listed)
    pruned = tokenizer.encode_batch(listed, add_special_tokens=False)
    same = sum(a.tokens == b.tokens for a, b in zip(full, pruned, strict=True))
    return same / max(1, len(listed))
