"""Text of strangers, so written that MyST shows it and does nothing with it.

Emphasis, code and links stay what they are.  What could be a role, a substitution,
raw HTML, math, a footnote, a picture or the start of a block is escaped: there is no
list of what is dangerous, only one of what is let through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from ...exchange.literal import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

SPECIAL = re.compile(r"[\\`\[\]<{$!\ue000-\ue003]|\n[ \t]*")

MARKED = re.compile(r"[\\`\[\]<{$!\ue000-\ue003]")
"""What tells that more than the starts of lines must be looked at."""

AUTOLINK = re.compile(
    r"<((?:https?://|mailto:)[^\s<>`\\{}$]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>"
)

DESTINATION = re.compile(
    r"\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"""(?:\s+(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|\((?P<round>[^()]*)\)))?\s*\)"""
)

STARTS = re.compile(
    r"(?:[>%:|+]|#{1,6}(?=\s|$)|~(?=~~|\s)|[-*](?=\s|$)|\((?=.*\)=)"
    r"|\d{1,9}(?P<dot>[.)])(?=\s|$)"
    r"|[-=_*+|: ]+$|\[(?=[^\]]*\]:))"
)
"""What would begin a block in MyST at the start of a line."""

OUTSIDE = re.compile(r"(?:https?://|mailto:|ftp://)", re.IGNORECASE)
SAFE = "/:?#@!&'*+,;=%~.-_"
"""What an address keeps; everything else is percent-encoded."""

LATER = re.compile(
    "\ue000(?P<label>.*?)\ue001(?P<target>.*?)\ue002(?P<title>.*?)\ue003", re.DOTALL
)
"""A link to another file, settled when it is known which page that is."""


DEEPEST = 3
"""Links and pictures in each other; CommonMark knows a picture in a link."""


class Definition(NamedTuple):
    """Where a reference such as ``[name]`` leads."""

    target: str
    title: str = ""


class Definitions(dict[str, Definition]):
    """Where the references of a document lead, and which of them somebody followed."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def lead(self, label: str) -> Definition | None:
        found = self.get(normal(label))
        if found:
            self.used.add(normal(label))
        return found


NONE = Definitions()


def safe(text: str, definitions: Definitions = NONE) -> str:
    """Return Markdown of one paragraph, heading or cell as harmless MyST."""
    bare = text.strip(" \t")
    return started("".join(parts(bare, definitions)) if MARKED.search(bare) else bare)


def parts(text: str, definitions: Definitions, depth: int = 0) -> Iterator[str]:
    ends = brackets(text) if "[" in text else {}
    at = 0
    while match := SPECIAL.search(text, at):
        yield text[at : match.start()]
        at = match.end()
        mark = match[0]
        if mark == "\\":
            follows = text[at : at + 1]
            if follows and follows in "\ue000\ue001\ue002\ue003":
                continue
            yield mark + (follows if follows != "\n" else "")
            at += follows != "\n" and bool(follows)
        elif mark == "`":
            said, at = code(text, match.start())
            yield said
        elif mark[0] == "\n":
            yield "\n"
        elif mark == "<":
            found = AUTOLINK.match(text, match.start())
            yield found[0] if found else "\\<"
            at = found.end() if found else at
        elif mark in "[!":
            said, at = link(text, match.start(), ends, definitions, depth)
            yield said
        elif mark == "]":
            yield "\\]" if text[at : at + 1] in {"(", "[", ":"} else "]"
        elif mark in "{$":
            yield f"\\{mark}"
    yield text[at:]


def code(text: str, at: int) -> tuple[str, int]:
    """Return the code that starts with the backticks at *at*, or these escaped."""
    run = len(text) - at - len(text[at:].lstrip("`"))
    end = closing(text, at + run, run)
    if end < 0:
        return "\\`" * run, at + run
    return as_code(text[at + run : end]), end + run


def closing(text: str, start: int, run: int) -> int:
    for match in re.compile("`+").finditer(text, start):
        if len(match[0]) == run:
            return match.start()
    return -1


def as_code(text: str) -> str:
    """Return inline code on one line, between as many backticks as it needs."""
    said = re.sub(r"\s*\n\s*", " ", text)
    said = re.sub("[\ue000-\ue003]", "", said)
    if not said.strip():
        return said
    longest = max((len(run) for run in re.findall("`+", said)), default=0)
    mark = "`" * (longest + 1)
    padded = said.startswith("`") or said.endswith("`")
    padded = padded or (said.startswith(" ") and said.endswith(" "))
    return f"{mark} {said} {mark}" if padded else f"{mark}{said}{mark}"


# -- links


def link(
    text: str, at: int, ends: dict[int, int], definitions: Definitions, depth: int
) -> tuple[str, int]:
    """Return the link or picture at *at*, or its first character as a character."""
    picture = text[at] == "!"
    start = at + picture
    if picture and text[start : start + 1] != "[":
        return "!", start
    end = ends.get(start, -1) if depth < DEEPEST else -1
    literal = "\\[" if end < 0 or text[start + 1 : start + 2] == "^" else "["
    if end < 0:
        return "!" * picture + literal, start + 1
    where, after = destination(text, start, end, definitions)
    if where is None:
        return "\\!" * picture + literal, start + 1
    inside = "".join(parts(text[start + 1 : end], definitions, depth + 1))
    if depth or picture:
        word = "picture " * picture
        return f"{inside} ({word}{as_code(where.target or '#')})".lstrip(), after
    return linked(inside, where), after


def brackets(text: str) -> dict[int, int]:
    """Return where each bracket closes, past code and escapes, in one pass."""
    found: dict[int, int] = {}
    opened: list[int] = []
    at = 0
    for match in MARKS.finditer(text):
        if match.start() < at:
            continue
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            found[opened.pop()] = match.start()
        elif match[0][0] == "`":
            end = closing(text, match.end(), len(match[0]))
            at = end + len(match[0]) if end >= 0 else at
    return found


MARKS = re.compile(r"\\.|`+|[\[\]]", re.DOTALL)


def destination(
    text: str, start: int, end: int, definitions: Definitions
) -> tuple[Definition | None, int]:
    """Return where the label from *start* to *end* leads, and where that is said."""
    if found := DESTINATION.match(text, end + 1):
        target = found["angle"] if found["angle"] is not None else found["bare"]
        title = found["double"] or found["single"] or found["round"] or ""
        return Definition(unescaped(target), unescaped(title)), found.end()
    label = text[start + 1 : end]
    if text[end + 1 : end + 2] == "[" and (close := text.find("]", end + 2)) > 0:
        named = text[end + 2 : close] or label
        return definitions.lead(named), close + 1
    return definitions.lead(label), end + 1


def unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def normal(label: str) -> str:
    """Return a label as CommonMark compares it."""
    return " ".join(label.split()).lower().upper()


def linked(label: str, where: Definition) -> str:
    """Return a link out of the site, or a note of one to settle later."""
    target = re.sub("[\ue000-\ue003]", "", where.target)
    title = re.sub(r"\s+", " ", where.title).strip()
    if OUTSIDE.match(target):
        return written(label or safe_text(target), target, title)
    plain = re.sub("[\ue000-\ue003\n]", "", title)
    return f"\ue000{label}\ue001{target}\ue002{plain}\ue003"


def written(label: str, target: str, title: str = "") -> str:
    """Return a link whose address and title cannot end early."""
    address = quote(unquote(target) if "%" not in target else target, safe=SAFE)
    said = re.sub(r'["\\<>`{}$\[\]]', lambda m: f"&#{ord(m[0])};", title)
    return f'[{label}]({address} "{said}")' if said else f"[{label}]({address})"


def safe_text(text: str) -> str:
    """Return words of data, in which no mark means anything."""
    return literal(clean(text))


# -- starts of lines


CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ue000-\ue008]")
"""What ends a line for some reader, steers a terminal, or is a mark of ours."""


def clean(line: str) -> str:
    """Return a line that is one line to every reader."""
    return CONTROL.sub(" ", line) if CONTROL.search(line) else line


def started(text: str) -> str:
    """Escape what would begin a block at the start of a line."""
    return "\n".join(begun(line.lstrip(" \t")) for line in text.split("\n"))


def begun(line: str) -> str:
    if line[:1].isalpha() or (match := STARTS.match(line)) is None:
        return line
    at = match.start("dot") if match["dot"] else 0
    return f"{line[:at]}\\{line[at:]}" if line else line
