"""What the confined process does to itself before it becomes the program."""

from __future__ import annotations

import json
import os
import pwd
import resource
import signal
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from . import kernel, landlock, view
from .kernel import NEW_IPC, NEW_MOUNTS, NEW_NAMES, NEW_NET, NEW_PIDS, NEW_USERS
from .spec import NOBODY, SYSTEM

if TYPE_CHECKING:
    from .spec import Spec


def namespaces(*, required: bool) -> bool:
    """Begin namespaces for the child; raises OSError where they are required."""
    try:
        user, group = os.getuid(), os.getgid()
        kernel.unshare(NEW_PIDS if user == 0 else NEW_PIDS | NEW_USERS)
        if user:
            Path("/proc/self/setgroups").write_text("deny", "ascii")
            Path("/proc/self/uid_map").write_text(f"{named(user)} {user} 1", "ascii")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")
    except OSError:
        if required:
            raise
        return False
    return True


def named(user: int) -> int:
    """Return a user with a name: PostgreSQL makes nothing for one without."""
    try:
        pwd.getpwuid(user)
    except KeyError:
        return NOBODY
    return user


def become(spec: Spec, shared: bool, tell: int) -> NoReturn:
    """Confine this process, tell the layers, and become the program."""
    try:
        layers = list(confine(spec, shared))
        for step in spec.steps[:-1]:
            alone(step, spec.env)
        os.write(tell, json.dumps({"layers": layers}).encode() + b"\n")
        os.execve(spec.steps[-1][0], spec.steps[-1], spec.env)
    except BaseException as error:  # whatever it is: this process must not go on
        words = getattr(error, "strerror", None) or str(error)
        name = getattr(error, "filename", None)
        said = f"{name}: {words}" if name else words
        os.write(tell, json.dumps({"refused": said}).encode() + b"\n")
    finally:
        os._exit(125)


def confine(spec: Spec, shared: bool) -> list[str]:
    layers = []
    os.umask(0o022)  # what is made for the view is to be seen
    output(spec.output)
    user = user_of(spec)
    if shared:
        kernel.unshare(NEW_MOUNTS | NEW_IPC | NEW_NET | NEW_NAMES)
        kernel.loopback()
        view.enter(spec, user)
        layers.append("namespaces")
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
        layers.append("nobody")
    os.chdir(spec.folder)
    for name, most in spec.limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))
    kernel.control(kernel.DEATH_SIGNAL, signal.SIGKILL)  # a change of user clears it
    kernel.control(kernel.NO_NEW_PRIVILEGES, 1)
    layers += restricted(spec, net=shared)  # where it is our own, it leads nowhere
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return layers


def user_of(spec: Spec) -> int:
    """Return who to become: in a container there may be few users."""
    if os.getuid():
        return os.getuid()
    most = 0
    with suppress(OSError):
        for line in Path("/proc/self/uid_map").read_text("ascii").splitlines():
            first, _, count = map(int, line.split())
            most = max(most, first + count - 1)
    return spec.user if spec.user <= most else NOBODY


def restricted(spec: Spec, *, net: bool) -> list[str]:
    if not landlock.version():
        return []
    writable = [*spec.writable, *spec.scratch, *view.DEVICES]
    readable = [*SYSTEM, *spec.readable, "/proc"]
    found = landlock.restrict(readable, writable, net=net)
    return [f"landlock {found}"]


def output(path: str) -> None:
    """Let the program speak into a file; it has no input."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    target = os.open(path, flags, 0o600)
    source = os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    os.dup2(source, 0)
    os.dup2(target, 1)
    os.dup2(target, 2)
    keep_from_it()


def keep_from_it() -> None:
    """Close the guard's own descriptors once the program begins."""
    folder = "/proc/self/fd" if kernel.LINUX else "/dev/fd"
    for name in os.listdir(folder):  # noqa: PTH208 - only names
        if int(name) > 2:
            with suppress(OSError):
                os.set_inheritable(int(name), False)


def alone(step: list[str], env: dict[str, str]) -> None:
    """Run a command that comes before the program; raises OSError if it fails."""
    child = os.fork()
    if not child:
        try:
            os.execve(step[0], step, env)
        finally:
            os._exit(125)
    status = os.waitpid(child, 0)[1]
    if status:
        raise OSError(0, f"ended with {os.waitstatus_to_exitcode(status)}", step[0])
