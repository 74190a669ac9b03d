"""The mermaid directive, which knows where its text stands and how it may be drawn."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx.locale import get_translation
from sphinx.util.i18n import search_image_for_language
from sphinxcontrib.mermaid import Mermaid, mermaid

from ..draw.position import FRONT
from ..report import Fault, warn
from .diagram_config import as_json, from_front, front_matter
from .telling import tell

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from docutils.statemachine import StringList
    from sphinx.environment import BuildEnvironment

AS_AUTHORED = "as-authored"

ACCESSIBLE = re.compile(r"^\s*acc(?:Title|Descr)\s*:\s*(.*\S)", re.MULTILINE)
"""What an author wrote for those who cannot see the picture."""

_ = get_translation("audit")


class Diagram(Mermaid):  # type: ignore[misc]  # comes without types
    """Take `fit: as-authored`, and note on the node what its drawing needs."""

    option_spec: ClassVar = {**Mermaid.option_spec, "fit": directives.unchanged}
    content: StringList

    def run(self) -> list[Node]:
        try:
            self.settle()
            made: list[Node] = super().run()
        except (OSError, ValueError, TypeError, LookupError) as error:
            return [self.refused(str(error))]
        for node in made:
            for diagram in node.findall(mermaid):
                self.note(diagram)
        return made

    def settle(self) -> None:
        """Bring title and config into the one form that the directive reads.

        MyST takes the front matter of a diagram for options and flattens what is
        nested in them.
        """
        given: dict[str, object] = {**self.options}
        if not isinstance(self.state, RSTState):
            given |= from_front(front_matter(self.block_text.split("\n")[1:]))
        text = "\n".join(self.content)
        front = FRONT.match(text)
        if front and self.added():  # two of them cannot be drawn
            given = from_front(front_matter(text.split("\n"))) | given
            lines = front[0].count("\n")
            self.content = self.content[lines:]
            self.content_offset += lines
        for name, written in (("config", as_json), ("title", json.dumps)):
            if value := given.get(name):
                self.options[name] = written(value)
            else:
                self.options.pop(name, None)

    def added(self) -> bool:
        """Tell whether the directive puts lines of its own before the text."""
        of_all = self.state.document.settings.env.config.mermaid_config
        return bool({"config", "title"} & {*self.options} or of_all)

    def refused(self, reason: str) -> Element:
        """Show the source under a note, and warn."""
        source = self.block_text.strip("\n")
        block = nodes.literal_block(source, source, language="text")
        block.source = self.state_machine.get_source_and_line(self.lineno)[0]
        block.line = self.lineno
        message = "the diagram cannot be drawn, its source is shown: %s"
        warn(Fault.DIAGRAM, message, reason, at=block)
        return failed(block, reason)

    def note(self, diagram: Element) -> None:
        """Note where the text begins, and how many lines were put before it."""
        env = self.state.document.settings.env
        fit = diagram["audit_fit"] = self.options.get("fit", "")
        diagram.attributes.pop("zoom_id", None)  # a number drawn by lot
        front = FRONT.match(diagram["code"]) if self.added() else None
        diagram["audit_before"] = front[0].count("\n") if front else 0
        diagram.source, diagram.line = self.first_line(env)
        if fit not in {"", AS_AUTHORED}:
            message = f"fit: only {AS_AUTHORED} is known, not {fit}"
            tell(env, Fault.BAD_VALUE, message, at=diagram)

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


def failed(source: nodes.literal_block, reason: str) -> Element:
    """Return the source of a diagram under a note that it cannot be drawn."""
    note = str(_("This diagram cannot be drawn, its source is shown."))
    return nodes.admonition(
        "",
        nodes.title("", note),
        nodes.paragraph("", reason),
        source,
        classes=["audit-problem"],
    )


def source_of(node: Element, line: int = 0) -> nodes.literal_block:
    """Return the code as its author wrote it, placed at *line* of what is drawn."""
    before = node.get("audit_before", 0)
    code = "\n".join(node["code"].split("\n")[before:])
    block = nodes.literal_block(code, code, language="text")
    block.source = node.source
    block.line = node.line and node.line + max(line - before, 1) - 1
    block["ids"] = node["ids"]
    return block


def name_of(node: Element) -> str:
    """Return the words that stand for a diagram where it cannot be seen."""
    parts = [node.get("audit_title", ""), node.get("audit_descr", "")]
    authored = node.get("alt", "") or ". ".join(ACCESSIBLE.findall(node["code"]))
    return ". ".join(part for part in parts if part) or authored or str(_("Diagram"))
