"""Shell scripts, read by bash, which is told to run nothing (``-n``)."""

from __future__ import annotations

import dataclasses as dc
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...model.problem import Level
from ..batch import divided
from ..programs import Missing, ask, program
from .flaw import Flaw, at_offset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..programs import Said

ERROR = re.compile(
    r"^(?P<number>\d+)\.sh: (?:line (?P<line>\d+): )?(?P<said>.*)$", re.MULTILINE
)
DSN = re.compile(r"postgres(?:ql)?://[^\s\"'`]+")
PRODUCTION = re.compile(r"prod|live", re.IGNORECASE)
LONGEST = 200


def missing() -> Missing | None:
    if program("bash"):
        return None
    return Missing(what="bash", install="apt-get install bash")


LOOP = """\
for script; do
    "$BASH" --norc --noprofile -n "$script" || echo "$script: ended with $?" >&2
done
"""
"""Reads each script in a process that is quicker to start than one from here."""


def parse(text: str) -> Iterator[Flaw]:
    yield from many([text]).get(0, ())


def many(texts: Sequence[str]) -> Mapping[int, list[Flaw]]:
    """Return what is wrong with each text, by its number."""
    found: dict[int, list[Flaw]] = {}
    whole = {n: text for n, text in enumerate(texts) if "\0" not in text}
    for some, said in divided([*whole.items()], ask_bash) if whole else ():
        if said.why:
            found[some[0][0]] = [Flaw(1, 1, f"bash cannot read it: {said.why}")]
        for number, flaw in told(said.err):
            found.setdefault(number, [flaw])
    for number, text in enumerate(texts):
        if number not in whole:
            said_ = "a zero byte is in the script"
            found[number] = [at_offset(text, text.index("\0"), said_)]
        if more := [*addresses(text)]:
            found.setdefault(number, []).extend(more)
    return found


def ask_bash(scripts: Sequence[tuple[int, str]]) -> Said:
    bash = program("bash") or "bash"
    if len(scripts) == 1:
        return ask_about_one(bash, *scripts[0])
    with tempfile.TemporaryDirectory(prefix="audit-bash-") as folder:
        for number, text in scripts:
            Path(folder, f"{number}.sh").write_text(text, "utf-8", "replace")
        names = [f"{number}.sh" for number, _ in scripts]
        command = [bash, "--norc", "--noprofile", "-c", LOOP, "bash", *names]
        return ask(command, folder=folder, seconds=10 + 0.1 * len(scripts))


def ask_about_one(bash: Path | str, number: int, text: str) -> Said:
    """Ask without a file, as each page of a build does."""
    said = ask([bash, "--norc", "--noprofile", "-n"], text=text, seconds=10)
    lines = NAMELESS.sub(f"{number}.sh: ", said.err)
    if said.code and not lines:
        lines = f"{number}.sh: ended with {said.code}"
    return dc.replace(said, err=lines)


NAMELESS = re.compile(r"^\S*bash: ", re.MULTILINE)


def told(err: str) -> Iterator[tuple[int, Flaw]]:
    """Yield what bash says of scripts, the first of each first."""
    for found in ERROR.finditer(err):
        message = found["said"]
        if len(message) > LONGEST:
            message = f"{message[:LONGEST]} …"
        if found["line"]:
            yield int(found["number"]), Flaw(int(found["line"]), 1, message)
        else:
            yield int(found["number"]), Flaw(1, 1, f"bash cannot read it: {message}")


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
