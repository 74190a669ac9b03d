"""Targets in boxes, for LaTeX, which gives containers no label."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class Anchors(SphinxPostTransform):
    """Put a target for the ids of each box into it."""

    default_priority = 6  # after the views, whose boxes have ids too
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:
        for box in list(self.document.findall(nodes.container)):
            if box["ids"]:
                box.insert(0, nodes.target("", "", ids=box["ids"]))
                box["ids"] = []
