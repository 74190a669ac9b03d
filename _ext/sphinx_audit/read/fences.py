"""A scan of Markdown for code fences that do not mean what they look like.

The parser cannot tell: a backtick in the first line makes a fence plain text
(CommonMark 0.31.2, section 4.5), one that is never closed takes the rest of the page,
and one with an inner fence of its own length ends where the inner one does.
"""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING

from ..model import Place
from ..report import Fault, warn

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def scan(text: str) -> Iterator[BrokenFence]:
    """Yield the broken fences of a Markdown page, in order of lines."""
    opened: tuple[int, str, str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        match = FENCE.match(line)
        if match is None:
            continue
        run, info = match["run"], match["info"].strip()
        if opened is None:
            if run[0] == ":" and not info.startswith("{"):
                continue
            if run[0] == "`" and "`" in info:
                if info.startswith("{"):
                    yield BrokenFence(
                        line=number,
                        message="a backtick in the first line ends this fence at once; "
                        "open and close it with ::: instead",
                    )
                    opened = (
                        number,
                        run,
                        info,
                    )  # as it is meant, so that its end is one
                continue
            opened = (number, run, info)
            continue
        start, outer, what = opened
        if run[0] != outer[0] or len(run) < len(outer):
            continue
        if match["before"].strip(" \t>"):
            continue  # a list item begins: what it opens ends nothing
        if not info:
            opened = None
        elif info.startswith("{") or run[0] != ":":
            yield BrokenFence(
                line=start,
                message=f"this fence is still open in line {number}, where another "
                f"begins; close it, or open it with {len(run) + 1} marks",
            )
            opened = (number, run, info) if what.startswith("{") else opened
    if opened is not None:
        yield BrokenFence(line=opened[0], message="this fence is never closed")


def look(app: Sphinx, docname: str, source: list[str]) -> None:
    if app.env.doc2path(docname).suffix not in {".md", ".markdown", ".myst"}:
        return
    broken = list(scan(source[0]))
    for fence in broken:
        at = Place(docname=docname, line=fence.line)
        warn(Fault.FENCE, "%s", fence.message, at=at)
    notes = [f"Line {f.line}: {f.message}" for f in broken]
    app.env.current_document[PROBLEMS] = notes


def setup(app: Sphinx) -> None:
    app.connect("source-read", look, priority=900)
