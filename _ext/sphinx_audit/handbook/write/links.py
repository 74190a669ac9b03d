"""References: within the book, to another page's place, to the web."""

from __future__ import annotations

from string import punctuation
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...report import Fault, warn
from ..places import near
from ..registry import writes
from ..source import call, content, string, text

if TYPE_CHECKING:
    from docutils import nodes

    from ..translator import Translator

LONGEST = 8_000
"""Characters of an address, by Typst."""
WEB = ("http://", "https://", "mailto:", "ftp://")


def target(book: Translator, node: nodes.Element) -> str | None:
    """Return the key of the place in this project that *node* points to."""
    if node.get("refid"):
        return book.labels.key(node["refid"])
    uri = str(node.get("refuri", ""))
    if uri.startswith("#"):
        return book.labels.key(uri[1:])
    if not uri.startswith("%"):
        return None
    docname, _, name = uri[1:].partition("#")
    return f"{docname}#{name}"


def address(uri: str) -> str:
    """Write *uri* as PDF asks for it: in ASCII (ISO 32000-2, 12.6.4.8)."""
    return quote(uri, safe=punctuation, errors="replace")


@writes("reference", "number_reference")
def reference(book: Translator, node: nodes.Element) -> str:
    uri = str(node.get("refuri", ""))
    inside = book.render(node.children) or text(uri.removeprefix("%"))
    button = "sd-btn" in node.get("classes", ())
    if book.labels.standing:  # a heading also stands in the contents, itself a link
        return inside
    if key := target(book, node):
        return call("goto" if button else "go", "book", string(key), content(inside))
    if not uri.lower().startswith(WEB):
        return inside
    if len(uri := address(uri)) > LONGEST:
        message = "a link of %s characters is shown as text: %s are allowed"
        warn(Fault.LINK, message, len(uri), LONGEST, at=near(node))
        return inside
    inside = call("button", content(inside)) if button else inside
    return call("link" if button else "out", string(uri), content(inside))


@writes("download_reference")
def download(book: Translator, node: nodes.Element) -> str:
    return book.render(node.children)


@writes("target")
def place(book: Translator, node: nodes.Element) -> str:
    return book.labels.anchor(node) + book.render(node.children)
