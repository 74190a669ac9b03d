"""``sphinx-audit show ID``: everything that is known of one finding."""

from __future__ import annotations

import dataclasses as dc
import textwrap
from typing import TYPE_CHECKING

from ..exchange.codec import key
from ..exchange.document import checklist as checklist_as_json
from ..exchange.document import finding as as_json
from ..exchange.table import value
from ..model import ItemState, Progress
from ..model.blockers import said
from ..model.words import hint
from . import cells
from .machine import write_json
from .problem import Problem, say
from .screen import screen
from .source import add_source, register_from

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Iterable, Iterator

    from ..model import Checklist, Finding, Item, Register
    from .screen import Screen

PROSE = 88
"""Columns of running text on a screen that is wider, or has no width."""

HEAD = {"id", "title", "place", "anchor", "priority", "status", "effort", "summary"}
"""Facts that stand above or below the list of facts."""

BOXES = {
    ItemState.OPEN: "[ ]",
    ItemState.DONE: "[x]",
    ItemState.NOT_APPLICABLE: "[-]",
}


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "show",
        help="all that is known of one finding",
        description="Show a finding: its facts, what it waits for, its checklists.",
    )
    parser.add_argument("id", metavar="ID", help="its id, or a former one")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="for people (the default) or for programs",
    )
    add_source(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    register = register_from(args)
    finding = chosen(args.id, register)
    on = screen()
    if args.format == "json":
        lists = [
            checklist_as_json(c, register) for c in register.checklists_of(finding.id)
        ]
        write_json(as_json(finding, register) | {"checklists": lists}, on)
    else:
        on.show(text(finding, register, on))
    return 0


def chosen(id_: str, register: Register) -> Finding:
    known = register.canonical(id_)
    if known in register.findings:
        if known != id_:
            say(f"{id_} is now {known}")
        return register.findings[known]
    if id_ in register.phases:
        raise Problem(f"{id_} is a phase; list --phase {id_} shows its findings")
    ids = [*register.findings, *register.aliases]
    raise Problem(f"no finding {id_}{hint(id_, ids)}")


def text(finding: Finding, register: Register, on: Screen) -> Iterator[str]:
    """Yield the lines: heading, badges, facts, summary, checklists."""
    width = min(on.width or PROSE, PROSE)
    yield on.paint(on.clean(f"{finding.id}  {finding.title}"), "bold")
    yield badges(finding, register, on)
    facts = [(name, said) for name, said in told(finding, register) if said]
    if facts:
        yield ""
        column = max(len(name) for name, _ in facts) + 2
        for name, said in facts:
            yield from wrapped(name.ljust(column), said, width, on)
    if finding.summary:
        yield ""
        yield from wrapped("", finding.summary, width, on)
    for checklist in register.checklists_of(finding.id):
        yield ""
        yield from ticks(checklist, width, register, on)


def badges(finding: Finding, register: Register, on: Screen) -> str:
    state, priority = cells.state(finding, register), cells.priority(finding)
    parts = [
        on.paint(on.clean(state.text), state.style),
        finding.status,
        on.paint(priority.text, priority.style),
        on.clean(cells.effort(finding).text),
    ]
    return f" {on.clean('·')} ".join(p for p in parts if p)


def told(finding: Finding, register: Register) -> Iterator[tuple[str, str]]:
    """Yield what is stated, then what is computed; empty if there is none."""
    for field in dc.fields(finding):
        if field.name == "phase":
            phase = register.phases.get(finding.phase)
            yield "phase", f"{phase.id}: {phase.title}" if phase else finding.phase
        elif field.name == "evidence":
            yield "evidence", ", ".join(map(register.survey.told, finding.evidence))
        elif field.name not in HEAD:
            yield key(field.name), value(getattr(finding, field.name))
    reasons = register.standings[finding.id].reasons
    lists = register.checklists_of(finding.id)
    done = sum((c.progress for c in lists), Progress())
    yield "waits for", "; ".join(said(r) for r in reasons)
    through = register.through_phase(finding).items()
    more = (f"{n} of phase {phase}" for phase, n in through)
    yield "needed by", ", ".join((*register.named_by(finding.id), *more))
    yield "items done", f"{done.done} of {done.total}" if lists else ""
    verified = register.survey.verified.get(finding.id)
    yield "verified to", verified.said if verified else ""
    yield "stated in", f"{finding.place.docname}, line {finding.place.line}"


def ticks(
    checklist: Checklist, width: int, register: Register, on: Screen
) -> Iterator[str]:
    progress = checklist.progress
    mandatory = ", mandatory" if checklist.mandatory else ""
    title = checklist.title if checklist.title != checklist.id else ""
    done = f"({progress.done} of {progress.total}{mandatory})"
    heading = " ".join(p for p in (checklist.id, title, done) if p)
    yield on.paint(on.clean(heading), "bold")
    yield from boxes(checklist.items, "  ", width, register, on)


def boxes(
    items: Iterable[Item], indent: str, width: int, register: Register, on: Screen
) -> Iterator[str]:
    for item in items:
        on_day = item.on.isoformat() if item.on else ""
        evidence = map(register.survey.told, item.evidence)
        record = ", ".join(p for p in (item.by, on_day, *evidence) if p)
        text = register.filled(item.text)
        said = f"{text} ({record})" if record else text
        yield from wrapped(f"{indent}{BOXES[item.state]} ", said, width, on)
        yield from boxes(item.items, indent + "    ", width, register, on)


def wrapped(first: str, said: str, width: int, on: Screen) -> list[str]:
    """Return *said* behind *first*, its further lines below its beginning."""
    return textwrap.wrap(
        on.clean(said),
        max(width, len(first) + 20),
        initial_indent=first,
        subsequent_indent=" " * len(first),
    ) or [first.rstrip()]
