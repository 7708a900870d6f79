"""The durable queue: what is accepted stays, states change as they may, and nothing is handed out twice."""

from __future__ import annotations

import threading
import uuid

import pytest

from backend.errors import (
    BadOption,
    JobDismissed,
    JobFailed,
    JobNotFound,
    ResultNotReady,
)
from backend.jobs.job import JobStatus
from backend.jobs.store import MAX_ATTEMPTS, JobStore
from backend.progress import Progress


def test_a_new_job_is_accepted_and_keeps_its_inputs(store):
    job = store.create("index", {"layer": "a", "sizes": [16.0, 32], "text": "forêt \ud800"})
    assert job.status is JobStatus.ACCEPTED
    assert store.inputs(job.id) == {"layer": "a", "sizes": [16.0, 32], "text": "forêt \ud800"}
    assert (job.progress, job.started, job.finished, job.eta_s, job.error) == (0, None, None, None, None)
    assert job.created == "2023-11-14T22:13:20.000Z"


def test_ids_cannot_be_guessed(store):
    assert uuid.UUID(store.create("index", {}).id).version == 4


def test_an_accepted_job_is_there_after_the_store_is_opened_again(store, tmp_path):
    job = store.create("index", {"layer": "a"})
    store.close()
    assert JobStore(tmp_path / "jobs.sqlite").get(job.id) == job


def test_commits_wait_for_the_disk(store):
    with store._database.reading() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_an_unknown_id_is_an_error_of_every_method(store):
    for call in (
        store.get,
        store.result,
        store.dismiss,
        store.release,
        store.log_lines,
        store.confirm_dismissed,
        lambda job_id: store.succeed(job_id, {}),
        lambda job_id: store.fail(job_id, BadOption("no")),
        lambda job_id: store.report(job_id, Progress("", 0.5)),
        lambda job_id: store.log(job_id, "line"),
    ):
        with pytest.raises(JobNotFound):
            call(str(uuid.uuid4()))


def test_the_oldest_job_is_claimed_first(store):
    first, second = store.create("index", {}), store.create("index", {})
    assert [store.claim().id, store.claim().id] == [first.id, second.id]
    assert store.claim() is None


def test_a_claim_can_be_for_some_processes_alone(store):
    store.create("index", {})
    search = store.create("search", {})
    assert store.claim({"search", "similar"}).id == search.id
    assert store.claim({"search", "similar"}) is None
    assert store.claim(set()) is None


def test_a_claimed_job_is_running_since_then(store, clock):
    store.create("index", {})
    clock.now += 5
    job = store.claim()
    assert (job.status, job.started) == (JobStatus.RUNNING, "2023-11-14T22:13:25.000Z")


def test_many_threads_never_claim_the_same_job(store):
    made = {store.create("index", {}).id for _ in range(60)}
    claimed: list[str] = []

    def claim_all() -> None:
        while (job := store.claim()) is not None:
            claimed.append(job.id)

    threads = [threading.Thread(target=claim_all) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(made)


def test_two_stores_on_one_file_never_claim_the_same_job(store, tmp_path):
    store.create("index", {})
    other = JobStore(tmp_path / "jobs.sqlite")
    assert (other.claim() is None, store.claim() is None) == (False, True)


def test_progress_is_whole_percent_and_100_only_when_successful(store):
    job = store.create("index", {})
    store.claim()
    store.report(job.id, Progress("chunk 3", 0.4567))
    assert (store.get(job.id).progress, store.get(job.id).message) == (45, "Chunk 3")
    store.report(job.id, Progress("writing", 1.0))
    assert store.get(job.id).progress == 99
    assert store.succeed(job.id, {}).progress == 100


@pytest.mark.parametrize(("share", "progress"), [(-1.0, 0), (2.0, 99), (float("nan"), 0), (float("inf"), 0)])
def test_an_impossible_share_does_no_harm(store, share, progress):
    job = store.create("index", {})
    store.claim()
    store.report(job.id, Progress("\ud800", share))
    assert (store.get(job.id).progress, store.get(job.id).message) == (progress, "?")


def test_a_report_changes_nothing_of_a_job_that_does_not_run(store):
    job = store.create("index", {})
    store.report(job.id, Progress("early", 0.5))
    assert store.get(job.id) == job


def test_the_time_left_is_told_once_it_is_known(store, clock):
    job = store.create("index", {})
    store.claim()
    clock.now += 100  # loading a model says nothing of the pace
    store.report(job.id, Progress("", 0.2))
    assert store.get(job.id).eta_s is None
    clock.now += 10
    store.report(job.id, Progress("", 0.4))
    assert store.get(job.id).eta_s == pytest.approx(30)
    clock.now += 10
    assert store.get(job.id).eta_s == pytest.approx(20)
    clock.now += 100
    assert store.get(job.id).eta_s == 0
    assert store.succeed(job.id, {}).eta_s is None


def test_the_time_left_is_that_of_this_attempt(store, clock):
    job = store.create("index", {})
    store.claim()
    store.report(job.id, Progress("", 0.0))
    clock.now += 1000
    store.report(job.id, Progress("", 0.5))
    store.release(job.id)
    assert store.get(job.id).eta_s is None
    store.claim()
    store.report(job.id, Progress("", 0.5))
    clock.now += 10
    store.report(job.id, Progress("", 0.6))
    assert store.get(job.id).eta_s == pytest.approx(40)


def test_the_time_left_is_by_the_mean_pace_so_that_one_slow_chunk_does_not_throw_it_about(store, clock):
    job = store.create("index", {})
    store.claim()
    store.report(job.id, Progress("", 0.0))
    for share in (0.1, 0.2, 0.3):
        clock.now += 10
        store.report(job.id, Progress("", share))
    clock.now += 40
    store.report(job.id, Progress("", 0.4))
    assert store.get(job.id).eta_s == pytest.approx(105)  # and not 240, at the pace of the last one


def test_a_successful_job_has_its_result(store):
    job = store.create("index", {})
    store.claim()
    ended = store.succeed(job.id, {"outputs": {"rows": 3}})
    assert (ended.status, ended.finished is not None) == (JobStatus.SUCCESSFUL, True)
    assert store.result(job.id) == {"outputs": {"rows": 3}}


def test_a_failed_job_has_its_sentence_and_type(store):
    job = store.create("index", {})
    store.claim()
    failed = store.fail(job.id, BadOption("The size 0 cannot be used."))
    assert (failed.status, failed.error, failed.error_type) == (
        JobStatus.FAILED,
        "The size 0 cannot be used.",
        "BadOption",
    )
    with pytest.raises(JobFailed, match="The size 0 cannot be used"):
        store.result(job.id)


def test_a_job_that_has_not_ended_has_no_result(store):
    job = store.create("index", {})
    with pytest.raises(ResultNotReady, match="accepted"):
        store.result(job.id)


@pytest.mark.parametrize("end", ["succeed", "fail", "confirm_dismissed"])
def test_a_job_that_does_not_run_cannot_end(store, end):
    job = store.create("index", {})
    arguments = {"succeed": ({},), "fail": (BadOption("no"),), "confirm_dismissed": ()}[end]
    assert getattr(store, end)(job.id, *arguments).status is JobStatus.ACCEPTED


def test_an_ended_job_stays_as_it_ended(store):
    job = store.create("index", {})
    store.claim()
    store.succeed(job.id, {"a": 1})
    store.fail(job.id, BadOption("late"))
    store.release(job.id)
    assert (store.get(job.id).status, store.result(job.id)) == (JobStatus.SUCCESSFUL, {"a": 1})


def test_an_accepted_job_is_dismissed_at_once_and_never_claimed(store):
    job = store.create("index", {})
    assert store.dismiss(job.id).status is JobStatus.DISMISSED
    assert store.claim() is None
    with pytest.raises(JobDismissed):
        store.result(job.id)


def test_a_running_job_is_dismissed_when_it_has_stopped(store):
    job = store.create("index", {})
    store.claim()
    asked = store.dismiss(job.id)
    assert (asked.status, asked.dismiss_requested) == (JobStatus.RUNNING, True)
    ended = store.confirm_dismissed(job.id)
    assert (ended.status, ended.dismiss_requested) == (JobStatus.DISMISSED, False)


@pytest.mark.parametrize("end", ["succeed", "fail", "release", "recover"])
def test_what_a_user_dismissed_does_not_come_back(store, end):
    job = store.create("index", {})
    store.claim()
    store.dismiss(job.id)
    arguments = {"succeed": (job.id, {}), "fail": (job.id, BadOption("no")), "release": (job.id,), "recover": ()}[end]
    getattr(store, end)(*arguments)
    ended = store.get(job.id)
    assert (ended.status, ended.error) == (JobStatus.DISMISSED, None)


def test_dismissing_an_ended_job_takes_its_result_and_error(store):
    done, failed = store.create("index", {}), store.create("index", {})
    store.claim()
    store.claim()
    store.succeed(done.id, {"a": 1})
    store.fail(failed.id, BadOption("no"))
    for job in (done, failed):
        assert (store.dismiss(job.id).status, store.get(job.id).error) == (JobStatus.DISMISSED, None)
        assert store.dismiss(job.id).status is JobStatus.DISMISSED


def test_a_released_job_is_claimed_again_at_its_old_place(store):
    first, second = store.create("index", {}), store.create("index", {})
    store.claim()
    store.release(first.id)
    assert [store.claim().id, store.claim().id] == [first.id, second.id]
    assert store.get(first.id).attempts == 0


def test_after_a_crash_what_ran_is_in_the_queue_again(store):
    running, waiting = store.create("index", {}), store.create("index", {})
    store.claim()
    assert store.recover() == [running.id]
    assert {store.get(job.id).status for job in (running, waiting)} == {JobStatus.ACCEPTED}


def crash(store, share=None):
    job = store.claim()
    if share is not None:
        store.report(job.id, Progress("", share))
    store.recover()


def test_a_job_that_gains_nothing_and_kills_the_server_fails_in_the_end(store):
    job = store.create("index", {})
    for number in range(MAX_ATTEMPTS):
        crash(store)
        assert (store.get(job.id).attempts, store.get(job.id).status) == (number + 1, JobStatus.ACCEPTED)
    crash(store)
    ended = store.get(job.id)
    assert (ended.status, ended.error_type) == (JobStatus.FAILED, "JobCrashed")
    assert "21 times" in ended.error


def test_a_job_that_comes_further_each_time_may_be_interrupted_as_often_as_it_likes(store):
    job = store.create("index", {})
    for number in range(3 * MAX_ATTEMPTS):
        crash(store, (number + 1) / 100)
        assert (store.get(job.id).attempts, store.get(job.id).status) == (0, JobStatus.ACCEPTED)


def test_coming_as_far_as_before_is_no_gain(store):
    job = store.create("index", {})
    for _ in range(3):
        crash(store, 0.5)
    assert store.get(job.id).attempts == 2
