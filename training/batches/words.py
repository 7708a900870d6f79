"""The words of a step: captions, class prompts and names, drawn and tokenised in advance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from backend.lexicon import Concept
from training.batches.anchors import Anchors
from training.batches.plan import Plan
from training.batches.token_dropout import drop_tokens
from training.config.run import RunConfig
from training.data.sample import Sample
from training.models.start import StartModel
from training.sources.source import Source

AHEAD = 3
"""Number of steps that each process prefetches."""


@dataclass(frozen=True)
class LabelGroup:
    """A source with a label set: its classes, and each training sample's class (-1 if it has none)."""

    source: str
    classes: tuple[tuple[Concept, ...], ...]
    target: Tensor


def label_groups(sources: Sequence[Source], samples: Sequence[Sample], config: RunConfig) -> list[LabelGroup]:
    """One group per source with a label set that takes part; none if the run has no loss for them."""
    if not config.losses.labels:
        return []
    groups = []
    for source in sources:
        if source.classes and config.training.repeats.get(source.config.id, 1):
            index = {name: number for number, name in enumerate(source.classes)}
            target = [index.get(s.label or "", -1) if s.source == source.config.id else -1 for s in samples]
            groups.append(LabelGroup(source.config.id, tuple(source.classes.values()), torch.tensor(target)))
    return groups


@dataclass(frozen=True)
class StepWords:
    """The words of one step, on the CPU.

    Attributes:
        rows: of the samples that they speak of.
        captions: tokens ``[g, n, context]``. languages: of each view's captions, ``g`` times ``n``.
        meanings: int64 ``[g, n]``, equal for captions that mean the same.
        extras: tokens of texts that every process has: class prompts and names, ``[e, context]``.
        extra_sizes: how many of them belong to each label group, and then to names in English and in each other list.
        targets: int64 ``[n]`` for each label group.
        anchors: tokens of texts whose place is kept ``[a, context]``; taught: where a teacher has them ``[a, w]``.
    """

    rows: tuple[int, ...]
    captions: Tensor
    languages: tuple[tuple[str, ...], ...]
    meanings: Tensor
    extras: Tensor
    extra_sizes: tuple[int, ...]
    targets: tuple[Tensor, ...]
    anchors: Tensor
    taught: Tensor


class WordMaker:
    """Draws and tokenises the words of a step."""

    def __init__(
        self,
        config: RunConfig,
        start: StartModel,
        plan: Plan,
        groups: Sequence[LabelGroup],
        anchors: Anchors | None = None,
    ) -> None:
        self.config = config
        self.anchors = anchors
        self.plan = plan
        self.groups = tuple(groups)
        # The tokenizer alone, not the model: this object is sent to other processes.
        self.tokenizer = start.tokenizer
        self.pad_id = start.pad_id

    def _tokenize(self, texts: Sequence[str]) -> Tensor:
        tokens: Tensor = self.tokenizer(list(texts))
        return tokens

    def make(self, step: int, positions: Sequence[int], rows: Sequence[int]) -> StepWords:
        """The words of the samples ``rows`` at places of a step."""
        views = range(self.config.views.global_count)
        samples = [self.plan.samples[row] for row in rows]
        captions = [
            [self.plan.caption(sample, step, view, place) for sample, place in zip(samples, positions, strict=True)]
            for view in views
        ]
        tokens = self._tokenize([caption.text for row in captions for caption in row])
        if share := self.config.text.token_dropout:
            seeds = [[self.config.seed, step, view, place] for view in views for place in positions]
            tokens = drop_tokens(tokens, self.pad_id, share, seeds)
        extras = [self.plan.label_prompts(step, group.source, group.classes) for group in self.groups]
        if self.config.losses.names or self.config.losses.translations:
            extras += self.plan.names(step)
        texts = [text for group in extras for text in group]
        chosen = torch.tensor(rows)
        held, taught = tokens[:0], torch.empty(0)
        if self.anchors is not None:
            said, taught = self.anchors.draw(self.config.seed, step, self.config.text_space.texts)
            held = self._tokenize(said)
        return StepWords(
            rows=tuple(rows),
            captions=tokens.unflatten(0, (len(views), len(samples))),
            languages=tuple(tuple(caption.language for caption in row) for row in captions),
            meanings=torch.tensor([[caption.meaning for caption in row] for row in captions]),
            extras=self._tokenize(texts) if texts else tokens[:0],
            extra_sizes=tuple(len(group) for group in extras),
            targets=tuple(group.target[chosen] for group in self.groups),
            anchors=held,
            taught=taught,
        )

    def steps(self, first: int, last: int, positions: Sequence[int], processes: int) -> Iterator[StepWords]:
        """The words of each step from ``first`` to ``last`` (exclusive), as planned.

        Args:
            processes: that draw them ahead; 0 draws each when it is asked for.
        """
        steps = _Steps(self, first, last, positions)
        if not processes:
            return (steps[number] for number in range(len(steps)))
        return iter(DataLoader(steps, batch_size=None, num_workers=processes, prefetch_factor=AHEAD))


class _Steps(Dataset[StepWords]):
    def __init__(self, maker: WordMaker, first: int, last: int, positions: Sequence[int]) -> None:
        self.maker = maker
        self.first = first
        self.last = last
        self.positions = positions

    def __len__(self) -> int:
        return max(0, self.last - self.first)

    def __getitem__(self, number: int) -> StepWords:
        step = self.first + number
        return self.maker.make(step, self.positions, self.maker.plan.rows(step, self.positions))
