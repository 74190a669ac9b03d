"""Plans have the sections a project asks for, and somebody wrote them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..model import Place
from ..model.section import same_heading
from ..report import Fault
from .examples import plan
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model import Finding
    from ..model.section import Section
    from .problem import Subject

SIX = (
    "## Finding overview\n\nIt breaks.\n\n## Database migration\n\nNone.\n\n"
    "## Implementation\n\nNo more.\n\n## Integration tests\n\nOne.\n\n"
    "## CI/CD checklist\n\nAll pass.\n\n## Success criteria and rollback\n\nBack."
)

RULES = (
    Rule(
        fault=Fault.MISSING_SECTION,
        level=Level.OFF,
        why="Readers of a plan look for the same things in the same places.",
        remedy="Write the section; `plan_sections` says which a plan has.",
        wrong=plan(text=SIX.replace("## Implementation", "## What we do")),
        right=plan(text=SIX),
    ),
    Rule(
        fault=Fault.EMPTY_SECTION,
        level=Level.NOTE,
        why="A heading without a text promises what is not there.",
        remedy="Write the section, or remove its heading.",
        wrong=plan(text="## Rollback\n\n## Tests\n\nOne."),
        right=plan(text="## Rollback\n\nDrop the table.\n\n## Tests\n\nOne."),
    ),
    Rule(
        fault=Fault.PLACEHOLDER,
        level=Level.NOTE,
        why="Words of the template tell that nobody thought about this plan.",
        remedy="Replace them, or take them out.",
        wrong=plan(text="It takes [X-Y days]."),
        right=plan(text="It takes three days."),
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    found: dict[str, list[Section]] = {}
    for docname, page in register.pages.items():
        for section in page.sections:
            found.setdefault(section.finding, []).append(section)
            yield from flaws(section, docname)
    for finding in register.findings.values():
        if not finding.status.set_aside:
            sections = found.get(finding.id, [])
            yield from missing(finding, sections, subject.settings.plan_sections)


def missing(
    finding: Finding, sections: Sequence[Section], asked: Sequence[str]
) -> Iterator[Problem]:
    """Yield each section it lacks; of a plan without any that alone."""
    lacking = unheaded(tuple(asked), tuple(s.title for s in sections))
    if len(lacking) > 1 and len(lacking) == len(asked):
        lacking = ("",)
    for name in lacking:
        what = f"no section {name!r}" if name else f"none of the {len(asked)} sections"
        yield Problem(
            fault=Fault.MISSING_SECTION,
            message=f"the plan of {finding.id} has {what}",
            place=finding.place,
            ids=(finding.id, name),
        )


@lru_cache(maxsize=1024)  # most plans have the headings of the template
def unheaded(asked: tuple[str, ...], titles: tuple[str, ...]) -> tuple[str, ...]:
    """Return which headings are asked for and not among *titles*."""
    return tuple(n for n in asked if not any(same_heading(t, n) for t in titles))


def flaws(section: Section, docname: str) -> Iterator[Problem]:
    if section.title and not section.filled:
        yield Problem(
            fault=Fault.EMPTY_SECTION,
            message=f"the section {section.title!r} of {section.finding} is empty",
            place=Place(docname=docname, line=section.line, path=section.path),
            ids=(section.finding, section.title),
        )
    for words, line in section.left:
        where = f" of section {section.title!r}" if section.title else ""
        yield Problem(
            fault=Fault.PLACEHOLDER,
            message=f"{words!r} is left in the plan{where}",
            place=Place(docname=docname, line=line, path=section.path),
            ids=(section.finding, section.title, words),
        )
