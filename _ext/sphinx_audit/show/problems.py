"""What the rules find: known problems on their pages, and the table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..model.verdict import Cover
from .parts import Folded, Link, Part, _, badge, paragraph, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..model import Register
    from ..model.verdict import Judged
    from .context import Context
    from .parts import Piece

WIDTHS = (12, 9, 20, 44, 14)


def known(judged: Iterable[Judged], context: Context) -> list[Piece]:
    """Return the problems of a thing that nobody is warned of, folded in HTML."""
    quiet = [one for one in judged if one.cover]
    if not quiet:
        return []
    entries = (
        Part(nodes.list_item, (paragraph(f"{one.problem.message}: ", *reason(one)),))
        for one in quiet
    )
    title = _("Known problems: %d") % len(quiet)
    listed = Part(nodes.bullet_list, tuple(entries), ("audit-known",))
    if context.html:
        return [Folded(title, (listed,))]
    return [paragraph(Part(nodes.strong, (title,))), listed]


def reason(one: Judged) -> list[Piece]:
    """Return why nobody is warned."""
    if one.cover is Cover.SUPPRESSED:
        return [badge(_("suppressed"), "known"), f" {one.why}"]
    return [badge(_("known"), "known")] if one.cover else ["–"]


def problem_table(options: Mapping[str, Any], context: Context) -> list[Piece]:
    """Return one row for each problem of the phases, codes and levels asked for."""
    wanted = {name: set(values) for name, values in options.items()}
    rows = [
        row(one, context.register)
        for one in context.verdict.judged
        if all(
            value in wanted[name]
            for name, value in said_of(one, context.register).items()
            if name in wanted
        )
    ]
    if not rows:
        return [paragraph(_("The rules find no such problem."), classes=["audit-none"])]
    heads = [_("Of"), _("Level"), _("Code"), _("Problem"), _("Known")]
    return [table(heads, WIDTHS, rows, "audit-problems")]


def said_of(one: Judged, register: Register) -> dict[str, str]:
    owner = one.problem.owner
    finding = register.findings.get(owner)
    phase = finding.phase if finding else owner
    return {"phase": phase, "code": one.code, "level": one.level}


def row(one: Judged, register: Register) -> list[Sequence[Piece]]:
    level = badge(one.level, f"level-{one.level}")
    return [
        [of(one.problem.owner, register)],
        [level],
        [Part(nodes.literal, (one.code,))],
        text(one.problem.message),
        reason(one),
    ]


def of(owner: str, register: Register) -> Piece:
    """Return a link to whose problem it is; a page has only its name."""
    if owner in register.findings:
        return Link("finding", owner, owner)
    if owner in register.phases:
        return Link("phase", owner, _("Phase %s") % owner)
    return owner
