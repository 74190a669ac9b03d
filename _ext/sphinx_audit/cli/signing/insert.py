"""Where in a page's text a sign-off goes, and how it is written there."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING

from ..problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...model import SignOff

FENCE = re.compile(
    r"(?P<lead>[ \t]*)(?P<fence>`{3,}|:{3,}|~{3,})\{(?P<prefix>audit:)?"
    r"(?P<name>phase|signoff)\}[ \t]+(?P<id>\S.*?)[ \t\r]*$"
)
BLOCK = re.compile(
    r"(?P<lead>[ \t]*)\.\.[ \t]+(?P<prefix>audit:)?(?P<name>phase|signoff)::"
    r"[ \t]+(?P<id>\S.*?)[ \t\r]*$"
)

OPENED = re.compile(r"[ \t]*(?P<fence>`{3,}|:{3,}|~{3,})(?P<info>[^`]*)$")
EXAMPLE = re.compile(r"(?!\{)|\{(?:code|literal)")
"""What begins the words behind a fence whose content is shown as it is."""

FACTS = ("decision", "by", "role", "on", "conditions", "expires", "commit",
         "fingerprint", "evidence")  # fmt: skip


@dc.dataclass(frozen=True, kw_only=True)
class Found:
    """A directive in a page: its lines, counted from 0, and how it is written."""

    start: int
    end: int
    lead: str
    fence: str
    """Empty in reStructuredText."""
    prefix: str


def with_signoff(text: str, signoff: SignOff, line: int) -> tuple[str, str]:
    """Return a page's text with a sign-off in it, and what was put in.

    It goes behind the phase at *line* (from 1), and behind the sign-offs of the phase
    that stand further down.  Raises Problem if it cannot be told where that is.
    """
    lines = text.split("\n")
    phases = directives(lines, "phase", signoff.phase)
    if not phases:
        raise Problem(
            f"cannot find the directive of phase {signoff.phase} in its page: it "
            "stands in a list or a quotation, or a program makes it; nothing written"
        )
    home = min(phases, key=lambda f: abs(f.start + 1 - line))
    given = directives(lines, "signoff", signoff.phase)
    last = max((f for f in [home, *given] if f.start >= home.start),
               key=lambda f: f.end)  # fmt: skip
    put = written(signoff, home)
    kept, rest = lines[: last.end + 1], lines[last.end + 1 :]
    after = [""] if rest and rest[0].strip() else []
    ending = "\r" if "\r\n" in text else ""
    middle = [f"{entry}{ending}" for entry in ("", *put, *after)]
    if ending and not kept[-1].endswith(ending):
        kept[-1] += ending  # the page ended without a line end
    whole_text = "\n".join([*kept, *middle, *(rest or [""])])
    return whole_text, "\n".join(put) + "\n"


def directives(lines: Sequence[str], name: str, id_: str) -> list[Found]:
    """Return the directives of a name and an argument; not those that are examples."""
    found: list[Found] = []
    around: list[str] = []
    hidden = -1
    for n, text in enumerate(lines):
        if n <= hidden:
            continue
        match = FENCE.match(text) or BLOCK.match(text)
        if around and closes(text, around[-1]):
            around.pop()
        elif match:
            here = whole(lines, n, match)
            hidden = here.end
            if (match["name"], " ".join(match["id"].split())) == (name, id_):
                found.append(here)
        elif opened := OPENED.match(text):
            if EXAMPLE.match(opened["info"]):
                hidden = closing(lines, n, opened["fence"])
            else:
                around.append(opened["fence"])
    return found


def whole(lines: Sequence[str], start: int, match: re.Match[str]) -> Found:
    fence = match["fence"] if "fence" in match.re.groupindex else ""
    end = (
        closing(lines, start, fence) if fence else last_of(lines, start, match["lead"])
    )
    return Found(
        start=start,
        end=end,
        lead=match["lead"],
        fence=fence,
        prefix=match["prefix"] or "",
    )


def closing(lines: Sequence[str], start: int, fence: str) -> int:
    """Return the line that closes a fence; one that none closes ends with the page."""
    for n in range(start + 1, len(lines)):
        if closes(lines[n], fence):
            return n
    return len(lines) - 1


def closes(line: str, fence: str) -> bool:
    text = line.strip()
    return len(text) >= len(fence) and set(text) == {fence[0]}


def last_of(lines: Sequence[str], start: int, lead: str) -> int:
    """Return the last line of a block: what is indented more, and blanks between."""
    end = start
    for n in range(start + 1, len(lines)):
        text = lines[n].rstrip()
        if text and len(text) - len(text.lstrip()) <= len(lead):
            break
        end = n if text else end
    return end


def written(signoff: SignOff, like: Found) -> list[str]:
    """Return the lines of a sign-off in the syntax of the phase."""
    name = f"{like.prefix}signoff"
    facts = [f":{fact}: {said}" for fact in FACTS if (said := told(signoff, fact))]
    if like.fence:
        put = [f"{like.fence}{{{name}}} {signoff.phase}", *facts, like.fence]
    else:
        put = [f".. {name}:: {signoff.phase}", *(f"   {fact}" for fact in facts)]
    return [f"{like.lead}{text}" for text in put]


def told(signoff: SignOff, fact: str) -> str:
    value = getattr(signoff, fact)
    return ", ".join(value) if isinstance(value, tuple) else str(value or "")
