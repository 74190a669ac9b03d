"""A stranger's SVG made safe for Typst, which knows less than a browser."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
FONT = "IBM Plex Sans"
INK = "#1b2430"

DROPPED = frozenset({"script", "foreignObject", "iframe", "audio", "video", "handler"})
_VARIABLE = re.compile(r"--[\w-]+\s*:[^;{}]*;?")
_FAMILY = re.compile(r"font-family\s*:[^;}]*")
_REMOTE = re.compile(
    r"url\(\s*['\"]?(?!\s*['\"]?#|['\"]?data:image/)[^)]*\)|@import[^;]*;?"
)


class Cleaned(NamedTuple):
    source: bytes
    lost: tuple[str, ...]


def clean(source: bytes) -> Cleaned:
    """Drop what can run or fetch, and give text a font that is embedded.

    Raises ParseError for what is not XML, ValueError for entities or another root.
    """
    if b"<!ENTITY" in source:
        raise ValueError("it declares entities")
    root = ET.fromstring(source)
    if _name(root) != "svg":
        raise ValueError("it is not an SVG")
    lost: set[str] = set()
    for parent in list(root.iter()):
        for child in list(parent):
            if _name(child) in DROPPED:
                lost.add(_name(child))
                parent.remove(child)
        _tidy(parent, lost)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return Cleaned(ET.tostring(root, encoding="utf-8"), tuple(sorted(lost)))


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _tidy(element: ET.Element, lost: set[str]) -> None:
    for key, value in list(element.attrib.items()):
        name = key.rpartition("}")[2]
        foreign = name == "href" and not value.startswith(("#", "data:image/"))
        if foreign and _name(element) != "a":
            lost.add("an outside reference")
        if name.startswith("on") or foreign:
            del element.attrib[key]
        elif name == "style" or "url(" in value:
            element.set(key, _literal(value))
        elif value == "currentColor":
            element.set(key, INK)
        elif name == "font-family":
            element.set(key, FONT)
    if _name(element) == "style" and element.text:
        element.text = _literal(element.text)
    elif _name(element) == "svg" and "font-family" not in element.attrib:
        element.set("font-family", FONT)


def _literal(css: str) -> str:
    css = _FAMILY.sub(f"font-family: {FONT}", _VARIABLE.sub("", css))
    return _REMOTE.sub("none", css).replace("currentColor", INK)
