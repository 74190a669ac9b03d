"""Placeholders to nodes, before Sphinx resolves references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .. import placeholders as stand
from ..model.columns import DEFAULT
from ..model.query import read_query
from ..read.base import problem_note
from ..report import Fault, warn
from ..rules import verdict_of
from ..store import register_of
from ..walk import all_of
from . import (
    cards,
    checklists,
    crowded,
    findings,
    gates,
    graphs,
    links,
    neighbours,
    other_cards,
    phase_cards,
    phase_graphs,
    phases,
    problems,
    progress,
    prose,
)
from .as_html import as_html
from .as_nodes import as_nodes
from .context import Context
from .hrefs import Hrefs, has_pages
from .parts import _, rubric

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Element, Node

    from ..model import Finding
    from .parts import Piece


class Views(SphinxPostTransform):
    """Replace every placeholder by what it stands for (references resolve at 10)."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        found = all_of(self.document, (addnodes.pending_xref, *stand.PLACEHOLDERS))
        if not found:
            return
        context = self.make_context()
        for node in found:
            if isinstance(node, addnodes.pending_xref):
                links.claim(node, context.register)
            else:
                loud, known = said_of(node, context)
                shown = [*SHOWN[type(node)](node, context), *known]
                node.parent.replace(node, [*loud, *written(shown, context)])

    def make_context(self) -> Context:
        builder = self.env._app.builder  # noqa: SLF001 - post-transforms get no builder
        docname = self.env.current_document.docname
        return Context(
            register=register_of(self.env),
            verdict=verdict_of(self.env),
            docname=docname,
            html=builder.format == "html",
            pictures=bool(builder.supported_image_types),
            hrefs=Hrefs(docname, builder) if has_pages(builder) else None,
        )


def written(pieces: list[Piece], context: Context) -> list[Node]:
    return as_html(pieces, context) if context.hrefs else as_nodes(pieces, context)


RECORDS: dict[type[Element], str] = {
    stand.finding_card: "findings",
    stand.phase_card: "phases",
    stand.pattern_card: "patterns",
    stand.signoff_card: "signoffs",
    stand.checklist_head: "checklists",
}


def said_of(node: Element, context: Context) -> tuple[list[Node], list[Piece]]:
    """Return notes on what is wrong with a thing, and what of that is known."""
    if type(node) not in RECORDS:
        return [], []
    records = getattr(context.page(node["docname"]), RECORDS[type(node)])
    said = context.verdict.by_place.get(records[node["record"]].place, ())
    loud: list[Node] = [problem_note(one.problem.message) for one in said if one.speaks]
    return loud, problems.known(said, context)


def show_finding(node: Element, context: Context) -> list[Piece]:
    finding = context.page(node["docname"]).findings[node["record"]]
    return [
        *cards.finding_card(node, context),
        *neighbours.neighbourhood(finding, context),
    ]


def show_phase(node: Element, context: Context) -> list[Piece]:
    """Return the card of a phase, the table of its findings and their graph."""
    phase = context.page(node["docname"]).phases[node["record"]]
    register = context.register
    members, aside = register.members(phase.id), register.set_aside(phase.id)
    shown = phase_cards.phase_card(node, context)
    if members:
        shown.append(rubric(_("Findings of this phase")))
        shown += findings.finding_table(members, context)
        shown.append(rubric(_("Who needs whom")))
        title = _("Dependencies in phase %s") % phase.id
        shown += graph(members, context, title=title, outside=True)
    if aside:
        shown.append(rubric(_("Set aside")))
        shown += findings.finding_table(aside, context, ("finding", "status", "reason"))
    return shown


def show_view(node: Element, context: Context) -> list[Piece]:
    """Return a view; a query for something that is not there says so on the page."""
    options = node["options"]
    notes: list[Piece] = []
    query = read_query(node["query"])
    for message in query.unknown_phases(context.register):
        warn(Fault.BAD_QUERY, "%s: %s", node["kind"], message, at=node)
        notes.append(problem_note(message))
    chosen = query.select(context.register)
    if node["kind"] == "finding-table":
        columns = options.get("columns", DEFAULT)
        if by := options.get("group-by"):
            shown = findings.grouped(chosen, by, context, columns)
        else:
            shown = findings.finding_table(chosen, context, columns)
    elif node["kind"] == "problem-table":
        shown = problems.problem_table(options, context)
    elif node["kind"] == "checklist-table":
        opened = bool(options.get("open"))
        shown = checklists.checklist_table(chosen, context, opened=opened)
    elif node["kind"] == "dependency-graph":
        title, layout = options.get("title", ""), options.get("layout", "")
        shown = graph(chosen, context, title=title, layout=layout)
    else:
        shown = SIMPLE[node["kind"]](chosen, context)
    return [*notes, *shown, *node.children]


def graph(
    chosen: Sequence[Finding],
    context: Context,
    *,
    title: str = "",
    layout: str = "",
    outside: bool = False,
) -> list[Piece]:
    """Return the graph in the layout asked for, or the one that can still be read."""
    if not chosen:
        return findings.finding_table(chosen, context)
    if len(chosen) > graphs.FOLDED:
        several = len(phase_graphs.by_phase(chosen, context.register)) > 1
        large = phase_graphs.overview if several else crowded.crowded
        return large(chosen, context, title=title)
    if layout == "phases" and len(chosen) <= graphs.ALL:
        return phase_graphs.phasing(chosen, context, title=title)
    return graphs.dependency_graph(chosen, context, title=title, outside=outside)


SIMPLE: dict[str, Callable[..., list[Piece]]] = {
    "phase-index": phases.phase_index,
    "gate-table": gates.gate_table,
    "progress": progress.overview,
}


SHOWN: dict[type[Element], Callable[[Any, Context], list[Piece]]] = {
    stand.finding_card: show_finding,
    stand.phase_card: show_phase,
    stand.pattern_card: other_cards.pattern_card,
    stand.signoff_card: other_cards.signoff_card,
    stand.checklist_head: checklists.head,
    stand.view: show_view,
    stand.computed: prose.value,
}
