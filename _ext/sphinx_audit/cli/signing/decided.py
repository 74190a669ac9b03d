"""The decision that the command line states, checked against the phase and its gate."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING

from ...model import Decision, Place, SignOff
from ...model.decisions import latest, role_key
from ...model.evidence import EvidenceError, read_evidence
from ...model.words import hint
from ..problem import Problem

if TYPE_CHECKING:
    from argparse import Namespace

    from ...model import Phase, Register

DECISIONS = tuple(d for d in Decision if d is not Decision.CLAIMED)


def phase_of(id_: str, register: Register) -> Phase:
    phase = register.phases.get(id_)
    if phase is None:
        raise Problem(f"no page declares phase {id_}{hint(id_, register.phases)}")
    if phase.place.path:
        raise Problem(
            f"phase {id_} is declared in {phase.place.path}, which a page includes; "
            "declare it on a page of its own"
        )
    if not (register.members(id_) or register.set_aside(id_)):
        raise Problem(f"phase {id_} has no finding: there is nothing to sign")
    return phase


def decided(args: Namespace, phase: Phase, register: Register, now: dt.date) -> SignOff:
    """Return the sign-off; raises Problem for what cannot be meant."""
    signoff = SignOff(
        phase=phase.id,
        decision=Decision(args.decision),
        place=Place(docname=phase.place.docname, line=0),
        anchor="",
        by=line("--by", args.by),
        role=role_of(line("--role", args.role), phase),
        on=day("--on", args.on) or now,
        conditions="; ".join(line("--condition", c) for c in args.condition or ()),
        expires=day("--expires", args.expires),
        evidence=tuple(piece(e) for e in args.evidence or ()),
    )
    refuse_nonsense(signoff, now)
    if signoff.decision is Decision.WITHDRAWN:
        refuse_nothing_to_withdraw(signoff, register)
    return signoff


def role_of(role: str, phase: Phase) -> str:
    """Return a role as the gate spells it."""
    if not phase.gate:
        return role
    known = {role_key(r): r for r in phase.gate}
    if role_key(role) not in known:
        near = hint(role, phase.gate)
        raise Problem(f"the gate of phase {phase.id} names no role {role}{near}")
    return known[role_key(role)]


def refuse_nonsense(signoff: SignOff, now: dt.date) -> None:
    decision, on = signoff.decision, signoff.on or now
    if on > now:
        raise Problem(f"--on {on} is in the future; the as-of date is {now}")
    if signoff.expires and signoff.expires <= on:
        raise Problem(f"--expires {signoff.expires} is not after {on}")
    if signoff.expires and not decision.passes:
        raise Problem(f"a decision that is {decision} has no --expires")
    if decision is Decision.CONDITIONAL and not signoff.conditions:
        raise Problem("a conditional approval needs a --condition")
    if decision is Decision.APPROVED and signoff.conditions:
        raise Problem("an approval with a --condition is --decision conditional")


def refuse_nothing_to_withdraw(signoff: SignOff, register: Register) -> None:
    said = latest(s for s in register.signoffs if s.phase == signoff.phase)
    mine = [s for s in said if role_key(s.role) == role_key(signoff.role)]
    if not any(s.decision.passes for s in mine):
        raise Problem(
            f"{signoff.role} has not approved phase {signoff.phase}: "
            "there is nothing to withdraw"
        )


def line(option: str, text: str) -> str:
    """Return a text on one line; raises Problem if nothing or a control is in it."""
    said = " ".join(text.split())
    if not said:
        raise Problem(f"{option} is empty")
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in said):
        raise Problem(f"{option} holds a control character")
    return said


def piece(text: str) -> str:
    said = line("--evidence", text)
    try:
        read_evidence(said)
    except EvidenceError as error:
        raise Problem(f"--evidence {said}: {error}") from error
    if "," in said:
        raise Problem("--evidence is given once for each piece, without commas")
    return said


def day(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Problem(f"{option} {text!r} is no date, such as 2026-03-01") from None
