"""What is shown as text of a page that has been read."""

from __future__ import annotations

import mimetypes
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from ...report import Fault
from ..base import problem_note
from ..telling import tell
from .pages import lined, outside, restricted
from .tex import forbidden_tex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

HARMLESS = re.compile(
    r'</?s>|<input class="task-list-item-checkbox"( checked="checked")? '
    r'disabled="disabled" type="checkbox">'
)
"""Raw HTML that MyST itself makes of struck-out text and task lists."""

COMMENTS = re.compile(r"(?:<!--(?!-?>)(?:(?!--!?>).)*-->\s*)+", re.DOTALL)
"""HTML comments, each ending where a browser ends it and not a word later."""

LINKS = {"", "http", "https", "mailto", "ftp", "tel"}
"""Schemes a link may have: a list of what runs would never be complete."""

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def as_browsers(target: str) -> str:
    """Write a target as browsers understand it: they skip what cannot be seen."""
    plain = re.sub(r"[\t\n\r]", "", target)
    return re.sub(r"^[\x00-\x20]+", "", plain).replace("\\", "/")


def scheme_of(target: str) -> str:
    match = SCHEME.match(as_browsers(target))
    return match[1].lower() if match else ""


class Restrict(SphinxTransform):
    """Show as text what a restricted page may not contain."""

    default_priority = 865

    def apply(self, **kwargs: Any) -> None:
        if not restricted(self.env, self.env.current_document.docname):
            return
        self.said: set[tuple[str, int | None]] = set()
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, nodes.raw) and COMMENTS.fullmatch(node.astext()):
                node.parent.remove(node)  # no reader would see it
            elif isinstance(node, nodes.doctest_block):
                node.replace_self(as_listing(node))
            elif message := fault(self.env, node):
                self.say(message, node)
                node.replace_self(as_text(node, message))
            elif "style" in node:  # it can load a picture, or cover the page
                self.say("a style is not allowed on a restricted page", node)
                del node["style"]

    def say(self, message: str, node: Element) -> None:
        at = lined(node, self.env.current_document.docname)
        line = at.line
        if (message, line) not in self.said:  # a tag and its end are two nodes
            self.said.add((message, line))
            tell(self.env, Fault.RESTRICTED, message, at=at)


def fault(env: BuildEnvironment, node: Element) -> str:
    """Return what is wrong with a node, or nothing."""
    checks = (check for kind, check in CHECKS.items() if isinstance(node, kind))
    return next((check(env, node) for check in checks), "")


def raw_fault(env: BuildEnvironment, node: Element) -> str:
    harmless = HARMLESS.fullmatch(node.astext().strip())
    return "" if harmless else "raw text is not allowed on a restricted page"


def image_fault(env: BuildEnvironment, node: Element) -> str:
    name = node["uri"]
    if scheme_of(name) or "://" in name or as_browsers(name).startswith("//"):
        return f"{name} is not on this site"
    kind = mimetypes.guess_type(name)[0] or ""
    if kind.startswith("video") or "flash" in kind or node.get("loading") == "embed":
        # docutils writes the words beside a film, and embedded SVG, as they are
        return f"{name} is not shown as a picture"
    return f"{name} lies outside the sources" if outside(env, name) else ""


def download_fault(env: BuildEnvironment, node: Element) -> str:
    name = node["reftarget"]
    far = "://" not in name and outside(env, name)
    return f"{name} lies outside the sources" if far else link_fault(name)


def meta_fault(env: BuildEnvironment, node: Element) -> str:
    return "" if "http-equiv" not in node else "a page may not send one away"


def reference_fault(env: BuildEnvironment, node: Element) -> str:
    return link_fault(node.get("refuri", ""))


def contents_fault(env: BuildEnvironment, node: Element) -> str:
    faults = (link_fault(target) for _title, target in node["entries"])
    return next((fault for fault in faults if fault), "")


def tex_fault(env: BuildEnvironment, node: Element) -> str:
    label = node.get("label") or ""  # which LaTeX gets as it is
    found = forbidden_tex(node.astext() + node.get("spec", ""))
    found = found or next((mark for mark in "\\{}%" if mark in label), "")
    return f"{found} is not allowed in math on a restricted page" if found else ""


CHECKS: Mapping[type[Element], Callable[[BuildEnvironment, Element], str]] = {
    nodes.raw: raw_fault,
    nodes.image: image_fault,
    addnodes.download_reference: download_fault,
    nodes.meta: meta_fault,
    nodes.reference: reference_fault,
    addnodes.toctree: contents_fault,
    nodes.math: tex_fault,
    nodes.math_block: tex_fault,
    addnodes.tabular_col_spec: tex_fault,
}


def link_fault(target: str) -> str:
    scheme = scheme_of(target)
    return "" if scheme in LINKS else f"a {scheme}: link is not allowed"


def as_listing(node: Element) -> Element:
    """Return a Python session that the doctest builder does not run."""
    text = node.astext()
    listing = nodes.literal_block(text, text, language="pycon")
    listing.source, listing.line = node.source, node.line
    return listing


def as_text(node: Element, message: str) -> Node:
    keys = ("alt", "uri", "refuri", "reftarget", "content", "spec")
    entries: list[tuple[str | None, str]] = node.get("entries", [])
    parts = [node.get(k, "") for k in keys]
    parts += [part or "" for entry in entries for part in entry]
    said = " ".join(dict.fromkeys(p for p in (node.astext(), *parts) if p))
    text = nodes.literal("", said, classes=["audit-problem-inline"])
    if isinstance(node.parent, nodes.TextElement):
        return text
    return problem_note(message, said)


def setup(app: Sphinx) -> None:
    app.add_transform(Restrict)
