"""Evidence is where it is said to be, and is there where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.checklist import flat
from ..model.evidence import EvidenceError, EvidenceState, read_evidence
from ..report import Fault
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Place, Register
    from ..model.evidence import Look
    from .problem import Subject

PLAN = "# XX-001: One\n\n```{finding} XX-001\n:evidence: EVIDENCE\n```\n"
LIST = (
    "# XX-001: One\n\n```{finding} XX-001\n```\n\n```{checklist} XX-001-c\nITEM\n```\n"
)


def plan(evidence: str) -> str:
    return PLAN.replace("EVIDENCE", evidence)


def listed(item: str) -> str:
    return LIST.replace("ITEM", item)


RULES = (
    Rule(
        fault=Fault.BAD_EVIDENCE,
        level=Level.ERROR,
        why="What names no place cannot be followed by an auditor.",
        remedy="Write [ROOT:]PATH[@COMMIT][#L10-L20][::SYMBOL] or an address, "
        "and behind it sha256=HEX or expires=DATE.",
        wrong=plan("../secret.txt"),
        right=plan("https://ci.example.org/run/17"),
    ),
    Rule(
        fault=Fault.MISSING_EVIDENCE,
        level=Level.ERROR,
        why="Evidence that is not where it is said to be shows nothing.",
        remedy="Put the path, the lines, the symbol or the commit right, "
        "or add the file.",
        wrong=plan("nowhere.txt"),
        right=plan("https://ci.example.org/run/17"),
    ),
    Rule(
        fault=Fault.CHANGED_EVIDENCE,
        level=Level.ERROR,
        why="A file that changed may no longer show what it showed.",
        remedy="Look at it again, then write its new sha256, or name the commit.",
        wrong=plan(f"conf.py sha256={'0' * 64}"),
        right=plan("https://ci.example.org/run/17"),
    ),
    Rule(
        fault=Fault.EXPIRED_EVIDENCE,
        level=Level.WARNING,
        why="What was true once is claimed beyond the day it was good for.",
        remedy="Collect it anew and give it another date.",
        wrong=plan("https://ci.example.org/run/17 expires=2020-01-01"),
        right=plan("https://ci.example.org/run/17 expires=2999-01-01"),
        dated=True,
    ),
    Rule(
        fault=Fault.UNCHECKED_EVIDENCE,
        level=Level.NOTE,
        why="Nobody can tell here whether the evidence is what it is said to be.",
        remedy="Name its checkout in `evidence_roots`, or fetch what is not here.",
        wrong=plan("elsewhere:store.go"),
        right=plan("https://ci.example.org/run/17"),
    ),
    Rule(
        fault=Fault.EVIDENCE_NEEDED,
        level=Level.ERROR,
        why="An item that asks for evidence is ticked on somebody's word.",
        remedy="Name the evidence in the item with the role evidence.",
        wrong=listed("- [x] Tested {evidence-needed}`the report`"),
        right=listed("- [x] Tested {evidence}`https://ci.example.org/run/17`"),
    ),
)

FAULTS = {
    EvidenceState.MISSING: Fault.MISSING_EVIDENCE,
    EvidenceState.CHANGED: Fault.CHANGED_EVIDENCE,
    EvidenceState.EXPIRED: Fault.EXPIRED_EVIDENCE,
    EvidenceState.UNCHECKED: Fault.UNCHECKED_EVIDENCE,
}


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    for who, what, text, place in named(register):
        look = register.survey.evidence.get(text)
        if look is None or look.state not in FAULTS or not checkable(text, look):
            continue
        fault = FAULTS[look.state]
        why = f": {look.why}" if look.why else ""
        message = f"{what}: evidence {text} is {look.state.value}{why}"
        if unreadable(text):
            fault = Fault.BAD_EVIDENCE
            message = f"{what}: evidence {text!r}: {look.why}"
        yield Problem(fault=fault, message=message, place=place, ids=(who, what, text))
    yield from unproven(register)


def checkable(text: str, look: Look) -> bool:
    """Tell whether a look is possible at all: addresses are only recorded."""
    unseen = look.state is EvidenceState.UNCHECKED
    return not (unseen and read_evidence(text).url)


def unreadable(text: str) -> bool:
    try:
        read_evidence(text)
    except EvidenceError:
        return True
    return False


def named(register: Register) -> Iterator[tuple[str, str, str, Place]]:
    """Yield whose evidence it is, what names it, the text and the place."""
    for f in register.findings.values():
        yield from ((f.id, f.id, text, f.place) for text in f.evidence)
    for c in register.checklists.values():
        owner = register.canonical(c.finding) or c.phase or c.id
        for item in flat(c.items):
            yield from ((owner, c.id, text, item.place) for text in item.evidence)
    for s in register.signoffs:
        what = f"sign-off of {s.phase}"
        yield from ((s.phase, what, text, s.place) for text in s.evidence)


def unproven(register: Register) -> Iterator[Problem]:
    """Yield the items that are ticked without the evidence they need."""
    for c in register.checklists.values():
        owner = register.canonical(c.finding) or c.phase or c.id
        for item in flat(c.items):
            if item.lacks_evidence:
                yield Problem(
                    fault=Fault.EVIDENCE_NEEDED,
                    message=f"{c.id}: “{item.text}” is ticked without evidence",
                    place=item.place,
                    ids=(owner, c.id, item.text),
                )
