"""Colours of the pictures: status, urgency, and what can be read on what."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from xml.etree.ElementTree import Element

from . import svg

CRITICAL = "#b42318"
INK = "#111111"
PAPER = "#ffffff"
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_MIX = re.compile(r"color-mix\(in srgb,\s*(#\w{6})\s+([\d.]+)%,\s*(#\w{6})\)")


class Tint(NamedTuple):
    """Fill and border of a node."""

    fill: str
    line: str


STATES: Mapping[str, Tint] = MappingProxyType(
    {
        "done": Tint("#d3f2dd", "#116329"),
        "in-progress": Tint("#d7e9ff", "#0550ae"),
        "ready": Tint("#fff3c4", "#7d4e00"),
        "blocked": Tint("#ffd9d6", "#a40e26"),
        "set-aside": Tint("#eaedf1", "#57606a"),
    }
)
"""By the class of the node; the style sheet says the same for light pages."""


def luminance(colour: str) -> float:
    """Give the relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [value / 255 for value in bytes.fromhex(digits)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(value: str) -> str:
    """Replace `color-mix()` of literals by the colour that results."""
    return _MIX.sub(_mix, value)


def _mix(match: re.Match[str]) -> str:
    share = float(match[2]) / 100
    pairs = zip(bytes.fromhex(match[1][1:]), bytes.fromhex(match[3][1:]), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def keep_legible(root: Element) -> None:
    """Give labels on a fill of the author's own an ink that can be read on it."""
    for group in svg.groups(root, "pele-node"):
        own = (
            svg.declarations(shape.get("style", "")).get("fill")
            for shape in group
            if shape.tag in svg.SHAPES
        )
        fill = next((fill for fill in own if fill), "")
        if not fill or fill in {"none", "transparent"}:
            continue
        dark = _HEX.fullmatch(fill) and contrast(fill, PAPER) > contrast(fill, INK)
        for label in group.iter("text"):
            style = svg.declarations(label.get("style", ""))
            svg.restyle(label, {"fill": PAPER if dark else INK} | style)
