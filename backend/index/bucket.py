"""An index in a bucket of S3 or a store that speaks like it: the table through Lance, the small files through boto3.

Region, endpoint and credentials are those of the usual environment (``AWS_ACCESS_KEY_ID``, ``AWS_PROFILE``,
``AWS_ENDPOINT_URL``, ...). What a store fails to do says nothing of the index: no such error makes anybody index again.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from backend.errors import BadOption, IndexNotUsable, IndexStorageFailed, TerralexError
from backend.imagery.object_storage import endpoint_options
from backend.index.home import MANIFEST_FILE, STORAGE_FILE, TABLE_NAME, not_writable, storage_of
from backend.index.lease import Lease
from backend.storage.files import write_text

TIMEOUT_S = 30.0
"""Of one request, to connect and to be answered."""
TRIES = 5
_ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]+?))?/*$")
_EMPTY = "empty_chunks/"
_LEASES = ".writers"
Result = TypeVar("Result")


def keep_in(index_root: Path, address: str) -> None:
    """Let the indexes of a folder lie in a bucket from now on.

    Args:
        index_root: the folder; it must not hold indexes of its own.
        address: ``s3://bucket/prefix``.

    Raises:
        BadOption: the address cannot be used, or the extra ``s3`` is not installed.
        OutputNotWritable: the folder cannot be written.
    """
    bucket_and_prefix(address)
    try:
        import boto3  # noqa: F401
    except ImportError as error:
        raise BadOption('Indexes in S3 need boto3: pip install "terralex[s3]", or give --index a folder.') from error
    if storage_of(index_root)[0] != address:
        said = json.dumps({"address": address, "machine": uuid.uuid4().hex})
        try:
            index_root.mkdir(parents=True, exist_ok=True)
            write_text(index_root / STORAGE_FILE, said)
        except OSError as error:
            raise not_writable(index_root, error) from error
        storage_of.cache_clear()


def bucket_and_prefix(address: str) -> tuple[str, str]:
    """The parts of ``s3://bucket/prefix``.

    Raises:
        BadOption: it is something else.
    """
    parts = _ADDRESS.match(address)
    if parts is None:
        raise BadOption(f"{address[:80]!r} is no place for indexes: give a folder, or s3://bucket/prefix.")
    return parts[1], (parts[2] or "").strip("/")


def index_names(address: str, layer: str) -> list[str]:
    """Names of the indexes of a layer, by name.

    Raises:
        IndexStorageFailed: the store does not answer.
    """
    bucket, prefix = bucket_and_prefix(address)
    under = f"{prefix}/{layer}/".lstrip("/")
    store = _Store(address, bucket)
    names = [name.removeprefix(under).rstrip("/") for name in store.folders(under)]
    return sorted(name for name in names if name and not name.endswith(_LEASES))


class BucketHome:
    """See :class:`backend.index.home.IndexHome`."""

    alone = False

    def __init__(self, address: str, name: str, machine: str) -> None:
        """Args:
        address: ``s3://bucket/prefix`` of all indexes.
        name: of the layer and of its index, with a slash between them.
        machine: id of this machine.
        """
        bucket, prefix = bucket_and_prefix(address)
        self.uri = f"{address.rstrip('/')}/{name}"
        self._key = f"{prefix}/{name}".lstrip("/")
        self._store = _Store(self.uri, bucket)
        self._lease = Lease(self._store, f"{self._key}{_LEASES}/", machine, self.uri)

    @property
    def options(self) -> dict[str, str]:
        """Endpoint, region and signing as Lance names them; credentials it finds itself."""
        said = endpoint_options()
        options = {"timeout": f"{TIMEOUT_S:g}s", "connect_timeout": f"{TIMEOUT_S:g}s"}
        options |= {"client_max_retries": str(TRIES), "client_retry_timeout": f"{TIMEOUT_S * TRIES:.0f}"}
        if "region" in said:
            options["region"] = said["region"]
        if "endpoint_override" in said:
            options["endpoint"] = f"{said['scheme']}://{said['endpoint_override']}"
            options["allow_http"] = str(said["scheme"] == "http").lower()
        if said.get("anonymous"):
            options["skip_signature"] = "true"
        return options

    def read_manifest(self) -> str:
        """See :class:`backend.index.home.IndexHome`."""
        return self._store.read(f"{self._key}/{MANIFEST_FILE}").decode("utf-8")

    def write_manifest(self, text: str) -> None:
        """See :class:`backend.index.home.IndexHome`."""
        self._store.write(f"{self._key}/{MANIFEST_FILE}", text.encode("utf-8"))

    def stamps(self) -> tuple[int | str, int | str]:
        """Entity tag of the manifest, and the names of the table's versions."""
        versions = self._store.names(f"{self._key}/{TABLE_NAME}.lance/_versions/")
        return self.manifest_stamp(), " ".join(sorted(versions))

    def manifest_stamp(self) -> int | str:
        """Entity tag of the manifest."""
        return self._store.stamp(f"{self._key}/{MANIFEST_FILE}")

    def has_table(self) -> bool:
        """See :class:`backend.index.home.IndexHome`."""
        return bool(self._store.names(f"{self._key}/{TABLE_NAME}.lance/_versions/"))

    def begin(self) -> None:
        """A bucket needs no folders."""

    def empty_chunks(self) -> Iterable[str]:
        """Names of the empty objects that stand for chunks without rows."""
        under = f"{self._key}/{_EMPTY}"
        return [name.removeprefix(under) for name in self._store.names(under)]

    def remember_empty(self, chunk_id: str) -> None:
        """See :class:`backend.index.home.IndexHome`."""
        self._lease.check()
        self._store.write(f"{self._key}/{_EMPTY}{chunk_id}", b"")

    def make_durable(self) -> None:
        """The store has done so already, if the lease still is this run's.

        Raises:
            IndexNotUsable: another machine has taken it over.
        """
        self._lease.check()

    def remove(self) -> None:
        """See :class:`backend.index.home.IndexHome`."""
        manifest = f"{self._key}/{MANIFEST_FILE}"
        self._store.remove([manifest])
        self._store.remove([name for name in self._store.names(f"{self._key}/") if name != manifest])

    def lease(self, wait_s: float) -> AbstractContextManager[None]:
        """See :class:`backend.index.home.IndexHome`."""
        return self._lease.held()

    def unreadable(self, error: Exception) -> TerralexError:
        """Where the store says that a file is missing, it is damaged; else nothing is known of it."""
        if "not found" in str(error).lower():
            return IndexNotUsable(f"The index in {self.uri} is damaged: index the layer again.")
        return _failed(self.uri, error)

    def unwritable(self, error: OSError) -> TerralexError:
        """The store fails."""
        return _failed(self.uri, error)


@lru_cache(maxsize=256)
def bucket_home(address: str, name: str, machine: str) -> BucketHome:
    """The one object for an index in a bucket, so that all of a process know of its lease."""
    return BucketHome(address, name, machine)


class _Store:
    """The objects of a bucket, asked patiently."""

    def __init__(self, address: str, bucket: str) -> None:
        self._address = address
        self._bucket = bucket

    def read(self, key: str) -> bytes:
        return bytes(self._asked(lambda client: client.get_object(Bucket=self._bucket, Key=key)["Body"].read()))

    def stamp(self, key: str) -> str:
        return str(self._asked(lambda client: client.head_object(Bucket=self._bucket, Key=key)["ETag"]))

    def write(self, key: str, data: bytes) -> None:
        self._asked(lambda client: client.put_object(Bucket=self._bucket, Key=key, Body=data))

    def create(self, key: str, data: bytes) -> bool:
        """Write an object that is not there; False where somebody else has written it."""
        from botocore.exceptions import ClientError

        def create(client: Any) -> bool:
            try:
                client.put_object(Bucket=self._bucket, Key=key, Body=data, IfNoneMatch="*")
            except ClientError as error:
                if _code(error) in (409, 412):
                    return bool(client.get_object(Bucket=self._bucket, Key=key)["Body"].read() == data)
                raise
            return True

        return self._asked(create)

    def age_s(self, key: str) -> float:
        """How long ago an object was written, by the clock of the store."""
        from email.utils import parsedate_to_datetime

        found = self._asked(lambda client: client.head_object(Bucket=self._bucket, Key=key))
        now = parsedate_to_datetime(found["ResponseMetadata"]["HTTPHeaders"]["date"])
        return float((now - found["LastModified"]).total_seconds())

    def names(self, under: str) -> list[str]:
        return self._listed(under, lambda page: [one["Key"] for one in page.get("Contents", ())])

    def folders(self, under: str) -> list[str]:
        return self._listed(under, lambda page: [one["Prefix"] for one in page.get("CommonPrefixes", ())], "/")

    def remove(self, keys: list[str]) -> None:
        for start in range(0, len(keys), 1000):
            asked = {"Objects": [{"Key": key} for key in keys[start : start + 1000]], "Quiet": True}

            def remove(client: Any, asked: dict[str, Any] = asked) -> Any:
                return client.delete_objects(Bucket=self._bucket, Delete=asked)

            said = self._asked(remove)
            if said.get("Errors"):
                raise _failed(self._address, RuntimeError(said["Errors"][0].get("Message", "it keeps a file")))

    def _listed(self, under: str, take: Callable[[Any], list[str]], delimiter: str = "") -> list[str]:
        def pages(client: Any) -> list[str]:
            asked = {"Bucket": self._bucket, "Prefix": under, "Delimiter": delimiter}
            return [name for page in client.get_paginator("list_objects_v2").paginate(**asked) for name in take(page)]

        return self._asked(pages)

    def _asked(self, work: Callable[[Any], Result]) -> Result:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return work(_client())
        except ClientError as error:
            if _code(error) == 404 and error.response.get("Error", {}).get("Code") != "NoSuchBucket":
                raise FileNotFoundError(self._address) from error
            raise _failed(self._address, error) from error
        except (BotoCoreError, OSError) as error:
            raise _failed(self._address, error) from error


def _code(error: Any) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _failed(address: str, error: Exception) -> IndexStorageFailed:
    said = " ".join(str(error).split())
    for word, reason in (("NoSuchBucket", "there is no such bucket"), ("AccessDenied", "access is denied")):
        if word in said.replace(" ", ""):
            said = reason
    return IndexStorageFailed(f"The store of {address} fails ({said[:160]}): run the command again when it answers.")


def _client() -> Any:
    """The client of this process's environment; safe for threads."""
    said = endpoint_options()
    return _client_for(bool(said.get("anonymous")), "endpoint_override" in said, TIMEOUT_S)


@lru_cache(maxsize=4)
def _client_for(anonymous: bool, other_store: bool, timeout_s: float) -> Any:
    import boto3
    from botocore import UNSIGNED
    from botocore.config import Config

    config = Config(
        connect_timeout=timeout_s,
        read_timeout=timeout_s,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        signature_version=UNSIGNED if anonymous else None,
        s3={"addressing_style": "path"} if other_store else None,
    )
    return boto3.session.Session().client("s3", config=config)
