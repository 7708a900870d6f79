"""Run every program of a folder of cases (everyday and hostile situations, exit 0 = right) and report.

    python scripts/run_cases.py FOLDER [--only TEXT] [--timeout SECONDS]

One at a time, each with its own time limit; exit 1 if any found a fault. A folder that is not there is no fault: the
cases are not part of this repository.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SHOWN_LINES = 12


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="those with this text in their path")
    parser.add_argument("--timeout", type=float, default=900.0, help="seconds for one [default: 900]")
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        print(f"Skipped: {asked.folder} does not exist; the cases are kept apart from this repository.")
        return 0
    programs = [
        file
        for file in sorted(asked.folder.rglob("*.py"))
        if not file.name.startswith("_") and asked.only in str(file.relative_to(asked.folder))
    ]
    faults = [file for file in programs if not _passes(file, asked.folder, asked.timeout)]
    print(f"{len(programs) - len(faults)} of {len(programs)} cases are right.")
    for file in faults:
        print(f"  fault: {file.relative_to(asked.folder)}")
    return 1 if faults else 0


def _passes(file: Path, folder: Path, timeout_s: float) -> bool:
    """Run one; what it printed is shown where it found a fault."""
    started = time.monotonic()
    command = Path(sys.executable).with_name("terralex")
    environment = {**os.environ, "TLX": str(command), "PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, file],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        start_new_session=True,
    )
    try:
        told, _ = process.communicate(timeout=timeout_s)
        verdict = "ok" if process.returncode == 0 else "FAULT"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        told, _ = process.communicate()
        verdict = "TOO LONG"
    print(f"{verdict:8} {time.monotonic() - started:6.1f} s  {file.relative_to(folder)}", flush=True)
    if verdict != "ok":
        for line in told.decode("utf-8", "replace").splitlines()[-SHOWN_LINES:]:
            print(f"           {line}")
    return verdict == "ok"


if __name__ == "__main__":
    sys.exit(main())
