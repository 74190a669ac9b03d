"""The list of findings, the register and the evidence of a book, as tables."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from ..model.checklist import flat
from ..model.evidence import shortened
from . import tones
from .source import array, call, record, string
from .widths import wide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..model import Finding
    from .binding import Binding

    Cell = Callable[[Binding, Finding], str]

_ = get_translation("audit")
SHORT, LONG = 20, 60  # characters: what stays in a line, what takes several


def findings(bound: Binding) -> str:
    """List the findings by phase; one finding needs no list."""
    groups = [
        (_("Phase {0}").format(f"{p.id}: {p.title}" if p.title else p.id), found)
        for p in bound.phases
        if (found := bound.members(p))
    ]
    listed = {p.id for p in bound.phases}
    if others := [f for f in bound.counted if f.phase not in listed]:
        groups.append((_("Outside these phases") if groups else _("Findings"), others))
    if aside := [f for f in bound.findings if f.status.set_aside]:
        groups.append((_("Set aside"), aside))
    if len(bound.findings) < 2:
        return ""
    rows = (f"({string(n)}, {array(_listed(bound, f) for f in g)})" for n, g in groups)
    return call("finding-list", "book", array(rows))


def _listed(bound: Binding, finding: Finding) -> str:
    return record(
        key=string(tones.key_of(finding)),
        id=string(finding.id),
        title=string(finding.title),
        priority=tones.priority(finding),
        state=tones.state(finding, bound.register),
    )


def words(said: object) -> str:
    return string(str(said) if said else "–")


TEXT = "fr"
"""A column as wide as its words need."""
COLUMNS: tuple[tuple[str, str, Cell, Callable[[Finding], object]], ...] = (
    ("Phase", "auto", lambda b, f: words(f.phase), lambda f: f.phase),
    ("Category", TEXT, lambda b, f: words(f.category), lambda f: f.category),
    ("Priority", "auto", lambda b, f: tones.priority(f), lambda f: f.priority),
    ("Status", "auto", lambda b, f: tones.status(f), lambda f: True),
    ("State", "auto", lambda b, f: tones.state(f, b.register), lambda f: True),
    ("Effort", "auto", lambda b, f: words(f.effort), lambda f: f.effort),
    (
        "Depends on", TEXT, lambda b, f: words(", ".join(f.depends)),
        lambda f: ", ".join(f.depends),
    ),
    ("Owner", TEXT, lambda b, f: words(f.owner or f.assignee),
     lambda f: f.owner or f.assignee),
    ("Due", "auto", lambda b, f: words(f.due), lambda f: f.due),
)  # fmt: skip
"""Head, width, cell, and whether a finding has anything to say in it."""


def register(bound: Binding) -> str:
    """Write the register; a column that nobody fills is left out."""
    if len(bound.findings) < 2:
        return ""
    shown = [c for c in COLUMNS if any(c[3](f) for f in bound.findings)]
    heads = [_("Id"), _("Title"), *(_(name) for name, *_rest in shown), _("Page")]
    widths = ["auto", _share([f.title for f in bound.findings])]
    widths += [
        _share([str(said(f) or "") for f in bound.findings]) if width == TEXT else width
        for _name, width, _cell, said in shown
    ]
    widths += ["auto"]
    rows = (
        record(
            key=string(tones.key_of(f)),
            id=string(f.id),
            title=string(f.title),
            rest=array(cell(bound, f) for _name, _width, cell, _said in shown),
        )
        for f in bound.findings
    )
    return call(
        "register", "book", array(map(string, heads)), array(widths), array(rows)
    )


def _share(said: list[str]) -> str:
    """Return the width of a column: a few words stay in a line, many need not."""
    lengths = [min(LONG, wide(words)) for words in said]
    if (most := max(lengths)) <= SHORT:
        return "auto"
    return f"{(most + mean(lengths)) / 2:.1f}fr"


def evidence(bound: Binding) -> str:
    """List what is said to show that work was done, and by whom."""
    rows = list(_evidence(bound))
    return call("evidence", "book", array(rows)) if rows else ""


def _evidence(bound: Binding) -> Iterator[str]:
    for f in bound.findings:
        for place in f.evidence:
            yield _piece(bound, f, f.title, place, f.verified_by or f.fixed_by)
        for checklist in bound.register.checklists_of(f.id):
            for item in flat(checklist.items):
                said = bound.register.filled(item.text)
                who = ", ".join(filter(None, (item.by, f"{item.on or ''}")))
                for place in item.evidence:
                    yield _piece(bound, f, said, place, who)


def _piece(bound: Binding, finding: Finding, what: str, place: str, who: str) -> str:
    look = bound.register.survey.evidence.get(place)
    state = "none"
    if look:
        state = tones.tone(look.state.value, f"evidence-{look.state.slug}")
    return record(
        key=string(tones.key_of(finding)),
        id=string(finding.id),
        what=string(what),
        place=string(shortened(place) if look else place),
        state=state,
        why=string(look.why if look else ""),
        who=words(who),
    )
