"""What a gate asks before anybody signs, and how far it is."""

from __future__ import annotations

import dataclasses as dc
from collections import Counter
from typing import TYPE_CHECKING

from .checklist import ItemState, flat
from .code import Depth
from .evidence import EvidenceState, Look
from .state import done
from .words import few, natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .checklist import Item
    from .code import Verified
    from .gate import Gate
    from .phase import Phase
    from .register import Register

UNSEEN = Look(state=EvidenceState.UNCHECKED)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing a gate asks for, how far it is, and why no further."""

    text: str
    met: bool
    why: str = ""

    @property
    def said(self) -> str:
        """The condition with its reason."""
        return f"{self.text} ({self.why})" if self.why else self.text


def findings_done(phase: Phase, register: Register) -> Condition:
    members = register.members(phase.id)
    left = [f.id for f in members if not done(f, register.today)]
    return Condition(
        text=f"{len(members) - len(left)} of {len(members)} findings done",
        met=bool(members) and not left,
        why=few(sorted(left, key=natural)) if members else "the phase has no finding",
    )


def items_ticked(phase: Phase, register: Register) -> Condition | None:
    lists = [c for c in register.checklists_of_phase(phase.id) if c.mandatory]
    if not lists:
        return None
    ticked = sum(c.progress.done for c in lists)
    total = sum(c.progress.total for c in lists)
    every = [item for c in lists for item in flat(c.items)]
    why = "; ".join(said for said in lacking(every) if said)
    return Condition(
        text=f"{ticked} of {total} mandatory checklist items ticked",
        met=ticked == total and not why,
        why=why,
    )


def lacking(items: list[Item]) -> Iterator[str]:
    """Say what items lack that look settled."""
    bare = sum(i.lacks_evidence for i in items)
    if bare:
        yield f"{bare} ticked without the evidence asked for"
    silent = sum(i.state is ItemState.NOT_APPLICABLE and not i.reason for i in items)
    if silent:
        yield f"{silent} not applicable without a reason"


def proven(phase: Phase, register: Register) -> Condition | None:
    """Ask that no evidence of the phase is missing; what nobody looked at may stay."""
    said = list(evidence_of(phase, register))
    if not said:
        return None
    looks = register.survey.evidence
    states = Counter(looks.get(text, UNSEEN).state for text in said)
    failing = [text for text in said if looks.get(text, UNSEEN).state.fails]
    unchecked = states[EvidenceState.UNCHECKED]
    apart = f", {unchecked} unchecked" if unchecked else ""
    return Condition(
        text=f"{states[EvidenceState.VALID]} of {len(said)} pieces of evidence valid"
        + apart,
        met=not failing,
        why=few([f"{t} is {looks[t].state.value}" for t in failing], "; "),
    )


def evidence_of(phase: Phase, register: Register) -> Iterator[str]:
    """Yield what the phase's findings, items and sign-offs name, once each."""
    found = [text for f in register.members(phase.id) for text in f.evidence]
    for checklist in register.checklists_of_phase(phase.id):
        found += [text for item in flat(checklist.items) for text in item.evidence]
    found += [t for s in register.signoffs if s.phase == phase.id for t in s.evidence]
    yield from dict.fromkeys(found)


def no_errors(phase: Phase, register: Register) -> Condition:
    """Ask that no rule of level error finds something inside the phase."""
    codes = Counter(register.errors.get(phase.id, ()))
    kinds = [f"{n} × {code}" if n > 1 else code for code, n in codes.items()]
    return Condition(text="no error of the rules", met=not kinds, why=few(kinds))


def code_verified(phase: Phase, register: Register) -> Condition | None:
    """Ask that the code of the phase's plans is verified as far as the project asks."""
    survey = register.survey
    if survey.gate is Depth.SKIP:
        return None
    known = survey.verified
    plans = [f.id for f in register.members(phase.id) if f.id in known]
    if not plans:
        return None
    left = [(id_, lag(known[id_], survey.gate)) for id_ in plans]
    short = [f"{id_} {why}" for id_, why in left if why]
    return Condition(
        text=f"{len(plans) - len(short)} of {len(plans)} plans verified to level "
        f"{survey.gate}",
        met=not short,
        why=few(short),
    )


def lag(verified: Verified, asked: Depth) -> str:
    """Say why the code of a plan is not verified as far as asked, if it is not."""
    if verified.asked is Depth.SKIP:
        return "is not verified"
    if verified.stale:
        return "changed since"
    reached = verified.reached
    if reached is None or reached.rank < asked.rank:
        return f"reached {reached}" if reached else "did not pass"
    return ""


def gate_before(id_: str, gate: Gate | None) -> Condition:
    passed = gate is not None and gate.state.passed
    why = "" if passed else gate.state.value if gate else "it comes after this one, too"
    return Condition(text=f"gate of phase {id_} passed", met=passed, why=why)
