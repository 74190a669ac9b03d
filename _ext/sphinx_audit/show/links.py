"""``[](#SI-001)``: a MyST link to a thing, also where a page has the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..targets import SEARCH_PRIORITY, things

if TYPE_CHECKING:
    from docutils.nodes import Element

    from ..model import Register


def claim(node: Element, register: Register) -> None:
    """Claim a link to exactly one thing of ours, before MyST asks all domains."""
    if node.get("reftype") != "myst":
        return
    target = node["reftarget"]
    kinds = [k for k in SEARCH_PRIORITY if target in things(register, k)]
    if not kinds and target in register.aliases:
        kinds = ["finding"]
    if len(kinds) == 1:
        node["refdomain"], node["reftype"] = "audit", kinds[0]
        node["refexplicit"] = bool(node["refexplicit"])
