"""Computed values in the middle of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model.query import count, read_count
from ..model.words import hint
from ..read.places import in_link
from ..report import Fault, warn
from .as_nodes import as_nodes
from .cells import dependencies
from .evidence import looked
from .parts import _

if TYPE_CHECKING:
    from docutils.nodes import Element

    from .context import Context
    from .parts import Piece


def value(node: Element, context: Context) -> list[Piece]:
    """Return what a placeholder in prose stands for."""
    if node["kind"] == "count":
        asked = read_count(node["target"])
        if wrong := asked.query.unknown_phases(context.register):
            warn(Fault.BAD_QUERY, "count: %s", "; ".join(wrong), at=node)
            return [nodes.literal("", node["said"], classes=["audit-problem-inline"])]
        text = count(asked, context.register)
        return [nodes.inline("", text, classes=["audit-count"])]
    if node["kind"] == "evidence":
        return looked(node["target"], context.register)
    finding = context.register.findings.get(context.register.canonical(node["target"]))
    if finding is None:
        warn(
            Fault.UNKNOWN_REFERENCE,
            "no page defines finding %s%s",
            node["target"],
            hint(node["target"], context.register.findings),
            at=node,
        )
        return [nodes.literal("", node["said"], classes=["audit-problem-inline"])]
    found = as_nodes(dependencies(finding, context) or [_("nothing")], context)
    if in_link(node):
        found = [nodes.Text("".join(part.astext() for part in found))]
    return [nodes.inline("", "", *found, classes=["audit-depends"])]
