"""What is to be confined, and to what: both sides of the guard's door know it."""

from __future__ import annotations

import dataclasses as dc

NOBODY = 65534

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache")
"""What programs need of a machine: its libraries, and nothing of its users."""


@dc.dataclass(frozen=True, kw_only=True)
class Spec:
    """A program, or several in turn, and what they may see and use."""

    steps: list[list[str]]
    """Commands; the last one is what is waited for."""
    view: str
    """An empty folder, which becomes the root of what they see."""
    env: dict[str, str] = dc.field(default_factory=dict)
    user: int = NOBODY
    """Whom an administrator becomes; limits of processes are each user's."""
    folder: str = "/"
    readable: list[str] = dc.field(default_factory=list)
    writable: list[str] = dc.field(default_factory=list)
    scratch: dict[str, int] = dc.field(default_factory=dict)
    """Folders of its own in memory, and how many bytes they hold."""
    limits: dict[str, int] = dc.field(default_factory=dict)
    """Limits of the system, such as ``RLIMIT_AS``."""
    memory: int = 0
    """How many bytes all processes together may hold; 0 for any number."""
    output: str = "/dev/null"
    """The file that takes what they say."""
    required: bool = True
    """Whether to refuse where the machine has no namespaces."""
    grace: float = 0.0
    """Seconds to end by itself after SIGINT, once it is to end."""
    remove: str = ""
    """A folder that goes when the program has ended."""
