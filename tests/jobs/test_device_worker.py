"""One thread, two lanes: who waits is served first, bulk callers take turns, and nobody hangs at the end."""

from __future__ import annotations

import threading
import time

import pytest

from backend.errors import BadOption, Cancelled
from backend.jobs.device import DeviceWorker


@pytest.fixture
def worker():
    worker = DeviceWorker()
    yield worker
    worker.close()


class Held:
    """Keeps the device busy for the block, so that what comes meanwhile has to queue."""

    def __init__(self, worker):
        self.worker, self.begun, self.go_on = worker, threading.Event(), threading.Event()
        self.threads: list[threading.Thread] = []
        self.order: list[str] = []

    def __enter__(self):
        self.submit("bulk", "holder", lambda: (self.begun.set(), self.go_on.wait(10)))
        assert self.begun.wait(10)
        return self

    def submit(self, lane, caller, work):
        target = lambda: self.worker.run(lane, work, caller=caller)  # noqa: E731
        self.threads.append(threading.Thread(target=target))
        self.threads[-1].start()
        time.sleep(0.02)  # so that they queue in this order

    def note(self, lane, caller, name):
        self.submit(lane, caller, lambda: self.order.append(name))

    def __exit__(self, *error):
        self.go_on.set()
        for thread in self.threads:
            thread.join(10)


def test_work_is_done_on_one_thread_and_its_result_comes_back(worker):
    names = {worker.run(lane, lambda: threading.current_thread().name) for lane in ("interactive", "bulk") * 5}
    assert names == {"device"}


def test_an_error_comes_back_to_who_asked(worker):
    def fail():
        raise BadOption("The size 0 cannot be used.")

    with pytest.raises(BadOption, match="The size 0"):
        worker.run("bulk", fail)
    assert worker.run("bulk", lambda: 1) == 1


def test_interactive_work_goes_before_all_bulk_work(worker):
    with Held(worker) as held:
        held.note("bulk", "a", "bulk 1")
        held.note("bulk", "b", "bulk 2")
        held.note("interactive", None, "query 1")
        held.note("interactive", None, "query 2")
    assert held.order == ["query 1", "query 2", "bulk 1", "bulk 2"]


def test_bulk_callers_take_turns(worker):
    with Held(worker) as held:
        for name in ("a1", "a2", "a3"):
            held.note("bulk", "a", name)
        held.note("bulk", "b", "b1")
        held.note("bulk", "c", "c1")
        held.note("bulk", "b", "b2")
    assert held.order == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_two_long_jobs_get_the_same_share(worker):
    counts, until = {"a": 0, "b": 0}, time.monotonic() + 0.5

    def job(name):
        while time.monotonic() < until:
            worker.run("bulk", lambda: time.sleep(0.002))
            counts[name] += 1

    threads = [threading.Thread(target=job, args=(name,)) for name in counts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts["a"] > 2 and abs(counts["a"] - counts["b"]) <= max(2, counts["a"] / 10)


def test_work_may_ask_for_work(worker):
    assert worker.run("bulk", lambda: worker.run("interactive", lambda: 3)) == 3


def test_who_waits_can_leave_and_the_work_is_not_done(worker):
    done = []
    with Held(worker):
        began = time.monotonic()
        with pytest.raises(Cancelled):
            worker.run("bulk", lambda: done.append(1), cancelled=lambda: True)
        assert time.monotonic() - began < 1
    worker.run("bulk", lambda: None)
    assert done == []


def test_who_waits_for_running_work_can_leave_too(worker):
    release = threading.Event()
    asked = iter([False, False, True])
    began = time.monotonic()
    with pytest.raises(Cancelled):
        worker.run("bulk", lambda: release.wait(10), cancelled=lambda: next(asked))
    assert time.monotonic() - began < 2
    release.set()


def test_closing_turns_away_who_waits_and_who_comes(worker):
    turned_away = []

    def ask():
        try:
            worker.run("interactive", lambda: None)
        except Cancelled as error:
            turned_away.append(str(error))

    with Held(worker) as held:
        waiting = [threading.Thread(target=ask) for _ in range(3)]
        for thread in waiting:
            thread.start()
        time.sleep(0.1)
        worker.close(timeout_s=0.05)
        for thread in waiting:
            thread.join(5)
        assert turned_away == ["The server is stopping."] * 3
        assert held.order == []
    with pytest.raises(Cancelled):
        worker.run("bulk", lambda: None)


def test_a_result_is_not_kept_after_it_was_taken(worker):
    import gc
    import weakref

    class Block:
        pass

    def make():
        block = Block()
        alive.append(weakref.ref(block))
        return block

    alive: list[weakref.ref[Block]] = []
    worker.run("bulk", make)
    worker.run("bulk", lambda: None)
    gc.collect()
    assert alive[0]() is None
