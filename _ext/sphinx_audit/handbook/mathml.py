"""MathML to Typst, element by element.

Every character is written as an escape or in a string, so nothing an author wrote
is ever read as Typst.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .brackets import grown
from .source import string

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

LIMITS = frozenset({
    "lim", "limsup", "liminf", "max", "min", "sup", "inf", "det", "gcd", "Pr",
    "argmax", "argmin",
})  # fmt: skip
ACCENTS = {
    "^": "302", "ˆ": "302", "~": "303", "˜": "303", "¯": "304", "˘": "306",
    "˙": "307", "¨": "308", "ˇ": "30c", "´": "301", "`": "300", "→": "20d7",
    "←": "20d6", "°": "30a", "˚": "30a",
}  # fmt: skip
OVER = {"―": "overline", "‾": "overline", "_": "overline", "⏞": "overbrace",
        "⎴": "overbracket", "⏜": "overparen"}  # fmt: skip
UNDER = {"―": "underline", "‾": "underline", "_": "underline", "⏟": "underbrace",
         "⎵": "underbracket", "⏝": "underparen"}  # fmt: skip
VARIANTS = {
    "normal": "upright({})", "bold": "bold(upright({}))", "italic": "italic({})",
    "bold-italic": "bold(italic({}))", "script": "cal({})", "fraktur": "frak({})",
    "double-struck": "bb({})", "sans-serif": "sans({})", "monospace": "mono({})",
}  # fmt: skip
EMPTY = '""'
LENGTH = re.compile(r"-?[\d.]+em")


class NotConvertedError(ValueError):
    """A formula that stays LaTeX; the message names the cause."""


def inside(element: Element) -> str:
    """Return what *element* holds as Typst writes it between dollar signs."""
    return grown(list(element), [_written(child) for child in element])


def _written(element: Element) -> str:
    writer = WRITERS.get(element.tag)
    if writer is None:
        raise NotConvertedError(f"<{element.tag}> is not supported")
    return writer(element)


def _letters(words: str) -> str:
    return "".join(f"\\u{{{ord(letter):x}}}" for letter in words)


def _name(element: Element) -> str:
    """Write a letter, or the name of a function."""
    words = element.text or ""
    if words in {"", "&"}:
        return words
    if words.startswith("\\") or words in {"{", "}"}:
        raise NotConvertedError(f"{words} is unknown")
    if len(words) == 1 or not words.isascii():
        return VARIANTS.get(element.get("mathvariant", ""), "{}").format(
            _letters(words)
        )
    limits = ", limits: #true" if words in LIMITS else ""
    return f"op({string(words)}{limits})"


def _mark(element: Element) -> str:
    words = element.text or ""
    if words.isascii() and len(words) > 1 and words.isalpha():
        return _name(element)
    size = element.get("minsize", "")
    if words and LENGTH.fullmatch(size):
        return f"lr(size: #{size}, {_letters(words)})"
    return _letters(words)


def _number(element: Element) -> str:
    return _letters(element.text or "")


def _words(element: Element) -> str:
    plain = re.sub(r"\\([%#&_${}])", r"\1", element.text or "")
    words = string(plain.replace("\xa0", " "))
    return f"bold({words})" if element.get("mathvariant") == "bold" else words


def _parts(element: Element, count: int) -> list[str]:
    if len(element) != count:
        raise NotConvertedError(f"<{element.tag}> has {len(element)} parts")
    return [_written(child) or EMPTY for child in element]


def _attached(*sides: str) -> Callable[[Element], str]:
    def write(element: Element) -> str:
        base, *parts = _parts(element, len(sides) + 1)
        named = "".join(f", {s}: {p}" for s, p in zip(sides, parts, strict=True))
        return f"attach({base}{named})"

    return write


def _set(*sides: str) -> Callable[[Element], str]:
    """Set marks over and under, braces and accents in their own way."""

    def write(element: Element) -> str:
        base, *parts = _parts(element, len(sides) + 1)
        for side, part, child in zip(sides, parts, list(element)[1:], strict=True):
            mark = (child.text or "") if child.tag == "mo" else ""
            named = (OVER if side == "t" else UNDER).get(mark)
            if named:
                base = f"{named}({base})"
            elif side == "t" and mark in ACCENTS:
                base = f"accent({base}, \\u{{{ACCENTS[mark]}}})"
            else:
                inner = base if base.startswith("attach(limits") else f"limits({base})"
                base = f"attach({inner}, {side}: {part})"
        return base

    return write


def _fraction(element: Element) -> str:
    above, below = _parts(element, 2)
    if element.get("linethickness") == "0":
        return f"mat(delim: #none, {above}; {below})"
    return f"frac({above}, {below})"


def _root(element: Element) -> str:
    base, index = _parts(element, 2)
    return f"root({index}, {base})"


def _table(element: Element) -> str:
    rows = [[inside(cell) for cell in row] for row in element]
    sides = {cell.get("columnalign", "center") for row in element for cell in row}
    if element.get("displaystyle") == "true":  # equations, aligned at their signs
        return " \\ ".join(" & ".join(row) for row in rows)
    side = f", align: #{sides.pop()}" if sides in ({"left"}, {"right"}) else ""
    cells = "; ".join(", ".join(cell or EMPTY for cell in row) for row in rows)
    return f"mat(delim: #none{side}, {cells})"


def _space(element: Element) -> str:
    if element.get("linebreak") == "newline":
        return "\\ "
    width = element.get("width", "")
    return f"#h({width})" if LENGTH.fullmatch(width) else ""


def _style(element: Element) -> str:
    shown = {"true": "display({})", "false": "inline({})"}
    held = inside(element)
    return shown.get(element.get("displaystyle", ""), "{}").format(held)


def _enclosed(element: Element) -> str:
    held, notation = inside(element), element.get("notation", "")
    if "strike" in notation:
        return f"cancel({held})"
    if notation in {"box", "roundedbox"}:
        return f"#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, ${held}$)"
    raise NotConvertedError(f"a frame of the kind “{notation}” is not supported")


def _padded(element: Element) -> str:
    if element.get("width") == "0":
        raise NotConvertedError("a sign struck through by hand is not supported")
    return inside(element)


WRITERS: dict[str, Callable[[Element], str]] = {
    "mi": _name,
    "mo": _mark,
    "mn": _number,
    "mtext": _words,
    "ms": _words,
    "mrow": inside,
    "mstyle": _style,
    "mpadded": _padded,
    "mphantom": lambda element: f"#hide(${inside(element)}$)",
    "menclose": _enclosed,
    "mspace": _space,
    "msup": _attached("t"),
    "msub": _attached("b"),
    "msubsup": _attached("b", "t"),
    "mover": _set("t"),
    "munder": _set("b"),
    "munderover": _set("b", "t"),
    "mfrac": _fraction,
    "msqrt": lambda element: f"sqrt({inside(element) or EMPTY})",
    "mroot": _root,
    "mtable": _table,
}
