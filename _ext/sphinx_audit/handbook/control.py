"""Document control: revisions, distribution, how the file was made, what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from .origins import Origin
from .source import array, call, record, string

if TYPE_CHECKING:
    from .binding import Binding

_ = get_translation("audit")


def control(bound: Binding) -> str:
    wanted = bound.book.wanted
    return call(
        "document-control",
        "book",
        record(
            revisions=array(_revisions(bound)),
            distribution=array(map(string, wanted.distribution)),
            made=array(row(*origin) for origin in _made(bound)),
            files=array(row(a.name, a.sum) for a in bound.attachments),
        ),
    )


def row(*cells: str) -> str:
    return array(map(string, cells))


def _revisions(bound: Binding) -> list[str]:
    """Return the history; a project that keeps none has this one."""
    said = bound.book.wanted.revisions
    if said:
        return [row(r.version, r.date, r.by, r.what) for r in said]
    known = {origin.name: origin.value for origin in bound.origins}
    version, date = known.get(_("Version"), "–"), known.get(_("Date"), "–")
    return [row(version, date, bound.author or "–", _("this edition"))]


def _made(bound: Binding) -> list[Origin]:
    selected = ", ".join(f"{k} = {v}" for k, v in bound.book.wanted.select)
    count = len(bound.counted)
    findings = Origin(
        _("Findings"),
        str(count) + (f" ({selected})" if selected else ""),
        _("the pages of the project"),
    )
    return [
        *bound.origins,
        *([findings] if bound.findings else []),
        *bound.makers,
    ]
