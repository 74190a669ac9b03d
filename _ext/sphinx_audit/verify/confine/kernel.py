"""Calls of the Linux kernel that Python has no words for."""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import sys

LINUX = sys.platform == "linux"

NEW_MOUNTS = 0x0002_0000
NEW_NAMES = 0x0400_0000
NEW_IPC = 0x0800_0000
NEW_USERS = 0x1000_0000
NEW_PIDS = 0x2000_0000
NEW_NET = 0x4000_0000

READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC = 1, 2, 4, 8
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18

DEATH_SIGNAL, NO_NEW_PRIVILEGES, SUBREAPER = 1, 38, 36

libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def unshare(flags: int) -> None:
    if not LINUX:
        raise OSError(0, "only Linux has them", "unshare")
    checked(libc.unshare(flags), "unshare")


def mount(
    source: str, target: str, kind: str = "", flags: int = 0, data: str = ""
) -> None:
    texts = (t.encode() if t else None for t in (source, target, kind))
    result = libc.mount(*texts, ctypes.c_ulong(flags), data.encode() if data else None)
    checked(result, f"mount {target}")


GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1
REQUEST = "16sH22x"
"""A name of an interface and its flags, as netdevice(7) has them."""


def loopback() -> None:
    """Let the processes of a network namespace speak with each other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asked = struct.pack(REQUEST, b"lo", 0)
        name, flags = struct.unpack(REQUEST, fcntl.ioctl(asking, GET_FLAGS, asked))
        fcntl.ioctl(asking, SET_FLAGS, struct.pack(REQUEST, name, flags | UP))


def control(option: int, value: int) -> None:
    """Call prctl; elsewhere than on Linux, do nothing."""
    if LINUX:
        checked(libc.prctl(option, value, 0, 0, 0), f"prctl {option}")


def syscall(number: int, *values: object) -> int:
    """Make a call that has no function of its own; pass numbers as c_long."""
    made = (ctypes.c_long(v) if isinstance(v, int) else v for v in values)
    return int(libc.syscall(ctypes.c_long(number), *made))
