"""Clients that are silent, slow or many are let go of, and nobody else notices."""

from __future__ import annotations

import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.api.connections import HEADERS_S, Tally
from harness.live_service import running_service


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=200))
def test_no_client_and_not_all_together_hold_more_than_their_share(steps):
    tally, held = Tally(40), dict.fromkeys("abc", 0)
    for client, comes in steps:
        if comes and tally.take(client):
            held[client] += 1
        elif not comes and held[client]:
            tally.give_back(client)
            held[client] -= 1
        assert sum(held.values()) <= 40 and max(held.values()) <= tally.most_of_one


def test_what_is_turned_away_is_told_once(caplog):
    tally = Tally(8)
    for _ in range(1000):
        tally.take("a")
    assert len(caplog.records) == 1


@pytest.mark.parametrize("before", [b"", b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"], ids=["first", "second"])
def test_a_request_that_is_never_finished_is_let_go_of(service, before):
    with socket.create_connection(("127.0.0.1", service.port), timeout=HEADERS_S + 15) as connection:
        connection.sendall(before)
        if before:
            assert b"200" in connection.recv(4096)
        connection.sendall(b"GET /he")
        start = time.monotonic()
        assert _ended(connection)
        assert HEADERS_S - 3 < time.monotonic() - start < HEADERS_S + 10


def _ended(connection: socket.socket) -> bool:
    """Wait for the other side to end it, with a word or with a reset."""
    try:
        while connection.recv(4096):  # the rest of an answer
            pass
    except ConnectionResetError:
        pass
    return True


@pytest.mark.slow
def test_more_connections_than_files_write_a_line_and_not_a_log(tmp_path, data_root):
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    held = []
    try:
        with running_service(tmp_path, data_root) as service:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
            for _ in range(1500):
                try:
                    held.append(socket.create_connection(("127.0.0.1", service.port), timeout=2))
                except OSError:
                    break
            with service.client() as client:
                for connection in held:
                    connection.close()
                assert client.get("/health").status_code == 200
            assert len(service.log) < 20_000
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        for connection in held:
            connection.close()
