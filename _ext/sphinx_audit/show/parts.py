"""The pieces views are made of: links, badges, facts, tables, bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Element, Node

    from ..model import Finding, Progress, Register, State

_ = get_translation("audit")


def link(
    kind: str, id_: str, text: str, docname: str, *, warn: bool = False
) -> Element:
    """Return a reference that Sphinx resolves, with a text of our own."""
    names = ["audit-ref", "audit-id"] if text == id_ else ["audit-ref"]
    shown = nodes.inline("", text, classes=names)
    return addnodes.pending_xref(
        "",
        shown,
        refdomain="audit",
        reftype=kind,
        reftarget=id_,
        refexplicit=True,
        refwarn=warn,
        refdoc=docname,
    )


def finding_link(finding: Finding, docname: str, *, title: bool = True) -> Element:
    text = f"{finding.id}: {finding.title}" if title else finding.id
    return link("finding", finding.id, text, docname)


def links(ids: Iterable[str], register: Register, docname: str) -> list[Node]:
    """Return ids of findings, linked where a page defines them, with commas between."""
    found: list[Node] = []
    for id_ in ids:
        finding = register.findings.get(register.canonical(id_))
        found.append(nodes.Text(", "))
        known = finding is not None
        found.append(link("finding", id_, id_, docname) if known else nodes.Text(id_))
    return found[1:]


def badge(text: str, *kinds: str) -> Element:
    return nodes.inline(
        "", text, classes=["audit-badge", *(f"audit-{k}" for k in kinds)]
    )


def state_badge(state: State) -> Element:
    return badge(f"{state.mark} {state.value}", f"state-{state.slug}")


def priority_badge(finding: Finding) -> Element | None:
    if finding.priority is None:
        return None
    return badge(finding.priority.value, f"priority-{finding.priority}")


def status_badge(finding: Finding) -> Element:
    return badge(finding.status.value, f"status-{finding.status}")


def spaced(parts: Iterable[Node | None]) -> list[Node]:
    """Put a blank between parts; absent ones are left out."""
    found: list[Node] = []
    for part in parts:
        if part is not None:
            found += [nodes.Text(" "), part]
    return found[1:]


def progress(done: Progress, *, html: bool, words: str = "") -> list[Node]:
    """Return ``3 of 14``, with a bar before it where HTML is written."""
    text = _("%(done)d of %(total)d") % {"done": done.done, "total": done.total}
    said = nodes.inline("", f"{text} {words}".strip(), classes=["audit-progress"])
    said["audit_share"] = round(done.share, 3)
    if not html:
        return [said]
    bar = (
        '<span class="audit-bar" aria-hidden="true">'
        f'<span style="width:{done.share:.1%}"></span></span>'
    )
    return [nodes.raw("", bar, format="html"), nodes.Text(" "), said]


def paragraph(*parts: Node, classes: Sequence[str] = ()) -> Element:
    return nodes.paragraph("", "", *parts, classes=list(classes))


def text(words: str) -> list[Node]:
    return [nodes.Text(words)] if words else []


def whole(words: str) -> Element:
    """Return words that stay on one line."""
    return nodes.inline("", words, classes=["audit-whole"])


def facts(rows: Iterable[tuple[str, Sequence[Node]]]) -> Element:
    """Return names with values; rows without a value are left out."""
    fields = [
        nodes.field(
            "", nodes.field_name("", name), nodes.field_body("", paragraph(*value))
        )
        for name, value in rows
        if value
    ]
    return nodes.field_list("", *fields, classes=["audit-facts"])


def table(
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Iterable[Sequence[Sequence[Node]]],
    *,
    classes: Sequence[str] = (),
) -> Element:
    """Return a table; text builders take *widths*, in characters, literally."""
    group = nodes.tgroup("", cols=len(widths))
    group += [nodes.colspec(colwidth=w) for w in widths]
    group += nodes.thead("", row([[nodes.Text(h)] for h in heads]))
    group += nodes.tbody("", *(row(cells) for cells in rows))
    return nodes.table("", group, classes=["audit-table", *classes])


def row(cells: Iterable[Sequence[Node]]) -> Element:
    return nodes.row("", *(nodes.entry("", paragraph(*cell)) for cell in cells))


def card(kind: str, badges: Iterable[Node | None], *body: Node) -> Element:
    line = paragraph(*spaced(badges), classes=["audit-badges"])
    return nodes.container(
        "", line, *body, classes=["audit-card", f"audit-card-{kind}"]
    )


def alternative(summary: str, *body: Node, html: bool) -> Element:
    """Return what stands in for a picture; HTML folds it away."""
    box = nodes.container("", *body, classes=["audit-alternative"])
    if html:
        start = f"<details><summary>{summary}</summary>"
        box.insert(0, nodes.raw("", start, format="html"))
        box += nodes.raw("", "</details>", format="html")
    return box
