"""The table of what is stored, in docs/reliability.md, is of what a service stores."""

from __future__ import annotations

import re
from pathlib import Path

from backend.jobs.engine import Engine
from backend.jobs.result_folders import ResultFolders
from backend.settings import Settings

TABLE = Path(__file__).parents[2] / "docs" / "reliability.md"


def named() -> set[str]:
    """What the column ``where`` names."""
    rows = [line.split("|")[2] for line in TABLE.read_text(encoding="utf-8").splitlines() if line.count("|") == 5]
    return {place for row in rows for place in re.findall(r"`([^`]+)`", row)}


def test_the_table_names_everything_that_a_service_keeps(tmp_path):
    settings = Settings(state_dir=tmp_path / "state", index=tmp_path / "indexes", preload=False, offline=True)
    engine = Engine(settings)
    engine.start()
    engine.stop()
    kept = {
        re.sub(r"-(wal|shm)$", "", entry.name) + ("/" if entry.is_dir() else "")
        for entry in settings.state_dir.iterdir()
    }
    later = {
        "results/",
        "executions/",
        "server.lock",
    }  # made when they are first needed; the lock may go with its holder
    assert kept <= named()
    assert named() - kept <= later
    assert ResultFolders(settings.state_dir / "results").root.name == "results"


def test_what_is_kept_is_its_owners_alone(tmp_path):
    state = tmp_path / "state"
    state.mkdir(mode=0o755)
    engine = Engine(Settings(state_dir=state, index=tmp_path / "indexes", preload=False, offline=True))
    engine.stop()
    assert state.stat().st_mode & 0o077 == 0


def test_what_a_killed_service_was_making_to_send_is_gone_at_the_next_start(tmp_path):
    settings = Settings(state_dir=tmp_path / "state", index=tmp_path / "indexes", preload=False, offline=True)
    left = settings.state_dir / "downloads" / "tmp1" / "a.geojson"
    left.parent.mkdir(parents=True)
    left.write_text("{")
    Engine(settings).stop()
    assert list((settings.state_dir / "downloads").iterdir()) == []
