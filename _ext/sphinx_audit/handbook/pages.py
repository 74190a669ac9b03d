"""Documents resolved and translated, each once, whatever the number of books."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from .builder import HandbookTypstBuilder


class Page(NamedTuple):
    """A translated document, or one section of it."""

    title: str
    source: str
    labels: dict[str, str]
    pictures: tuple[str, ...] = ()


def translate(builder: HandbookTypstBuilder, docname: str, section: str = "") -> Page:
    env = builder.env
    document = type(env).get_doctree(env, docname)  # a copy of our own, to be changed
    document["docname"] = docname
    env.resolve_references(document, docname, builder)
    if section:
        only_section(document, section)
    builder.post_process_images(document)
    builder.pictures.used.clear()
    translator = builder.create_translator(document, builder)
    source = translator.page()
    title = env.titles.get(docname)
    name = "".join(words(title)) if title else ""
    return Page(name, source, translator.labels.of, tuple(builder.pictures.used))


def only_section(document: nodes.document, name: str) -> None:
    """Leave of *document* the section with an id; without it, everything."""
    found = (s for s in document.findall(nodes.section) if name in s["ids"])
    if section := next(found, None):
        section.parent.remove(section)
        document.children = []
        document += section


def words(node: nodes.Element) -> Iterator[str]:
    """Yield the text of *node* without what is raw, which the PDF leaves out."""
    for child in node.findall(nodes.Text):
        if not isinstance(child.parent, nodes.raw):
            yield child.astext()


@contextmanager
def quick(env: BuildEnvironment) -> Iterator[None]:
    """Collect garbage seldom; load once a document that many numbers refer to.

    Sphinx loads the target's document again for each ``numref``.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    if env.config.numfig:
        vars(env)["get_doctree"] = lru_cache(maxsize=32)(env.get_doctree)
    try:
        yield
    finally:
        vars(env).pop("get_doctree", None)
        gc.set_threshold(*thresholds)
