"""Commands and environments that contradict each other, or touch what is live."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.words import few
from ..said import Place, Shape
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Document, Statement
    from .pile import Pile
    from .rule import Problem

SHELL = "```sh\n{}\n```\n"
RULES = (
    Rule(
        fault=Code.ENVIRONMENT,
        level=Level.WARNING,
        why="The same test passes for one reader and fails for another.",
        remedy="State the variable in one place, and refer to it.",
        wrong=f"{SHELL.format('export LIMIT=30s')}\n=== other.md\n"
        f"{SHELL.format('export LIMIT=90s')}",
        right=f"{SHELL.format('export LIMIT=30s')}\n=== other.md\n"
        f"{SHELL.format('export LIMIT=30s')}",
    ),
    Rule(
        fault=Code.COMMAND,
        level=Level.NOTE,
        why="What passes one way of running it may fail, or not run, in the other.",
        remedy="Write the command once, with all it needs.",
        wrong=f"{SHELL.format('go test ./... -race -tags=integration')}\n"
        "- [ ] `go test ./... -race` passes\n",
        right=f"{SHELL.format('go test ./... -race')}\n"
        "- [ ] `go test ./... -race` passes\n",
    ),
    Rule(
        fault=Code.PRODUCTION,
        level=Level.ERROR,
        why="A test that writes destroys what it finds.",
        remedy="Give the tests a database of their own.",
        wrong=SHELL.format('export TEST_DSN="postgresql://localhost/shop_production"'),
        right=SHELL.format('export TEST_DSN="postgresql://localhost/shop_test"'),
    ),
    Rule(
        fault=Code.CREDENTIALS,
        level=Level.WARNING,
        why="Whoever reads the document can use them, and copies of it keep them.",
        remedy="Take the password from the environment, and change the one shown.",
        wrong=SHELL.format('export DSN="postgresql://ada:secret@db.intern/shop"'),
        right=SHELL.format('export DSN="postgresql://ada:$PASSWORD@db.intern/shop"'),
    ),
)
LIVE = r"(?:\w*[_-])?prod(?:uction)?(?:[_-]\w+)?(?!\w)"
TESTS = re.compile(
    r"\btest\w*\b.{0,40}\b(?:against|on|in|use|uses|with)\b.{0,20}"
    rf"`(?P<live>{LIVE})`",
    re.IGNORECASE,
)
VARIABLE = re.compile(
    rf"\b\w*TEST\w*\s*=\s*\S*?[/@.=\"'](?P<live>{LIVE})", re.IGNORECASE
)
DSN = re.compile(
    r"\b(?P<scheme>[a-z][a-z0-9+.-]{0,20})://(?P<user>[^\s:/@\"']{1,80})"
    r":(?P<word>[^\s/@\"']{1,80})@(?P<host>[^\s/\"'?]{1,80})"
)
PASSWORD = re.compile(r"(://[^\s:/@]+:)[^\s/@]+@")
NOWHERE = re.compile(
    r"(?:.*\.)?(?:example(?:\.\w+)?|test|invalid)(?::\d+)?$", re.IGNORECASE
)
"""Hosts that nobody has (RFC 2606)."""
HIDDEN = re.compile(r"^(?:\$.*|<.*>|\{.*\}|%.*%|\*+|x+|\.{3}|…)$", re.IGNORECASE)

STANDS = re.compile(
    r"(?:(?:your|my|db)[_-]?)?(?:user(?:[_-]?name)?|login)"
    r":(?:(?:your|my|db)[_-]?)?(?:pass(?:wor[dt]|wd)?|pwd|secret)",
    re.IGNORECASE,
)
"""Words that stand for a name and a password: that of a real user may be real."""


def look(document: Document) -> Iterator[Problem]:
    live: dict[str, list[Place]] = {}
    secrets: dict[str, list[Place]] = {}
    for number, line in enumerate(document.lines, start=1):
        low = line.lower()
        if "prod" in low and "test" in low:
            for pattern in (TESTS, VARIABLE):
                for match in pattern.finditer(line[:2000]):
                    place = Place(document.file, number)
                    live.setdefault(match["live"].lower(), []).append(place)
        if "://" in line and "@" in line:
            for match in DSN.finditer(line[:2000]):
                if not made_up(match):
                    whom = f"{match['scheme']}://{match['user']}:…@{match['host']}"
                    place = Place(document.file, number)
                    secrets.setdefault(whom, []).append(place)
    for name, places in live.items():
        message = f"tests run against {name!r}, which is production{again(places)}"
        yield found(Code.PRODUCTION, message, places, (document.file, name))
    for whom, places in secrets.items():
        message = f"{whom} holds a password{again(places)}"
        yield found(Code.CREDENTIALS, message, places, (document.file, whom))


def made_up(address: re.Match[str]) -> bool:
    """Tell whether an address is but an example of one."""
    said = f"{address['user']}:{address['word']}"
    hidden = HIDDEN.match(address["word"]) or STANDS.fullmatch(said)
    return bool(hidden or NOWHERE.match(address["host"]))


def again(places: list[Place]) -> str:
    others = named(places[1:], places[0])
    return f" (also in {others})" if others else ""


def check(pile: Pile) -> Iterator[Problem]:
    for name, all_ in sorted(pile.about("environment").items()):
        groups: dict[str, list[Statement]] = {}
        for one in all_:
            groups.setdefault(one.value, []).append(one)
        if len(groups) > 1 and len({s.place.file for s in all_}) > 1:
            yield told(Code.ENVIRONMENT, name, groups)
    for name, all_ in sorted(pile.about("command").items()):
        yield from commands(name, all_)


def commands(name: str, all_: list[Statement]) -> Iterator[Problem]:
    """Compare lines that run one thing on the same arguments with other options."""
    alike: dict[tuple[str, ...], dict[str, list[Statement]]] = {}
    for one in all_:
        words = one.value.split()
        options = sorted(w for w in words if w.startswith("-"))
        rest = tuple(w for w in words if not w.startswith("-"))
        if options:  # a command without any is its name
            alike.setdefault(rest, {}).setdefault(" ".join(options), []).append(one)
    for groups in alike.values():
        told_to_run = any(s.shape is Shape.CODE for g in groups.values() for s in g)
        if len(groups) > 1 and told_to_run:  # else prose speaks of its options
            yield told(Code.COMMAND, name, groups)


def told(code: Code, name: str, groups: dict[str, list[Statement]]) -> Problem:
    (first, *_), *others = groups.values()

    def said(one: Statement) -> str:
        words = one.words if code is Code.COMMAND else one.value
        return repr(PASSWORD.sub(r"\1…@", words))

    parts = [
        f"{said(g[0])} in {named([s.place for s in g], first.place)}" for g in others
    ]
    message = f"{name} is {said(first)} here, but {few(parts, ', and ')}"
    places = [g[0].place for g in groups.values()]
    places += [s.place for g in groups.values() for s in g]
    ids = (name, *sorted(PASSWORD.sub(r"\1…@", value) for value in groups))
    return found(code, message, places, ids)
