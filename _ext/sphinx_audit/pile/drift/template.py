"""Sections of plans: those of the template, missing, renamed, named in two ways."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ...model.section import bare, same_heading
from ...model.words import natural
from ..said import Place
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..said import Section, Statement
    from .pile import Pile, Summary
    from .rule import Problem

PLAN = "# XX-00{}: Pool\n\n## Overview\n\n## {}\n\n## {}\n"
GOOD = "".join(
    f"=== {n}.md\n{PLAN.format(n, 'Implementation', 'Rollback')}" for n in (2, 3)
)
RULES = (
    Rule(
        fault=Code.SECTION,
        level=Level.WARNING,
        why="Readers of a plan look for the same things in the same places.",
        remedy="Write the section, or say in it that there is nothing to say.",
        wrong=f"{PLAN.format(1, 'Implementation', 'Thanks')}\n{GOOD}",
        right=f"{PLAN.format(1, 'Implementation', 'Rollback')}\n{GOOD}",
    ),
    Rule(
        fault=Code.RENAMED,
        level=Level.NOTE,
        why="Who searches by the name of the template does not find it.",
        remedy="Give the section the name that it has in the other plans.",
        wrong=f"{PLAN.format(1, 'Implementing it', 'Rollback')}\n{GOOD}",
        right=f"{PLAN.format(1, 'Implementation', 'Rollback')}\n{GOOD}",
    ),
    Rule(
        fault=Code.TEMPLATE,
        level=Level.NOTE,
        why="Plans made from the one do not fit the other.",
        remedy="Name the sections the same way in both.",
        wrong="## Section 1: Header\n\n=== other.md\n## Structure\n\n1. **Overview**\n",
        right="## Section 1: Overview\n\n=== other.md\n"
        "## Structure\n\n1. **Overview**\n",
    ),
)
NEAR = 0.6


def check(pile: Pile) -> Iterator[Problem]:
    plans = [
        s for s in pile.summaries if s.plan and not s.record and len(s.sections) > 2
    ]
    asked = template(plans, pile.profile.sections)
    for plan in plans:
        yield from lacking(plan, asked)
    yield from names(pile)


def headings(plan: Summary) -> list[Section]:
    return [s for s in plan.sections if s.level == 2]


def template(plans: Sequence[Summary], known: Sequence[str]) -> Sequence[str]:
    """Return the sections that plans have: the known ones, else what most have."""
    follow = 0
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for plan in plans:
        titles = [s.title for s in headings(plan)]
        had = sum(any(same_heading(t, k) for t in titles) for k in known)
        follow += had * 2 >= len(known)
        counts.update({bare(t) for t in titles})
        shown |= {bare(t): t for t in titles if bare(t) not in shown}
    if follow * 2 >= len(plans):
        return known
    if len(plans) < 3:
        return ()
    return [t for key, t in shown.items() if key and counts[key] * 2 > len(plans)]


def lacking(plan: Summary, asked: Sequence[str]) -> Iterator[Problem]:
    have = headings(plan)
    free = [s for s in have if not any(same_heading(s.title, a) for a in asked)]
    for name in asked:
        if any(same_heading(s.title, name) for s in have):
            continue
        other = max(free, key=lambda s: alike(s.title, name), default=None)
        if other is not None and alike(other.title, name) >= NEAR:
            message = f"the section {name!r} is called {other.title!r} here"
            at = [Place(plan.file, other.first)]
            yield found(Code.RENAMED, message, at, (plan.plan, name))
        else:
            message = f"the plan of {plan.plan} has no section {name!r}"
            at = [Place(plan.file, plan.sections[0].first)]
            yield found(Code.SECTION, message, at, (plan.plan, name))


def alike(title: str, name: str) -> float:
    return SequenceMatcher(None, bare(title), bare(name)).ratio()


def names(pile: Pile) -> Iterator[Problem]:
    told = pile.about("section")
    for about, all_ in sorted(told.items(), key=lambda i: natural(i[0])):
        by_file: dict[str, Statement] = {}
        for one in all_:
            by_file.setdefault(one.place.file, one)
        first, *others = by_file.values()
        other = [s for s in others if bare(s.value) != bare(first.value)]
        if other:
            parts = [f"{s.value!r} in {named([s.place])}" for s in other]
            message = f"{about} is {first.value!r} here, but {', and '.join(parts)}"
            places = [first.place, *(s.place for s in other)]
            yield found(Code.TEMPLATE, message, places, (about, *by_file))
