"""What a confined program sees: a root of its own with the few folders it needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from . import kernel
from .kernel import BIND, NO_DEVICES, NO_EXEC, NO_SUID, READ_ONLY, RECURSIVE, REMOUNT
from .spec import SYSTEM

if TYPE_CHECKING:
    from .spec import Spec

DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
ROOT_BYTES = 1 << 20


def enter(spec: Spec, user: int) -> None:
    """Make the view and go into it: needs the rights of a namespace of one's own."""
    kernel.mount("", "/", flags=RECURSIVE | kernel.PRIVATE)
    root = Path(spec.view)
    memory(root, ROOT_BYTES, user)
    for path, size in spec.scratch.items():  # first: others may lie in it
        memory(below(root, path), size, user)
    for path in dict.fromkeys((*SYSTEM, *spec.readable)):
        shown(root, path, writable=False)
    for path in DEVICES:
        shown(root, path, writable=True)
    for path in spec.writable:
        shown(root, path, writable=True)
    proc = below(root, "/proc")
    proc.mkdir(exist_ok=True)
    kernel.mount("proc", str(proc), "proc", NO_SUID | NO_DEVICES | NO_EXEC)
    os.chroot(root)
    os.chdir("/")


def below(root: Path, path: str) -> Path:
    return root / path.lstrip("/")


def memory(target: Path, size: int, user: int) -> None:
    target.mkdir(parents=True, exist_ok=True)
    options = f"size={size},mode=0755,uid={user}"
    kernel.mount("tmpfs", str(target), "tmpfs", NO_SUID | NO_DEVICES, options)


def shown(root: Path, path: str, *, writable: bool) -> None:
    """Show a file or a folder of the machine, where it is, if there is one."""
    source, target = Path(path), below(root, path)
    if source.is_symlink():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(source.readlink())
        return
    if not source.exists():
        return
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    kernel.mount(path, str(target), flags=BIND | RECURSIVE)
    if not writable:  # the flags that are there may not be taken away
        there = os.statvfs(target).f_flag & (NO_SUID | NO_DEVICES | NO_EXEC)
        kernel.mount("", str(target), flags=REMOUNT | BIND | READ_ONLY | there)
