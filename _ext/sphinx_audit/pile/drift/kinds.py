"""Kinds of ids that a form leaves out and findings have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.words import few
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Statement
    from .pile import Pile
    from .rule import Problem

RULES = (
    Rule(
        fault=Code.ID_FORM,
        level=Level.WARNING,
        why="Who fills the form in finds no kind for some findings.",
        remedy="Name all kinds in the form, or give those findings other ids.",
        wrong="**Finding ID**: [XX/YY-NNN]\n\n"
        "- **XX-001**: Pool exhaustion\n- **ZZ-001**: Slow pages\n",
        right="**Finding ID**: [XX/ZZ-NNN]\n\n"
        "- **XX-001**: Pool exhaustion\n- **ZZ-001**: Slow pages\n",
    ),
)


def check(pile: Pile) -> Iterator[Problem]:
    forms: dict[str, list[Statement]] = {}
    for one in pile.about("form").get("", ()):
        forms.setdefault(one.value, []).append(one)
    for value, all_ in forms.items():
        yield from left_out(set(value.split(", ")), all_, pile)


def left_out(kinds: set[str], all_: list[Statement], pile: Pile) -> Iterator[Problem]:
    """Yield a form that is one of these findings: some of them have its kinds."""
    used: dict[str, str] = {}
    for id_ in pile.defined:
        used.setdefault(id_.rpartition("-")[0], id_)
    other = [id_ for kind, id_ in used.items() if kind not in kinds]
    if not other or not kinds & used.keys():
        return
    first = all_[0]
    examples = (
        f"{id_} in {named([pile.defined[id_]], first.place)}" for id_ in sorted(other)
    )
    message = f"{first.words!r} leaves out {few([*examples])}"
    lacking = sorted(used.keys() - kinds)
    yield found(Code.ID_FORM, message, [s.place for s in all_], lacking)
