"""Whether an SVG is a drawing and no more: nothing runs, nothing is fetched."""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

RUNS = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "handler", "listener"}
    | {"audio", "video", "set", "discard"}
)
FETCHES = re.compile(
    r"url\(\s*(?!['\"]?\s*(?:#|data:image/))|@import|javascript:", re.IGNORECASE
)
INSIDE = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);", re.IGNORECASE)
LOCAL = frozenset({"href", "src", "base"})
"""Attributes that are addresses, without their prefix."""


def check_drawing(data: bytes) -> None:
    """Raise ValueError for what is no SVG, or does more than to show something."""
    if b"\0" in data:
        raise ValueError("it is no SVG in UTF-8")
    look = Look()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True  # a word is not told in halves
    parser.StartElementHandler = look.element
    parser.EndElementHandler = look.close
    parser.CharacterDataHandler = look.text
    parser.XmlDeclHandler = look.declared
    parser.EntityDeclHandler = look.entity
    parser.ProcessingInstructionHandler = look.instruction
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"it is no SVG: {error}") from error


class Look:
    """Looks at each part of a drawing as it is met."""

    def __init__(self) -> None:
        self.open: list[str] = []

    def element(self, name: str, attributes: dict[str, str]) -> None:
        bare = local(name)
        if not self.open and bare != "svg":
            raise ValueError("it is no SVG")
        self.open.append(bare)
        if bare in RUNS:
            raise ValueError(f"it holds <{name}>")
        animated = local(attributes.get("attributeName", ""))
        if animated in LOCAL or animated.startswith("on"):
            raise ValueError(f"it changes {animated} by itself")
        for key, value in attributes.items():
            self.attribute(local(key), value, link=bare == "a")

    def attribute(self, key: str, value: str, *, link: bool) -> None:
        if key.startswith("on"):
            raise ValueError(f"it runs something {key}")
        if key in LOCAL and not INSIDE.match(value.strip()):
            raise ValueError("it links elsewhere" if link else "it loads another file")
        if FETCHES.search(value) or (key == "style" and "\\" in value):
            raise ValueError("its style loads another file")

    def close(self, _: str) -> None:
        self.open.pop()

    def text(self, text: str) -> None:
        if self.open[-1] == "style" and (FETCHES.search(text) or "\\" in text):
            raise ValueError("its style loads another file")

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in {"utf-8", "us-ascii"}:
            raise ValueError("it is no SVG in UTF-8")

    def entity(self, *_: object) -> NoReturn:
        raise ValueError("it declares entities")

    def instruction(self, target: str, _: str) -> None:
        if target != "xml":
            raise ValueError(f"it asks for <?{target}?>")


def local(name: str) -> str:
    return name.rpartition(":")[2].lower()
