"""What a page shows of others, as digests that tell when it must be written again."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from sphinx import addnodes

from ..model import Page
from ..model.state import expired
from ..placeholders import (
    PLACEHOLDERS,
    checklist_head,
    computed,
    finding_card,
    pattern_card,
    signoff_card,
)
from ..rules import by_place
from ..store import register_of, store_of
from .lent import ALL, lent
from .sources import PATH, paths_in, sources_of
from .surroundings import NAME, common, digest, names_in, numbers, targets, tree

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model import Register

TREE = "*"
"""The key of the contents tree, which is no docname."""

COMMON = "**"
"""The key of what every page depends on."""


def borrowed_by(document: nodes.document, env: BuildEnvironment) -> frozenset[str]:
    """Return the keys of what a page shows of others."""
    keys = names_in(document) | paths_in(document, env)
    for node in document.findall():
        if isinstance(node, addnodes.pending_xref):
            if node.get("refdomain") == "audit":
                keys.add(f"{node['reftype']}:{node['reftarget']}")
            elif node.get("refdomain") in {"", None} or node["reftype"] == "myst":
                keys.add(f"any:{node['reftarget']}")
        elif isinstance(node, computed):
            keys.add(f"{node['kind']}:{node['target']}")
        elif isinstance(node, finding_card):
            keys.add(f"near:{node['finding']}")
        elif isinstance(node, signoff_card):
            keys.add(f"phase:{node['phase']}")
        elif isinstance(node, pattern_card):
            keys.add(f"users:{node['pattern']}")
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
    whole = digest(facts(register), run_out(register))
    names = targets(env)
    headings = {docname: source.headings for docname, source in sources.items()}
    found = {TREE: tree(env, headings), COMMON: common(app)}
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


def facts(register: Register) -> list[object]:
    """Return what views show; the text of a finding is shown on its own page alone."""
    return [
        (docname, dc.replace(page, findings=[dc.replace(f, summary="") for f in found]))
        for docname, page in sorted(register.pages.items())
        for found in [page.findings]
    ]


def run_out(register: Register) -> list[str]:
    """Return the risks that the as-of date ends: all that it does to a page."""
    found = register.findings.values()
    return sorted(f.id for f in found if expired(f, register.today))


def complaints(docname: str, register: Register) -> list[str]:
    """Return what the rules say of a page, in the order of its lines."""
    page, said = register.pages.get(docname, Page()), by_place(register)
    things = (page.findings, page.phases, page.checklists, page.patterns, page.signoffs)
    places = {thing.place for group in things for thing in group}
    return [m for p in sorted(places, key=lambda p: p.line) for m in said.get(p, ())]
