"""Our own export in Markdown: what it says is exact, as nobody changed it since."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from ...exchange.markdown import SEAL, sealed
from ...exchange.table import STATED
from ...model.words import names
from .findings import read_phase
from .lined import Lined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .notes import Records

EDITED = (
    "somebody edited it since sphinx-audit export wrote it: it is read as any other "
    "document"
)

FACTS = frozenset({*STATED, "effort"})


def may_be(lines: Sequence[str]) -> bool:
    """Tell, from the last of its lines, whether a text may be an export."""
    last = next((line for line in reversed(lines) if line.strip()), "")
    return SEAL.fullmatch(last) is not None


def read(lines: Sequence[str], records: Records) -> bool | None:
    """State what an export says; False for one that is changed, None for none."""
    whole = sealed(lines)
    if not whole:
        return whole
    about, phase = "", Lined()
    for level, text, line in parts("\n".join(lines)):
        if level:
            read_phase(phase, records)
            about, phase = section(level, text, line, records)
        else:
            name, _, words = text.partition(": ")
            fact = name.lower().replace(" ", "-")
            if about and fact in FACTS:
                records.exactly(about, fact, words, words, line)
            phase[fact] = [*names(words)] if fact in {"after", "gate"} else words
    read_phase(phase, records)
    return whole


def parts(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield headings with their levels, paragraphs and items with their marks."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for before, token in pairwise(tokens):
        if token.type != "inline" or not token.map:
            continue
        said = "".join(child.content for child in token.children or ())
        line = token.map[0] + 1
        if before.type == "heading_open":
            yield int(before.tag[1]), said, line
        elif before.type == "paragraph_open":
            yield 0, said if before.level else f"Summary: {said}", line


def section(level: int, text: str, line: int, records: Records) -> tuple[str, Lined]:
    """Return the finding whose section it is, or the phase."""
    name, _, title = (part.strip() for part in text.partition(":"))
    phase = Lined()
    if level == 2 and name.startswith("Phase "):
        phase = Lined(id=name.removeprefix("Phase "), title=title)
        phase.line = line
    if level != 3:
        return "", phase
    about = records.new(name, line)
    records.ours(about, line)
    if title:
        records.exactly(about, "title", title, title, line)
    return about, phase
