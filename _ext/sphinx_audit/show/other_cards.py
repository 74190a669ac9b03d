"""The heads of patterns and sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from .cards import day, phase_name
from .cells import phase_cell
from .parts import (
    Part,
    _,
    badge,
    card,
    facts,
    links,
    text,
)

if TYPE_CHECKING:
    from docutils.nodes import Element

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
    decision = badge(signoff.decision.value, f"decision-{signoff.decision}")
    rows = [
        (_("Gate of"), phase_name(signoff.phase, context)),
        (_("By"), text(signoff.by or missing)),
        (_("Role"), text(signoff.role or missing)),
        (_("On"), day(signoff.on) or text(missing)),
        (_("Commit"), text(signoff.commit)),
        (_("Conditions"), text(signoff.conditions)),
        (_("Expires"), day(signoff.expires)),
        (_("Source"), text(signoff.source)),
    ]
    shown = card("signoff", [decision], facts(rows), *node.children)
    return [shown._replace(ids=tuple(node["ids"]))]
