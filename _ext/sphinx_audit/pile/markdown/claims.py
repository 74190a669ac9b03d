"""Claims in running text: numbers of findings, gates, ranges of ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Shape
from ..words import folded
from .inline import CODE, plain
from .ranges import expanded
from .subject import GATE

if TYPE_CHECKING:
    from .saying import Notes

NOUN = re.compile(
    r"findings?|issues?|vulnerabilit(?:y|ies)|weakness(?:es)?", re.IGNORECASE
)
LEFT = frozenset({"remaining", "left", "outstanding", "unresolved"})
COUNT = re.compile(
    r"(?<![\w.,/=+<>≤≥~#-])(?<![<>≤≥=] )(?P<n>\d{1,5})\s+"
    r"(?P<words>[A-Za-z][\w&'-]*(?:\s+[A-Za-z][\w&'-]*){0,6})"
)
NUMBERED = re.compile(
    r"\d[\s*_`]+[A-Z]{3}"
    r"|\d[\s*_`]*(?:to|through|thru|until|–|—|-|\.\.|…)[\s*_`]*[A-Z\d]"
)
"""A number with a word in capitals, or the middle of a range."""
CUES = ("finding", "issue", "vulnerab", "weakness", "sign", "gate", "approval")
OF = re.compile(
    r"(?<![\w.,-])(?P<n>\d{1,5})\s+(?:of|/)\s+(?P<all>\d{1,5})\s+(?P<words>\w[\w\s-]*)"
)
PASSED = re.compile(
    r"\b(?:achieved|passed|approved|signed|completed?|granted|obtained|cleared|given)\b",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(?:required?|mandatory|needed|needs|must|pending|before|not|no|if|when|until)\b",
    re.IGNORECASE,
)
APPROVED = re.compile(
    r"\s*(?:status|approval|plan status|document status)\s*:\s*\W*approved\b",
    re.IGNORECASE,
)


def may_claim(text: str) -> bool:
    """Tell, quickly, whether a text may hold what `read_claims` looks for."""
    low = text.lower()
    return any(cue in low for cue in CUES) or NUMBERED.search(text) is not None


def read_claims(
    line: str,
    number: int,
    phase: str,
    notes: Notes,
    shape: Shape,
    heading: bool = False,
) -> None:
    """State what a line claims; *phase* is the one whose section it stands in."""
    if may_claim(line):
        bare = plain(CODE.sub(" ", line))
        if COUNT.search(bare):
            counts(bare, number, phase, notes, shape, heading)
        for words, ids in expanded(bare, notes.profile):
            notes.say("", "range", words, number, shape, ", ".join(ids))
    gates(line, number, phase, notes, shape)


def counts(
    line: str, number: int, phase: str, notes: Notes, shape: Shape, heading: bool
) -> None:
    about = f"{PHASE}{phase}" if phase else ""
    for match in OF.finditer(line):
        words = match["words"].split()[:4]
        if any(NOUN.fullmatch(w) for w in words):
            kinds = [k for w in words if (k := kind(w, notes)) and k != "findings"]
            if kinds:
                value = f"{kinds[0]}={int(match['n'])}"
                notes.say(about, "count", match[0].strip(), number, shape, value)
            value = f"findings={int(match['all'])}"
            notes.say(about, "count", match[0].strip(), number, shape, value)
            return
    for match in COUNT.finditer(line):
        what = counted(
            match["words"].split(), heading or "total" in line.lower(), notes
        )
        if what:
            words = said(match)
            value = f"{what}={int(match['n'])}"
            notes.say(about, "count", words, number, shape, value)


def said(match: re.Match[str]) -> str:
    """Return a claim up to its last word that matters."""
    words = match["words"].split()
    nouns = [n for n, w in enumerate(words) if NOUN.fullmatch(w)]
    end = nouns[0] + 2 if nouns else 1
    return " ".join([match["n"], *words[:end]])


def counted(words: list[str], total: bool, notes: Notes) -> str:
    """Return what a number of findings is claimed of: a status, a priority, all."""
    nouns = [n for n, word in enumerate(words) if NOUN.fullmatch(word)]
    if not nouns:
        first = words[0]
        return kind(first, notes) if first.isupper() and len(first) > 2 else ""
    at = nouns[0]
    near = [*words[:at], *words[at + 1 : at + 2]]
    kinds = [found for word in near if (found := kind(word, notes))]
    if kinds:
        return kinds[0]
    return "findings" if total and at == 0 else ""


def kind(word: str, notes: Notes) -> str:
    if folded(word) in LEFT:
        return "remaining"
    return notes.profile.status_of(word) or (
        notes.profile.priority_of(word) if len(word) > 2 else ""
    )


def gates(line: str, number: int, phase: str, notes: Notes, shape: Shape) -> None:
    if not GATE.search(line):
        return
    bare = plain(line)
    named = notes.profile.phases_in(bare) or ([phase] if phase else [])
    if not named or not (match := GATE.search(bare)):
        return
    near = bare[max(0, match.start() - 60) : match.end() + 60]
    value = (
        "required" if ASKED.search(near) else "passed" if PASSED.search(near) else ""
    )
    if value:
        about = f"{PHASE}{named[0]}"
        notes.say(about, "gate", bare[:200], number, shape, value)


def approvals(line: str, number: int, notes: Notes) -> None:
    """State that a document calls itself approved."""
    if "pproved" in line or "PPROVED" in line:
        bare = plain(line)
        if APPROVED.match(bare):
            notes.say("", "gate", bare[:200], number, Shape.FIELD, "passed")
