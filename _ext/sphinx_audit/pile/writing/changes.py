"""What of a document does nothing on its page, and is said to have changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .inline import AUTOLINK, brackets
from .links import destination
from .listings import is_diagram, why_no_drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .blocks import Block
    from .links import Definitions

CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)

INLINE = (
    (re.compile(r"\{[\w:+.-]+\}`"), "a role is shown as text"),
    (re.compile(r"(?<!\]\()</?[A-Za-z!]"), "raw HTML is shown as text"),
    (re.compile(r"\{\{"), "a substitution is shown as text"),
    (re.compile(r"\[\^[^\]]+\]"), "a footnote is shown as text"),
)


def changes(block: Block, definitions: Definitions) -> Iterator[tuple[int, str]]:
    """Yield lines, and what they are no longer."""
    if block.kind == "html_block":
        yield block.first, "raw HTML is shown as code"
    elif block.kind == "fence":
        if block.info.startswith("{"):
            name = f"{block.info.split('}')[0]}}}"
            yield block.first, f"the directive {name} is shown as text"
        elif is_diagram(block) and (why := why_no_drawing(block.text)):
            yield block.first, f"a diagram is shown as text: {why}"
    elif block.kind in {"paragraph", "heading", "cell"} and MAY.search(block.text):
        bare = AUTOLINK.sub("", block.text)
        for pattern, said in INLINE:
            text = bare if "role" in said else CODE.sub("", bare)
            if match := pattern.search(text):
                yield block.first + text.count("\n", 0, match.start()), said
        if "![" in block.text:
            yield from pictures(block, definitions)
    for child in block.children:
        yield from changes(child, definitions)


MAY = re.compile(r"[{<]|!\[|\[\^")


def pictures(block: Block, definitions: Definitions) -> Iterator[tuple[int, str]]:
    """Yield the pictures that are not shown, and why."""
    for at, end in sorted(brackets(block.text).items()):
        if block.text[at - 1 : at] != "!" or block.text[at - 2 : at - 1] == "\\":
            continue
        where, _ = destination(block.text, at, end, definitions)
        why = where and why_not(where.target, block, definitions)
        if where and why:
            said = f"the picture {where.target} is shown as text: {why}"
            yield block.first + block.text.count("\n", 0, at), said


def why_not(target: str, block: Block, definitions: Definitions) -> str:
    if block.kind == "heading":
        return "it stands in a heading"
    return definitions.picture(target).why
