"""The plans of a project with their code blocks, as verification wants them."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line

from ..model.chains import chains
from ..model.problem import Level
from ..model.section import LEFT
from ..read.code import Collector
from ..read.plan_sections import texts
from ..report import Fault
from ..rules.verdicts import verdict_of
from ..store import register_of
from ..verify.blocks import Block, Heading, Plan, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from ..model import Finding, Place

TOLD = {
    str(fault)
    for fault in (
        Fault.FENCE,
        Fault.PLACEHOLDER,
        Fault.MISSING_SECTION,
        Fault.EMPTY_SECTION,
        Fault.BAD_VALUE,
    )
}
"""What the rules say of the text around the code, which is verified with it."""


def plans_of(env: BuildEnvironment, pages: Sequence[str] = ()) -> tuple[Plan, ...]:
    """Return the plans with code, and *pages* (glob patterns) that have no finding."""
    register = register_of(env)
    codes = {c.finding: c for p in register.pages.values() for c in p.code}
    migrating = {id_ for id_, code in codes.items() if code.migrates}
    depends = chains(register, migrating)
    found = []
    for docname in sorted(env.found_docs):
        page = register.pages.get(docname)
        if page and page.findings:
            ids = {f.id for f in page.findings if f.id in codes}
            found += [
                plan_of(register.findings[id_], blocks, depends.get(id_, ()), env)
                for id_, blocks in (blocks_on(docname, env).items() if ids else ())
                if id_ in register.findings
            ]
        elif any(fnmatchcase(docname, pattern) for pattern in pages):
            found.append(page_alone(docname, env))
    return tuple(found)


def blocks_on(docname: str, env: BuildEnvironment) -> dict[str, list[Block]]:
    """Return the blocks of each finding on a page."""
    found: dict[str, list[Block]] = {}
    collector = Collector(env.get_doctree(docname), docname, env)
    for owner, _, block in collector.blocks():
        if owner:
            found.setdefault(owner, []).append(block)
    return found


def plan_of(
    finding: Finding,
    blocks: Sequence[Block],
    depends: tuple[str, ...],
    env: BuildEnvironment,
) -> Plan:
    docname = finding.place.docname
    page = register_of(env).pages[docname]
    headings = (s for s in page.sections if s.finding == finding.id and s.title)
    return Plan(
        id=finding.id,
        title=finding.title,
        page=docname,
        path=path_of(finding.place, env),
        line=max(1, finding.place.line),
        depends=depends,
        blocks=tuple(blocks),
        sections=tuple(
            Heading(
                title=s.title,
                path=s.path or own_path(docname, env),
                line=s.line,
                filled=s.filled,
            )
            for s in headings
        ),
        troubles=tuple(troubles(finding.id, docname, env)),
    )


def troubles(owner: str, docname: str, env: BuildEnvironment) -> Iterator[Trouble]:
    """Yield what the rules say of a plan's text; a page's own is its first plan's."""
    page = register_of(env).pages.get(docname)
    first = page.findings[0].id if page and page.findings else docname
    for one in verdict_of(env).judged:
        problem = one.problem
        mine = problem.owner == owner or (problem.owner == docname and owner == first)
        if mine and one.cover is None and one.code in TOLD:
            yield Trouble(
                code=one.code,
                message=problem.message,
                path=path_of(problem.place, env),
                line=max(1, problem.place.line),
                level=one.level,
            )


def page_alone(docname: str, env: BuildEnvironment) -> Plan:
    """Return a page without a finding as a plan of its own."""
    document = env.get_doctree(docname)
    blocks = [b for _, _, b in Collector(document, docname, env).blocks()]
    title = env.titles.get(docname)
    left = [
        Trouble(
            code=str(Fault.PLACEHOLDER),
            message=f"{words!r} is left in the text",
            path=own_path(docname, env),
            line=line,
            level=Level.ERROR,
        )
        for words, line in words_left(document)
    ]
    return Plan(
        id=docname,
        title=title.astext() if title else docname,
        page=docname,
        path=own_path(docname, env),
        blocks=tuple(blocks),
        troubles=(*troubles(docname, docname, env), *left),
    )


def words_left(document: nodes.document) -> Iterator[tuple[str, int]]:
    """Yield the words of a template in the text of a page, with their lines."""
    for section in document.findall(nodes.section):
        for text in texts(section):
            for match in LEFT.finditer(text.astext()):
                yield match[0], get_source_line(text.parent)[1] or 1


def path_of(place: Place, env: BuildEnvironment) -> str:
    return place.path or own_path(place.docname, env)


def own_path(docname: str, env: BuildEnvironment) -> str:
    path = Path(env.doc2path(docname))
    return Path(os.path.relpath(path, env.srcdir)).as_posix()
