"""What a page shows of others, as digests that tell when it must be written again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

from .placeholders import PLACEHOLDERS, checklist_head, computed, finding_card
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
            keys.add(f"near:{node['target']}")
        elif isinstance(node, finding_card):
            keys.add(f"near:{node['finding']}")
        elif isinstance(node, PLACEHOLDERS) and not isinstance(node, checklist_head):
            keys.add(ALL)
    return frozenset(keys)


def marks(env: BuildEnvironment) -> dict[str, str]:
    """Return a digest of what each page borrows, and of the contents tree."""
    register, borrowed = register_of(env), store_of(env).borrowed
    titles = sorted((page, title.astext()) for page, title in env.titles.items())
    tree = digest(sorted(env.toctree_includes.items()), titles)
    whole = digest(list(register.pages.items()), register.today)
    found = {TREE: tree}
    for docname, keys in sorted(borrowed.items()):
        if docname in env.found_docs:
            found[docname] = digest(*(lent(k, register, whole) for k in sorted(keys)))
    return found


def lent(key: str, register: Register, whole: str) -> object:
    """Return what stands behind a key, as something whose text changes with it."""
    if key == ALL:
        return whole
    kind, _, id_ = key.partition(":")
    if kind == "near":
        return near(id_, register)
    groups: dict[str, Any] = {
        "finding": register.findings,
        "phase": register.phases,
        "checklist": register.checklists,
        "pattern": register.patterns,
    }
    chosen = [groups[kind]] if kind in groups else list(groups.values())
    things = [g.get(register.canonical(id_)) or g.get(id_) for g in chosen]
    return [(t.id, t.title, t.place.docname, t.anchor) for t in things if t]


def near(id_: str, register: Register) -> object:
    """Return everything the card and the graph of a finding show."""
    finding = register.findings.get(id_)
    if finding is None:
        return None
    others = [*register.needs(finding), *register.dependents.get(id_, ())]
    others += register.successors(id_)
    linked = [*others, *finding.related, *finding.supersedes, *finding.duplicates]
    found = [register.findings.get(register.canonical(o)) for o in linked]
    shown = [
        (f.id, f.title, f.place.docname, f.anchor, register.state(f))
        for f in found
        if f
    ]
    phase = register.phases.get(finding.phase)
    named = [(p, register.patterns.get(p)) for p in finding.uses]
    lists = [(c.id, c.title, c.anchor, c.progress) for c in register.checklists_of(id_)]
    return [
        finding.place.docname,
        register.standings[id_],
        linked,
        shown,
        phase and (phase.title, phase.anchor, phase.place.docname),
        finding.needed_phases
        and [register.phases.get(p) for p in finding.needed_phases],
        named,
        lists,
        len(others),
    ]


def digest(*data: object) -> str:
    return blake2b(repr(data).encode(), digest_size=16).hexdigest()
