"""Charts that no page shows whole, cut into columns as in the handbook's own PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.mermaid import mermaid

from ..draw.drawing import DrawingError
from ..draw.printed import for_print
from ..handbook import strips
from ..handbook.rooms import fitted, rooms_on
from ..read.diagram import AS_AUTHORED
from ..show.diagrams import pairs, show
from ..show.pictures import image_of_svg

if TYPE_CHECKING:
    from docutils import nodes

ROOMS = rooms_on("a4", "us-letter")
"""LaTeX is asked for one of these, and scales what is too large for a page."""


class Charts(SphinxPostTransform):
    """Draws what needs columns; the rest, and what is wrong, is left to `Diagrams`."""

    default_priority = 6
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(mermaid)):
            if node.get("audit_fit") != AS_AUTHORED and (image := self.cut(node)):
                show(image, node)

    def cut(self, node: nodes.Element) -> nodes.image | None:
        """Return a diagram in columns, none if it needs none."""
        try:
            found = fitted(node["code"], ROOMS, turn=True, alone=False)
        except DrawingError:
            return None
        if len(found.strips) == 1:
            return None
        drawn = for_print(
            found.drawing,
            critical=pairs(node, "audit_critical"),
            back=pairs(node, "audit_back"),
        )
        sheet = strips.joined(drawn, found.drawing, found.strips)
        size = strips.size(found.drawing, found.strips)
        return image_of_svg(sheet, size, self.env._app.builder)  # noqa: SLF001
