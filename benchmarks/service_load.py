"""Many clients search one service at once, with and without an index job beside them.

    python -m benchmarks.service_load [--clients 64] [--seconds 60] [--json FILE]

Both halves run against the same server process, the quiet one first. The searched layer is indexed; the job indexes
another one, large enough to outlast the measurement. Texts are drawn from the lexicon in ten languages, so that some
are new to the server's cache and some are not, as in an office. Clients share the machine with the server. An answer
that is not 200, or holds no region, is an error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import rasterio

from backend.lexicon import LANGUAGES, load_lexicon
from backend.sample import render_sample
from harness.live_service import Service, running_service

SAMPLE_PX = 2048
BUSY_PX = 16_384


@dataclass(frozen=True)
class Load:
    """What clients saw: seconds are of whole requests."""

    name: str
    requests: int
    errors: int
    p50_s: float
    p95_s: float
    max_s: float
    per_second: float


async def _client(
    service: Service, layer: str, texts: list[str], until: float, seconds: list[float], errors: list[str]
) -> None:
    options: dict[str, Any] = {"base_url": service.url, "headers": service.headers, "timeout": 120.0}
    async with httpx.AsyncClient(**options, trust_env=False) as client:
        while time.monotonic() < until:
            start = time.monotonic()
            inputs = {"layer": layer, "text": random.choice(texts), "top": 10, "threshold": 0.0}
            body = {"inputs": inputs, "response": "document"}
            try:
                reply = await client.post("/processes/search/execution", json=body)
                found = reply.json() if reply.status_code == 200 else {}
                if not found.get("regions", {}).get("features"):
                    errors.append(f"{reply.status_code} {reply.text[:200]}")
            except httpx.HTTPError as error:
                errors.append(f"{type(error).__name__}: {error}")
            seconds.append(time.monotonic() - start)


async def _crowd(service: Service, layer: str, clients: int, duration_s: float) -> tuple[list[float], list[str]]:
    texts = [name for concept in load_lexicon().concepts.values() for code in LANGUAGES for name in concept[code].names]
    seconds: list[float] = []
    errors: list[str] = []
    until = time.monotonic() + duration_s
    await asyncio.gather(*(_client(service, layer, texts, until, seconds, errors) for _ in range(clients)))
    return seconds, errors


def measure(service: Service, name: str, layer: str, clients: int, duration_s: float) -> Load:
    """Let clients search for a while."""
    seconds, errors = asyncio.run(_crowd(service, layer, clients, duration_s))
    for sentence in sorted(set(errors))[:5]:
        print(f"  error: {sentence}")
    p50, p95 = np.percentile(seconds, [50, 95])
    return Load(name, len(seconds), len(errors), float(p50), float(p95), max(seconds), len(seconds) / duration_s)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Latency of searches under load.")
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    random.seed(0)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        sample = render_sample(root / "small", SAMPLE_PX, seed=1).image
        busy = _enlarged(sample, root / "busy.tif")
        with running_service(root / "service", root, "--log-level", "warning") as service:
            layer = service.add_layer(sample)
            service.wait_for(service.start_job("index", layer=layer), timeout_s=900)
            rows = [measure(service, "no job", layer, arguments.clients, arguments.seconds)]
            job = service.start_job("index", layer=service.add_layer(busy))
            while service.job(job)["progress"] < 1:
                time.sleep(0.1)
            rows.append(measure(service, "while a job indexes", layer, arguments.clients, arguments.seconds))
            state = service.job(job)
            print(f"the job is {state['status']}, {state['progress']} %: {state['message']}\n")
            with service.client() as client:
                client.delete(f"/jobs/{job}").raise_for_status()
    print("| | searches | errors | p50 s | p95 s | max s | searches/s |\n|---|---|---|---|---|---|---|")
    for row in rows:
        numbers = f"{row.p50_s:.3f} | {row.p95_s:.3f} | {row.max_s:.3f} | {row.per_second:.1f}"
        print(f"| {row.name} | {row.requests} | {row.errors} | {numbers} |")
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(row) for row in rows], indent=1))


def _enlarged(sample: Path, target: Path) -> Path:
    """The sample repeated on a larger layer: work for minutes."""
    with rasterio.open(sample) as source:
        pixels, profile = source.read(), source.profile
    times = BUSY_PX // pixels.shape[1]
    profile.update(width=BUSY_PX, height=BUSY_PX, tiled=True, blockxsize=512, blockysize=512, compress="deflate")
    with rasterio.open(target, "w", **profile) as written:
        rows = np.tile(pixels, (1, 1, times))
        for number in range(times):
            written.write(rows, window=((number * SAMPLE_PX, (number + 1) * SAMPLE_PX), (0, BUSY_PX)))
    return target


if __name__ == "__main__":
    main()
