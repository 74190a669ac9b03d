"""Which plans ``sphinx-audit new`` is to make: one of the options, many of a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..making.ids import refusal, taken
from ..making.order import needs
from ..making.plan import Plan, evened
from ..making.rows import APART, Row, read_rows, unreadable
from ..model.finding import PHASE
from ..model.words import hint
from ..read.finding import FACTS
from ..settings import compiled, settings_of
from ..store import register_of
from .problem import Problem, say

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from sphinx.application import Sphinx

    from ..model import Register

COMMON = ("priority", "status", "effort", "depends", "owner", "severity")
"""Facts with an option of their own; all others are given by --set."""

SHOWN = 20
"""Mistakes in a file that are told one by one."""

DECLARE = """; the handbook has no phase yet. Declare it on a page such as {page}:

# Phase {phase}: Title

```{{phase}} {phase}
```"""


def asked_for(args: Namespace) -> Plan:
    """Return the plan that the options describe; raises Problem."""
    if not args.id or args.title is None or args.phase is None:
        raise Problem("new needs ID, --phase and --title, or --from FILE")
    given = {name: getattr(args, name) or "" for name in COMMON}
    for pair in args.set or ():
        name, between, value = pair.partition("=")
        name = name.strip().replace("_", "-")
        if not between or name not in FACTS or name in APART:
            known = [n for n in FACTS if n not in APART]
            raise Problem(f"--set {pair}: no NAME=VALUE{hint(name, known)}")
        given[name] = value
    facts = {name: clean(name, value) for name, value in given.items()}
    title = clean("title", args.title)
    if not title:
        raise Problem("--title is empty")
    return Plan(
        id=args.id,
        title=title,
        phase=clean("phase", args.phase),
        facts={name: facts[name] for name in FACTS if facts.get(name)},
        summary=clean("summary", args.summary or ""),
    )


def clean(name: str, value: str) -> str:
    """Return a value on one line; raises Problem for one that cannot be read."""
    try:
        said = evened(value)
    except ValueError as error:
        raise Problem(f"{name} {error}") from error
    if said and name in FACTS and (why := unreadable(name, said)):
        raise Problem(f"{name}: {why}")
    return said


def from_file(args: Namespace, app: Sphinx) -> list[Plan]:
    """Return the plans that a register lacks pages for; raises Problem."""
    if args.id or args.title is not None:
        raise Problem("--from takes ids and titles from the file: leave ID and --title")
    name, text = text_of(args.from_file)
    rows, mistakes = read_rows(text, args.phase or "")
    register = register_of(app.env)
    missing = [row for row in rows if not has_page(row.plan, register)]
    mistakes += wrong_rows(missing, app)
    if mistakes:
        told = [f"{name}:{line}: {what}" for line, what in sorted(mistakes)]
        rest = [f"and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
        raise Problem("\n".join(["nothing was written", *told[:SHOWN], *rest]))
    if len(rows) > len(missing):
        say(f"{len(rows) - len(missing)} of {len(rows)} have a page already")
    return [row.plan for row in missing]


def text_of(file: str) -> tuple[str, str]:
    """Return the name and the text of a file, ``-`` for standard input."""
    name = "standard input" if file == "-" else file
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return name, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(f"{name}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise Problem(f"{name}: {error.strerror}") from error


def has_page(plan: Plan, register: Register) -> bool:
    return register.canonical(plan.id) in register.findings


def wrong_rows(rows: Sequence[Row], app: Sphinx) -> Iterator[tuple[int, str]]:
    lines: dict[str, int] = {}
    for row in rows:
        first = lines.setdefault(row.plan.id.casefold(), row.line)
        if first != row.line:
            yield row.line, f"{row.plan.id} stands on line {first} already"
    used = taken(register_of(app.env))
    for row in rows:
        for what in wrong(row.plan, app, used):
            yield row.line, what


def wrong(plan: Plan, app: Sphinx, used: dict[str, str]) -> Iterator[str]:
    """Yield why a plan cannot be made."""
    if why := refusal(plan.id, compiled(settings_of(app.config)), used):
        yield why
    phases = register_of(app.env).phases
    if not plan.phase:
        yield f"{plan.id} has no phase; --phase names that of all without"
    elif plan.phase not in phases:
        yield f"no phase {plan.phase!r}{hint(plan.phase, phases) or declare(plan)}"


def declare(plan: Plan) -> str:
    """Tell how a handbook gets its first phase."""
    folder = f"phase_{plan.phase.lower()}" if plan.phase.isalnum() else "phase"
    return DECLARE.format(page=f"{folder}/index.md", phase=plan.phase)


def unknown_needs(plans: Sequence[Plan], register: Register) -> Iterator[str]:
    """Yield what plans depend on and nobody defines, which is no obstacle."""
    known = {*register.findings, *register.aliases, *(plan.id for plan in plans)}
    known |= {f"{PHASE}{phase}" for phase in register.phases}
    for plan in plans:
        for need in needs(plan):
            if need not in known:
                near = hint(need, sorted(known))
                yield f"{plan.id} depends on {need}, which no page defines{near}"
