"""Nothing but ``/health`` without the token; no foreign name, no foreign page, no oversized or endless body."""

from __future__ import annotations

import socket
import time
from base64 import b64encode

import httpx
import pytest

from harness.live_service import Service


def raw(service: Service, request: bytes, timeout_s: float = 30) -> bytes:
    """What the server says to bytes that no library would send."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=timeout_s) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
            if b"\r\n\r\n" in answer:
                break
    return answer


PATHS = ["/", "/conformance", "/openapi.json", "/processes", "/jobs", "/collections", "/layers", "/models", "/metrics"]


@pytest.mark.parametrize("path", [*PATHS, "/nowhere", "/health/", "//health", "/uploads"])
@pytest.mark.parametrize(
    "authorization", [None, "Bearer wrong", "Basic", "Basic !!!", "Bearer", "Digest x", "Basic " + "é"], ids=repr
)
def test_without_the_token_there_is_nothing(service: Service, path: str, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode()}
    answer = httpx.get(service.url + path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert {value.split()[0] for value in answer.headers.get_list("www-authenticate")} == {"Basic", "Bearer"}


@pytest.mark.parametrize("scheme", ["bearer", "basic"])
def test_the_token_opens_as_bearer_and_as_password(service: Service, scheme: str) -> None:
    credentials = service.token if scheme == "bearer" else b64encode(f"anybody:{service.token}".encode()).decode()
    assert httpx.get(f"{service.url}/jobs", headers={"Authorization": f"{scheme} {credentials}"}).status_code == 200


def test_two_authorizations_are_none(service: Service) -> None:
    headers = [("Authorization", "Bearer wrong"), ("Authorization", f"Bearer {service.token}")]
    assert httpx.get(f"{service.url}/jobs", headers=headers).status_code == 401


def test_health_says_that_it_is_up_and_nothing_else(service: Service) -> None:
    answer = httpx.get(f"{service.url}/health")
    assert answer.json() == {"status": "ok"}
    assert "server" not in answer.headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "localhost.", "[::2]"])
def test_a_foreign_host_name_is_refused_even_with_the_token(service: Service, host: str) -> None:
    headers = {"Host": host, "Authorization": f"Bearer {service.token}"}
    assert httpx.get(f"{service.url}/jobs", headers=headers).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:9", "127.0.0.1", "[::1]:8765"])
def test_names_of_this_machine_are_answered(service: Service, host: str) -> None:
    headers = {"Host": host, "Authorization": f"Bearer {service.token}"}
    assert httpx.get(f"{service.url}/jobs", headers=headers).status_code == 200


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: localhost\r\n", b"Host:\r\n"])
def test_a_missing_or_doubled_host_is_a_bad_request(service: Service, hosts: bytes) -> None:
    token = service.token.encode()
    answer = raw(service, b"GET /jobs HTTP/1.1\r\n" + hosts + b"Authorization: Bearer " + token + b"\r\n\r\n")
    assert b" 400 " in answer.splitlines()[0]


def test_pages_of_other_sites_may_not_call(service: Service, client: httpx.Client) -> None:
    assert client.get("/jobs", headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.get("/jobs", headers={"Origin": "null"}).status_code == 403
    own = client.get("/jobs", headers={"Origin": service.url})
    assert own.status_code == 200
    assert not [name for name in own.headers if name.startswith("access-control-")]
    preflight = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert not [name for name in client.options("/jobs", headers=preflight).headers if name.startswith("access-")]


def test_a_form_is_no_json(client: httpx.Client) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post("/processes/search/execution", content=b"{}", headers={"Content-Type": kind})
        assert answer.status_code == 415


def test_a_large_body_is_refused_before_it_is_read(service: Service) -> None:
    headers = f"Host: localhost\r\nAuthorization: Bearer {service.token}\r\nContent-Length: 99999999999\r\n\r\n"
    answer = raw(service, b"POST /layers HTTP/1.1\r\n" + headers.encode())
    assert b" 413 " in answer.splitlines()[0]


def test_a_chunked_body_is_counted_as_it_comes(client: httpx.Client) -> None:
    sent = 0

    def endless() -> object:
        nonlocal sent
        while sent < 64 * 1024**2:
            sent += 65536
            yield b" " * 65536

    try:
        answer = client.post("/layers", content=endless(), headers={"Content-Type": "application/json"})  # type: ignore[arg-type]
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the server closed the connection while we were still sending
    assert sent < 64 * 1024**2


def test_a_large_body_without_a_token_is_not_read(service: Service) -> None:
    request = b"POST /layers HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"
    assert b" 401 " in raw(service, request).splitlines()[0]


@pytest.mark.slow
def test_a_body_that_does_not_come_is_given_up(service: Service) -> None:
    headers = f"Host: localhost\r\nAuthorization: Bearer {service.token}\r\nContent-Type: application/json\r\n"
    start = time.monotonic()
    answer = raw(service, f"POST /layers HTTP/1.1\r\n{headers}Content-Length: 100\r\n\r\n{{".encode(), timeout_s=60)
    assert b" 408 " in answer.splitlines()[0]
    assert time.monotonic() - start < 40


@pytest.mark.slow
def test_a_connection_that_says_nothing_is_closed(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHo")
        assert connection.recv(1) == b""


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/", "/health", "/jobs", "/openapi.json"):
        answer = client.head(path)
        assert answer.status_code == 200
        assert answer.content == b""
        assert int(answer.headers["content-length"]) > 0
    assert client.head("/nowhere").status_code == 404
    assert client.get("/jobs").status_code == 200  # the connection is in order


def test_the_answer_carries_the_id_that_the_log_has(service: Service, client: httpx.Client) -> None:
    mine = client.get("/jobs", headers={"X-Request-ID": "from-the-client.7"})
    assert mine.headers["x-request-id"] == "from-the-client.7"
    other = client.get("/jobs", headers={"X-Request-ID": "with blanks and\ttabs"})
    assert len(other.headers["x-request-id"]) == 32
    assert service.log_lines_with('"request_id": "from-the-client.7"')
    assert service.log_lines_with(other.headers["x-request-id"])
