"""The mermaid directive, which knows where its text stands and how it may be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx.util.i18n import search_image_for_language
from sphinxcontrib.mermaid import Mermaid, mermaid

from ..draw.position import FRONT
from ..report import Fault, warn

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.environment import BuildEnvironment

AS_AUTHORED = "as-authored"


class Diagram(Mermaid):  # type: ignore[misc]  # comes without types
    """Take `fit: as-authored`, and note on the node what its drawing needs."""

    option_spec: ClassVar = {**Mermaid.option_spec, "fit": directives.unchanged}

    def run(self) -> list[Node]:
        made: list[Node] = super().run()
        for node in made:
            for diagram in node.findall(mermaid):
                self.note(diagram)
        return made

    def note(self, diagram: Element) -> None:
        """Note where the text begins, and how many lines were put before it."""
        env = self.state.document.settings.env
        fit = diagram["audit_fit"] = self.options.get("fit", "")
        diagram.attributes.pop("zoom_id", None)  # a number drawn by lot
        added = {"config", "title"} & {*self.options} or env.config.mermaid_config
        front = FRONT.match(diagram["code"]) if added else None
        diagram["audit_before"] = front[0].count("\n") if front else 0
        diagram.source, diagram.line = self.first_line(env)
        if fit not in {"", AS_AUTHORED}:
            message = "fit: only %s is known, not %s"
            warn(Fault.BAD_VALUE, message, AS_AUTHORED, fit, at=diagram)

    def first_line(self, env: BuildEnvironment) -> tuple[str, int]:
        """Return file and line where the author's text begins."""
        if self.arguments:
            name = search_image_for_language(self.arguments[0], env)
            return env.relfn2path(name)[1], 1
        if isinstance(self.state, RSTState):
            source, offset = self.content.items[0]
            return source, offset + 1
        source = self.state_machine.get_source_and_line()[0]
        return source, self.lineno + 1 + self.content_offset
