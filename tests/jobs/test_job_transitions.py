"""Any sequence of calls: the store agrees with a model of the states, across restarts."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from backend.errors import BadOption, TerralexError
from backend.jobs.job import JobStatus
from backend.jobs.store import JobStore
from backend.progress import Progress

ACCEPTED, RUNNING, SUCCESSFUL, FAILED, DISMISSED = JobStatus
LEGAL = {
    (ACCEPTED, RUNNING),
    (ACCEPTED, DISMISSED),
    (RUNNING, SUCCESSFUL),
    (RUNNING, FAILED),
    (RUNNING, DISMISSED),
    (RUNNING, ACCEPTED),
    (SUCCESSFUL, DISMISSED),
    (FAILED, DISMISSED),
}


class Jobs(RuleBasedStateMachine):
    made = Bundle("made")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = JobStore(self.folder / "jobs.sqlite")
        self.status: dict[str, JobStatus] = {}
        self.asked: set[str] = set()
        self.seen: dict[str, JobStatus] = {}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def ends(self, job: str, status: JobStatus) -> None:
        if self.status[job] is RUNNING:
            self.status[job] = DISMISSED if job in self.asked else status

    @rule(target=made, process=st.sampled_from(["index", "search"]))
    def create(self, process):
        job = self.store.create(process, {"process": process}).id
        assert job not in self.status
        self.status[job] = self.seen[job] = ACCEPTED
        return job

    @rule(processes=st.sampled_from([None, {"index"}, {"search"}]))
    def claim(self, processes):
        waiting = [
            job
            for job, status in self.status.items()
            if status is ACCEPTED and (processes is None or self.store.get(job).process in processes)
        ]
        claimed = self.store.claim(processes)
        assert (claimed and claimed.id) == (waiting[0] if waiting else None)
        if claimed:
            self.status[claimed.id] = RUNNING

    @rule(job=made, share=st.floats())
    def report(self, job, share):
        self.store.report(job, Progress("working", share))

    @rule(job=made)
    def succeed(self, job):
        self.ends(job, SUCCESSFUL)
        self.store.succeed(job, {"job": job})

    @rule(job=made)
    def fail(self, job):
        self.ends(job, FAILED)
        self.store.fail(job, BadOption("It cannot be used."))

    @rule(job=made)
    def confirm_dismissed(self, job):
        self.ends(job, DISMISSED)
        self.store.confirm_dismissed(job)

    @rule(job=made)
    def dismiss(self, job):
        if self.status[job] is RUNNING:
            self.asked.add(job)
        else:
            self.status[job] = DISMISSED
        self.store.dismiss(job)

    @rule(job=made)
    def release(self, job):
        self.ends(job, ACCEPTED)
        self.store.release(job)

    @rule()
    def restart(self):
        self.store.close()
        self.store = JobStore(self.folder / "jobs.sqlite")
        interrupted = [job for job, status in self.status.items() if status is RUNNING and job not in self.asked]
        for job in self.status:
            self.ends(job, ACCEPTED)
        assert sorted(self.store.recover()) == sorted(interrupted)

    @invariant()
    def every_job_is_as_the_model_says_and_came_there_by_a_legal_step(self):
        jobs, total = self.store.list(10_000, 0)
        assert total == len(self.status)
        assert {job.id: job.status for job in jobs} == self.status
        for job in jobs:
            before = self.seen[job.id]
            assert job.status is before or (before, job.status) in LEGAL or (before, job.status) == (RUNNING, ACCEPTED)
            self.seen[job.id] = job.status
            assert job == self.store.get(job.id) or job.eta_s is not None
            assert self.store.inputs(job.id) == {"process": job.process}
            assert (job.finished is not None) == job.status.ended
            assert (job.error is not None) == (job.status is FAILED)
            assert (job.progress == 100) == (job.status is SUCCESSFUL)
            assert job.dismiss_requested == (job.status is RUNNING and job.id in self.asked)

    @invariant()
    def exactly_the_successful_have_their_result(self):
        for job, status in self.status.items():
            try:
                assert self.store.result(job) == {"job": job}
                assert status is SUCCESSFUL
            except TerralexError:
                assert status is not SUCCESSFUL


TestJobs = Jobs.TestCase
TestJobs.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
