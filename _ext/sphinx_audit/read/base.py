"""What our directives share: facts with exact lines, content that is never lost."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from sphinx.util.docutils import SphinxDirective

from ..model import Place
from ..model.words import hint
from ..report import Fault
from .block import Block, read_myst, read_rst, take_options
from .telling import included, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Element, Node

    from .values import Fact

T = TypeVar("T")


class AuditDirective(SphinxDirective):
    """A directive whose options are read by us, so that a bad one costs no text."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = None
    summary: ClassVar[str] = ""
    """What the directive is for, in a sentence of the reference."""
    facts: ClassVar[Mapping[str, Fact]] = {}
    """The options it has."""

    def run(self) -> list[Node]:
        self.problems: list[Node] = []
        self.block = self.take_block()
        self.given = self.convert(self.block)
        made = self.make()
        return [*self.problems, *made]

    def make(self) -> list[Node]:
        """Store what is stated and return the nodes that stand for it."""
        raise NotImplementedError

    # -- reading

    def take_block(self) -> Block:
        """Take argument and options apart, and leave the rest as content."""
        if isinstance(self.state, RSTState):
            started = self.block_text.partition("::")[2].partition("\n")[0].strip()
            self.first_line = self.lineno if started else self.lineno + 1
            block = read_rst(self.arguments[0].split("\n") if self.arguments else [])
            return block if block.options else self.behind_blank_line(block)
        self.first_line = self.lineno + 1 + self.content_offset
        block = read_myst(" ".join(self.arguments), list(self.content))
        self.content = self.content[block.body :]
        self.content_offset += block.body
        return block

    def behind_blank_line(self, block: Block) -> Block:
        """Take options that reStructuredText would call a field list, as MyST does."""
        options, end = take_options(list(self.content))
        if not options or options[0].name not in self.facts:
            return block
        self.first_line = self.content_offset + 1
        self.content = self.content[end:]
        self.content_offset += end
        return dc.replace(block, options=tuple(options))

    def convert(self, block: Block) -> dict[str, object]:
        """Return the typed values; what is not understood becomes a problem."""
        given: dict[str, object] = {}
        for option in block.options:
            at = self.place(self.first_line + option.line)
            name = option.name.strip().replace(" ", "-").replace("_", "-")
            if not name:
                self.problem(
                    Fault.UNKNOWN_OPTION,
                    "this line is no option, such as :name: value",
                    at=at,
                    text=option.value,
                )
            elif name not in self.facts:
                self.problem(
                    Fault.UNKNOWN_OPTION,
                    f"{self.name} has no option {name}{hint(name, self.facts)}",
                    at=at,
                    text=f":{option.name}: {option.value}",
                )
            elif name in given:
                self.problem(
                    Fault.BAD_VALUE, f"{name} is given twice", at=at, text=option.value
                )
            else:
                try:
                    given[name] = self.facts[name].read(option.value)
                except ValueError as error:
                    self.problem(Fault.BAD_VALUE, f"{name}: {error}", at=at)
        return given

    def fact(self, name: str, default: T) -> T:
        """Return a given value, which its converter made the type of *default*."""
        return cast("T", self.given.get(name, default))

    # -- places and problems

    @property
    def docname(self) -> str:
        return self.env.current_document.docname

    def place(self, line: int | None = None) -> Place:
        """Return where a line of the directive stands, in an included file too."""
        found = self.state_machine.get_source_and_line(line or self.lineno)
        return self.place_in(*found)

    def place_of(self, node: Node | None) -> Place:
        """Return where a parsed node stands; some know only where their parent does."""
        while node is not None:
            if node.line:
                return self.place_in(node.source, node.line)
            node = node.parent
        return self.place()

    def place_in(self, source: str | None, line: int | None) -> Place:
        path = included(source, self.docname, self.env) if source else ""
        return Place(docname=self.docname, line=line or self.lineno, path=path)

    @property
    def owner(self) -> str:
        """The finding whose problems those of the directive are."""
        return ""

    def problem(
        self, fault: Fault, message: str, *, at: Place | None = None, text: str = ""
    ) -> None:
        """Warn, and leave a visible note on the page, with the source *text*."""
        tell(
            self.env, fault, message, at=at or self.place(), owner=self.owner, text=text
        )
        self.problems.append(problem_note(message, text))

    # -- helpers for nodes

    def adopt(self, node: Element) -> Element:
        self.set_source_info(node)
        return node


class IdDirective(AuditDirective):
    """A directive whose argument is an id, with perhaps a title behind it."""

    example: ClassVar[str]
    """An id as the message for a missing one shows it."""

    def make(self) -> list[Node]:
        id_, _, title = self.block.argument.partition(" ")
        body = self.parse_content_to_nodes()
        if id_:
            return self.define(id_, title, body)
        name = self.name.removeprefix("audit:")
        self.problem(
            Fault.MISSING_ARGUMENT,
            f"{name} needs an id, such as {{{name}}} {self.example}",
        )
        return body

    def define(self, id_: str, title: str, body: list[Node]) -> list[Node]:
        """Store the thing of this id; *body* are the nodes of the content."""
        raise NotImplementedError


def problem_note(message: str, text: str = "") -> Element:
    """Return the visible note that something on this page is wrong."""
    said = nodes.paragraph("", message)
    note = nodes.admonition(
        "", nodes.title("", "Problem"), said, classes=["audit-problem"]
    )
    if text:
        said += [nodes.Text(": "), nodes.literal("", text)]
    return note
