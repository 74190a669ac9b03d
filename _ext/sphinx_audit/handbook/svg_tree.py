"""A stranger's XML read without harm: no entities, no depth, no weight."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAVIEST = 20_000_000
"""Bytes of a drawing."""
DEEPEST = 200
"""Elements within each other; each takes a part of the stack."""
LONGEST = 10_000
"""Characters of a text; its time grows with the square of them."""


class _Shallow(ET.TreeBuilder):
    """Builds a tree that is not too deep."""

    depth = 0

    def start(self, tag: str, attrs: Mapping[str, str], /) -> ET.Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"its elements stand more than {DEEPEST} deep")
        return super().start(tag, dict(attrs))

    def end(self, tag: str, /) -> ET.Element:
        self.depth -= 1
        return super().end(tag)


def parsed(source: bytes) -> ET.Element:
    """Return the root of *source*.

    Raises ParseError for what is not XML, ValueError for what would cost too much.
    """
    if len(source) > HEAVIEST:
        raise ValueError(
            f"it has {len(source):,} bytes, and {HEAVIEST:,} are too many for a drawing"
        )
    if b"\0" in source:
        raise ValueError("it is not UTF-8; save it as such")
    if b"<!ENTITY" in source:
        raise ValueError("it declares entities")
    try:
        root = ET.fromstring(source, ET.XMLParser(target=_Shallow()))
    except LookupError as error:
        raise ValueError(f"it is not UTF-8: {error}") from error
    _check_texts(root)
    return root


def _check_texts(root: ET.Element) -> None:
    for element in root.iter():
        if str(element.tag).rpartition("}")[2] != "text":
            continue
        if (length := sum(map(len, element.itertext()))) > LONGEST:
            raise ValueError(
                f"a text of it has {length:,} characters, and {LONGEST:,} are too many"
            )
