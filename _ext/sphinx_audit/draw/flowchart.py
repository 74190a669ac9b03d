"""A graph as Mermaid text: any id and any label, safely written."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

COMPACT = (
    '%%{init: {"flowchart": {"nodeSpacing": 14, "rankSpacing": 26, '
    '"padding": 8, "wrappingWidth": 120}}}%%\n'
)
"""What makes a drawing tight; it stands in front of the graph."""

Direction = Literal["LR", "TD", "RL", "BT"]

_LEGAL = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")
_RESERVED = re.compile(
    r"accdescr|acctitle|bt|br|call|class|classdef|click|default|direction|end|"
    r"flowchart|graph|href|interpolate|lr|linkstyle|o|rl|style|subgraph|tb|td|v|x"
)
# What of ASCII a label cannot hold as it is: it goes in as a character reference.
_SPECIAL = re.compile(r"(?![A-Za-z0-9 .,()/!?'-])[\x00-\x9f]")
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]+"
)
# The renderer breaks lines at blanks alone, of which scripts of East Asia have none.
_BROAD = (
    r"\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60"
    r"\U00020000-\U0003ffff"
)
_OPENS, _CLOSES = (
    "「『（【〔〈《［｛",
    "、。，．・：；！？」』）】〕〉》］｝ーっゃゅょッャュョ々",
)
_PIECE = re.compile(
    f"(?=[{_BROAD}]{{9}})[{_BROAD}]{{5,8}}(?<![{_OPENS}])(?![{_CLOSES}])"
)
_CLASS = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A box with lines of text; `css` is the class that colours it."""

    id: str
    lines: tuple[str, ...]
    css: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Boxes drawn together under a title."""

    id: str
    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Edge:
    """An arrow from what is needed to what needs it."""

    start: str
    end: str
    label: str = ""
    critical: bool = False
    back: bool = False
    hidden: bool = False
    """Not drawn; it only puts its end below its start."""


@dataclass(frozen=True, kw_only=True)
class Flowchart:
    """Mermaid text, and how its ids and edges are named in the picture."""

    source: str
    ids: dict[str, str]
    critical: tuple[tuple[str, str], ...]
    back: tuple[tuple[str, str], ...]


def flowchart(
    parts: Sequence[Node | Group],
    edges: Iterable[Edge],
    *,
    direction: Direction = "LR",
    title: str = "",
    descr: str = "",
    compact: bool = False,
) -> Flowchart:
    """Write a graph; edges whose ends are not among its parts are left out."""
    ids = _safe_ids(_all_ids(parts))
    lines = [f"flowchart {direction}"]
    lines += [f"accTitle: {_plain(title)}"] if title else []
    lines += [f"accDescr: {_plain(descr)}"] if descr else []
    for part in parts:
        if isinstance(part, Group):
            lines.append(f'  subgraph {ids[part.id]}["{label((part.title,))}"]')
            lines += [f"    {_node(node, ids)}" for node in part.nodes]
            lines.append("  end")
        else:
            lines.append(f"  {_node(part, ids)}")
    drawn = [edge for edge in edges if edge.start in ids and edge.end in ids]
    for edge in drawn:
        text = f'|"{label((edge.label,))}"|' if edge.label.strip() else ""
        arrow = "~~~" if edge.hidden else f"-->{text}"
        lines.append(f"  {ids[edge.start]} {arrow} {ids[edge.end]}")
    return Flowchart(
        source=(COMPACT if compact else "") + "\n".join(lines) + "\n",
        ids=ids,
        critical=tuple((ids[e.start], ids[e.end]) for e in drawn if e.critical),
        back=tuple((ids[e.start], ids[e.end]) for e in drawn if e.back),
    )


def label(lines: Iterable[str]) -> str:
    """Write lines of text so that they stand between quotes."""
    said = (_visible(line) for line in lines)
    return "<br/>".join(_escaped(part) or " " for part in _pieces(said))


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from _PIECE.sub(r"\g<0>\n", line).split("\n")


def _visible(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _escaped(text: str) -> str:
    # The renderer decodes twice, so that an ampersand needs to be said twice.
    escaped = _SPECIAL.sub(lambda letter: f"#{ord(letter[0])};", text)
    return escaped.replace("#38;", "#38;amp#59;")


def _plain(text: str) -> str:
    """Keep of a line what Mermaid reads as text: it knows no escapes there."""
    return " ".join(_SPECIAL.sub(" ", _visible(text)).split())


def _node(node: Node, ids: dict[str, str]) -> str:
    css = f":::{node.css}" if _CLASS.fullmatch(node.css) else ""
    return f'{ids[node.id]}["{label(node.lines)}"]{css}'


def _all_ids(parts: Iterable[Node | Group]) -> Iterator[str]:
    for part in parts:
        yield part.id
        if isinstance(part, Group):
            yield from (node.id for node in part.nodes)


def _safe_ids(ids: Iterable[str]) -> dict[str, str]:
    """Keep ids that Mermaid can read; number the others."""
    given = list(dict.fromkeys(ids))
    taken = {id_ for id_ in given if _is_legal(id_)}
    names = (f"node{number}" for number in itertools.count(1))
    free = (name for name in names if name not in taken)
    return {id_: id_ if id_ in taken else next(free) for id_ in given}


def _is_legal(id_: str) -> bool:
    words = re.split(r"[-_]", id_.lower())
    return bool(_LEGAL.fullmatch(id_)) and not any(map(_RESERVED.fullmatch, words))
