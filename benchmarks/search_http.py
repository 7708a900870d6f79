"""Search through HTTP in 200,000 and 1,000,000 windows, beside FAISS flat, numpy and the bare half-precision product.

    python -m benchmarks.search_http [--windows 200000,1000000] [--queries 40] [--top 10,200] [--folder DIR]

The index is that of :mod:`harness.made_up_index`: on disk, clustered like the embeddings of an image. A real service
over it runs in a process of its own; the peers run in this one, on as many threads. In every round each answers the
same query, in turn, after a pause that lets the threads of the one before go to sleep. Three times are taken of the
service: of the search alone, of the whole request on the server until its answer begins (both from the header
``Server-Timing``), and what the client waited for all of the answer. Printed are medians and 95th percentiles over the
rounds, ratios of times of the same round to the bare product, and the share of the best windows of single precision
that each found.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import shapely
import torch
from numpy.typing import NDArray

from backend.imagery.crs import WGS84, geometries_to_crs
from backend.index.store import LayerIndex
from backend.models.encoder import Encoder, load_encoder
from backend.search.directions import text_directions
from backend.search.matrix_cache import MatrixCache
from backend.search.query import Query
from benchmarks.search_speed import best_of
from harness.live_service import running_service
from harness.made_up_index import PHRASES, SIZES_M, build_index
from harness.text_model import save_text_model

PAUSE_S = 0.4  # threads of a product spin for a while: at 0.05 s the service paid 8 ms for its peers'
TIES = 1e-7  # windows equally good to the last bit of single precision: any of them will do
BARE = "bare fp16 product + topk"


@dataclass
class Row:
    """One line of the table: seconds and recalls of the rounds."""

    name: str
    seconds: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)


class Peers:
    """Those that answer in this process, from the same embeddings."""

    def __init__(self, index: LayerIndex, encoder: Encoder) -> None:
        import faiss

        matrix: Any = MatrixCache(8 * 1024**3).get(index)
        self.matrix = matrix
        self.half = self.matrix.embeddings
        self.single: NDArray[np.float32] = self.half.float().numpy()
        self.flat = faiss.IndexFlatIP(self.single.shape[1])
        self.flat.add(self.single)
        self._encoder = encoder

    def vector(self, text: str) -> NDArray[np.float32]:
        """Direction of a text."""
        return text_directions(Query((text,)), self._encoder).wanted

    def contenders(self, top: int) -> dict[str, Callable[[NDArray[np.float32]], NDArray[np.int64]]]:
        """Functions from a direction to the positions of the best windows."""
        half, single, flat = self.half, self.single, self.flat
        return {
            BARE: lambda v: (half @ torch.from_numpy(v.astype(np.float16))).topk(top).indices.numpy(),
            "numpy float32": lambda v: best_of(single @ v, top),
            "FAISS flat": lambda v: flat.search(v[None], top)[1][0],
        }


class WebSearch:
    """Searches of one layer through HTTP."""

    def __init__(self, client: httpx.Client, index: LayerIndex, layer: str, windows: Any) -> None:
        self._client, self._index, self._layer = client, index, layer
        boxes = windows.pixel_boxes().round(3)
        self._place = {box: position for position, box in enumerate(map(tuple, boxes.tolist()))}

    def ask(self, text: str, top: int, threshold: float) -> httpx.Response:
        """The answer."""
        inputs = {"layer": self._layer, "window_m": SIZES_M, "text": text, "mode": "windows", "top": top}
        body = {"inputs": {**inputs, "threshold": threshold}, "response": "document"}
        return self._client.post("/processes/search/execution", json=body).raise_for_status()

    def positions(self, answer: httpx.Response) -> NDArray[np.int64]:
        """Which windows were found."""
        features = answer.json()["regions"]["features"]
        shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
        corners = shapely.bounds(geometries_to_crs(shapes, WGS84, self._index.info.crs))
        inverse = ~self._index.info.transform
        found = []
        for xmin, ymin, xmax, ymax in corners:
            (left, upper), (right, lower) = inverse * (xmin, ymax), inverse * (xmax, ymin)
            found.append(self._place[tuple(round(float(v), 3) + 0.0 for v in (left, upper, right, lower))])
        return np.array(found)


def server_seconds(answer: httpx.Response) -> tuple[float, float]:
    """Seconds of the search itself and of the whole request, by the ``Server-Timing`` header."""
    parts = (part.partition(";dur=") for part in answer.headers["server-timing"].split(", "))
    spent = {name: float(milliseconds) / 1000 for name, _, milliseconds in parts}
    total = spent.pop("total")
    return sum(spent.values()), total


def compare(peers: Peers, web: WebSearch, queries: Sequence[str], top: int) -> list[Row]:
    """Let all answer all queries, in turn."""
    contenders = peers.contenders(top)
    rows = {name: Row(name) for name in contenders}
    thresholds = {"HTTP": 0.0, "HTTP, threshold 0.3": 0.3}
    parts = ("search on the server", "server, whole request", "client waits")
    own = {name: [Row(f"{name}: {part}") for part in parts] for name in thresholds}
    for text in queries:
        vector = peers.vector(text)
        exact = peers.single @ vector
        reached = np.partition(exact, len(exact) - top)[len(exact) - top]

        def recall(found: NDArray[np.int64], exact: NDArray[np.float32] = exact, reached: float = reached) -> float:
            return float((exact[found] >= reached - TIES).sum() / top)

        for name, threshold in thresholds.items():
            web.ask(text, top, threshold)  # the text is encoded
            time.sleep(PAUSE_S)
            started = time.perf_counter()
            answer = web.ask(text, top, threshold)
            waited = time.perf_counter() - started
            found = recall(web.positions(answer)) if threshold == 0 else float("nan")
            for row, seconds in zip(own[name], (*server_seconds(answer), waited), strict=True):
                row.seconds.append(seconds)
                row.recalls.append(found)
        for name, contender in contenders.items():
            contender(vector)
            time.sleep(PAUSE_S)
            started = time.perf_counter()
            positions = contender(vector)
            rows[name].seconds.append(time.perf_counter() - started)
            rows[name].recalls.append(recall(positions))
    bare = rows.pop(BARE)
    return [bare, *(row for of_one in own.values() for row in of_one), *rows.values()]


def print_table(count: int, top: int, rows: Sequence[Row]) -> None:
    """One line a row."""
    bare = np.array(rows[0].seconds)
    for row in rows:
        times = np.array(row.seconds)
        p50, p95 = np.percentile(times, [50, 95]) * 1e3
        ratio, recall = np.median(times / bare), np.mean(row.recalls)
        found = "-" if np.isnan(recall) else f"{recall:.4f}"
        print(f"| {count:,} | {top} | {row.name} | {p50:.1f} | {p95:.1f} | {ratio:.2f} | {found} |")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--windows", default="200000,1000000")
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--top", default="10,200")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("build/search-speed"))
    arguments = parser.parse_args()
    import faiss

    torch.set_num_threads(arguments.threads)
    faiss.omp_set_num_threads(arguments.threads)
    folder = arguments.folder
    model = save_text_model(folder / "model")
    encoder = load_encoder(model, "cpu")
    queries = [f"{PHRASES[i % len(PHRASES)]} {i // len(PHRASES)}".removesuffix(" 0") for i in range(arguments.queries)]
    print(f"{arguments.threads} threads, torch {torch.__version__}, {len(queries)} queries\n")
    print("| windows | top | | p50 ms | p95 ms | ratio to bare, median | recall |\n|---|---|---|---|---|---|---|")
    options = ("--model", model, "--index", str(folder / "indexes"), "--log-level", "warning", "--device", "cpu")
    for count in (int(number) for number in arguments.windows.split(",")):
        index = build_index(folder, count, encoder)
        peers = Peers(index, encoder)
        root = folder.resolve()
        variables = {"OMP_NUM_THREADS": str(arguments.threads)}
        with running_service(folder / "service", root, *options, **variables) as service, service.client() as client:
            layer = service.add_layer(root / f"layer-{count}.tif")
            web = WebSearch(client, index, layer, peers.matrix.windows)
            for top in (int(number) for number in arguments.top.split(",")):
                print_table(count, top, compare(peers, web, queries, top))


if __name__ == "__main__":
    main()
