"""The pieces views are made of, light until a builder needs nodes or HTML of them.

A page has hundreds of them: as nodes from the start each would be walked a dozen times
by what comes after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model import Finding, Progress, Register, State

_ = get_translation("audit")


class Link(NamedTuple):
    """A reference to a thing of ours, with a text of our own."""

    kind: str
    id: str
    text: str

    @property
    def classes(self) -> tuple[str, ...]:
        return ("audit-ref", "audit-id") if self.text == self.id else ("audit-ref",)


class Bar(NamedTuple):
    """A bar before the words that say the same, where HTML is written."""

    share: float


class Part(NamedTuple):
    """An element of docutils with what stands in it."""

    kind: type[nodes.Element]
    inner: tuple[Piece, ...]
    classes: tuple[str, ...] = ()
    share: float | None = None
    """Of a progress: the printed handbook draws a bar of it."""
    ids: tuple[str, ...] = ()


class Facts(NamedTuple):
    """Names with values."""

    rows: list[tuple[str, Sequence[Piece]]]


class Table(NamedTuple):
    """A table; text builders take *widths*, in characters, literally."""

    heads: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[Sequence[Piece]]]
    classes: tuple[str, ...]


class Folded(NamedTuple):
    """What stands in for a picture; HTML folds it away."""

    summary: str
    inner: tuple[Piece, ...]


Piece = str | Link | Bar | Part | Facts | Table | Folded | nodes.Node


def finding_link(finding: Finding, *, title: bool = True) -> Link:
    text = f"{finding.id}: {finding.title}" if title else finding.id
    return Link("finding", finding.id, text)


def links(ids: Iterable[str], register: Register) -> list[Piece]:
    """Return ids of findings, linked where a page defines them, with commas between."""
    found: list[Piece] = []
    for id_ in ids:
        known = register.canonical(id_) in register.findings
        found += [", ", Link("finding", id_, id_) if known else id_]
    return found[1:]


def inline(text: str, *classes: str) -> Part:
    return Part(nodes.inline, (text,), classes)


def badge(text: str, *kinds: str) -> Part:
    return inline(text, "audit-badge", *(f"audit-{k}" for k in kinds))


def state_badge(state: State) -> Part:
    return badge(f"{state.mark} {state.value}", f"state-{state.slug}")


def priority_badge(finding: Finding) -> Part | None:
    if finding.priority is None:
        return None
    return badge(finding.priority.value, f"priority-{finding.priority}")


def status_badge(finding: Finding) -> Part:
    return badge(finding.status.value, f"status-{finding.status}")


def spaced(parts: Iterable[Piece | None]) -> list[Piece]:
    """Put a blank between parts; absent ones are left out."""
    found: list[Piece] = []
    for part in parts:
        if part is not None:
            found += [" ", part]
    return found[1:]


def progress(done: Progress) -> list[Piece]:
    """Return ``3 of 14``, with a bar before it where HTML is written."""
    text = _("%(done)d of %(total)d") % {"done": done.done, "total": done.total}
    said = Part(nodes.inline, (text,), ("audit-progress",), round(done.share, 3))
    return [Bar(done.share), said]


def paragraph(*inner: Piece, classes: Sequence[str] = ()) -> Part:
    return Part(nodes.paragraph, inner, tuple(classes))


def container(*inner: Piece, classes: Sequence[str]) -> Part:
    return Part(nodes.container, inner, tuple(classes))


def rubric(words: str, *classes: str) -> Part:
    return Part(nodes.rubric, (words,), classes)


def text(words: str) -> list[Piece]:
    return [words] if words else []


def whole(words: str) -> Part:
    """Return words that stay on one line."""
    return inline(words, "audit-whole")


def facts(rows: Iterable[tuple[str, Sequence[Piece]]]) -> Facts:
    """Return names with values; rows without a value are left out."""
    return Facts([(name, value) for name, value in rows if value])


def table(
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[Sequence[Piece]]],
    *classes: str,
) -> Table:
    return Table(heads, widths, rows, ("audit-table", *classes))


def card(kind: str, badges: Iterable[Piece | None], *body: Piece) -> Part:
    line = paragraph(*spaced(badges), classes=["audit-badges"])
    return container(line, *body, classes=["audit-card", f"audit-card-{kind}"])
