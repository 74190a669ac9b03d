"""Shell scripts, read by bash, which is told to run nothing (``-n``)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...model.problem import Level
from ..programs import Missing, ask, program
from .flaw import Flaw, at_offset

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR = re.compile(r"^(?:\S*bash): line (\d+): (.*)$", re.MULTILINE)
DSN = re.compile(r"postgres(?:ql)?://[^\s\"'`]+")
PRODUCTION = re.compile(r"prod|live", re.IGNORECASE)
LONGEST = 200


def missing() -> Missing | None:
    if program("bash"):
        return None
    return Missing(what="bash", install="apt-get install bash")


def parse(text: str) -> Iterator[Flaw]:
    yield from addresses(text)
    if "\0" in text:
        yield at_offset(text, text.index("\0"), "a zero byte is in the script")
        return
    bash = program("bash") or "bash"
    said = ask([bash, "--norc", "--noprofile", "-n"], text=text, seconds=10)
    if found := ERROR.search(said.err):
        message = found[2]
        if len(message) > LONGEST:
            message = f"{message[:LONGEST]} …"
        yield Flaw(int(found[1]), 1, message)
    elif said.why or said.code:
        yield Flaw(1, 1, f"bash cannot read it: {said.why or said.err[:LONGEST]}")


def addresses(text: str) -> Iterator[Flaw]:
    """Yield addresses of databases that are none, or that no test should have."""
    for found in DSN.finditer(text):
        name = ""
        if "$" not in found[0] and "{" not in found[0]:
            try:
                parts = urlsplit(found[0])
                _ = parts.port
                name = parts.path
            except ValueError as error:
                yield at_offset(text, found.start(), f"no address: {error}", "dsn")
        if PRODUCTION.search(name):
            said = f"this would run against {name.strip('/')!r}"
            yield at_offset(text, found.start(), said, "dsn", Level.WARNING)
