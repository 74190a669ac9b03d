"""Words of a pile in our vocabulary; nothing where nobody can tell what they mean."""

from __future__ import annotations

import datetime as dt
import re
from operator import itemgetter
from typing import TYPE_CHECKING

from ...model.evidence import EvidenceError, read_evidence
from ...model.finding import PHASE
from ...model.words import names
from ..profile import DATES
from ..words import effort, folded
from .ranges import expanded

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..profile import Profile


NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "tbd", "tba", "?", "todo"})

FORMS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y")

CVSS = re.compile(r"CVSS:\d\.\d/[\w:/.-]+")

NAMED = re.compile(r"\S*[./]\S*")
"""What looks like a path or an address."""

AND = re.compile(r"\band\b", re.IGNORECASE)

REFER = ("related", "supersedes", "duplicates")
"""Facts that name other findings."""


def value_of(fact: str, words: str, profile: Profile) -> str:
    """Return words of the pile in our vocabulary, or nothing."""
    readers: dict[str, Callable[[str], str]] = {
        "status": profile.status_of,
        "priority": profile.priority_of,
        "severity": lambda text: severity(text, profile),
        "effort": effort,
        "phase": lambda text: phase_of(text, profile),
        "depends": lambda text: depends(text, profile),
        "evidence": evidence,
        **dict.fromkeys(REFER, lambda text: only_ids(text, profile)),
        **dict.fromkeys(DATES, date),
    }
    reader = readers.get(fact)
    return reader(words) if reader else words


def severity(words: str, profile: Profile) -> str:
    """Return a severity by its word; a CVSS vector is one as it stands."""
    return words if CVSS.fullmatch(words) else profile.priority_of(words)


def evidence(words: str) -> str:
    """Return paths and addresses; nothing where one of them is a sentence."""
    try:
        found = [read_evidence(name) for name in names(words)]
    except EvidenceError:
        return ""
    return words if all(NAMED.fullmatch(e.url or e.path) for e in found) else ""


def only_ids(words: str, profile: Profile) -> str:
    """Return the ids of a text that names findings and says nothing else."""
    ids = profile.ids_in(words)
    rest = profile.ids.sub("", words)
    return "" if re.search(r"\w", AND.sub("", rest)) else ", ".join(ids)


def phase_of(words: str, profile: Profile) -> str:
    """Return the phase of `2A Foundation` or `Phase 2A`, if it is one."""
    found = profile.phases_in(words)
    if not found and (match := profile.one_phase.match(words.strip())):
        found = [match[0].upper()]
    return found[0] if len(found) == 1 else ""


def depends(words: str, profile: Profile) -> str:
    """Return findings and phases in their order, or `none`."""
    if folded(words).startswith("none") or folded(words) in NOTHING:
        return "none"
    outside = re.sub(r"(?i)(phases?\s[^()]*)\([^()]*\)", r"\1", words)
    found = [
        (match.start(), f"{PHASE}{id_}")
        for match in profile.phases.finditer(outside)
        for id_ in profile.phases_in(match[0])
    ]
    ids = profile.ids.finditer(outside)
    found += [(match.start(), match[0]) for match in ids if profile.is_id(match[0])]
    for said, members in expanded(outside, profile):
        found += [(outside.index(said), id_) for id_ in members]
    found.sort(key=itemgetter(0))
    return ", ".join(dict.fromkeys(id_ for _, id_ in found))


def date(words: str) -> str:
    """Return a date as ISO has it, where day and month cannot be mistaken."""
    bare = words.strip(" .,;*_")
    for form in FORMS:
        try:
            return dt.datetime.strptime(bare, form).date().isoformat()
        except ValueError:
            continue
    return ""
