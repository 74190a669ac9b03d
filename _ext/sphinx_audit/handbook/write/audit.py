"""The nodes of this extension's views, told by their classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from ..classes import classes, elements, only
from ..source import block, call, content, string

if TYPE_CHECKING:
    from ..translator import Translator

HUES = {
    "priority-critical": ("red", True),
    "priority-high": ("orange", False),
    "priority-medium": ("amber", False),
    "priority-low": ("grey", False),
    "status-open": ("grey", False),
    "status-in-progress": ("blue", False),
    "status-implemented": ("green", False),
    "status-verified": ("green", True),
    "status-accepted": ("violet", False),
    "state-ready": ("blue", False),
    "state-in-progress": ("violet", False),
    "state-blocked": ("red", False),
    "state-done": ("green", False),
    "gate-open": ("grey", False),
    "gate-ready-to-sign": ("blue", False),
    "gate-signed": ("green", True),
    "gate-stale": ("orange", False),
    "gate-rejected": ("red", True),
    "decision-approved": ("green", False),
    "decision-conditional": ("amber", False),
    "decision-rejected": ("red", False),
    "decision-claimed": ("amber", False),
    "evidence-valid": ("green", False),
    "evidence-expired": ("amber", False),
    "evidence-missing": ("red", False),
    "evidence-changed-since": ("red", False),
    "seal-whole": ("green", False),
    "seal-changed": ("orange", False),
    "seal-broken": ("red", False),
    "signature-good": ("green", True),
    "signature-bad": ("red", True),
    "verified-passed": ("green", True),
    "verified-stale": ("orange", False),
    "verified-failed": ("red", False),
    "level-error": ("red", False),
    "level-warning": ("amber", False),
    "level-note": ("grey", False),
    "known": ("grey", False),
    "signoff-void": ("red", False),
}
PLAIN = (nodes.container, nodes.paragraph)
FEW = 900  # characters of a checklist that no page takes apart
WIDE = 28  # characters from which a fact takes the whole line


def inline(book: Translator, node: nodes.Element) -> str | None:
    """Write a badge or a progress, ``None`` for any other inline node."""
    names = [name.removeprefix("audit-") for name in classes(node)]
    if "badge" in names:
        hue, filled = next((HUES[n] for n in names if n in HUES), ("grey", False))
        inside = content(book.render(node.children))
        return call("badge", string(hue), inside, filled="true" if filled else None)
    if "progress" in names:
        share = min(1.0, max(0.0, float(node.get("audit_share", 0))))
        return call("progress", f"{share:.4g}", content(book.render(node.children)))
    return None


def mark(item: nodes.Element) -> str:
    """Take the mark off the front of an item: the list shows it."""
    for node in item.findall(nodes.inline):
        if "audit-mark" in classes(node):
            sign = node.astext().strip()
            node.parent.remove(node)
            return sign or "•"
    return "•"


def container(book: Translator, node: nodes.Element) -> str | None:
    """Write a card or a checklist, ``None`` for any other container."""
    names = classes(node)
    if "audit-card" in names:
        inside = book.labels.anchor(node) + book.render(node.children)
        return block(call("audit-card", content(inside)))
    if "audit-checklist" in names:
        anchor = book.labels.anchor(node)
        titles = [c for c in node.children if "audit-checklist-title" in classes(c)]
        rest = [c for c in node.children if c not in titles]
        title = content(_title(book, titles)) if titles else "none"
        body = content(anchor + book.render(rest))
        whole = "true" if _is_low(node) else None
        return block(call("checklist", title, body, whole=whole))
    return None


def _is_low(checklist: nodes.Element) -> bool:
    """Say whether a checklist has few words and nothing else: any page has room."""
    few = len(checklist.astext()) < FEW
    items = [*checklist.findall(nodes.list_item)]
    return few and len(items) < 9 and not any(checklist.findall(_is_other))


def _is_other(node: nodes.Node) -> bool:
    return isinstance(node, nodes.General) and not isinstance(node, PLAIN)


def _title(book: Translator, titles: list[nodes.Node]) -> str:
    """Set the progress of a checklist at the end of its title's line."""
    pieces = []
    for child in (child for title in titles for child in title.children):
        ends = any("audit-progress" in classes(node) for node in child.findall())
        gap = "#h(1fr);" if ends else ""
        pieces.append(gap + book.render([child]))
    return "".join(pieces)


def facts(book: Translator, node: nodes.Element) -> str:
    """Set facts two by two; a long one, or one left alone, takes the line to itself."""
    fields = [elements(field) for field in only(node, nodes.field)]
    long = [len(_shown(body)) > WIDE for _, body in fields]
    entries, half = [], False
    for at, (name, body) in enumerate(fields):
        alone = not half and (at + 1 == len(fields) or long[at + 1])
        wide = long[at] or alone
        half = not wide and not half
        said = content(book.render(name.children)), content(book.render(body.children))
        entries.append(f"({said[0]}, {said[1]}, {str(wide).lower()})")
    return block(call("facts", *entries)) if entries else ""


def _shown(node: nodes.Node) -> str:
    return re.sub(r"\s+", " ", node.astext())
