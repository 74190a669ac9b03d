"""The code blocks of a page, each with its place, and what parsers say of them.

Nothing of them is executed here, nor is any other program that reads more than syntax.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import get_source_line

from ..model.code import Code, CodeFlaw, Depth
from ..placeholders import finding_card
from ..report import Fault
from ..store import store_of
from ..verify import parse
from ..verify.anchor import File
from ..verify.blocks import Block, Plan
from ..verify.expecting import expected
from ..verify.levels import Options
from ..verify.naming import MARK, language_of, marks_in, name_of, role_of
from ..walk import all_of
from .telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..verify.telling import Diagnostic

QUICK = Options(inside=True)


class Collector:
    """Finds the blocks of one page, in their order."""

    def __init__(
        self, document: nodes.document, docname: str, env: BuildEnvironment
    ) -> None:
        self.docname, self.env = docname, env
        self.page = str(env.doc2path(docname))
        self.files: dict[str, File | None] = {}
        self.names: dict[str, str] = {}
        found = all_of(document, (finding_card, nodes.literal_block, nodes.paragraph))
        self.code = [n for n in found if isinstance(n, nodes.literal_block)]
        self.paragraphs = [n for n in found if isinstance(n, nodes.paragraph)]
        cards = [n for n in reversed(found) if isinstance(n, finding_card)]
        self.homes = {id(card.parent): card["finding"] for card in cards}

    def blocks(self) -> Iterator[tuple[str, Element, Block]]:
        """Yield each block with the finding whose plan it is part of, if of any."""
        for node in self.code:
            owner, sections = self.around(node)
            yield owner, node, self.block(node, sections)

    def around(self, node: Element) -> tuple[str, tuple[str, ...]]:
        owner, sections, above = "", [], node.parent
        while above is not None:
            owner = owner or self.homes.get(id(above), "")
            if isinstance(above, nodes.section) and above.children:
                sections.append(" ".join(above[0].astext().split()))
            above = above.parent
        return owner, tuple(reversed(sections))

    def block(self, node: Element, sections: tuple[str, ...]) -> Block:
        code = node.astext().split("\n")
        while code and not code[-1].strip():
            code.pop()
        text = "".join(f"{line}\n" for line in code)
        file, line, included = self.source(node)
        marks = marks_in(node["classes"])
        language = language_of(node.get("language") or "")
        name = name_of(text, caption_of(node), self.shown(file) if included else "")
        source = self.file(file)
        anchor = source.find(code, line - 1) if source else None
        return Block(
            page=self.docname,
            path=self.shown(file),
            line=anchor.line + 1 if anchor else max(line, 1),
            columns=shortest(anchor.columns) if anchor else (),
            exact=anchor is not None,
            language=language,
            name=name,
            role=marks.role or role_of(language, name, sections, text),
            depth=marks.depth or (Depth.PARSE if marks.fails else Depth.RUN),
            fails=marks.fails,
            text=text,
            sections=sections,
        )

    def source(self, node: Element) -> tuple[str, int, bool]:
        """Return the file of a block, a line near it, and whether it is included."""
        whole = node.get("source")
        if whole and Path(whole).is_file():
            return str(whole), 1, True
        file, line = get_source_line(node)
        known = file and (file == self.page or Path(file).is_file())
        return (str(file) if known else self.page), line or 1, False

    def file(self, path: str) -> File | None:
        if path not in self.files:
            try:
                text = Path(path).read_text("utf-8-sig", "replace")
            except OSError:
                self.files[path] = None
            else:
                self.files[path] = File(text)
        return self.files[path]

    def shown(self, path: str) -> str:
        if path not in self.names:
            below = os.path.relpath(path, self.env.srcdir)
            self.names[path] = Path(below).as_posix()
        return self.names[path]

    def unread_marks(self) -> None:
        """Say where marks of a block are text, for want of an extension of MyST."""
        for node in self.paragraphs:
            first = node.children[0] if len(node.children) == 1 else None
            if isinstance(first, nodes.Text) and first.startswith(f"{{.{MARK}"):
                said = "this marks no block: myst_enable_extensions lacks attrs_block"
                tell(self.env, Fault.BAD_VALUE, said, at=node)


def shortest(columns: tuple[int, ...]) -> tuple[int, ...]:
    """Return columns without those at the end that are as the one before."""
    end = len(columns)
    while end > 1 and columns[end - 1] == columns[end - 2]:
        end -= 1
    return columns[:end]


def caption_of(node: Element) -> str:
    wrapper = node.parent
    if isinstance(wrapper, nodes.container) and wrapper.get("literal_block"):
        return next((c.astext() for c in wrapper if isinstance(c, nodes.caption)), "")
    return ""


# -- while pages are read


def note(app: Sphinx, document: nodes.document) -> None:
    """Note what parsers say of the plans on a page."""
    docname = app.env.current_document.docname
    page = store_of(app.env).pages.get(docname)
    if page is None or not page.findings:
        return
    found: dict[str, list[Block]] = {}
    collector = Collector(document, docname, app.env)
    for owner, node, block in collector.blocks():
        found.setdefault(owner, []).append(block)
        for said in marks_in(node["classes"]).unknown:
            tell(app.env, Fault.BAD_VALUE, said, at=node, owner=owner)
    collector.unread_marks()
    plans = [Plan(id=i, blocks=tuple(blocks)) for i, blocks in found.items() if i]
    own = Path(app.env.doc2path(docname, base=False)).as_posix()
    for plan, told in zip(plans, parse.verify(plans, QUICK), strict=True):
        flaws = tuple(flaw(d, own) for d in expected(plan, told).diagnostics)
        page.code.append(
            Code(plan.id, plan.digest, parse.readers(plan), flaws, plan.migrates)
        )


def flaw(found: Diagnostic, own: str) -> CodeFlaw:
    path = "" if found.path == own else found.path
    return CodeFlaw(found.code, str(found.level), found.message, found.line, path)


def read_by_others(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],
    changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> list[str]:
    """Return the pages whose code was read by other parsers than there are now."""
    pages = store_of(env).pages.items()
    used = {name: {r for c in p.code for r in c.readers} for name, p in pages}
    gone = {r for r in set().union(*used.values()) if not parse.is_now(r)}
    return sorted(name for name, readers in used.items() if readers & gone)


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", note)
    app.connect("env-get-outdated", read_by_others)
