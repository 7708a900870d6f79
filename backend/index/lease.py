"""Who may write an index in an object store: one machine at a time, as long as it says so.

Leases are numbered objects, and a store creates an object once: who creates the next number has the lease. It is free
where the last one was given back, where its machine has not said for two minutes that it still works, and for the same
machine, whose lock has told already that no other of its processes writes.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from backend.errors import IndexNotUsable, IndexStorageFailed

EXPIRES_S = 120.0
_RENEWED_EVERY_S = 30.0


class LeaseStore(Protocol):
    """What leases need of an object store."""

    def read(self, key: str) -> bytes:
        """An object."""

    def write(self, key: str, data: bytes) -> None:
        """Write or replace it."""

    def create(self, key: str, data: bytes) -> bool:
        """Write it where it is not there; False where somebody else has."""

    def age_s(self, key: str) -> float:
        """Since when it has not been written, by the store's clock."""

    def names(self, under: str) -> list[str]:
        """Keys that begin so."""

    def remove(self, keys: list[str]) -> None:
        """Remove objects."""


class Lease:
    """The lease of one index."""

    def __init__(self, store: LeaseStore, under: str, machine: str, address: str) -> None:
        """Args:
        store: where the leases lie.
        under: what their keys begin with.
        machine: id of this machine.
        address: of the index, for sentences.
        """
        self._store = store
        self._under = under
        self._machine = machine
        self._address = address
        self._lost = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the lease, and keep it, in this block.

        Raises:
            IndexNotUsable: another machine has it.
            IndexStorageFailed: the store does not answer.
        """
        key = self._take()
        self._lost, ended = False, threading.Event()
        keeper = threading.Thread(target=self._keep, args=(key, ended), name="terralex-lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            ended.set()
            keeper.join()
            if not self._lost:
                self._give_back(key)

    def check(self) -> None:
        """Raises:
        IndexNotUsable: another machine has taken the lease over.
        """
        if self._lost:
            raise IndexNotUsable(
                f"Another machine has taken over the index in {self._address}, because this one was silent for two "
                "minutes: run the command again when it has finished."
            )

    def _take(self) -> str:
        numbers = sorted(self._store.names(self._under))
        last = numbers[-1] if numbers else None
        if last is not None and not self._is_free(last):
            raise IndexNotUsable(
                f"Another machine is writing the index in {self._address}: wait until it has finished, or for two "
                "minutes if it was stopped."
            )
        number = 1 if last is None else int(last.removeprefix(self._under)) + 1
        key = f"{self._under}{number:012d}"
        if not self._store.create(key, self._said(used=True)):
            raise self._just_begun()
        if max(self._store.names(self._under)) != key:  # the number had been given, and its lease was removed since
            self._store.remove([key])
            raise self._just_begun()
        self._store.remove(numbers)
        return key

    def _just_begun(self) -> IndexNotUsable:
        return IndexNotUsable(f"Another machine has just begun to write the index in {self._address}: wait for it.")

    def _is_free(self, key: str) -> bool:
        try:
            said = json.loads(self._store.read(key))
            return not said["used"] or said["machine"] == self._machine or self._store.age_s(key) > EXPIRES_S
        except (FileNotFoundError, ValueError, KeyError):  # given back and gone, or no lease of ours
            return True

    def _keep(self, key: str, ended: threading.Event) -> None:
        while not ended.wait(_RENEWED_EVERY_S):
            try:
                if sorted(self._store.names(self._under))[-1:] != [key]:
                    self._lost = True
                    return
                self._store.write(key, self._said(used=True))
            except (IndexStorageFailed, OSError):  # the next time perhaps
                continue

    def _give_back(self, key: str) -> None:
        try:
            self._store.write(key, self._said(used=False))
        except (IndexStorageFailed, OSError):  # it expires
            return

    def _said(self, used: bool) -> bytes:
        return json.dumps({"machine": self._machine, "used": used, "nonce": uuid.uuid4().hex}).encode()
