"""Jobs for runners, and waiting for what becomes of them."""

from __future__ import annotations

import time

from backend.errors import Cancelled


def submit(runner, process="index", **inputs):
    job = runner.store.create(process, inputs)
    runner.wake()
    return job.id


def ended(runner, job_id, timeout_s=10.0):
    job = runner.wait(job_id, timeout_s)
    assert job.status.ended, job
    return job


def write_files(job, context):
    (context.folder / "rows.txt").write_text("rows")
    return {"rows": 4}


def work_until_cancelled(job, context):
    while not context.cancelled():
        time.sleep(0.01)
    raise Cancelled("Stopped.")


def until(condition, timeout_s=10.0):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def failing(error):
    def execute(job, context):
        (context.folder / "half").write_text("half")
        raise error

    return execute
