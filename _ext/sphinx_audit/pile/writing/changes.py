"""What of a document does nothing on its page, and is said to have changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .inline import AUTOLINK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .blocks import Block

CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)

INLINE = (
    (re.compile(r"\{[\w:+.-]+\}`"), "a role is shown as text"),
    (re.compile(r"!\["), "a picture is shown as text: it is not copied"),
    (re.compile(r"</?[A-Za-z!]"), "raw HTML is shown as text"),
    (re.compile(r"\{\{"), "a substitution is shown as text"),
    (re.compile(r"\[\^[^\]]+\]"), "a footnote is shown as text"),
)


def changes(block: Block) -> Iterator[tuple[int, str]]:
    """Yield lines, and what they are no longer."""
    if block.kind == "html_block":
        yield block.first, "raw HTML is shown as code"
    elif block.kind == "fence" and block.info.startswith("{"):
        yield (
            block.first,
            f"the directive {block.info.split('}')[0]}}} is shown as text",
        )
    elif block.kind in {"paragraph", "heading", "cell"} and MAY.search(block.text):
        bare = AUTOLINK.sub("", block.text)
        for pattern, said in INLINE:
            text = bare if "role" in said else CODE.sub("", bare)
            if match := pattern.search(text):
                yield block.first + text.count("\n", 0, match.start()), said
    for child in block.children:
        yield from changes(child)


MAY = re.compile(r"[{<]|!\[|\[\^")
