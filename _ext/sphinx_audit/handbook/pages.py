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
    """A translated document."""

    title: str
    source: str
    labels: dict[str, str]


def translate(builder: HandbookTypstBuilder, docname: str) -> Page:
    env = builder.env
    document = type(env).get_doctree(env, docname)  # a copy of our own, to be changed
    document["docname"] = docname
    env.resolve_references(document, docname, builder)
    builder.post_process_images(document)
    translator = builder.create_translator(document, builder)
    source = translator.page()
    title = env.titles.get(docname)
    name = "".join(words(title)) if title else ""
    return Page(name, source, translator.labels.of)


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
