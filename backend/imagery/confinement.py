"""Kernel confinement of a process that reads untrusted files, irrevocable: no network, no other programs, no other
files.

Only Linux offers it, and not every kernel; what is unavailable is skipped, and the limits of the process still hold.
Sources: seccomp(2), landlock(7), ``linux/landlock.h``.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # EPERM
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_X32 = 0x40000000

# socket connect execve execveat ptrace process_vm_readv process_vm_writev bpf keyctl add_key request_key
# io_uring_setup io_uring_enter io_uring_register mount umount2 unshare setns perf_event_open userfaultfd kill
# open_by_handle_at pidfd_getfd init_module finit_module kexec_load
_MORE_X86, _MORE_ARM = (62, 304, 438, 175, 313, 246), (129, 265, 438, 105, 273, 104)
_CALLS = {
    "x86_64": (
        0xC000003E,
        (
            41,
            42,
            59,
            322,
            101,
            310,
            311,
            321,
            250,
            248,
            249,
            425,
            426,
            427,
            165,
            166,
            272,
            308,
            298,
            323,
            62,
            *_MORE_X86,
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (
            198,
            203,
            221,
            281,
            117,
            270,
            271,
            280,
            219,
            217,
            218,
            425,
            426,
            427,
            40,
            39,
            97,
            268,
            241,
            282,
            129,
            *_MORE_ARM,
        ),
    ),
}

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}  # by the first version with it
_TCP = 0b11
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/proc/self",
    "/proc/meminfo",
    "/proc/cpuinfo",
    "/sys/fs/cgroup",
)
_SYSTEM_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def confine(roots: Sequence[str] = ()) -> frozenset[str]:
    """Take from this process and its future threads every right that reading rasters does not need.

    Args:
        roots: folders that may be read besides programs and libraries; every file may be read if empty.

    Returns:
        What the kernel applied: ``no_new_privs``, ``seccomp``, ``landlock``.
    """
    if not sys.platform.startswith("linux"):
        return frozenset()
    libc = ctypes.CDLL(None, use_errno=True)
    done = set()
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        done.add("no_new_privs")
        if roots and _allow_reading_alone(libc, roots):
            done.add("landlock")
        if _refuse_calls(libc):
            done.add("seccomp")
    return frozenset(done)


def _refuse_calls(libc: ctypes.CDLL) -> bool:
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    after = len(calls) + 2  # instructions from the first comparison of a call to the refusal
    program = [
        _step(_LOAD, 4),
        _step(_EQUAL, architecture, 0, after + 1),  # call numbers of another architecture mean other calls
        _step(_LOAD, 0),
        _step(_AT_LEAST, _X32, after - 1, 0),
        *(_step(_EQUAL, call, after - 2 - place, 0) for place, call in enumerate(calls)),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]
    program_filter = _Filter(len(program), b"".join(program))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, ctypes.byref(program_filter), 0, 0) == 0)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _allow_reading_alone(libc: ctypes.CDLL, roots: Sequence[str]) -> bool:
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    rights = next(rights for first, rights in sorted(_FILE_RIGHTS.items(), reverse=True) if version >= first)
    attributes = struct.pack("=QQ", rights, _TCP) if version >= 4 else struct.pack("=Q", rights)
    ruleset = libc.syscall(_LANDLOCK_CREATE, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in (*roots, *_own_places(), *_SYSTEM, *_SYSTEM_DEVICES):
            _allow(libc, ruleset, path)
        return bool(libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _own_places() -> Iterable[str]:
    """Folders of Python, its libraries and their data."""
    places = {sys.prefix, sys.base_prefix, sys.executable, *(entry for entry in sys.path if entry)}
    places |= {os.environ[name] for name in ("PROJ_DATA", "PROJ_LIB", "GDAL_DATA") if name in os.environ}
    return {os.path.realpath(place) for place in places} | places


def _allow(libc: ctypes.CDLL, ruleset: int, path: str) -> None:
    try:
        place = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = _READ_FILE | (_READ_DIR if Path(path).is_dir() else 0)
        libc.syscall(_LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
