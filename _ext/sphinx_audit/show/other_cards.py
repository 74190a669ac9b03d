"""The heads of patterns and sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model.decisions import against, latest, only_typed
from ..model.survey import Seal, Signature
from ..model.words import few
from .cards import day, phase_name
from .cells import phase_cell
from .evidence import evidence
from .parts import Part, _, badge, card, facts, inline, links, text

if TYPE_CHECKING:
    from docutils.nodes import Element

    from ..model import Register, SignOff
    from .cards import Row
    from .context import Context
    from .parts import Piece


def pattern_card(node: Element, context: Context) -> list[Piece]:
    pattern = context.page(node["docname"]).patterns[node["record"]]
    register = context.register
    users = register.users.get(pattern.id, ())
    rows: list[Row] = [
        (_("Id"), [Part(nodes.literal, (pattern.id,))]),
        (_("Phase"), phase_cell(pattern.phase, context)),
        (_("Proposed for"), links(pattern.proposed_for, register)),
        (_("Used by"), links(users, register) or text(_("no plan"))),
        (_("Source"), text(pattern.source)),
    ]
    return [card("pattern", [], facts(rows), *node.children)]


def signoff_card(node: Element, context: Context) -> list[Piece]:
    signoff = context.page(node["docname"]).signoffs[node["record"]]
    missing = _("not recorded")
    register = context.register
    badges = [
        badge(signoff.decision.value, f"decision-{signoff.decision}"),
        *standing(signoff, register),
    ]
    rows: list[Row] = [
        (_("Gate of"), phase_name(signoff.phase, context)),
        (_("By"), text(signoff.by or missing)),
        (_("Role"), text(signoff.role or missing)),
        (_("On"), day(signoff.on) or text(missing)),
        (_("Commit"), text(signoff.commit)),
        (_("Conditions"), text(signoff.conditions)),
        (_("Expires"), day(signoff.expires)),
        (_("Fingerprint"), fingerprint(signoff, register)),
        (_("Signature"), signature(signoff, register)),
        (_("Evidence"), evidence(signoff.evidence, register)),
        (_("Source"), text(signoff.source)),
    ]
    shown = card("signoff", badges, facts(rows), *node.children)
    return [shown._replace(ids=tuple(node["ids"]))]


def standing(signoff: SignOff, register: Register) -> list[Part]:
    """Say at once of a decision that it is no longer the last, or does not count."""
    gate = register.gates.get(signoff.phase)
    if gate is None or not signoff.decision.passes:
        return []
    last = (*latest(gate.signoffs), *only_typed(gate.signoffs))
    if not any(signoff is s for s in last):
        return [badge(_("superseded"), "signoff-superseded")]
    if against(signoff, register):
        return [badge(_("does not count"), "signoff-void")]
    return []


def fingerprint(signoff: SignOff, register: Register) -> list[Piece]:
    """Return the first digits of a fingerprint, and what becomes of it."""
    if not signoff.fingerprint:
        return []
    record = register.survey.record(signoff)
    digits = Part(nodes.literal, (signoff.fingerprint[:16],))
    if record.seal is Seal.NONE:
        return [digits]
    state = badge(record.seal.value, f"seal-{record.seal.name.lower()}")
    return [digits, " ", state, *reason(record.why or few(record.changes, "; "))]


def signature(signoff: SignOff, register: Register) -> list[Piece]:
    record = register.survey.record(signoff)
    if record.signature is Signature.NONE and not record.required:
        return []
    shown = badge(record.signature.value, f"signature-{record.signature.name.lower()}")
    return [shown, *reason(record.signature_why)]


def reason(why: str) -> list[Piece]:
    return [" ", inline(f"({why})", "audit-why")] if why else []
