"""A confusion matrix as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.storage.files import write_beside


def draw_confusion(confusion: NDArray[np.int64], names: Sequence[str], title: str, file: Path) -> None:
    """Write a PNG: rows are the truth, columns the predictions, shades the share of a row, numbers the images."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    totals = confusion.sum(1, keepdims=True)
    shares = np.divide(confusion, totals, out=np.zeros(confusion.shape), where=totals > 0)
    side = max(4.0, 0.55 * len(names) + 1.8)
    figure = Figure(figsize=(side + 1, side), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    picture = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axes.set_yticks(range(len(names)), [f"{name} ({total})" for name, total in zip(names, totals[:, 0], strict=True)])
    axes.set_xlabel("the model's answer")
    axes.set_ylabel("truth (images)")
    axes.set_title(title)
    for (row, column), value in np.ndenumerate(confusion):
        if value:
            axes.text(
                column,
                row,
                str(value),
                ha="center",
                va="center",
                fontsize=8,
                color="white" if shares[row, column] > 0.5 else "black",
            )
    figure.colorbar(picture, ax=axes, shrink=0.7, label="share of the row")
    with write_beside(file) as beside:
        figure.savefig(beside, dpi=120, format="png")
