"""A stranger's SVG made safe for Typst, which knows less than a browser."""

from __future__ import annotations

import base64
import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

from . import raster
from .svg_tree import parsed

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONT = "IBM Plex Sans"
INK = "#1b2430"

RUNS = frozenset({"script", "foreignObject", "iframe", "audio", "video", "handler"})
COSTLY = frozenset({
    "feTurbulence", "feMorphology", "feConvolveMatrix", "feDisplacementMap",
    "feDiffuseLighting", "feSpecularLighting",
})  # fmt: skip
"""Filters of which a small file can ask hours."""
DROPPED = RUNS | COSTLY
FILTERED = 100
"""How often a drawing may use filters, each of which makes a picture of its shape."""

OUTSIDE = "an outside reference"
_VARIABLE = re.compile(r"--[\w-]+\s*:[^;{}]*;?")
_FAMILY = re.compile(r"font-family\s*:[^;}]*")
_REMOTE = re.compile(
    r"url\(\s*(?!['\"]?\s*#)(?P<data>['\"]?\s*data:)?[^)]*\)|@import[^;]*;?"
)
_FILTER = re.compile(r"\bfilter\s*:[^;}]*")


class Cleaned(NamedTuple):
    source: bytes
    lost: tuple[str, ...]


def clean(source: bytes) -> Cleaned:
    """Drop what can run or fetch, and give text a font that is embedded.

    Raises ParseError for what is not XML, ValueError for what cannot be shown.
    """
    return _Cleaner().clean(source)


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _filtered(root: ET.Element) -> int:
    """Count what asks for a filter, all that there is where a style sheet may."""
    every = list(root.iter())
    if any(_name(e) == "style" and "filter" in (e.text or "") for e in every):
        return len(every)
    return sum("filter" in e.attrib or "filter" in e.get("style", "") for e in every)


class _Cleaner:
    """Cleans one file and the drawings in it, and keeps what they lose."""

    def __init__(self) -> None:
        self.lost: set[str] = set()
        self.pixels = 0
        self.inside = False

    def clean(self, source: bytes) -> Cleaned:
        root = parsed(source)
        if _name(root) != "svg":
            raise ValueError("it is not an SVG")
        too_many = _filtered(root) > FILTERED
        for parent in list(root.iter()):
            for child in list(parent):
                if _name(child) in DROPPED:
                    self.lost.add(_name(child))
                    parent.remove(child)
            self._tidy(parent)
            if too_many:
                self._unfilter(parent)
        ET.register_namespace("", SVG)
        ET.register_namespace("xlink", XLINK)
        return Cleaned(ET.tostring(root, encoding="utf-8"), tuple(sorted(self.lost)))

    def _tidy(self, element: ET.Element) -> None:
        for key, value in list(element.attrib.items()):
            name = key.rpartition("}")[2]
            if name.startswith("on"):
                del element.attrib[key]
            elif name == "href":
                self._link(element, key, value)
            elif name == "style" or "url(" in value:
                element.set(key, self._literal(value))
            elif value == "currentColor":
                element.set(key, INK)
            elif name == "font-family":
                element.set(key, FONT)
        if _name(element) == "style" and element.text:
            element.text = self._literal(element.text)
        elif _name(element) == "svg" and "font-family" not in element.attrib:
            element.set("font-family", FONT)

    def _link(self, element: ET.Element, key: str, value: str) -> None:
        """Keep what leads to another part of the drawing or is a picture itself."""
        if value.startswith("#"):
            return
        if value.startswith("data:image/"):
            try:
                element.set(key, self._embedded(value))
            except (ValueError, ET.ParseError):
                self.lost.add("an embedded picture")
                del element.attrib[key]
            return
        if _name(element) != "a":
            self.lost.add(OUTSIDE)
        del element.attrib[key]

    def _embedded(self, value: str) -> str:
        """Return a picture that can be decoded; one that is a drawing is cleaned."""
        head, _comma, body = value.partition(",")
        source = unquote_to_bytes(body)
        if head.endswith(";base64"):
            source = base64.b64decode(source)
        if not head.startswith("data:image/svg"):
            raster.suffix(source, "")
            self.pixels += raster.pixels(source)
            if self.pixels > raster.LARGEST:
                raise ValueError("there are too many")
            return value
        if self.inside:
            raise ValueError("it stands in another such drawing")
        self.inside = True
        try:
            cleaned = base64.b64encode(self.clean(source).source).decode()
        finally:
            self.inside = False
        return f"data:image/svg+xml;base64,{cleaned}"

    def _unfilter(self, element: ET.Element) -> None:
        self.lost.add("filters")
        element.attrib.pop("filter", None)
        if style := element.get("style"):
            element.set("style", _FILTER.sub("", style))
        if _name(element) == "style":
            element.text = _FILTER.sub("", element.text or "")

    def _literal(self, css: str) -> str:
        css = _FAMILY.sub(f"font-family: {FONT}", _VARIABLE.sub("", css))
        return _REMOTE.sub(self._without, css).replace("currentColor", INK)

    def _without(self, found: re.Match[str]) -> str:
        if not found["data"]:  # of a font, which another takes the place of
            self.lost.add(OUTSIDE)
        return "none"
