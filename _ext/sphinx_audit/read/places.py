"""Roles where nothing can be computed: in headings and in diagrams."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.mermaid import mermaid

from ..placeholders import computed
from ..report import Fault, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROLE = re.compile(
    r"(?:\{(?:audit:)?(?:finding|phase|checklist|pattern|count|depends)\}"
    r"|:(?:audit:)?(?:finding|phase|checklist|pattern|count|depends):)`[^`]+`"
)
"""One of our roles, in either syntax."""


class PlainPlaces(SphinxTransform):
    """Leave there what the author wrote, and say so."""

    default_priority = 874  # before titles are taken from headings (875)

    def apply(self, **kwargs: Any) -> None:
        self.headings()
        self.diagrams()

    def headings(self) -> None:
        """Undo values in headings: contents trees copy headings before any is known."""
        for title in self.document.findall(nodes.title):
            if not isinstance(title.parent, nodes.section | nodes.document):
                continue
            for node in list(title.findall(computed)):
                warn(
                    Fault.ROLE_IN_HEADING,
                    "%s cannot be computed in a heading, which contents trees repeat; "
                    "say it in the text below",
                    node["said"],
                    at=node if node.line else title,
                )
                node.replace_self(nodes.literal("", node["said"]))
            for ref in title.findall(addnodes.pending_xref):
                if ref.get("refdomain") == "audit":
                    # the id alone, here and in contents trees
                    ref["refexplicit"] = True

    def diagrams(self) -> None:
        """Say of roles in Mermaid that nothing computes them: they stay as written."""
        for node in self.document.findall(mermaid):
            before = node.get("audit_before", 0)  # lines the directive put in front
            for number, line in enumerate(node["code"].split("\n"), -before):
                for match in ROLE.finditer(line):
                    at = nodes.literal("", "")
                    at.source, at.line = node.source, node.line and node.line + number
                    warn(
                        Fault.ROLE_IN_HEADING,
                        "%s stays as it is in a diagram: nothing is computed there",
                        match[0],
                        at=at,
                    )


def setup(app: Sphinx) -> None:
    app.add_transform(PlainPlaces)
