"""What every benchmark says beside its figures: the machine, medians and ratios of paired runs, a table and JSON."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Paired:
    """Ways to do one piece of work, measured in turn, round by round.

    Attributes:
        clock_s, processor_s: seconds of each way, one a round; the second are of all threads of this process, which
            other programs on the machine lengthen far less.
    """

    clock_s: dict[str, list[float]] = field(default_factory=dict)
    processor_s: dict[str, list[float]] = field(default_factory=dict)

    def measure(self, name: str, work: Callable[[], object]) -> None:
        """One round of one way."""
        clock, processor = time.perf_counter(), time.process_time()
        work()
        self.clock_s.setdefault(name, []).append(time.perf_counter() - clock)
        self.processor_s.setdefault(name, []).append(time.process_time() - processor)

    def ratio(self, name: str, to: str, of: str = "clock_s") -> float:
        """Median of the ratios of one round."""
        seconds = getattr(self, of)
        return statistics.median(a / b for a, b in zip(seconds[name], seconds[to], strict=True))

    def median(self, name: str, of: str = "clock_s") -> float:
        """Median seconds of a way."""
        return statistics.median(getattr(self, of)[name])

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    import torch

    facts = {
        "cpus": os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torch_threads": torch.get_num_threads(),
        "load_average": None if not hasattr(os, "getloadavg") else [round(load, 2) for load in os.getloadavg()],
    }
    if torch.cuda.is_available():
        facts["gpu"] = torch.cuda.get_device_name()
    return facts


def machine_sentence(facts: Mapping[str, Any]) -> str:
    """One line of it for people."""
    gpu = f", {facts['gpu']}" if "gpu" in facts else ""
    load = "" if facts["load_average"] is None else f", load average {facts['load_average'][0]}"
    threads = f"{facts['torch_threads']} threads of torch {facts['torch']}"
    return f"{facts['processor']}, {facts['cpus']} cores{gpu}, {threads}{load}"


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table in Markdown."""
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


def write_json(path: Path | None, name: str, facts: Mapping[str, Any], results: Any) -> None:
    """Keep the figures with the machine and the time; nothing where no path is given."""
    if path is not None:
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        whole = {"benchmark": name, "made": made, "machine": dict(facts), "results": results}
        path.write_text(json.dumps(whole, indent=1), encoding="utf-8")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
