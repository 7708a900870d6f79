"""Where views enter the image tower: as pixels, after its first blocks, or pooled before its projection."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from backend.errors import BadOption
from training.config.run import RunConfig


class TrunkStem(nn.Module):
    """The first part of a timm trunk of the EfficientNet family: stem and ``blocks`` blocks."""

    def __init__(self, trunk: Any, blocks: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(trunk.conv_stem, trunk.bn1, *trunk.blocks[:blocks])

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels -> activations ``[n, channels, h, w]``."""
        activations: Tensor = self.layers(pixels)
        return activations


def trunk_tail(trunk: Any, activations: Tensor, blocks: int) -> Tensor:
    """The rest of the trunk: activations after ``blocks`` blocks -> pooled features ``[n, channels]``."""
    features: Tensor = trunk.forward_head(trunk.bn2(trunk.conv_head(trunk.blocks[blocks:](activations))))
    return features


@dataclass(frozen=True)
class Entry:
    """A position in a timm tower. ``Entry()`` is its beginning.

    Attributes:
        blocks: number of blocks that a view has passed.
        pooled: whether it has passed the whole trunk.
    """

    blocks: int = 0
    pooled: bool = False

    def before(self, visual: Any) -> nn.Module:
        """A copy of the part before it: pixels -> ``[n, channels, h, w]``, or pooled ``[n, channels]``."""
        part = visual.trunk if self.pooled else TrunkStem(visual.trunk, self.blocks)
        copied: nn.Module = deepcopy(part).eval().requires_grad_(False)
        return copied

    def embed(self, visual: Any, activations: Tensor) -> Tensor:
        """The part after it: activations -> embeddings ``[n, d]``, not normalised."""
        pooled = activations if self.pooled else trunk_tail(visual.trunk, activations, self.blocks)
        embedded: Tensor = visual.head(pooled)
        return embedded


PIXELS = Entry()


def entry_of(config: RunConfig) -> Entry:
    """Where the views of a run enter the image tower."""
    if not config.views.kept:
        return PIXELS
    return Entry(config.image.frozen_blocks) if config.image.trains == "all" else Entry(pooled=True)


def check_entry(visual: Any, config: RunConfig) -> None:
    """Check that an image tower has the frozen part that a run requires.

    Raises:
        BadOption: it has not.
    """
    trunk = getattr(visual, "trunk", None)
    if entry_of(config).pooled and (trunk is None or not hasattr(visual, "head")):
        raise BadOption("views.kept: needs an image tower of timm with a projection, where image.trains is not 'all'.")
    blocks = config.image.frozen_blocks if config.image.trains == "all" else 0
    if not blocks:
        return
    if trunk is None or not hasattr(trunk, "conv_stem") or not hasattr(trunk, "conv_head"):
        raise BadOption("image.frozen_blocks: needs an image tower of timm's EfficientNet family (MobileNetV2, ...).")
    if blocks > len(trunk.blocks):
        raise BadOption(f"image.frozen_blocks: this image tower has {len(trunk.blocks)} blocks.")


def drop_features(visual: Any, share: float) -> None:
    """Add dropout of the pooled features before the projection to a tower.

    Raises:
        BadOption: it is not a timm tower with a projection.
    """
    if not share:
        return
    dropout = getattr(getattr(visual, "head", None), "drop", None)
    if not isinstance(dropout, nn.Dropout):
        raise BadOption("image.feature_dropout: needs an image tower of timm with a projection; set it to 0.")
    dropout.p = share
