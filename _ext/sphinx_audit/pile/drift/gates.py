"""Gates and approvals that are claimed, without who gave them and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..said import Statement
    from .pile import Pile
    from .rule import Problem

RULES = (
    Rule(
        fault=Code.UNSIGNED_GATE,
        level=Level.ERROR,
        why="A sign-off without a person and a day is a claim that nobody answers for.",
        remedy="Say who signed in which role and when, or that it is still open.",
        wrong="## Phase 2A\n\nThe phase 2A sign-off is achieved.\n",
        right="## Phase 2A\n\nThe phase 2A sign-off is achieved.\n\n"
        "- **Approved by**: Ada Lovelace\n- **Approved on**: 2026-03-01\n",
    ),
    Rule(
        fault=Code.UNSIGNED,
        level=Level.WARNING,
        why="Nobody can be asked what was approved, and on which grounds.",
        remedy="Name who approved the document and when.",
        wrong="# Plan\n\n**Status**: APPROVED FOR IMPLEMENTATION\n",
        right="# Plan\n\n**Status**: APPROVED FOR IMPLEMENTATION\n"
        "**Approved by**: Ada Lovelace\n**Approved on**: 2026-03-01\n",
    ),
)
WHO = re.compile(r"\b[Bb]y (?!the\b|phase\b|end\b)(?:@\w+|[A-Z]\w+)")
WHEN = re.compile(r"\d{4}-\d\d-\d\d|\b\d{1,2}\.? \w+ \d{4}|\b\w+ \d{1,2}, \d{4}")


def check(pile: Pile) -> Iterator[Problem]:
    for about, all_ in pile.about("gate").items():
        passed = [s for s in all_ if s.value == "passed"]
        if about.startswith(PHASE):
            asked = [s for s in all_ if s.value == "required"]
            yield from gate(about, passed, asked, pile)
        else:
            for file in dict.fromkeys(s.place.file for s in passed):
                same = [s for s in passed if s.place.file == file]
                yield from approval(file, same, pile)


def lacking(claims: Sequence[Statement], about: str, file: str, pile: Pile) -> str:
    """Return what nobody says of a decision: who, when or both."""
    words = [claim.words for claim in claims]

    def told(fact: str, pattern: re.Pattern[str]) -> bool:
        given = pile.about(fact).get(about, ())
        near = any(s.words and (not file or s.place.file == file) for s in given)
        return near or any(pattern.search(text) for text in words)

    parts = []
    if not told("approved-by", WHO):
        parts.append("by whom")
    if not told("approved", WHEN):
        parts.append("when")
    return " and ".join(parts)


def gate(
    about: str, passed: Sequence[Statement], asked: Sequence[Statement], pile: Pile
) -> Iterator[Problem]:
    if passed and (what := lacking(passed, about, "", pile)):
        first = passed[0]
        wanted = f"; {named([asked[0].place])} asks for it" if asked else ""
        message = f"the gate of {about} is said to be passed, not {what}{wanted}"
        places = [s.place for s in (*passed, *asked)]
        yield found(Code.UNSIGNED_GATE, message, places, (about, first.place.file))


def approval(file: str, claims: Sequence[Statement], pile: Pile) -> Iterator[Problem]:
    if what := lacking(claims, "", file, pile):
        others = named([c.place for c in claims[1:]], claims[0].place)
        again = f" (and in {others})" if others else ""
        message = f"the document says that it is approved{again}, not {what}"
        places = [c.place for c in claims]
        yield found(Code.UNSIGNED, message, places, (file,))
