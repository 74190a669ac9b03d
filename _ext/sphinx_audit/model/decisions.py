"""Decisions on a gate: which is in force, whether it counts, and if not, why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from .asked import Condition
from .phase import Decision
from .survey import Seal, Signature
from .words import few

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .phase import SignOff
    from .register import Register
    from .survey import Record


def latest(signoffs: Iterable[SignOff]) -> list[SignOff]:
    """Return each role's last word that counts, as far as the word itself tells.

    A source's claim is nobody's word; neither is an approval of nobody knows what.
    """
    return last_words(s for s in signoffs if not unsealed(s))


def only_typed(signoffs: Iterable[SignOff]) -> list[SignOff]:
    """Return the approvals without a fingerprint that are the last word of a role."""
    return [s for s in last_words(signoffs) if unsealed(s)]


def last_words(signoffs: Iterable[SignOff]) -> list[SignOff]:
    """Return each role's last word by date.

    Of words of one day the one further down counts, those without a date come first.
    """
    by_role: dict[str, SignOff] = {}
    for signoff in sorted(signoffs, key=lambda s: s.on or dt.date.min):
        if signoff.decision is not Decision.CLAIMED:
            by_role[role_key(signoff.role)] = signoff
    return list(by_role.values())


def unsealed(signoff: SignOff) -> bool:
    """Tell whether an approval does not say of what."""
    return signoff.decision.passes and not signoff.fingerprint


def role_key(role: str) -> str:
    return " ".join(role.casefold().split())


def against(signoff: SignOff, register: Register) -> str:
    """Return why a decision does not let its gate pass, nothing if it does."""
    if not signoff.decision.passes:
        return f"{signoff.decision.value}{by(signoff)}"
    if unsealed(signoff):
        said = f"{signoff.decision.value}{by(signoff)}"
        return f"{said}, but no fingerprint tells what was approved"
    if over(signoff, register.today):
        return f"the approval ran out on {signoff.expires}"
    if ahead(signoff, register.today):
        return f"the approval is of {signoff.on}, after the as-of date"
    return unproven(register.survey.record(signoff))


def unproven(record: Record) -> str:
    """Return why the record behind a decision does not bear it out."""
    if record.seal is Seal.NONE:
        return "nobody looked at the record of what was approved"
    if record.seal is Seal.BROKEN:
        return record.why
    if record.seal is Seal.CHANGED:
        return f"changed since: {few(record.changes, '; ')}"
    if record.signature is Signature.BAD:
        return record.signature_why
    if record.required and record.signature is not Signature.GOOD:
        return record.signature_why or "no signature, which is required"
    return ""


def over(signoff: SignOff, today: dt.date | None) -> bool:
    return today is not None and signoff.expires is not None and signoff.expires < today


def ahead(signoff: SignOff, today: dt.date | None) -> bool:
    return today is not None and signoff.on is not None and signoff.on > today


def signed(role: str, signoffs: Iterable[SignOff], register: Register) -> Condition:
    """Ask for the approval of a role."""
    wanted = role_key(role)
    mine = [s for s in signoffs if role_key(s.role) == wanted]
    return condition(f"signed by {role}", mine, register)


def signed_at_all(signoffs: Iterable[SignOff], register: Register) -> Condition:
    """Ask for a signature where one is recorded or claimed, but no role is named."""
    return condition("signed; a claim does not count", signoffs, register)


def condition(text: str, signoffs: Iterable[SignOff], register: Register) -> Condition:
    given = tuple(signoffs)
    said = latest(given) or only_typed(given)
    reasons = [why for s in said if (why := against(s, register))]
    if not said:
        reasons = ["nobody has"]
    terms = [f"{s.decision.value}{by(s)}{limits(s)}" for s in said]
    return Condition(
        text=text, met=not reasons, why="; ".join(reasons) or "; ".join(terms)
    )


def by(signoff: SignOff) -> str:
    who = f" by {signoff.by}" if signoff.by else ""
    return f"{who} on {signoff.on}" if signoff.on else who


def limits(signoff: SignOff) -> str:
    asked = f" if {signoff.conditions}" if signoff.conditions else ""
    return f"{asked}, until {signoff.expires}" if signoff.expires else asked


def changed_since(
    signoffs: Iterable[SignOff], register: Register
) -> tuple[tuple[SignOff, tuple[str, ...]], ...]:
    """Return the approvals in force of other plans than today's, and what differs."""
    found = [s for s in latest(signoffs) if s.decision.passes]
    records = ((s, register.survey.record(s)) for s in found)
    return tuple((s, r.changes) for s, r in records if r.seal is Seal.CHANGED)
