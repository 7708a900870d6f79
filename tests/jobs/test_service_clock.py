"""A wrong clock, of one boot or for good, makes nothing look older than it is."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backend.jobs.service_clock import ServiceClock

DAY = 86_400.0
NOW = 1_790_000_000.0


class Machine:
    """Its wall clock can be set; its steady one goes on."""

    def __init__(self, wall: float = NOW) -> None:
        self.wall, self.steady = wall, 0.0

    def runs(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def clock(self, folder: Path) -> ServiceClock:
        return ServiceClock(folder, lambda: self.wall, lambda: self.steady)


def believed(clock: ServiceClock) -> float:
    return clock.now().timestamp()


def test_a_first_run_believes_the_clock_and_later_ones_go_on(tmp_path):
    machine = Machine()
    clock = machine.clock(tmp_path)
    machine.runs(3600)
    assert believed(clock) == NOW + 3600
    clock.save()
    machine.runs(DAY / 2)  # switched off meanwhile
    assert believed(machine.clock(tmp_path)) == NOW + 3600 + DAY / 2


def test_one_boot_40_days_ahead_moves_nothing(tmp_path):
    machine = Machine()
    machine.clock(tmp_path).save()
    machine.wall += 40 * DAY
    ahead = machine.clock(tmp_path)
    machine.runs(600)
    assert believed(ahead) == NOW + 600
    ahead.save()
    machine.wall -= 40 * DAY
    assert believed(machine.clock(tmp_path)) == NOW + 600


def test_a_boot_in_1970_stamps_nothing_as_old(tmp_path):
    Machine().clock(tmp_path).save()
    early = Machine(wall=100.0)
    clock = early.clock(tmp_path)
    early.runs(60)
    assert clock.stamp() == NOW + 60 == believed(clock)


def test_a_clock_that_leapt_is_believed_after_a_steady_day(tmp_path):
    Machine().clock(tmp_path).save()
    machine = Machine(NOW + 40 * DAY)  # the service was not used for so long
    clock = machine.clock(tmp_path)
    machine.runs(DAY - 1)
    assert believed(clock) < NOW + 2 * DAY
    machine.runs(2)
    assert believed(clock) == machine.wall


@given(
    steps=st.lists(
        st.tuples(st.floats(0, 3600), st.floats(-60 * DAY, 60 * DAY) | st.just(0.0)), min_size=1, max_size=12
    )
)
def test_in_a_day_the_believed_time_never_gains_more_than_two(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("clock")
    machine, lived = Machine(), 0.0
    clock = machine.clock(folder)
    for seconds, leap in steps:
        before = believed(clock)
        machine.runs(seconds)
        lived += seconds
        machine.wall += leap
        assert believed(clock) >= before
    # Leaps that are small enough to be a correction may add up, a day each; what is doubted adds nothing.
    small = sum(1 for _, leap in steps if 0 < leap <= DAY)
    assert believed(clock) <= NOW + lived + (small + len(steps)) * DAY


def test_a_damaged_file_is_as_none(tmp_path):
    (tmp_path / "clock.json").write_text("{")
    assert believed(Machine().clock(tmp_path)) == NOW
