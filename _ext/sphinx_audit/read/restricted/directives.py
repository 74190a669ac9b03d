"""Directives and roles that read files or run code, kept from restricted pages."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.directives.misc import Include
from docutils.utils import new_document
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ...report import Fault
from ...settings import settings_of
from ..base import problem_note
from ..telling import tell
from .pages import leaves, outside, restricted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import RoleFunction

READERS = ("include", "literalinclude", "csv-table", "mermaid")
"""Directives that read a file named in their argument or in one of FILES."""

FILES = ("file", "url", "diff")
"""Options of theirs that name a file."""

RUNNERS = (
    # they import a module: autodoc, autosummary, autoclasstree, autoprogram, ...
    *("auto*", "inheritance-diagram", "argparse", "click", "typer"),
    # they evaluate or run what they say, some of them only with their own builder
    *("doctest", "testsetup", "testcode", "testoutput", "testcleanup"),
    *("ifconfig", "program-output", "command-output", "exec*"),
    *("plot", "*-plot", "gnuplot", "asy*", "tikz", "ipython", "jupyter-*", "eval"),
    *("code-cell", "runblock", "jinja*", "datatemplate*", "need*"),
    # their language loads files, pages or styles, or makes links that run
    *("graphviz", "graph", "digraph", "uml", "plantuml", "kroki", "drawio*"),
    # they write raw text, or read files by rules of their own
    *("raw", "raw-*", "iframe", "youtube", "vimeo", "video", "audio"),
    *("mdinclude", "nbinclude", "remoteliteralinclude", "rli", "exceltable"),
)
"""Names of directives that are refused as a whole.

Nobody can list what strangers write: these are the ones that are well known.
"""

STANDARD = re.compile(r"<[\w-]+\.txt>")
"""An include of docutils' own, such as <isonum.txt>; never one folder further."""

ROLES = ("autolink", "eval", "exec", "jinja", "tikz", "kroki")
"""Names of roles that are refused, for the same reasons."""


class Guard(SphinxDirective):
    """Put before a directive that reads files: looks at the path first."""

    def run(self) -> list[Node]:
        if restricted(self.env, self.env.current_document.docname):
            named = [str(self.options[o]) for o in FILES if o in self.options]
            if self.name != "csv-table":  # whose argument is a title
                named += self.arguments[:1]
            for name in named:
                if self.forbidden(name):
                    return self.refuse(f"{self.name} may not read {name}")
            if "parser" in self.options:
                return self.refuse(f"{self.name} may not choose a parser")
        return list(super().run())

    def forbidden(self, name: str) -> bool:
        if isinstance(self, Include) and name.startswith("<"):
            return not STANDARD.fullmatch(name)
        # docutils starts from the file that is being included, Sphinx from the page
        base = Path(str(self.state.document.current_source or "")).parent
        near = self.name == "csv-table" and leaves(self.env, base / name)
        return "url" in self.options or near or outside(self.env, name)

    def refuse(self, message: str) -> list[Node]:
        message += " on a restricted page"
        text = nodes.literal_block(self.block_text, self.block_text, language="text")
        self.set_source_info(text)
        tell(self.env, Fault.RESTRICTED, message, at=text)
        return [problem_note(message), text]


class Refusal(Guard):
    """Put before a directive that runs code: never looks further."""

    def run(self) -> list[Node]:
        if restricted(self.env, self.env.current_document.docname):
            return self.refuse(f"{self.name} is not allowed")
        return list(super(Guard, self).run())


class RoleRefusal(SphinxRole):
    """Put before a role that runs code."""

    def __init__(self, role: RoleFunction) -> None:
        self.role = role

    def __call__(self, *args: Any, **options: Any) -> Any:
        self.given = args, options
        return super().__call__(*args, **options)

    def run(self) -> tuple[list[Node], list[system_message]]:
        if not restricted(self.env, self.env.current_document.docname):
            args, options = self.given
            return self.role(*args, **options)
        message = f"{self.name} is not allowed on a restricted page"
        text = nodes.literal("", self.rawtext, classes=["audit-problem-inline"])
        self.set_source_info(text)
        tell(self.env, Fault.RESTRICTED, message, at=text)
        return [text], []


def guard(app: Sphinx, config: Config) -> None:
    """Wrap the readers; projects without restricted pages keep the originals."""
    if not settings_of(config).restricted_pages:
        return
    for name, found, kind in list(wanted()):
        if isinstance(found, type) and not issubclass(found, Guard):
            body: dict[str, object] = {}
            if issubclass(found, Include):
                options = found.option_spec or {}
                body["option_spec"] = {**options, "parser": parser(app)}
            wrapped = type(f"Guarded{found.__name__}", (kind, found), body)
            app.add_directive(name, wrapped, override=True)
    for name in ROLES:
        role = vars(roles)["_roles"].get(name)
        if role is not None and not isinstance(role, RoleRefusal):
            app.add_role(name, RoleRefusal(role), override=True)


def wanted() -> Iterator[tuple[str, object, type[Guard]]]:
    """Yield the directives to wrap that this project has."""
    en = get_language("en")
    for name in (*READERS, "raw"):
        found = directives.directive(name, en, new_document(""))[0]
        yield name, found, Guard if name in READERS else Refusal
    for name, found in vars(directives)["_directives"].items():  # no public list
        if any(fnmatchcase(name, pattern) for pattern in RUNNERS):
            yield name, found, Refusal


def parser(app: Sphinx) -> Any:
    """Return the converter of `:parser:`, which imports the module it names."""

    def convert(argument: str) -> object:
        if restricted(app.env, app.env.current_document.docname):
            return argument
        return directives.parser_name(argument)

    return convert


def setup(app: Sphinx) -> None:
    app.connect("config-inited", guard, priority=900)
