"""Landlock: what a process may open, kept by the kernel for it and its children.

https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import struct
from typing import TYPE_CHECKING

from . import kernel

if TYPE_CHECKING:
    from collections.abc import Iterable

CREATE, ADD, RESTRICT = 444, 445, 446
VERSION, BENEATH = 1, 1

EXECUTE, WRITE, READ, READ_FOLDER = 1, 2, 4, 8
TRUNCATE, DEVICES = 1 << 14, 1 << 15
OF_FILES = EXECUTE | WRITE | READ | TRUNCATE | DEVICES
LOOK = EXECUTE | READ | READ_FOLDER
HANDLED = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
ALL = (1 << 16) - 1
BIND_AND_CONNECT = 3
SOCKETS_AND_SIGNALS = 3


def version() -> int:
    """Return the version of the kernel's Landlock, 0 without it."""
    if not kernel.LINUX:
        return 0
    return max(0, kernel.syscall(CREATE, None, 0, VERSION))


def restrict(readable: Iterable[str], writable: Iterable[str], *, net: bool) -> int:
    """Keep this process to some paths, without *net* from TCP; return the version."""
    known = version()
    if not known:
        return 0
    handled = HANDLED.get(known, ALL)
    tcp = BIND_AND_CONNECT if known >= 4 and not net else 0
    scope = SOCKETS_AND_SIGNALS if known >= 6 else 0
    size = 8 if known < 4 else 16 if known < 6 else 24
    attributes = struct.pack("QQQ", handled, tcp, scope)[:size]
    rules = kernel.syscall(CREATE, attributes, size, 0)
    kernel.checked(rules, "landlock_create_ruleset")
    for path in readable:
        allow(rules, path, LOOK & handled)
    for path in writable:
        allow(rules, path, handled)
    kernel.checked(kernel.syscall(RESTRICT, rules, 0), "landlock_restrict_self")
    os.close(rules)
    return known


def allow(rules: int, path: str, access: int) -> None:
    """Add a rule for a path, if there is such a thing."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rights = access if os.path.isdir(path) else access & OF_FILES  # noqa: PTH112
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place))
        result = kernel.syscall(ADD, rules, BENEATH, rule, 0)
        kernel.checked(result, f"landlock_add_rule {path}")
    finally:
        os.close(place)
