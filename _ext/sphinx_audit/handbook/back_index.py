"""The index at the back: Sphinx's entries and the findings, with their pages."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from sphinx.environment.adapters.indexentries import IndexEntries

from ..model.words import natural
from . import tones
from .source import array, call, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .binding import Binding


class Line(NamedTuple):
    depth: int
    name: str
    keys: tuple[str, ...]


def back_index(bound: Binding) -> str:
    """Return the index of what stands in the book; one without entries has none."""
    entries = sorted([*_findings(bound), *_of_sphinx(bound)], key=_order)
    letters = [
        f"({string(letter)}, {array(_line(ln) for lines in group for ln in lines)})"
        for letter, group in groupby(entries, key=lambda e: _letter(e[0].name))
    ]
    return call("back-index", "book", array(letters)) if letters else ""


def _line(line: Line) -> str:
    return f"({line.depth}, {string(line.name)}, {array(map(string, line.keys))})"


def _order(entry: list[Line]) -> tuple[str, object, str]:
    name = entry[0].name
    return _letter(name), natural(normalize("NFKD", name).casefold()), name


def _letter(name: str) -> str:
    first = normalize("NFKD", name[:1]).upper()[:1]
    return first if first.isalpha() else ""


def _findings(bound: Binding) -> Iterator[list[Line]]:
    """List each finding by its id and by its title."""
    for f in bound.findings:
        if label := bound.labels.get(tones.key_of(f)):
            yield [Line(0, f"{f.id} {f.title}".strip(), (label,))]
            if f.title:
                yield [Line(0, f"{f.title} ({f.id})", (label,))]


def _of_sphinx(bound: Binding) -> Iterator[list[Line]]:
    builder = bound.builder
    index = IndexEntries(builder.env).create_index(builder)
    for _group, entries in index:
        for name, (targets, below, _category) in entries:
            lines = [Line(0, name, _keys(bound, targets))]
            lines += [Line(1, sub, _keys(bound, places)) for sub, places in below]
            found = [line for line in lines[1:] if line.keys]
            if lines[0].keys or found:
                yield [lines[0], *found]


def _keys(
    bound: Binding, targets: Iterable[tuple[str | None, object]]
) -> tuple[str, ...]:
    """Return the labels of those places that stand in the book."""
    keys = (str(uri).removeprefix("%") for _main, uri in targets if uri)
    labels = (bound.labels.get(key) for key in keys)
    return tuple(dict.fromkeys(label for label in labels if label))
