"""What a look at files, at git and at the rules tells a register that is plain data."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from typing import TYPE_CHECKING

from .checklist import flat
from .code import Depth
from .evidence import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .checklist import Checklist
    from .code import Verified
    from .evidence import Look
    from .finding import Finding
    from .phase import SignOff
    from .stated import Stated


class Seal(StrEnum):
    """What becomes of the fingerprint of a sign-off."""

    NONE = "not recorded"
    WHOLE = "unchanged"
    CHANGED = "changed since"
    BROKEN = "cannot be computed"


class Signature(StrEnum):
    """What becomes of the signature of a sign-off's record."""

    NONE = "unsigned"
    GOOD = "good"
    BAD = "bad"
    UNCHECKED = "unchecked"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What stands behind a sign-off: its manifest, compared with the plans."""

    seal: Seal = Seal.NONE
    why: str = ""
    """Why the fingerprint cannot be computed."""
    changes: tuple[str, ...] = ()
    """What differs from what was signed."""
    signature: Signature = Signature.NONE
    signature_why: str = ""
    required: bool = False
    """Whether a decision counts only with a good signature."""


@dc.dataclass(frozen=True, kw_only=True)
class Survey:
    """What was found outside the pages."""

    evidence: Mapping[str, Look] = dc.field(default_factory=dict)
    """The state of each piece of evidence, by its text."""
    records: Mapping[str, Record] = dc.field(default_factory=dict)
    """What stands behind each sign-off, by its page and anchor."""

    verified: Mapping[str, Verified] = dc.field(default_factory=dict)
    """How far the code of each plan that has any is verified, by its finding."""
    gate: Depth = Depth.SKIP
    """How far it must be before the gate of its phase passes."""

    def record(self, signoff: SignOff) -> Record:
        return self.records.get(mark_of(signoff), UNKNOWN)

    def told(self, text: str) -> str:
        """Return a piece of evidence with what a look at it told, for plain text."""
        look = self.evidence.get(text)
        if look is None:
            return text
        why = f": {look.why}" if look.why else ""
        return f"{shortened(text)} ({look.state.value}{why})"


UNKNOWN = Record()


class Outside:
    """Answers what the pages alone cannot tell; by itself it has seen nothing."""

    def survey(self, register: Stated) -> Survey:
        return Survey()

    def errors(self, register: Stated) -> Mapping[str, tuple[str, ...]]:
        return {}


@dc.dataclass(frozen=True, kw_only=True)
class Told(Outside):
    """What somebody has looked up already, as a document tells it."""

    seen: Survey
    wrong: Mapping[str, tuple[str, ...]]

    def survey(self, register: Stated) -> Survey:
        return self.seen

    def errors(self, register: Stated) -> Mapping[str, tuple[str, ...]]:
        return self.wrong


def mark_of(signoff: SignOff) -> str:
    return f"{signoff.place.docname}#{signoff.anchor}"


def evidence_in(register: Stated) -> list[str]:
    """Return all evidence that pages name, as they write it, each once and in order."""
    return named_by(
        register.findings.values(), register.checklists.values(), register.signoffs
    )


def named_by(
    findings: Iterable[Finding],
    checklists: Iterable[Checklist],
    signoffs: Iterable[SignOff],
) -> list[str]:
    """Return the evidence that things name, each once and in order."""
    found = [text for f in findings for text in f.evidence]
    found += [t for c in checklists for i in flat(c.items) for t in i.evidence]
    found += [text for s in signoffs for text in s.evidence]
    return sorted(set(found))
