"""What a page shows of others, as digests that tell when it must be written again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from .model import Page
from .placeholders import PLACEHOLDERS, checklist_head, computed, finding_card
from .rules import by_place
from .store import register_of, store_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from .model import Register

TREE = "*"
"""The key of the contents tree, which is no docname."""

ALL = "register"
"""The key of a page that shows a view: any fact may matter to it."""


def borrowed_by(document: nodes.document) -> frozenset[str]:
    """Return the keys of what a page shows of others."""
    keys = set()
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


def marks(env: BuildEnvironment) -> dict[str, str]:
    """Return a digest of what each page borrows, and of the contents tree."""
    register, borrowed = register_of(env), store_of(env).borrowed
    whole = digest(list(register.pages.items()), register.today)
    found = {TREE: tree(env)}
    for docname, keys in sorted(borrowed.items()):
        if docname in env.found_docs:
            shown = [lent(k, docname, register, whole) for k in sorted(keys)]
            found[docname] = digest(*shown, complaints(docname, register))
    return found


def complaints(docname: str, register: Register) -> list[str]:
    """Return what the rules say of a page, in the order of its lines."""
    page, said = register.pages.get(docname, Page()), by_place(register)
    things = (page.findings, page.phases, page.checklists, page.patterns, page.signoffs)
    places = {thing.place for group in things for thing in group}
    return [m for p in sorted(places, key=lambda p: p.line) for m in said.get(p, ())]


def tree(env: BuildEnvironment) -> str:
    """Return a digest of what a sidebar shows: pages, their titles, captions."""
    titles = sorted((page, title.astext()) for page, title in env.titles.items())
    trees = [
        (docname, sorted(node.attributes.items()))
        for docname in sorted(env.toctree_includes)
        for node in env.tocs[docname].findall(addnodes.toctree)
    ]
    return digest(trees, titles)


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


def digest(*data: object) -> str:
    return blake2b(repr(data).encode(), digest_size=16).hexdigest()
