"""The client on the wire: what it sends, what it makes of answers, and one sentence for everything that goes wrong."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from in_qgis_world import World
from qgis.core import QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.PyQt.QtNetwork import QNetworkReply
from scripted_server import ScriptedServer, half, reply, silence
from terralex.core.client import Client
from terralex.core.connection import Connection, checked_url
from terralex.core.errors import (
    BadInput,
    BadReply,
    Cancelled,
    JobFailed,
    Refused,
    ServerFault,
    ServerTimeout,
    ServerUnreachable,
    TerralexError,
    TokenRefused,
    TooLarge,
)
from terralex.core.job_task import JobTask
from terralex.core.jobs import run_process
from terralex.core.task import Task, start

JOB = {"jobID": "j1", "status": "running", "progress": 40, "message": "Indexing", "eta_s": 65.0}


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    made = ScriptedServer()
    yield made
    made.close()


@pytest.fixture
def client(server: ScriptedServer) -> Client:
    return Client(Connection(server.url, "a-secret-token", timeout_s=1))


def test_the_token_goes_with_every_request(server: ScriptedServer, client: Client) -> None:
    server.answers["GET /processes"] = reply(200, {"processes": []})
    client.check_token()
    assert server.asked[0].headers["authorization"] == "Bearer a-secret-token"


def test_the_token_never_goes_to_another_server(server: ScriptedServer, client: Client) -> None:
    other = ScriptedServer()
    other.answers["GET /file"] = reply(200, [])
    client.download(f"{other.url}/file")
    assert "authorization" not in other.asked[0].headers
    other.close()


def test_redirects_are_not_followed(server: ScriptedServer, client: Client) -> None:
    server.answers["GET /processes"] = reply(302, {}, Location="http://127.0.0.1:1/")
    with pytest.raises(TerralexError):
        client.check_token()
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(401, {"detail": "A token is needed."}), TokenRefused),
        (reply(413, {"detail": "The body is larger than 64 MiB."}), TooLarge),
        (reply(500, {}), ServerFault),
        (reply(503, {}), ServerFault),
        (reply(422, {"detail": "The query is empty."}), Refused),
        (reply(200, ["a list"]), BadReply),
        (half(b'{"models": []}' * 200), BadReply),
    ],
    ids=["401", "413", "500", "503", "422", "another shape", "half a reply"],
)
def test_what_goes_wrong_is_one_sentence(server: ScriptedServer, client: Client, answer: Any, error: type) -> None:
    server.answers["GET /models"] = answer
    with pytest.raises(error) as caught:
        client.models()
    sentence = str(caught.value)
    assert sentence.endswith((".", "?")) and "\n" not in sentence and len(sentence) < 160


def test_a_download_that_is_cut_off_is_no_file(server: ScriptedServer, client: Client) -> None:
    server.answers["GET /file"] = half(b"x" * 4000)
    with pytest.raises(BadReply):
        client.download("/file")


def test_the_sentence_of_the_server_is_kept(server: ScriptedServer, client: Client) -> None:
    server.answers["POST /processes/search/execution"] = reply(422, {"detail": "The query is empty."})
    with pytest.raises(Refused, match="The query is empty"):
        client.execute("search", {"layer": "x", "text": ""})


def test_nobody_there_is_said_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(ServerUnreachable, match=r"127\.0\.0\.1:9"):
        Client(Connection("http://127.0.0.1:9", timeout_s=5)).health()
    assert time.monotonic() - begun < 3


def test_a_silent_server_is_given_up(server: ScriptedServer, client: Client) -> None:
    never = threading.Event()
    server.answers["GET /models"] = silence(never)
    begun = time.monotonic()
    with pytest.raises(ServerTimeout):
        client.models()
    assert 0.7 < time.monotonic() - begun < 4
    never.set()


def test_a_slow_but_talking_server_is_not_given_up(server: ScriptedServer, client: Client) -> None:
    def drip(handler: Any, _: Any) -> None:
        body = b'{"models": []}' + b" " * 6
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for at in range(0, len(body), 4):
            handler.wfile.write(body[at : at + 4])
            handler.wfile.flush()
            time.sleep(0.4)

    server.answers["GET /models"] = drip
    assert client.models() == []


def test_cancelling_wakes_who_waits(server: ScriptedServer, client: Client) -> None:
    never = threading.Event()
    server.answers["GET /models"] = silence(never)
    threading.Timer(0.3, client.feedback.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        client.models()
    assert time.monotonic() - begun < 1.5
    never.set()


def test_outputs_at_once_need_no_job(server: ScriptedServer, client: Client) -> None:
    server.answers["POST /processes/search/execution"] = reply(200, {"summary": {"value": {"count": 3}}})
    assert run_process(client, "search", {"layer": "x", "model": None}) == {"summary": {"count": 3}}
    assert server.asked[0].json() == {"inputs": {"layer": "x"}, "response": "document"}
    assert server.asked[0].headers["prefer"] == "wait=1"


def test_a_job_is_followed_to_its_results(server: ScriptedServer, client: Client) -> None:
    states = iter([JOB, {**JOB, "progress": 80}, {**JOB, "status": "successful", "progress": 100}])
    server.answers["POST /processes/index/execution"] = reply(201, {**JOB, "status": "accepted"}, Location="/jobs/j1")
    server.answers["GET /jobs/j1"] = lambda handler, asked: reply(200, next(states))(handler, asked)
    server.answers["GET /jobs/j1/results"] = reply(200, {"index": {"value": {"windows": 12}}})
    seen: list[int] = []
    outputs = run_process(client, "index", {"layer": "x"}, lambda state: seen.append(state.progress))
    assert outputs["index"]["windows"] == 12
    assert seen[-1] == 100 and 80 in seen


def test_a_failed_job_says_why(server: ScriptedServer, client: Client) -> None:
    server.answers["POST /processes/index/execution"] = reply(201, {**JOB, "status": "failed"})
    server.answers["GET /jobs/j1/results"] = reply(500, {"detail": "The disk is full."})
    with pytest.raises(JobFailed, match="The disk is full"):
        run_process(client, "index", {"layer": "x"})


def test_a_server_that_restarts_meanwhile_is_waited_for(client: Client, server: ScriptedServer) -> None:
    calls = {"n": 0}

    def away(handler: Any, asked: Any) -> None:
        calls["n"] += 1
        if calls["n"] < 4:
            handler.connection.close()
            handler.close_connection = True
        else:
            reply(200, {**JOB, "status": "successful"})(handler, asked)

    server.answers["POST /processes/index/execution"] = reply(201, JOB)
    server.answers["GET /jobs/j1"] = away
    server.answers["GET /jobs/j1/results"] = reply(200, {"index": {}})
    assert run_process(client, "index", {"layer": "x"}) == {"index": {}}


def test_cancelling_a_task_dismisses_the_job(world: World, server: ScriptedServer) -> None:
    server.answers["POST /processes/index/execution"] = reply(201, JOB)
    server.answers["GET /jobs/j1"] = reply(200, JOB)
    server.answers["DELETE /jobs/j1"] = reply(200, {**JOB, "status": "dismissed"})
    task = JobTask("Index", Connection(server.url), "index", {"layer": "x"})
    said: list[str] = []
    ended: list[str] = []
    task.status_changed.connect(said.append)
    task.stopped.connect(lambda: ended.append("stopped"))
    task.succeeded.connect(lambda _: ended.append("succeeded"))
    task.failed.connect(lambda _: ended.append("failed"))
    start(task)
    world.wait(lambda: said)
    task.cancel()
    world.wait(lambda: ended)
    assert ended == ["stopped"]
    assert [row.method for row in server.asked].count("DELETE") == 1
    assert said[0] == "Indexing (about 65 s left)"


def test_a_task_that_fails_gives_its_sentence(world: World, server: ScriptedServer) -> None:
    server.answers["POST /processes/index/execution"] = reply(401, {})
    task = JobTask("Index", Connection(server.url), "index", {"layer": "x"})
    told: list[str] = []
    task.failed.connect(told.append)
    start(task)
    world.wait(lambda: told)
    assert told == [task.error_string] and "token" in told[0]


def test_the_proxy_of_qgis_is_used_but_never_for_this_machine(world: World, server: ScriptedServer) -> None:
    proxy = ScriptedServer()
    proxy.answers["*"] = reply(200, {"models": []})
    store = QgsSettings()
    for name, value in {
        "proxyEnabled": True,
        "proxyType": "HttpProxy",
        "proxyHost": "127.0.0.1",
        "proxyPort": str(proxy.server.server_port),
    }.items():
        store.setValue(f"proxy/{name}", value)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
    try:
        Client(Connection("http://gpu.example.test:8765", timeout_s=5)).models()
        assert [row.path for row in proxy.asked] == ["http://gpu.example.test:8765/models"]
        server.answers["GET /models"] = reply(200, {"models": []})
        Client(Connection(server.url, timeout_s=5)).models()
        assert len(proxy.asked) == 1 and len(server.asked) == 1
    finally:
        store.remove("proxy")
        QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()
        proxy.close()


@pytest.mark.parametrize("url", ["gpu:8765", "file:///etc/passwd", "", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        checked_url(url)


def test_a_job_begun_while_the_user_cancels_is_dismissed_too(server: ScriptedServer, client: Client) -> None:
    def late(handler: Any, asked: Any) -> None:
        time.sleep(0.8)
        reply(201, JOB)(handler, asked)

    server.answers["POST /processes/index/execution"] = late
    server.answers["DELETE /jobs/j1"] = reply(200, {**JOB, "status": "dismissed"})
    threading.Timer(0.2, client.feedback.cancel).start()
    with pytest.raises(Cancelled):
        run_process(client, "index", {"layer": "x"})
    assert server.asked[-1].method == "DELETE"


def test_a_request_leaves_nothing_to_the_garbage_collector(
    world: World, server: ScriptedServer, client: Client
) -> None:
    """It may come in another thread, where objects of Qt must not be taken down."""
    server.answers["GET /models"] = reply(200, {"models": []})
    gc.collect()
    gc.disable()
    try:
        client.models()
        world.pump(50)
        left = [type(one).__name__ for one in gc.get_objects() if type(one) in (QNetworkReply, QTimer, QEventLoop)]
    finally:
        gc.enable()
    assert left == []


class Ask(Task):
    """Many requests, one after the other, every third of them to nobody."""

    def __init__(self, url: str) -> None:
        super().__init__("Ask")
        self.url = url

    def work(self) -> int:
        unanswered = 0
        for number in range(300):
            try:
                Client(Connection(self.url if number % 3 else "http://127.0.0.1:9"), self.feedback).models()
            except ServerUnreachable:
                unanswered += 1
        return unanswered


def test_hundreds_of_requests_in_two_threads_go_well(world: World, server: ScriptedServer) -> None:
    server.answers["GET /models"] = reply(200, {"models": []})
    ended: list[Any] = []
    for _ in range(2):
        task = start(Ask(server.url))
        task.succeeded.connect(ended.append)
        task.failed.connect(ended.append)

    def both() -> bool:
        gc.collect(0)
        return len(ended) == 2

    world.wait(both, 120)
    assert ended == [100, 100]
