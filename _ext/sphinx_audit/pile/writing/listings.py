"""Code and diagrams of strangers as listings that nothing in them can end."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from ...draw.drawing import DrawingError
from ...draw.mermaid import draw
from .codespans import as_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .blocks import Block


def listing(block: Block, depth: int) -> list[str]:
    """Return a fence in its language, if Sphinx knows that; a diagram as one."""
    info = " ".join(block.info.split())
    language, _, rest = info.partition(" ")
    if not language:
        return code(block.text, "text")
    if not depth and is_diagram(block) and not why_no_drawing(block.text):
        return fenced("{mermaid}", block.text.rstrip().split("\n"))
    if not lexer(language) or not block.text.strip():
        return code(f"{block.marks}{info}\n{block.text}{block.marks}", "text")
    before = [as_code(rest), ""] if rest else []
    return before + code(block.text, language)


def is_diagram(block: Block) -> bool:
    return block.kind == "fence" and block.info.strip().lower() == "mermaid"


@lru_cache(maxsize=64)
def why_no_drawing(diagram: str) -> str:
    """Return why a diagram is shown as it is written, or nothing."""
    if not harmless(diagram):
        return "it is no flowchart, or one with settings, links or tags"
    try:
        draw(diagram)
    except DrawingError as error:
        return f"it cannot be drawn: {error}"
    return ""


def harmless(diagram: str) -> bool:
    """Tell whether a diagram is nothing but one: no option, no setting, no link."""
    first = diagram.strip().partition("\n")[0]
    return bool(re.match(r"(?:graph|flowchart)\b", first)) and not re.search(
        r"%%\{|\bclick\b|[<{\\]|^\s*(?:---|:)", diagram, re.MULTILINE
    )


@lru_cache(maxsize=256)
def lexer(language: str) -> bool:
    """Tell whether Sphinx can colour it without a warning."""
    if not re.fullmatch(r"[\w.+#-]+", language):
        return False
    try:
        find_lexer_class_by_name(language)
    except ClassNotFound:
        return False
    return True


def code(text: str, language: str) -> list[str]:
    """Return a listing; ``force`` keeps Sphinx from judging the code of others."""
    lines = text.rstrip("\n").split("\n")
    if language == "text" or not text.strip():
        return fenced("text", lines)
    return fenced(f"{{code-block}} {language}", [":force:", "", *lines])


RUN = re.compile("`{3,}")


def fenced(info: str, lines: Sequence[str]) -> list[str]:
    """Return a fence that nothing in *lines* can end."""
    runs = (run for line in lines if "```" in line for run in RUN.findall(line))
    longest = max(map(len, runs), default=2)
    mark = "`" * (longest + 1)
    return [f"{mark}{info}", *lines, mark]
