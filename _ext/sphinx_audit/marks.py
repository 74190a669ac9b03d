"""What a page shows of others, as digests that tell when it must be written again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from .model import Page
from .placeholders import PLACEHOLDERS, checklist_head, computed, finding_card
from .rules import by_place
from .sources import PATH, paths_in, sources_of
from .store import register_of, store_of
from .surroundings import NAME, common, digest, names_in, numbers, targets, tree

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model import Register

TREE = "*"
"""The key of the contents tree, which is no docname."""

COMMON = "**"
"""The key of what every page depends on."""

ALL = "register"
"""The key of a page that shows a view: any fact may matter to it."""


def borrowed_by(document: nodes.document, env: BuildEnvironment) -> frozenset[str]:
    """Return the keys of what a page shows of others."""
    keys = names_in(document) | paths_in(document, env)
    for node in document.findall():
        if isinstance(node, addnodes.pending_xref):
            if node.get("refdomain") == "audit":
                keys.add(f"{node['reftype']}:{node['reftarget']}")
            elif node.get("refdomain") in {"", None} or node["reftype"] == "myst":
                keys.add(f"any:{node['reftarget']}")
        elif isinstance(node, computed) and node["kind"] == "depends":
            keys.add(f"depends:{node['target']}")
        elif isinstance(node, finding_card):
            keys.add(f"near:{node['finding']}")
        elif isinstance(node, PLACEHOLDERS) and not isinstance(node, checklist_head):
            keys.add(ALL)
    return frozenset(keys)


def marks(app: Sphinx) -> dict[str, str]:
    """Return a digest of what each page shows, and of what all of them share."""
    env = app.env
    register, borrowed, sources = (
        register_of(env),
        store_of(env).borrowed,
        sources_of(env),
    )
    whole = digest(list(register.pages.items()), register.today)
    names = targets(env)
    found = {TREE: tree(env, sources), COMMON: common(app)}
    for docname in sorted(env.found_docs):
        keys = sorted(borrowed.get(docname, ()))
        shown = [
            names.get(k.removeprefix(NAME))
            if k.startswith(NAME)
            else lent(k, docname, register, whole)
            for k in keys
            if not k.startswith(PATH)
        ]
        own = sources.get(docname), numbers(env, docname)
        listed = found[TREE] if docname in env.toctree_includes else ""
        found[docname] = digest(own, listed, shown, complaints(docname, register))
    return found


def complaints(docname: str, register: Register) -> list[str]:
    """Return what the rules say of a page, in the order of its lines."""
    page, said = register.pages.get(docname, Page()), by_place(register)
    things = (page.findings, page.phases, page.checklists, page.patterns, page.signoffs)
    places = {thing.place for group in things for thing in group}
    return [m for p in sorted(places, key=lambda p: p.line) for m in said.get(p, ())]


def lent(key: str, docname: str, register: Register, whole: str) -> object:
    """Return what stands behind a key, as something whose text changes with it."""
    if key == ALL:
        return whole
    kind, _, id_ = key.partition(":")
    if kind == "near":
        return near(id_, docname, register)
    if kind == "depends":
        return needed(id_, register)
    groups: dict[str, Any] = {
        "finding": register.findings,
        "phase": register.phases,
        "checklist": register.checklists,
        "pattern": register.patterns,
    }
    chosen = [groups[kind]] if kind in groups else list(groups.values())
    things = [g.get(register.canonical(id_)) or g.get(id_) for g in chosen]
    return [(t.id, t.title, t.place.docname, t.anchor) for t in things if t]


def needed(id_: str, register: Register) -> object:
    """Return what a sentence on the dependencies of a finding shows."""
    finding = register.findings.get(register.canonical(id_))
    if finding is None:
        return None
    ids, phases = finding.needed_findings, finding.needed_phases
    return [
        finding.depends,
        [lent(f"finding:{i}", "", register, "") for i in ids],
        [lent(f"phase:{p}", "", register, "") for p in phases],
    ]


def near(id_: str, docname: str, register: Register) -> object:
    """Return everything the card and the graph of a finding show of others."""
    finding = register.findings.get(id_)
    if finding is None:
        return None
    linked = [
        *register.needs(finding),
        *register.dependents.get(id_, ()),
        *register.successors(id_),
        *finding.related,
        *finding.supersedes,
        *finding.duplicates,
    ]
    phases = (finding.phase, *finding.needed_phases)
    elsewhere = finding.place.docname != docname  # and here for a second time
    return [
        (finding.place.docname, finding.place.line if elsewhere else 0),
        register.standings[id_],
        [of_finding(i, register) for i in linked],
        [of_phase(p, register) for p in phases],
        [(p, register.patterns.get(p)) for p in finding.uses],
        [(c.id, c.title, c.anchor, c.progress) for c in register.checklists_of(id_)],
    ]


def of_finding(id_: str, register: Register) -> object:
    """Return what a box or a link of another finding shows, and through whom."""
    other = register.findings.get(register.canonical(id_))
    if other is None:
        return id_
    home = register.phases.get(other.phase)
    return (
        (other.id, other.title, other.place.docname, other.anchor),
        (register.state(other), other.depends),
        home and (home.id, home.place.docname, home.anchor),
    )


def of_phase(id_: str, register: Register) -> object:
    phase = register.phases.get(id_)
    if phase is None:
        return id_
    states = sorted(register.states(id_).items())
    return phase.id, phase.title, phase.place.docname, phase.anchor, states
