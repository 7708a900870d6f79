"""An S3-compatible store on this machine, moto's, to which the usual environment leads; it can fail and keeps a log."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Wrong = Callable[[str, str], bool]
"""Whether a request fails, by its method and path."""


@dataclass
class Fault:
    """Requests that fail.

    Attributes:
        when: which of them, by method and path.
        times: how many at most.
        how: ``refused``: answered by 500 and not done; ``unsaid``: done and answered by 500; ``silent``: not
            answered as long as the store runs.
    """

    when: Wrong
    times: int
    how: Literal["refused", "unsaid", "silent"] = "refused"


class ObjectStore:
    """A store that runs.

    Attributes:
        address: ``http://127.0.0.1:PORT``.
        client: boto3's, of this process.
        asked: method and path of every request.
        faults: which requests fail; the first that fits counts.
        failed: method and path of those that did.
    """

    def __init__(self) -> None:
        self.address = ""
        self.client: Any = None
        self.asked: list[tuple[str, str]] = []
        self.failed: list[tuple[str, str]] = []
        self.faults: list[Fault] = []
        self.ended = threading.Event()
        self._lock = threading.Lock()

    def environment(self) -> dict[str, str]:
        """Variables that lead to the store."""
        return {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.address,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def keys(self, bucket: str) -> list[str]:
        """Keys of all objects of a bucket."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return [item["Key"] for page in pages for item in page.get("Contents", ())]

    def fault_of(self, method: str, path: str) -> Fault | None:
        """The fault of a request that has just come, if it has one."""
        with self._lock:
            self.asked.append((method, path))
            for fault in self.faults:
                if fault.times > 0 and fault.when(method, path):
                    fault.times -= 1
                    self.failed.append((method, path))
                    return fault
        return None


def _failing(store: ObjectStore, inner: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        fault = store.fault_of(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        if fault is None:
            return inner(environ, start)
        if fault.how == "unsaid":
            list(inner(environ, lambda *_: None))
        else:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if fault.how == "silent":
            store.ended.wait()
        start("500 Internal Server Error", [("Content-Type", "application/xml"), ("Connection", "close")])
        return [b"<Error><Code>InternalError</Code><Message>We failed</Message></Error>"]

    return answer


@contextmanager
def object_store(*buckets: str) -> Iterator[ObjectStore]:
    """A store with empty buckets."""
    import boto3
    from moto.backends import get_backend
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    class Quiet(MotoRequestHandler):  # type: ignore[misc]
        def log(self, *_: Any) -> None:
            """Tests read the store's own log."""

    store = ObjectStore()
    app = _failing(store, DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        get_backend("s3").reset()
        store.address = f"http://127.0.0.1:{server.server_port}"
        keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        store.client = boto3.client("s3", endpoint_url=store.address, **keys)
        for bucket in buckets:
            store.client.create_bucket(Bucket=bucket)
        yield store
    finally:
        store.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def leads_here(store: ObjectStore) -> dict[str, str]:
    """The environment of a process that uses the store."""
    return {**os.environ, **store.environment()}
