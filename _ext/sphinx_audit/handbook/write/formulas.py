"""Formulas, typeset where LaTeX can be converted, else as their source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...report import Fault, warn
from ..formula import NotConvertedError, formula
from ..places import near
from ..registry import writes
from ..source import block, breakable, call, content, string, text
from .code import listing

if TYPE_CHECKING:
    from docutils import nodes

    from ..translator import Translator


@writes("math")
def math(book: Translator, node: nodes.Element) -> str:
    latex = node.astext()
    if (shown := _converted(book, node, latex)) is None:
        return call("code", *map(string, breakable(" ".join(latex.split("\n")))))
    return call("formula", string(latex), f"${shown}$")


@writes("math_block", "displaymath")
def math_block(book: Translator, node: nodes.Element) -> str:
    latex = node.astext()
    shown = _converted(book, node, latex)
    number = _number(book, node)
    given = content(text(number)) if number else "none"
    if shown is None:
        return block(call("numbered", given, content(listing(latex, "latex"))))
    return block(call("equation", string(latex), given, f"$ {shown} $"))


def _converted(book: Translator, node: nodes.Element, latex: str) -> str | None:
    """Return a formula for Typst; warn once of each that is shown as LaTeX."""
    try:
        return formula(latex)
    except NotConvertedError as error:
        if book.builder.strangers.first(f"formula {latex}"):
            message = "the formula is shown as LaTeX in the PDF: %s"
            warn(Fault.FORMULA, message, error, at=near(node))
        return None


def _number(book: Translator, node: nodes.Element) -> str:
    """Return the number that Sphinx gives an equation everywhere."""
    config = book.config
    if not node.get("number"):
        return ""
    if not (config.numfig and config.math_numfig):
        return str(node["number"])
    numbers = book.builder.env.toc_fignumbers.get(book.docname, {})
    known = numbers.get("displaymath", {})
    number = next((known[name] for name in node["ids"] if name in known), ())
    return str(config.math_numsep).join(".".join(map(str, number)).rsplit(".", 1))
