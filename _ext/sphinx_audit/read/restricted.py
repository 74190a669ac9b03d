"""Pages whose text is not trusted: what they may not do is shown as text instead.

Plans arrive by pull request.  On pages that ``audit_restricted_pages`` matches, raw
HTML, remote images, script links and files from outside the sources do not get in.
"""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from docutils import nodes
from docutils.languages import get_language
from docutils.parsers.rst import directives
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from ..report import Fault, warn
from ..settings import settings_of
from .base import problem_note

if TYPE_CHECKING:
    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

READERS = ("include", "literalinclude", "csv-table", "raw", "mermaid", "graphviz")
"""Directives that read a file named in their argument or in one of FILES."""

FILES = ("file", "url", "diff")
"""Options of theirs that name a file."""

LITERAL = {"raw", "csv-table"}
"""Of them, those that take an absolute path as it is, and no file as argument."""

HARMLESS = re.compile(
    r'</?s>|<input class="task-list-item-checkbox"( checked="checked")? '
    r'disabled="disabled" type="checkbox">|<!--.*?-->',
    re.DOTALL,
)
"""Raw HTML that MyST itself makes of struck-out text, task lists and comments."""

SCRIPTS = {"javascript", "vbscript", "data"}


def restricted(env: BuildEnvironment, docname: str) -> bool:
    patterns = settings_of(env.config).restricted_pages
    return any(fnmatch(docname, p) for p in patterns)


def outside(env: BuildEnvironment, name: str) -> bool:
    """Tell whether a path, as written on the current page, leaves the source folder."""
    _, path = env.relfn2path(name)
    return not Path(path).resolve().is_relative_to(Path(env.srcdir).resolve())


class Guard(SphinxDirective):
    """Put before a directive that reads files: looks at the path first."""

    def run(self) -> list[Node]:
        if restricted(self.env, self.env.current_document.docname):
            named = [str(self.options[o]) for o in FILES if o in self.options]
            if self.name not in LITERAL:
                named += self.arguments[:1]
            for name in named:
                if self.forbidden(name):
                    return self.refuse(name)
        return list(super().run())

    def forbidden(self, name: str) -> bool:
        absolute = self.name in LITERAL and Path(name).is_absolute()
        return "url" in self.options or absolute or outside(self.env, name)

    def refuse(self, name: str) -> list[Node]:
        message = f"{self.name} may not read {name} on a restricted page"
        text = nodes.literal_block(self.block_text, self.block_text, language="text")
        self.set_source_info(text)
        warn(Fault.RESTRICTED, "%s", message, at=text)
        return [problem_note(message), text]


def guard(app: Sphinx, config: Config) -> None:
    """Wrap the readers; projects without restricted pages keep the originals."""
    if not settings_of(config).restricted_pages:
        return
    en = get_language("en")
    for name in READERS:
        found, _ = directives.directive(name, en, new_document(""))
        if found is not None and not issubclass(found, Guard):
            wrapped = type(f"Guarded{found.__name__}", (Guard, found), {})
            app.add_directive(name, wrapped, override=True)


def guard_include(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Empty what MyST includes by itself, without asking the directive."""
    env = app.env
    docname = env.current_document.docname
    if not restricted(env, docname):
        return
    if not Path(env.srcdir, path).resolve().is_relative_to(Path(env.srcdir).resolve()):
        message = f"include may not read {path} on a restricted page"
        warn(Fault.RESTRICTED, "%s", message, at=docname)
        content[0] = f"`{message}`\n"


class Restrict(SphinxTransform):
    """Show as text what a restricted page may not contain."""

    default_priority = 865

    kinds: ClassVar = (
        nodes.raw,
        nodes.image,
        nodes.reference,
        nodes.meta,
        addnodes.download_reference,
        addnodes.toctree,
    )

    def apply(self, **kwargs: Any) -> None:
        if not restricted(self.env, self.env.current_document.docname):
            return
        said: set[tuple[str, int | None]] = set()
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, self.kinds) and (message := self.fault(node)):
                if (message, node.line) not in said:  # a tag and its end are two nodes
                    warn(Fault.RESTRICTED, "%s", message, at=node)
                    said.add((message, node.line))
                node.replace_self(as_text(node, message))

    def fault(self, node: Element) -> str:
        """Return what is wrong with a node, or nothing."""
        if isinstance(node, nodes.raw):
            harmless = HARMLESS.fullmatch(node.astext().strip())
            return "" if harmless else "raw text is not allowed on a restricted page"
        if isinstance(node, nodes.image):
            return self.image_fault(node["uri"])
        if isinstance(node, addnodes.download_reference):
            name = node["reftarget"]
            far = "://" not in name and outside(self.env, name)
            return f"{name} lies outside the sources" if far else ""
        if isinstance(node, nodes.meta):
            return "" if "http-equiv" not in node else "a page may not send one away"
        if isinstance(node, addnodes.toctree):
            faults = (link_fault(target) for _title, target in node["entries"])
            return next((fault for fault in faults if fault), "")
        return link_fault(node.get("refuri", ""))

    def image_fault(self, name: str) -> str:
        if "://" in name or name.startswith(("//", "data:")):
            return f"{name} is not on this site"
        return f"{name} lies outside the sources" if outside(self.env, name) else ""


def link_fault(target: str) -> str:
    scheme = urlsplit(target).scheme.lower()
    return f"a {scheme}: link is not allowed" if scheme in SCRIPTS else ""


def as_text(node: Element, message: str) -> Node:
    keys = ("alt", "uri", "refuri", "reftarget", "content")
    entries: list[tuple[str | None, str]] = node.get("entries", [])
    parts = [node.get(k, "") for k in keys]
    parts += [part or "" for entry in entries for part in entry]
    said = " ".join(dict.fromkeys(p for p in (node.astext(), *parts) if p))
    text = nodes.literal("", said, classes=["audit-problem-inline"])
    if isinstance(node.parent, nodes.TextElement):
        return text
    return problem_note(message, said)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", guard, priority=900)
    app.connect("include-read", guard_include)
    app.add_transform(Restrict)
