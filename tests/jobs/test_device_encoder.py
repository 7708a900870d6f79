"""The model that ships, behind the device's lanes: the same rows, shared passes, prompt cancelling."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
import torch

from backend.errors import Cancelled
from backend.jobs.device import CPU_PIECE, DeviceEncoder, DeviceWorker
from backend.jobs.micro_batch import FULL, MicroBatcher
from backend.models.encoder import load_encoder


@pytest.fixture(scope="module")
def encoder():
    return load_encoder("terralex-mini", device="cpu")


@pytest.fixture
def worker():
    worker = DeviceWorker()
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def pixels():
    return np.random.default_rng(0).integers(0, 256, (3, 300, 400), dtype=np.uint8)


@pytest.fixture(scope="module")
def boxes():
    chance = np.random.default_rng(1)
    corners = chance.uniform(0, 150, (137, 2))
    return np.hstack([corners, corners + chance.uniform(40, 140, (137, 1))])


class Counting:
    """An encoder that notes the texts of each pass and on which thread it ran."""

    def __init__(self, encoder, delay_s=0.0):
        self._encoder, self._delay_s = encoder, delay_s
        self.passes: list[list[str]] = []
        self.threads: set[str] = set()

    def __getattr__(self, name):
        return getattr(self._encoder, name)

    def encode_texts(self, texts):
        self.passes.append(list(texts))
        self.threads.add(threading.current_thread().name)
        time.sleep(self._delay_s)
        return self._encoder.encode_texts(texts)

    def encode_windows(self, pixels, boxes):
        self.threads.add(threading.current_thread().name)
        return self._encoder.encode_windows(pixels, boxes)


def together(count, call):
    """Call from many threads at the same moment."""
    barrier = threading.Barrier(count)
    answers: dict[int, object] = {}

    def one(number):
        barrier.wait()
        try:
            answers[number] = call(number)
        except Exception as error:
            answers[number] = error

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[number] for number in range(count)]


def test_it_is_the_encoder_it_wraps(encoder, worker):
    wrapped = DeviceEncoder(encoder, worker)
    for name in ("model_id", "revision", "dimension", "image_size", "device", "temperature"):
        assert getattr(wrapped, name) == getattr(encoder, name)


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 64, 65, 137])
def test_rows_of_windows_are_those_of_the_encoder_bit_by_bit(encoder, worker, pixels, boxes, count):
    rows = DeviceEncoder(encoder, worker).encode_windows(pixels, boxes[:count])
    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, encoder.encode_windows(pixels, boxes[:count]))


def test_rows_do_not_depend_on_how_large_the_pieces_are(encoder, worker, pixels, boxes, monkeypatch):
    whole = encoder.encode_windows(pixels, boxes)
    for piece_s in (1e-9, 1e9):  # always the smallest, always the largest
        monkeypatch.setattr("backend.jobs.device.PIECE_S", piece_s)
        np.testing.assert_array_equal(DeviceEncoder(encoder, worker).encode_windows(pixels, boxes), whole)


def test_windows_tell_what_they_took_of_this_request_alone(encoder, worker, pixels, boxes):
    mine, other = DeviceEncoder(encoder, worker), DeviceEncoder(encoder, worker)
    mine.encode_windows(pixels, boxes[:2])
    before = mine.spent.now()
    other.encode_windows(pixels, boxes[:2])
    assert before.crop_s > 0 and before.encode_s > 0 and mine.spent == before
    assert other.spent.encode_s > 0


def test_rows_of_pixels_are_those_of_the_encoder_bit_by_bit(encoder, worker):
    size = encoder.image_size
    pixels = torch.randint(0, 256, (37, 3, size, size), dtype=torch.uint8)
    rows = DeviceEncoder(encoder, worker).encode_pixels(pixels)
    np.testing.assert_array_equal(rows, encoder.encode_pixels(pixels))


def test_rows_of_texts_are_those_of_the_encoder(encoder, worker):
    texts = ["an airport", "a lake", "an airport", "ein See"]
    rows = DeviceEncoder(encoder, worker).encode_texts(texts)
    np.testing.assert_allclose(rows, encoder.encode_texts(texts), atol=1e-6)
    assert DeviceEncoder(encoder, worker).encode_texts([]).shape == (0, encoder.dimension)


def test_many_texts_are_those_of_the_encoder(encoder, worker):
    texts = [f"a field of {number} trees" for number in range(2 * FULL + 5)]
    rows = DeviceEncoder(encoder, worker).encode_texts(texts)
    np.testing.assert_allclose(rows, encoder.encode_texts(texts), atol=1e-6)


def test_everything_is_computed_on_the_devices_thread(encoder, worker, pixels, boxes):
    counting = Counting(encoder)
    wrapped = DeviceEncoder(counting, worker)
    wrapped.encode_windows(pixels, boxes[:20])
    wrapped.encode_texts(["a"])
    wrapped.encode_texts([f"text {number}" for number in range(FULL + 1)])
    assert counting.threads == {"device"}


def test_a_text_is_encoded_once_for_all_jobs(encoder, worker):
    counting = Counting(encoder)
    for _ in range(3):
        DeviceEncoder(counting, worker).encode_texts(["a harbour", "a forest"])
    DeviceEncoder(counting, worker).encode_texts(["a forest", "a road"])
    assert counting.passes == [["a harbour", "a forest"], ["a road"]]


def test_texts_of_callers_of_the_same_moment_join_few_passes(encoder, worker):
    counting = Counting(encoder, delay_s=0.05)
    rows = together(32, lambda number: DeviceEncoder(counting, worker).encode_texts([f"place {number}", "shared"]))
    assert len(counting.passes) <= 5
    assert sorted(text for batch in counting.passes for text in batch if text != "shared") == sorted(
        f"place {number}" for number in range(32)
    )
    for number, row in enumerate(rows):
        np.testing.assert_allclose(row, encoder.encode_texts([f"place {number}", "shared"]), atol=1e-6)


def test_texts_wait_for_no_more_than_the_piece_that_runs(encoder, worker, pixels, boxes):
    done = threading.Event()
    bulk = DeviceEncoder(encoder, worker, cancelled=done.is_set)

    def index():
        try:
            while True:
                bulk.encode_windows(pixels, np.tile(boxes, (20, 1)))
        except Cancelled:
            pass

    thread = threading.Thread(target=index)
    thread.start()
    time.sleep(0.3)
    began = time.monotonic()
    DeviceEncoder(encoder, worker).encode_texts(["a text nobody asked for before"])
    took = time.monotonic() - began
    done.set()
    thread.join(10)
    assert took < 3  # the call of the job is of 2,740 windows and takes far longer


def test_a_bulk_call_can_be_cancelled_between_pieces(encoder, worker, pixels, boxes):
    asked = 0

    def cancelled():
        nonlocal asked
        asked += 1
        return asked > 3

    many = np.tile(boxes, (100, 1))
    with pytest.raises(Cancelled):
        DeviceEncoder(encoder, worker, cancelled).encode_windows(pixels, many)
    assert asked * CPU_PIECE < len(many)


def test_a_cancelled_caller_gets_no_texts(encoder, worker):
    with pytest.raises(Cancelled):
        DeviceEncoder(encoder, worker, lambda: True).encode_texts(["something new to encode"])


def test_a_text_that_cannot_be_encoded_is_an_error_to_its_own_caller_alone(worker):
    def encode(texts):
        time.sleep(0.02)
        if "bad" in texts:
            raise ValueError("not a text")
        return np.array([[len(text)] for text in texts], np.float32)

    batcher = MicroBatcher(lambda work: worker.run("interactive", work))
    texts = ["bad" if number == 3 else f"good {number}" for number in range(8)]
    answers = together(8, lambda number: batcher.rows([texts[number]], encode))
    assert [isinstance(answer, ValueError) for answer in answers] == [text == "bad" for text in texts]
    assert [float(answer[0][0]) for answer in answers if not isinstance(answer, ValueError)] == [6.0] * 7


def test_a_batch_that_is_full_does_not_wait(worker):
    batcher = MicroBatcher(lambda work: worker.run("interactive", work), wait_s=30, full=4)
    began = time.monotonic()
    together(4, lambda number: batcher.rows([str(number)], lambda texts: np.zeros((len(texts), 1), np.float32)))
    assert time.monotonic() - began < 10


def test_after_the_worker_is_closed_nobody_waits_for_texts(worker):
    batcher = MicroBatcher(lambda work: worker.run("interactive", work))
    worker.close()
    answers = together(5, lambda number: batcher.rows([str(number)], lambda texts: np.zeros((len(texts), 1))))
    assert all(isinstance(answer, Cancelled) for answer in answers)
