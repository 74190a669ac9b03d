"""``[](#SI-001)``: a MyST link to a thing, also where a page has the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..store import register_of
from ..targets import SEARCH_PRIORITY, things

if TYPE_CHECKING:
    from docutils.nodes import Element


class OwnLinks(SphinxPostTransform):
    """Claim links that name exactly one thing of ours, before MyST asks all domains."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        for node in self.document.findall(addnodes.pending_xref):
            if node.get("reftype") == "myst":
                self.claim(node)

    def claim(self, node: Element) -> None:
        register = register_of(self.env)
        target = node["reftarget"]
        kinds = [k for k in SEARCH_PRIORITY if target in things(register, k)]
        if not kinds and target in register.aliases:
            kinds = ["finding"]
        if len(kinds) == 1:
            node["refdomain"], node["reftype"] = "audit", kinds[0]
            node["refexplicit"] = bool(node["refexplicit"])
