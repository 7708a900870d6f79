"""An index that will not fit into the memory for searches is given lists, with which it is searched from disk."""

from __future__ import annotations

from backend.errors import BadOption, OutputNotWritable
from backend.index.lists import build_lists
from backend.index.store import LayerIndex
from backend.index.writer import only_writer
from backend.jobs.process import Run
from backend.models.contracts import TextEncoder
from backend.progress import Tell
from backend.search.matrix_cache import matrix_bytes
from backend.search.usual_queries import usual_directions


def is_large(windows: int, dimension: int, budget_bytes: int) -> bool:
    """Whether searches cannot keep so many windows in their memory."""
    return matrix_bytes(windows, dimension) > budget_bytes


def with_lists(index: LayerIndex, encoder: TextEncoder, run: Run, progress: Tell) -> None:
    """Make the lists of a complete index that lies on this machine, unless it has them.

    Without them a search reads everything, which takes longer and is as true: that they cannot be made is told, and
    is no failure.

    Raises:
        Cancelled: the run was cancelled.
        IndexNotUsable: the index is damaged, or another run writes it.
        ModelUnavailable: the model cannot be loaded.
    """
    if not index.is_local or index.lists() is not None:
        return
    try:
        with only_writer(index.folder):
            facts = build_lists(index, usual_directions(encoder), progress, run.cancelled)
    except (BadOption, OutputNotWritable) as error:
        run.log(f"Searches will read all of the index from disk. {error}")
        return
    run.log(
        f"The index is larger than the memory for searches: a search reads {facts.probes} of {facts.lists} lists of "
        f"windows, in which {100 * facts.recall:.0f} % of the best are found."
    )
