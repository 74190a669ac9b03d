"""Whom a heading, an item or a node of a diagram is about, and what it says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from .inline import marked, plain, trailing

if TYPE_CHECKING:
    from ..profile import Profile

NUMBER = re.compile(r"(?:#?\d{1,4}(?:\.\d+)*[.):]\s+|[-*+]\s+)")
CALLED = re.compile(
    r"(?:finding|issue|(?:tactical )?plan|item|risk|weakness)s?"
    r"\s*(?:for|of|no\.?|#|:)?\s+",
    re.IGNORECASE,
)
FILE = re.compile(r"_[\w-]*(?:\.md|\.markdown)?|\.md\b")
APART = " \t:.–—-|]"
DASH = re.compile(r"\s+[-–—|]+\s+|\s*—\s*")
GATE = re.compile(r"\b(?:sign-?\s?offs?|gates?|approval)\b", re.IGNORECASE)
ABOUT_PHASE = re.compile(
    r"\s*\b(?:documents?|patterns?|findings?|plans?|overview|status|details|gate)$",
    re.IGNORECASE,
)
PAREN = re.compile(r"\s*\(([^()]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class Subject:
    """*about* is an id or `phase 2A`; words are as they stand, empty if not said."""

    about: str
    title: str = ""
    state: str = ""
    mark: str = ""
    priority: str = ""


def subject(text: str, profile: Profile) -> Subject | None:
    """Return whom a text is about if it begins with one id, or with one phase."""
    mark, bare = marked(plain(text))
    if number := NUMBER.match(bare):
        more, bare = marked(bare[number.end() :])
        mark = mark or more
    called = CALLED.match(bare)
    return finding(bare[called.end() :] if called else bare, mark, profile) or phase(
        bare, mark, profile
    )


def finding(text: str, mark: str, profile: Profile) -> Subject | None:
    if text[:1] == "[":
        text = text[1:]
    match = profile.ids.match(text)
    if match is None or not profile.is_id(match[0]):
        return None
    rest = text[match.end() :]
    if named := FILE.match(rest):
        rest = rest[named.end() :]
    if rest[:1].isalnum() or (rest.lstrip()[:1] in set("/,&") and bool(rest)):
        return None  # part of a longer word, or one of several
    if rest and ends_in_id(rest, profile):
        return None
    return said(match[0], rest, mark, profile)


def ends_in_id(rest: str, profile: Profile) -> bool:
    """Tell whether an id is the first of several: `to BL-014`, `-> SI-002`."""
    after = re.match(r"\s*(?:to|through|thru|until|and|[-–—=>→.]+)\s*(?=\S)", rest)
    return after is not None and profile.ids.match(rest, after.end()) is not None


def phase(text: str, mark: str, profile: Profile) -> Subject | None:
    match = profile.phases.match(text)
    if match is None or len(ids := profile.phases_in(match[0])) != 1:
        return None
    rest = text[match.end() :]
    if rest[:1].isalnum() or GATE.search(rest):
        return None
    if ":" in rest and rest.lstrip()[:1].isalnum():
        return None  # a field: `Phase 2A priority: …`
    found = said(f"{PHASE}{ids[0]}", rest, mark, profile)
    return replace(found, title=ABOUT_PHASE.sub("", found.title))


def said(about: str, rest: str, mark: str, profile: Profile) -> Subject:
    """Split what follows an id into a title, a status and a priority."""
    state = priority = ""
    rest, after = trailing(rest)
    mark = mark or after
    if inside := PAREN.search(rest):
        more, words = marked(inside[1])
        if profile.status_of(words):
            state, mark = words, mark or more
            rest = rest[: inside.start()]
        elif profile.priority_of(words):
            priority, rest = words, rest[: inside.start()]
    parts = DASH.split(rest)
    while parts:
        more, words = marked(parts[-1].strip(APART))
        words, end = trailing(words)
        if len(parts) == 1 and len(words.split()) > 3:
            break  # a title may hold such words
        if not state and profile.status_of(words):
            state, mark = words, mark or more or end
        elif not priority and all_priorities(words, profile):
            priority = words
        else:
            break
        parts.pop()
    title = " - ".join(p.strip() for p in parts).strip(APART)
    title = profile.tail.sub("", title).strip(APART)
    return Subject(about, title, state.strip(), mark, priority.strip())


def all_priorities(text: str, profile: Profile) -> bool:
    parts = [p for p in re.split(r"[/,]|\bto\b", text) if p.strip()]
    return bool(parts) and all(profile.priority_of(p) for p in parts)
