"""Go's grammar: gofmt where Go is installed, else tree-sitter, which tells less."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..programs import Missing, ask, program, version
from .flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tree_sitter import Node

GRAMMAR = "tree-sitter-go"
PACKAGE = re.compile(r"\A(?>\s+|//[^\n]*(?:\n|\Z)|/\*(?>.*?\*/))*+package\b", re.DOTALL)
DECLARES = re.compile(r"^(?:func|type|var|const|import)\b", re.MULTILINE)
ERROR = re.compile(
    r"^(?P<file>[^\n:]+\.go):(?P<line>\d+):(?P<column>\d+): (?P<said>.*)"
)
FEW = 2
"""What follows the first errors of a file is mostly their echo."""


def formatter() -> Path | None:
    return program("gofmt")


def parse(text: str) -> Iterator[Flaw]:
    """Read one text, inside this process where that can be done."""
    if version(GRAMMAR):
        yield from by_grammar(text)
    else:
        yield from by_gofmt([text]).get(0, ())


def missing() -> Missing | None:
    if formatter() or version(GRAMMAR):
        return None
    return Missing(
        what="Go or its grammar", install="pip install 'sphinx-audit[verify]'"
    )


def completed(text: str) -> str:
    """Return a fragment as a file, with as many lines.

    What declares nothing is the inside of a function.
    """
    if PACKAGE.match(text):
        return text
    if DECLARES.search(text):
        return f"package p; {text}"
    return f"package p; func _() {{ {text}\n}}"


def shift(text: str) -> int:
    """Return how far `completed` moves the first line."""
    return len(completed(text).partition("\n")[0]) - len(text.partition("\n")[0])


def moved(text: str, line: int, column: int, message: str) -> Flaw:
    height = text.rstrip("\n").count("\n") + 1
    first = shift(text) if line == 1 else 0
    return Flaw(min(line, height), max(1, column - first), message)


# -- gofmt


def by_gofmt(texts: Sequence[str]) -> Mapping[int, list[Flaw]]:
    """Return what gofmt says of each text, by its number; one call for all."""
    found: dict[int, list[Flaw]] = {}
    with tempfile.TemporaryDirectory(prefix="audit-go-") as folder:
        names = [f"{n}.go" for n in range(len(texts))]
        for name, text in zip(names, texts, strict=True):
            Path(folder, name).write_text(completed(text), "utf-8", "replace")
        said = ask([formatter() or "gofmt", "-e", "-l", *names], folder=folder)
    for line in said.err.splitlines():
        if not (told := ERROR.match(line)):
            continue
        number = int(told["file"].removesuffix(".go"))
        place = int(told["line"]), int(told["column"])
        flaws = found.setdefault(number, [])
        if len(flaws) < FEW:
            flaws.append(moved(texts[number], *place, told["said"]))
    if said.why or said.code not in {0, 2}:
        return alone(texts, said.why or said.err[:200])
    return found


def alone(texts: Sequence[str], why: str) -> Mapping[int, list[Flaw]]:
    """Ask for one after another, when a text has ended the call for all of them."""
    if len(texts) == 1:
        return {0: [Flaw(1, 1, f"gofmt cannot read it: {why}")]}
    told = ((n, by_gofmt([text])) for n, text in enumerate(texts))
    return {n: flaws[0] for n, flaws in told if 0 in flaws}


# -- tree-sitter


def by_grammar(text: str) -> Iterator[Flaw]:
    import tree_sitter  # noqa: PLC0415 - optional
    import tree_sitter_go  # noqa: PLC0415

    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_go.language()))
    root = parser.parse(completed(text).encode("utf-8", "replace")).root_node
    if node := first_error(root):
        said = (
            f"syntax error: {node.type} is missing"
            if node.is_missing
            else "syntax error"
        )
        line, column = node.start_point.row + 1, node.start_point.column
        chars = (
            completed(text).split("\n")[line - 1].encode("utf-8", "replace")[:column]
        )
        yield moved(text, line, len(chars.decode("utf-8", "replace")) + 1, said)


def first_error(root: Node) -> Node | None:
    """Return the first node, in the order of the text, that is wrong."""
    waiting = [root] if root.has_error else []
    while waiting:
        node = waiting.pop()
        if node.is_missing or (
            node.is_error and not any(c.is_error for c in node.children)
        ):
            return node
        waiting += [c for c in reversed(node.children) if c.has_error or c.is_missing]
    return None
