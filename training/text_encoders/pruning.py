"""Pruning a vocabulary of a hundred languages to the pieces that ten languages need.

Kept are: every piece of the given texts, as written, in lower case and capitalised; the single characters of the
scripts, to which removed pieces fall back; and then the likeliest pieces of each script up to the requested number. A
text of only kept pieces is tokenised exactly as before.
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
"""Share of the remaining pieces for each script."""
MOST_HAN = 4500
"""Number of single Chinese characters to keep, the likeliest first.

The table of general use has 8,105, half of them for names.
"""
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
    """The script of a piece; ``sign`` for digits and punctuation, empty for several or other scripts."""
    scripts = {_script(character) for character in piece.replace(SPACE, "")}
    return scripts.pop() if len(scripts) == 1 else ""


def _script(character: str) -> str:
    return next((name for name, span in _RANGES if span[0] <= character <= span[1]), "")


def full_tokenizer(encoder: SentenceEncoder) -> Tokenizer:
    """The tokenizer with all pieces of an encoder."""
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
    """Ids of the pieces to keep: the special ones, then the others in their original order.

    Args:
        texts: texts whose pieces are all kept.
        count: final number of pieces, if there are enough.

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
    kept.update([row for row in others if row not in kept][: count - len(kept)])  # what small scripts leave over
    return (*special, *sorted(kept - set(special)))


def pruned_tokenizer(encoder: SentenceEncoder, order: tuple[int, ...]) -> Tokenizer:
    """The tokenizer of the chosen pieces, which adds a start and an end token to each text."""
    tokenizer = _tokenizer(encoder, order)
    tokenizer.add_special_tokens([START, PAD, END, UNKNOWN])
    start, end = (START, order.index(encoder.special.start)), (END, order.index(encoder.special.end))
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{START} $A {END}", special_tokens=[start, end])
    return tokenizer


def coverage(encoder: SentenceEncoder, tokenizer: Tokenizer, texts: Iterable[str]) -> float:
    """Share of the texts that a pruned tokenizer splits into the same pieces as the full one."""
    listed = list(texts)
    full = full_tokenizer(encoder).encode_batch(listed)
    pruned = tokenizer.encode_batch(listed, add_special_tokens=False)
    same = sum(a.tokens == b.tokens for a, b in zip(full, pruned, strict=True))
    return same / max(1, len(listed))
