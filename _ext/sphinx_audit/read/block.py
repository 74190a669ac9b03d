"""A directive's text, taken apart so that no mistake in it can cost the reader a word.

docutils drops a directive with all its content for one unknown, repeated or misspelt
option, MyST for a missing argument.  Our directives therefore declare no options and
take the block apart here: argument lines, option lines, then the content.
"""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MEANT = re.compile(r":[A-Za-z]")
"""How a line begins that is meant to be an option; ``:::`` opens a fence."""

OPTION = re.compile(r":(?P<name>[A-Za-z][\w .+-]*?):(?:\s+(?P<value>.*))?$")
FENCED = re.compile(r"(?P<name>[A-Za-z][\w .+-]*?)\s*:(?:\s+(?P<value>.*))?$")


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option as written; *line* counts from the first line given, at 0.

    Without a name it is a line that is meant as one and cannot be read.
    """

    name: str
    value: str
    line: int


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The parts of a directive; *body* is the index of the first line of content."""

    argument: str = ""
    options: tuple[Option, ...] = ()
    body: int = 0


def take_options(lines: Sequence[str], start: int = 0) -> tuple[list[Option], int]:
    """Read ``:name: value`` lines from *start*; return them and where they end.

    Indented lines continue a value.  A block between ``---`` lines holds
    ``name: value``, as elsewhere in MyST.
    """
    if start < len(lines) and lines[start].strip() == "---":
        return take_fenced(lines, start)
    return take(lines, start, len(lines), OPTION)


def take_fenced(lines: Sequence[str], start: int) -> tuple[list[Option], int]:
    ends = (n for n in range(start + 1, len(lines)) if lines[n].strip() == "---")
    if (end := next(ends, None)) is None:
        return [], start
    options, _ = take(lines, start + 1, end, FENCED)
    return options, end + 1


def take(
    lines: Sequence[str], start: int, end: int, written: re.Pattern[str]
) -> tuple[list[Option], int]:
    found: list[Option] = []
    line = start
    while line < end:
        text = lines[line]
        if match := written.match(text):
            value = (match["value"] or "").strip()
            found.append(Option(name=match["name"].lower(), value=value, line=line))
        elif written is OPTION and MEANT.match(text):
            found.append(Option(name="", value=text.strip(), line=line))
        elif found and text[:1] in {" ", "\t"} and text.strip():
            last = found[-1]
            found[-1] = dc.replace(last, value=f"{last.value}\n{text.strip()}".strip())
        elif written is OPTION:
            break
        elif text.strip():
            found.append(Option(name="", value=text.strip(), line=line))
        line += 1
    return found, line


def read_rst(argument_lines: Sequence[str]) -> Block:
    """Take apart the lines up to the first blank one; the content follows them."""
    start = next(
        (n for n, text in enumerate(argument_lines) if MEANT.match(text)),
        len(argument_lines),
    )
    options, end = take_options(argument_lines, start)
    rest = argument_lines[end:]
    argument = " ".join(" ".join([*argument_lines[:start], *rest]).split())
    return Block(argument=argument, options=tuple(options))


def read_myst(argument: str, content: Sequence[str]) -> Block:
    """Take the options off the first lines of the content."""
    start = 0
    while start < len(content) and not content[start].strip():
        start += 1
    options, end = take_options(content, start)
    return Block(
        argument=" ".join(argument.split()),
        options=tuple(options),
        body=end if options else 0,
    )
