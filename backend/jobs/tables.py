"""The tables of the jobs."""

from __future__ import annotations

from backend.errors import JobStoreUnavailable
from backend.storage.database import Schema

JOBS = Schema(
    3,
    """
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    process TEXT NOT NULL,
    words TEXT,
    status TEXT NOT NULL CHECK (status IN ('accepted', 'running', 'successful', 'failed', 'dismissed')),
    dismiss_requested INTEGER NOT NULL DEFAULT 0,
    share REAL NOT NULL DEFAULT 0,
    step TEXT NOT NULL DEFAULT '',
    done INTEGER,
    total INTEGER,
    unit TEXT,
    created TEXT NOT NULL,
    started TEXT,
    finished TEXT,
    updated TEXT NOT NULL,
    pace_start REAL,
    pace_share REAL,
    pace_end REAL,
    best_share REAL NOT NULL DEFAULT 0,
    attempt_share REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    error_type TEXT,
    result TEXT
);
CREATE INDEX jobs_by_status ON jobs (status, number);
CREATE TABLE inputs (
    job TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    text TEXT NOT NULL
);
CREATE TABLE log_lines (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    time TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX log_lines_by_job ON log_lines (job, number);
""",
    "jobs",
    JobStoreUnavailable,
)
