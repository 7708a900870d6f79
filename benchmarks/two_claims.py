"""The two claims of RS-M-CLIP's paper on small data: does self-distillation help, and do ten languages help English?

    python -m benchmarks.two_claims [--seeds 1,2,3] [--arms en,en-sd,ten,ten-sd] [--runs runs] [--table FILE.md]

Four arms of the same images, steps and seeds: contrastive loss alone or with self-distillation, captions in English
alone or in ten languages. An arm starts from a text tower aligned in its own languages. Every run stops and resumes,
and one that is done is not done again. Prints mean and standard deviation over seeds of the figures on the test splits.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, stdev

CONFIGS = Path("training/configs")
LANGUAGES = "en,de,zh,ko"
FIGURES = ("ucm top-1", "eurosat top-1", "rsicd mR")


@dataclass(frozen=True)
class Arm:
    """One side of both claims."""

    name: str
    title: str
    english_alone: bool
    distils: bool

    def start(self) -> str:
        return "two-claims-start-en" if self.english_alone else "two-claims-start"

    def settings(self, seed: int, runs: Path) -> list[str]:
        given = [f"name=two-claims-{self.name}-{seed}", f"seed={seed}"]
        given.append(f"start.model=local-dir:{runs / self.start()}-exported")
        if self.english_alone:
            given.append('languages.codes=["en"]')
        if not self.distils:
            given.append("losses.self_distillation=0.0")
        return given


ARMS = (
    Arm("en", "contrastive, English", True, False),
    Arm("en-sd", "contrastive + self-distillation, English", True, True),
    Arm("ten", "contrastive, ten languages", False, False),
    Arm("ten-sd", "contrastive + self-distillation, ten languages", False, True),
)


def terralex_train(*arguments: str | Path) -> None:
    """Run the training command, its words on the terminal."""
    subprocess.run([sys.executable, "-m", "training.cli", *map(str, arguments)], check=True)


def with_settings(settings: Sequence[str]) -> list[str]:
    """Settings as options of the command."""
    return [part for setting in settings for part in ("--set", setting)]


def make_start(english_alone: bool, runs: Path) -> None:
    """Train and export what the arms of some languages start from."""
    arm = next(arm for arm in ARMS if arm.english_alone == english_alone)
    exported = runs / f"{arm.start()}-exported"
    if exported.exists():
        return
    own = [f"name={arm.start()}", *(['languages.codes=["en"]'] if english_alone else [])]
    terralex_train("train", CONFIGS / "two-claims-start.toml", "--runs", runs, *with_settings(own))
    terralex_train("export", runs / arm.start(), "-o", exported)


def measure(arm: Arm, seed: int, runs: Path) -> dict[str, dict[str, float]]:
    """Figures of one arm and seed by language; trained first where that is not done."""
    run = runs / f"two-claims-{arm.name}-{seed}"
    report = run / "test-splits.json"
    if not report.exists():
        config = CONFIGS / "two-claims.toml"
        terralex_train("train", config, "--runs", runs, *with_settings(arm.settings(seed, runs)))
        terralex_train("export", run, "-o", run / "exported")
        model = f"local-dir:{run / 'exported'}"
        terralex_train(
            "evaluate", "--model", model, "--config", config, "--languages", LANGUAGES, "--device", "cpu", "-o", run
        )
    rows = json.loads(report.read_text(encoding="utf-8"))["rows"]
    return {row["language"]: row for row in rows}


def figures_of(scores: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """English figures, and the mean of the other languages'."""
    others = [code for code in scores if code != "en"]
    figures = {f"{name}, en": scores["en"][name] for name in FIGURES}
    return figures | {f"{name}, others": mean(scores[code][name] for code in others) for name in FIGURES}


def table(results: Mapping[Arm, Sequence[Mapping[str, float]]]) -> str:
    """Markdown: an arm a row, mean and standard deviation over its seeds."""
    names = list(next(iter(results.values()))[0])
    lines = ["| arm | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for arm, of_seeds in results.items():
        cells = []
        for name in names:
            values = [figures[name] for figures in of_seeds]
            cells.append(f"{mean(values):.2f}" + (f" ± {stdev(values):.2f}" if len(values) > 1 else ""))
        lines.append(f"| {arm.title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Run what is missing and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--arms", default=",".join(arm.name for arm in ARMS))
    parser.add_argument("--runs", type=Path, default=Path("runs"))
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    seeds = [int(seed) for seed in options.seeds.split(",")]
    for english_alone in (True, False):
        make_start(english_alone, options.runs)
    arms = [arm for arm in ARMS if arm.name in options.arms.split(",")]
    results: dict[Arm, list[dict[str, float]]] = {arm: [] for arm in arms}
    for seed in seeds:
        for arm in arms:
            results[arm].append(figures_of(measure(arm, seed, options.runs)))
    text = table(results)
    print(text)
    if options.table:
        options.table.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
