"""Which function writes which class of node; the modules of `write` fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils import nodes

    from .translator import Translator

    Writer = Callable[[Translator, nodes.Element], str]

WRITERS: dict[str, Writer] = {}


def writes(*names: str) -> Callable[[Writer], Writer]:
    """Register a writer for node classes, by name as docutils itself does.

    A writer returns Typst source. A class without one is written as its nearest base.
    """

    def register(writer: Writer) -> Writer:
        WRITERS.update(dict.fromkeys(names, writer))
        return writer

    return register
