"""What a page shows of others, as digests that tell when it must be written again."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sphinx import addnodes

from ..model import Page
from ..model.decisions import ahead, over
from ..model.state import expired
from ..model.survey import mark_of
from ..placeholders import computed, view
from ..rules import verdict_of
from ..sidebar import shown_around
from ..store import register_of, store_of
from ..walk import all_of
from .cards import Heads
from .contents import listed_on
from .lent import lent
from .sources import PATH, paths_in, sources_of
from .surroundings import (
    NAME,
    common,
    digest,
    indices,
    names_in,
    numbers,
    targets,
)
from .views import CARDS, VIEW, key_of, shown_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model import Register
    from ..model.verdict import Verdict

TREE = "*"
"""The key of the contents tree, which is no docname; empty if no page shows all."""

COMMON = "**"
"""The key of what every page depends on."""

FACTS = "***"
"""The key of all that views are made of: without a change they show the same."""

HEADINGS = "****"
"""The key of all that contents trees are made of."""

INDICES = "******"
"""The key of which indices there are: each page links them."""

PROBLEMS = '"problem-table"'
"""What is in the key of a view that more than the facts of pages go into."""

LISTED = "listed:"
"""What begins the key of the contents trees on a page."""


def borrowed_by(document: nodes.document, env: BuildEnvironment) -> frozenset[str]:
    """Return the keys of what a page shows of others."""
    found = all_of(document, (addnodes.pending_xref, computed, *CARDS, view))
    references = [node for node in found if isinstance(node, addnodes.pending_xref)]
    keys = names_in(references) | paths_in(references, env)
    for node in found:
        if isinstance(node, addnodes.pending_xref):
            if node.get("refdomain") == "audit":
                keys.add(f"{node['reftype']}:{node['reftarget']}")
            elif node.get("refdomain") in {"", None} or node["reftype"] == "myst":
                keys.add(f"any:{node['reftarget']}")
        elif isinstance(node, computed):
            keys.add(f"{node['kind']}:{node['target']}")
        else:
            keys.add(key_of(node))
    return frozenset(keys)


def marks(app: Sphinx, before: Mapping[str, str]) -> dict[str, str]:
    """Return a digest of what each page shows, and of what all of them share.

    What is costly to look at is taken from *before* if what it is made of is the same.
    """
    env = app.env
    register, borrowed, sources = (
        register_of(env),
        store_of(env).borrowed,
        sources_of(env),
    )
    found, verdict, heads = shared(app), verdict_of(env), Heads(register)
    around = shown_around(app) if app.builder.format == "html" else {}
    found[TREE] = tree(env) if around is None else ""
    names = targets(env, {k for keys in borrowed.values() for k in keys})

    def kept(key: str, source: str) -> str | None:
        same = all(before.get(k) == found[k] for k in (COMMON, source))
        return before.get(key) if same else None

    def looks(key: str) -> str:
        same = None if PROBLEMS in key else kept(key, FACTS)
        found[key] = same or shown_by(key, app, heads)
        return found[key]

    def listed(docname: str) -> str:
        if docname not in env.toctree_includes:
            return ""
        key = f"{LISTED}{docname}"
        found[key] = kept(key, HEADINGS) or listed_on(docname, app)
        return found[key]

    @cache
    def shown(key: str) -> object:
        if key.startswith(NAME):
            return names.get(key)
        return looks(key) if key.startswith(VIEW) else lent(key, register)

    for docname in sorted(env.found_docs):
        keys = sorted(k for k in borrowed.get(docname, ()) if not k.startswith(PATH))
        source = sources.get(docname)
        found[docname] = digest(
            source and (source.text, source.headings, source.around),
            numbers(env, docname),
            listed(docname),
            (around or {}).get(docname),
            [shown(k) for k in keys],
            complaints(docname, register, verdict),
        )
    return found


def shared(app: Sphinx) -> dict[str, str]:
    """Return digests of what more than one page is made of."""
    register, env = register_of(app.env), app.env
    sources = sorted(sources_of(env).items())
    stated = [(docname, source.facts) for docname, source in sources]
    headings = [(docname, source.headings) for docname, source in sources]
    return {
        COMMON: common(app),
        FACTS: digest(
            stated,
            run_out(register),
            seen_of(register),
            sorted(register.errors.items()),
        ),
        HEADINGS: digest(headings, sorted(env.toc_secnumbers.items())),
        INDICES: digest(indices(env)),
    }


def tree(env: BuildEnvironment) -> str:
    """Return a digest of the contents tree of all pages; orphans stand in none."""
    sources, listed = sources_of(env), set().union(*env.toctree_includes.values())
    pages = sorted(listed | {env.config.root_doc})
    headings = [(p, sources[p].headings) for p in pages if p in sources]
    lists, given = env.toctree_includes.items(), env.toc_secnumbers.items()
    return digest(headings, sorted(lists), sorted(given))


def seen_of(register: Register) -> object:
    """Return what was found of evidence, behind sign-offs and of the code of plans."""
    found = register.survey
    return (
        sorted(found.evidence.items()),
        sorted(found.records.items()),
        sorted(found.verified.items()),
        found.gate,
    )


def run_out(register: Register) -> list[str]:
    """Return the risks and approvals that the as-of date ends, all it does to pages."""
    today = register.today
    found = register.findings.values()
    signed = (s for s in register.signoffs if over(s, today) or ahead(s, today))
    gone = [mark_of(s) for s in signed]
    return sorted([*gone, *(f.id for f in found if expired(f, today))])


def complaints(docname: str, register: Register, verdict: Verdict) -> list[object]:
    """Return what the rules say of a page, in the order of its lines."""
    page, said = register.pages.get(docname, Page()), verdict.by_place
    things = (page.findings, page.phases, page.checklists, page.patterns, page.signoffs)
    places = {thing.place for group in things for thing in group}
    ordered = sorted(places, key=lambda p: p.line)
    return [
        (j.problem.message, j.level, j.cover, j.why)
        for place in ordered
        for j in said.get(place, ())
    ]
