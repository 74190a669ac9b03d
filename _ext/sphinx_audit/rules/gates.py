"""Sign-offs say who decided what, when, and of which state of the plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Decision
from ..model.decisions import ahead, latest, only_typed, over, role_key, unsealed
from ..model.survey import Seal, Signature
from ..model.words import few, hint
from ..report import Fault
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model import Register, SignOff
    from ..report import Fault as Code
    from .problem import Subject

PAGE = """\
# Phase 1: One

```{phase} 1
:gate: Lead
```

```{signoff} 1
FACTS
```

## XX-001: One

```{finding} XX-001
:phase: 1
```
"""


def page(*facts: str) -> str:
    return PAGE.replace("FACTS", "\n".join(f":{fact}" for fact in facts))


MOST = 50
"""Changes since a signature that are named one by one."""

UNPROVEN = frozenset({Signature.NONE, Signature.UNCHECKED})

APPROVED = ("decision: approved", "by: Ada", "role: Lead", "on: 2020-03-01")
REJECTED = ("decision: rejected", "by: Ada", "role: Lead", "on: 2020-03-01")

RULES = (
    Rule(
        fault=Fault.UNSIGNED,
        level=Level.ERROR,
        why="A decision without a person, a role or a day binds nobody.",
        remedy="Say by whom, in which role and on which day; sphinx-audit sign does.",
        wrong=page("decision: rejected"),
        right=page(*REJECTED),
    ),
    Rule(
        fault=Fault.CLAIMED_SIGNOFF,
        level=Level.WARNING,
        why="A source says that the phase was signed off, and nobody did.",
        remedy="Have the phase signed off by the roles that its gate names.",
        wrong=page("decision: claimed", "source: the report"),
        right=page(*REJECTED),
    ),
    Rule(
        fault=Fault.UNKNOWN_ROLE,
        level=Level.ERROR,
        why="A decision in a role that the gate does not ask for opens nothing.",
        remedy="Name a role of the gate, or add the role to the gate.",
        wrong=page(*(f.replace("Lead", "Boss") for f in REJECTED)),
        right=page(*REJECTED),
    ),
    Rule(
        fault=Fault.FUTURE_SIGNOFF,
        level=Level.ERROR,
        why="Nobody has decided yet what is dated after today.",
        remedy="Put the date right.",
        wrong=page(*(f.replace("2020", "2999") for f in REJECTED)),
        right=page(*REJECTED),
        dated=True,
    ),
    Rule(
        fault=Fault.BROKEN_SIGNOFF,
        level=Level.ERROR,
        why="Nobody can tell what was signed: the record and the page disagree.",
        remedy="Restore the page and signoffs/ from git, or sign again.",
        wrong=page(*APPROVED, "fingerprint: 0123456789abcdef"),
        right=page(*REJECTED),
    ),
    Rule(
        fault=Fault.STALE_SIGNOFF,
        level=Level.ERROR,
        why="The plans are not those that were approved.",
        remedy="Have the changes looked at and the phase signed again.",
    ),
    Rule(
        fault=Fault.UNSEALED_SIGNOFF,
        level=Level.WARNING,
        why="An approval typed by hand does not say of what; it opens no gate.",
        remedy="Let sphinx-audit sign write it, with a fingerprint of the plans.",
        wrong=page(*APPROVED),
        right=page(*REJECTED),
    ),
    Rule(
        fault=Fault.EXPIRED_SIGNOFF,
        level=Level.WARNING,
        why="An approval that ran out no longer opens the gate.",
        remedy="Have the phase signed again.",
        wrong=page(*APPROVED, "expires: 2020-04-01"),
        right=page(*REJECTED),
        dated=True,
    ),
    Rule(
        fault=Fault.BAD_SIGNATURE,
        level=Level.ERROR,
        why="The signature is not one of the person who is named.",
        remedy="Have that person sign again, or put the list of signers right.",
    ),
    Rule(
        fault=Fault.MISSING_SIGNATURE,
        level=Level.WARNING,
        why="An approval without the signature that is required opens no gate.",
        remedy="Sign with `--key`, and have `allowed_signers` and ssh-keygen there.",
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    in_force = {
        id(s)
        for gate in register.gates.values()
        for s in (*latest(gate.signoffs), *only_typed(gate.signoffs))
    }
    for signoff in (s for s in register.signoffs if s.phase in register.phases):
        who = f" by {signoff.by}" if signoff.by else ""
        about = (signoff.phase, signoff.role, str(signoff.on), signoff.decision)
        for fault, message in wrong(signoff, register, counts=id(signoff) in in_force):
            yield Problem(
                fault=fault,
                message=f"sign-off of {signoff.phase}{who}: {message}",
                place=signoff.place,
                ids=(*about, message) if fault == Fault.STALE_SIGNOFF else about,
            )


def wrong(
    signoff: SignOff, register: Register, *, counts: bool
) -> Iterator[tuple[Code, str]]:
    """Yield what is wrong with a sign-off; drift matters only while it *counts*."""
    if signoff.decision is Decision.CLAIMED:
        if signoff.source:  # else the page says already what it lacks
            said = f"claimed by {signoff.source}, signed by nobody"
            yield Fault.CLAIMED_SIGNOFF, said
        return
    yield from unsaid(signoff, register)
    record = register.survey.record(signoff)
    if ahead(signoff, register.today):
        yield Fault.FUTURE_SIGNOFF, f"{signoff.on} is after {register.today}"
    if record.seal is Seal.BROKEN:
        yield Fault.BROKEN_SIGNOFF, record.why
    if record.signature is Signature.BAD:
        yield Fault.BAD_SIGNATURE, record.signature_why
    if not counts or not signoff.decision.passes:
        return
    if record.required and record.signature in UNPROVEN and signoff.fingerprint:
        yield Fault.MISSING_SIGNATURE, f"it does not count: {record.signature_why}"
    if record.seal is Seal.CHANGED:
        yield from ((Fault.STALE_SIGNOFF, said) for said in drift(record.changes))
    if unsealed(signoff):
        said = "it does not count: no fingerprint tells what was approved"
        yield Fault.UNSEALED_SIGNOFF, said
    if over(signoff, register.today):
        yield Fault.EXPIRED_SIGNOFF, f"it ran out on {signoff.expires}"


def drift(changes: Sequence[str]) -> Iterator[str]:
    """Yield what changed since, one by one; of very much the number of the rest."""
    yield from (f"since then {change}" for change in changes[:MOST])
    if len(changes) > MOST:
        yield f"since then {len(changes) - MOST:,} more changes"


def unsaid(signoff: SignOff, register: Register) -> Iterator[tuple[Code, str]]:
    """Yield what a decision does not say, and a role that no gate asks for."""
    said = {"by": signoff.by, "role": signoff.role, "on": signoff.on}
    lacking = [name for name, value in said.items() if not value]
    if lacking:
        yield Fault.UNSIGNED, f"{signoff.decision.value} without {few(lacking)}"
    phase = register.phases.get(signoff.phase)
    if phase and phase.gate and signoff.role:
        known = {role_key(role) for role in phase.gate}
        if role_key(signoff.role) not in known:
            near = hint(signoff.role, phase.gate)
            yield Fault.UNKNOWN_ROLE, f"its gate names no role {signoff.role}{near}"
