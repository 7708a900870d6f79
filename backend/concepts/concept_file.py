"""The file of a concept, ``.tlx``: safetensors, with the description as JSON in its metadata.

It contains only numbers and text, so that files from untrusted sources can be opened. Tensors: ``head`` float32
``[d]``, ``marks`` float16 ``[m, d]``, ``wanted`` uint8 ``[m]``. Metadata: ``terralex`` (the version of the format) and
``concept``, a JSON object.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from backend.concepts.concept import MAX_NAME, Concept
from backend.concepts.head import Head, Marks
from backend.errors import BadOption
from backend.output.files import write_whole

EXTENSION = ".tlx"
FORMAT = "1"
MAX_BYTES = 8 * 1024**2
MAX_MARKS = 2_000
_MAX_DIMENSION = 8_192
_HEADER_LENGTH = 8

_Text = Annotated[str, Field(min_length=1, max_length=500)]
_Number = Annotated[float, Field(allow_inf_nan=False)]


class _Facts(BaseModel):
    """The JSON description in a file."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
    texts: Annotated[tuple[_Text, ...], Field(max_length=100)]
    unwanted: Annotated[tuple[_Text, ...], Field(max_length=100)]
    model: Annotated[str, Field(min_length=1, max_length=500)]
    revision: Annotated[str, Field(min_length=1, max_length=500)]
    layers: Annotated[tuple[_Text, ...], Field(max_length=1000)]
    time: Annotated[str, Field(max_length=40)]
    accepted: Annotated[int, Field(ge=0)]
    rejected: Annotated[int, Field(ge=0)]
    bias: _Number
    ordinary: _Number
    level: _Number
    reached: _Number


def concept_bytes(concept: Concept) -> bytes:
    """Serialise a concept."""
    from safetensors.numpy import save

    head, marks = concept.head, concept.marks
    facts = _Facts(
        **{**concept.to_dict(), "bias": head.bias, "ordinary": head.ordinary, "level": head.level},
        reached=head.reached,
    )
    tensors: dict[str, NDArray[Any]] = {
        "head": head.weights.astype(np.float32),
        "marks": np.ascontiguousarray(marks.embeddings, np.float16),
        "wanted": marks.wanted.astype(np.uint8),
    }
    return bytes(save(tensors, {"terralex": FORMAT, "concept": facts.model_dump_json()}))


def read_concept(content: bytes, where: str) -> Concept:
    """Parse the content of a concept file.

    Args:
        where: how errors refer to it, for example the file's name.

    Raises:
        BadOption: it is not a concept, is damaged, or has a later version of the format.
    """
    try:
        return _read(content)
    except BadOption as error:
        raise BadOption(f"{where} {error}") from error
    except Exception as error:  # any library's error about untrusted bytes means the same to the user
        raise BadOption(f"{where} is not a Terralex concept, or is damaged.") from error


def _read(content: bytes) -> Concept:
    from safetensors.numpy import load

    if len(content) > MAX_BYTES:
        raise BadOption(f"is larger than {MAX_BYTES // 1024**2} MB: a concept is a small file.")
    metadata = _metadata(content)
    if metadata.get("terralex") != FORMAT:
        raise BadOption("is not a concept that this version of Terralex can read.")
    try:
        facts = _Facts.model_validate_json(str(metadata["concept"]))
    except ValidationError as error:
        raise BadOption("is not a Terralex concept, or is damaged.") from error
    tensors = load(content)
    weights, rows, wanted = tensors["head"], tensors["marks"], tensors["wanted"]
    dimension = weights.shape[0]
    sound = (
        [table.dtype.name for table in (weights, rows, wanted)] == ["float32", "float16", "uint8"]
        and weights.ndim == wanted.ndim == 1
        and rows.shape == (len(wanted), dimension)
        and 0 < dimension <= _MAX_DIMENSION
        and len(wanted) <= MAX_MARKS
        and all(_finite(table) for table in (weights, rows))
        and float(np.abs(weights).max()) > 0
        and (int(wanted.astype(bool).sum()), len(wanted)) == (facts.accepted, facts.accepted + facts.rejected)
        and facts.reached > facts.level
    )
    if not sound:
        raise BadOption("is not a Terralex concept, or is damaged.")
    return Concept(
        name=facts.name,
        texts=facts.texts,
        unwanted=facts.unwanted,
        head=Head(weights, facts.bias, facts.ordinary, facts.level, facts.reached),
        marks=Marks(rows.astype(np.float32), wanted.astype(bool)),
        model=facts.model,
        revision=facts.revision,
        layers=facts.layers,
        time=facts.time,
    )


def _metadata(content: bytes) -> dict[str, Any]:
    """The metadata of a safetensors file: the header's length, the header, then the tensors."""
    length = int.from_bytes(content[:_HEADER_LENGTH], "little")
    header = json.loads(content[_HEADER_LENGTH : _HEADER_LENGTH + length])
    return dict(header["__metadata__"])


def _finite(values: NDArray[Any]) -> bool:
    return bool(np.isfinite(values).all())


def save_concept(concept: Concept, path: Path) -> None:
    """Write a concept, completely or not at all.

    Raises:
        OutputNotWritable: it cannot be written there.
    """
    content = concept_bytes(concept)

    def write(beside: Path) -> None:
        beside.write_bytes(content)

    write_whole(path, write)


def load_concept(path: Path) -> Concept:
    """Read a concept.

    Raises:
        BadOption: the file cannot be read, or is not a concept.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadOption(f"The concept {path} cannot be read: {error.strerror or 'it cannot be opened'}.") from error
    return read_concept(content, path.name)
