"""What a sign-off is about, digested piece by piece, so that drift can be named."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
from typing import TYPE_CHECKING

from .checklist import flat
from .effort import Effort
from .words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .checklist import Checklist, Item
    from .finding import Finding
    from .register import Register

Entries = dict[str, str]
"""The pieces of a plan by what they are, ``fact status``, each with its digest."""

Scope = dict[str, Entries]
"""What is signed: the entries of each finding, and of the phase as a whole."""

Texts = dict[str, Entries]
"""The sections of each finding's plan, by their headings."""

APART = frozenset({"id", "title", "place", "anchor"})
"""Fields of a finding that say where it stands; its title is a heading of the text."""

TITLE = ""
"""The name of a plan's own heading among its sections."""

FACT, ITEM, LIST, SECTION = "fact", "item", "checklist", "section"


def scope_of(phase: str, register: Register, texts: Texts) -> Scope:
    """Return what a sign-off of *phase* is about: every plan, also those set aside."""
    findings = [*register.members(phase), *register.set_aside(phase)]
    found = {
        f.id: entries(f, register.checklists_of(f.id), texts.get(f.id, {}))
        for f in sorted(findings, key=lambda f: natural(f.id))
    }
    own = [c for c in register.checklists.values() if c.phase == phase]
    if own := [c for c in own if not c.finding]:
        found[whole(phase)] = {k: v for c in own for k, v in items(c)}
    return found


def whole(phase: str) -> str:
    """Return the name under which a phase's own checklists are signed."""
    return f"phase {phase}"


def entries(
    finding: Finding, checklists: Iterable[Checklist], text: Mapping[str, str]
) -> Entries:
    found = {f"{FACT} {name}": digest(value) for name, value in facts(finding)}
    for heading, mark in text.items():
        found[f"{FACT} title" if heading == TITLE else f"{SECTION} {heading}"] = mark
    for checklist in checklists:
        found |= dict(items(checklist))
    return found


def facts(finding: Finding) -> Iterator[tuple[str, object]]:
    """Yield what is stated of a finding by the names of the options."""
    for field in dc.fields(finding):
        value = getattr(finding, field.name)
        if field.name not in APART and value not in (None, "", ()):
            yield field.name.replace("_", "-"), value


def items(checklist: Checklist) -> Iterator[tuple[str, str]]:
    head = [checklist.title, checklist.mandatory]
    yield f"{LIST} {checklist.id}", digest(head)
    seen: dict[str, int] = {}
    for item in flat(checklist.items):
        seen[item.text] = seen.get(item.text, 0) + 1
        again = f" ({seen[item.text]})" if seen[item.text] > 1 else ""
        yield f"{ITEM} {checklist.id}: {item.text}{again}", digest(said_of(item))


def said_of(item: Item) -> list[object]:
    """Return what an item says besides its text."""
    return [item.state, item.by, item.on, item.evidence, item.needs_evidence]


# -- digests


def digest(value: object) -> str:
    """Return 32 hexadecimal digits for a value; white space in it does not matter."""
    return hashlib.sha256(canonical(plain(value))).hexdigest()[:32]


def canonical(value: object) -> bytes:
    """Return the one JSON text of a value without numbers (RFC 8785)."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return text.encode()


def plain(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, Effort):
        return f"{value.low:g}-{value.high:g} hours"
    return " ".join(str(value).split())  # a date is YYYY-MM-DD, a member its word


def member_digest(pieces: Entries) -> str:
    return digest([f"{k}={v}" for k, v in sorted(pieces.items())])


# -- what changed


def changes(signed: Scope, now: Scope) -> tuple[str, ...]:
    """Say what differs, piece by piece, in the order of the findings."""
    found: list[str] = []
    for name in sorted(signed.keys() | now.keys(), key=natural):
        if name not in now:
            found.append(f"{name} is gone")
        elif name not in signed:
            found.append(f"{name} is new")
        else:
            found += [f"{name}: {said}" for said in differing(signed[name], now[name])]
    return tuple(found)


def differing(signed: Entries, now: Entries) -> Iterator[str]:
    for key in sorted(signed.keys() | now.keys(), key=natural):
        before, after = signed.get(key), now.get(key)
        if before != after:
            how = (
                "added" if before is None else "removed" if after is None else "changed"
            )
            yield f"{told(key)} {how}"


def told(key: str) -> str:
    """Return the name of a piece as people read it."""
    kind, _, name = key.partition(" ")
    if kind == FACT:
        return name
    return f"{kind} {name}" if kind == LIST else f"{kind} “{name}”"
