"""A scan of Markdown for code fences that do not mean what they look like.

The parser cannot tell: a backtick in the first line makes a fence plain text
(CommonMark 0.31.2, section 4.5), one that is never closed takes the rest of the page,
and one with an inner fence of its own length ends where the inner one does.
"""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from ..model import Place
from ..report import Fault
from .telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token
    from sphinx.application import Sphinx

FENCE = re.compile(
    r"^(?P<before>(?:[ \t>]|(?:[-+*]|\d{1,9}[.)])[ \t])*)"
    r"(?P<run>`{3,}|~{3,}|:{3,})(?P<info>.*)$"
)
PROBLEMS = "audit_fence_problems"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class BrokenFence:
    """What is wrong with the fence that opens at *line*, counted from 1."""

    line: int
    message: str


SHOWS = re.compile(
    r"\{(?:code|code-block|code-cell|sourcecode|literalinclude|mermaid|math|raw|"
    r"parsed-literal|eval-rst|graphviz|csv-table)\}"
)
"""Directives whose content is not Markdown."""


def scan(text: str) -> Iterator[int]:
    """Yield lines at which a fence may be broken: quick, and too careful."""
    opened: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not (match := FENCE.match(line)):
            continue
        run, info = match["run"], match["info"].strip()
        inside = opened and run[0] == opened[-1][0] and len(run) >= len(opened[-1])
        if inside and not info:
            opened.pop()
        elif inside or (run[0] == "`" and "`" in info):
            yield number
        elif not opened:
            opened.append(run)
    if opened:
        yield number


def parsed(
    text: str, config: MdParserConfig | None, before: int = 0
) -> Iterator[BrokenFence]:
    """Yield the broken fences of a page as its parser sees them.

    *before* is the number of lines in front of *text*.
    """
    parser = create_md_parser(config or MdParserConfig(), RendererHTML)
    lines = text.split("\n")
    spoilt = False  # by a backtick: the end of that fence then looks like a beginning
    for token in parser.parse(text):
        start, end = token.map or (0, 0)
        if token.type == "inline":
            for number, line in enumerate(token.content.split("\n"), start=start + 1):
                if TICKED.match(line):
                    spoilt = True
                    yield BrokenFence(line=before + number, message=BACKTICK)
        elif token.type in {"fence", "colon_fence"}:
            if not closed(lines[start + 1 : end], token):
                if not (spoilt and not token.info.strip()):
                    yield BrokenFence(line=before + start + 1, message=UNCLOSED)
            elif number := swallowed(lines, start, end, token):
                yield swallows(before + start + 1, before + number, token)
            if token.info.startswith("{") and not SHOWS.match(token.info):
                yield from parsed(token.content, config, before + start + 1)


TICKED = re.compile(r"`{3,}\{[^`]*`")
BACKTICK = (
    "a backtick in the first line ends this fence at once; "
    "open and close it with ::: instead"
)
UNCLOSED = "this fence is never closed"


def closed(inside: list[str], token: Token) -> bool:
    last = inside[-1].strip(" \t>") if inside else ""
    return last.startswith(token.markup) and not last.strip(token.markup[0])


def swallowed(lines: list[str], start: int, end: int, token: Token) -> int:
    """Return the line of a fence that begins inside one of its own length, or 0."""
    for number in range(start + 1, end - 1):
        match = FENCE.match(lines[number])
        if match is None or len(match["before"].expandtabs()) >= CODE + indent(
            lines[start]
        ):
            continue
        same = match["run"][0] == token.markup[0] and len(match["run"]) >= len(
            token.markup
        )
        info = match["info"].strip()
        if same and (info.startswith("{") or (info and match["run"][0] != ":")):
            return number + 1
    return 0


CODE = 4
"""Columns from which a line is indented code, and no fence."""


def indent(line: str) -> int:
    line = line.expandtabs()
    return len(line) - len(line.lstrip())


def swallows(line: int, inner: int, token: Token) -> BrokenFence:
    return BrokenFence(
        line=line,
        message=f"this fence is still open in line {inner}, where another begins; "
        f"close it, or open it with {len(token.markup) + 1} marks",
    )


def look(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report broken fences; what looks like one is asked of the parser itself."""
    if app.env.doc2path(docname).suffix not in {".md", ".markdown", ".myst"}:
        return
    broken = []
    if next(scan(source[0]), None):
        broken = list(parsed(source[0], getattr(app.env, "myst_config", None)))
    for fence in broken:
        at = Place(docname=docname, line=fence.line)
        tell(app.env, Fault.FENCE, fence.message, at=at)
    notes = [f"Line {f.line}: {f.message}" for f in broken]
    app.env.current_document[PROBLEMS] = notes


def setup(app: Sphinx) -> None:
    app.connect("source-read", look, priority=900)
