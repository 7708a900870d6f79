"""``teach``: a concept from words and marks on a layer."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar

from pydantic import Field

from backend.concepts.concept import MAX_NAME, Concept
from backend.concepts.concept_file import concept_bytes
from backend.errors import BadOption
from backend.index.store import LayerIndex
from backend.jobs.inputs import CRS84, CrsName, LayerInputs, Text
from backend.jobs.process import OutputDescription, Outputs, Prepared, Process, Run, Stop, Value
from backend.jobs.processes.taught_query import (
    Accepted,
    Rejected,
    Taught,
    posted_concept,
    posted_examples,
    taught_query,
)
from backend.jobs.site import Site
from backend.jobs.workbench import Workbench
from backend.search.learning import learn
from backend.search.query import Query
from backend.search.sight import fitting_sizes


class TeachInputs(LayerInputs):
    """Inputs of ``teach``."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME, description="Name of the concept")]
    text: Annotated[Text | None, Field(description='Initial words, separated by ";"')] = None
    unwanted: Annotated[tuple[Text, ...], Field(max_length=20, description="What to exclude")] = ()
    accepted: Accepted = None
    rejected: Rejected = None
    concept: Taught = None
    examples_crs: Annotated[CrsName, Field(description="CRS of the geometries; coordinates in x, y order")] = CRS84


@dataclass
class PreparedTeaching(Prepared):
    """A concept, learned at once if the index is ready."""

    bench: Workbench
    site: Site
    query: Query
    name: str

    def index(self, run: Run) -> LayerIndex:
        """The index with everything the marks need, completed now if necessary."""
        return self.site.index(run, run.part(0, 0.95), urgent=True)

    def learn(self, index: LayerIndex) -> Concept:
        """The concept."""
        return learn(index, self.site.encoder, self.query, self.name, self.bench.matrices(None))

    def at_once(self) -> Outputs | None:
        """The concept, if every window of the layer is indexed."""
        index = self.site.ready_index()
        return None if index is None else _values(self.learn(index))

    def _run(self, run: Run, folder: Path) -> Outputs:
        index = self.index(run)
        run.tell("learning", 0.95)
        return _values(self.learn(index))


def _values(concept: Concept) -> dict[str, Any]:
    content = base64.b64encode(concept_bytes(concept)).decode("ascii")
    return {"concept": Value(content), "summary": Value(concept.to_dict())}


class TeachProcess(Process[TeachInputs]):
    """A concept from marks."""

    id = "teach"
    title = "Teach a concept"
    description = (
        "Learns a concept from words and from accepted and rejected places, and returns it as a small file that "
        "search and label-windows accept, on this layer and on others."
    )
    inputs = TeachInputs
    outputs: ClassVar[Mapping[str, OutputDescription]] = {
        "concept": OutputDescription(
            "Concept", "Content of a .tlx file, base64", {"type": "string", "contentEncoding": "base64"}
        ),
        "summary": OutputDescription("Summary", "Name, words, counts of marks, model, layers", {"type": "object"}),
    }

    def prepare(self, inputs: TeachInputs, bench: Workbench) -> PreparedTeaching:
        """Reject invalid marks, a concept of another model, an unknown layer or model."""
        crs = inputs.examples_crs
        accepted = posted_examples(inputs.accepted, "accepted", crs)
        rejected = posted_examples(inputs.rejected, "rejected", crs)
        concept = None if inputs.concept is None else posted_concept(inputs.concept, "concept")
        query = taught_query(inputs.text, inputs.unwanted, concept=concept, accepted=accepted, rejected=rejected)
        return self.prepare_with(query, inputs, bench)

    def prepare_with(self, query: Query, inputs: TeachInputs, bench: Workbench) -> PreparedTeaching:
        """:meth:`prepare` with a query that was made already."""
        if inputs.extent is not None:
            raise BadOption("The input 'extent' is not supported here: a concept is learned from the whole layer.")
        if not query.taught:
            raise BadOption("There is nothing to learn from: accept or reject at least one place.")
        stop = Stop()
        site = bench.site(inputs, stop, partial(fitting_sizes, query))
        if query.concept is not None:
            query.concept.check_model(site.encoder.model_id, site.encoder.revision)
        return PreparedTeaching(stop, bench, site, query, inputs.name)
