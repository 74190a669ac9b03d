"""Go's grammar: gofmt where Go is installed, else tree-sitter, which tells less."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import divided
from ..programs import Missing, ask, program, version
from .flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tree_sitter import Node

    from ..programs import Said

GRAMMAR = "tree-sitter-go"
PACKAGE = re.compile(r"\A(?>\s+|//[^\n]*(?:\n|\Z)|/\*(?>.*?\*/))*+package\b", re.DOTALL)
DECLARES = re.compile(r"^(?:func|type|var|const|import)\b", re.MULTILINE)
ERROR = re.compile(r"^(?P<number>\d+)\.go:(?P<line>\d+):(?P<column>\d+): (?P<said>.*)")
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
    for some, said in divided([*enumerate(texts)], ask_gofmt) if texts else ():
        if said.why:
            found[some[0][0]] = [Flaw(1, 1, f"gofmt cannot read it: {said.why}")]
        for line in said.err.splitlines():
            if place := ERROR.match(line):
                flaws = found.setdefault(int(place["number"]), [])
                if len(flaws) < FEW:
                    flaws.append(told(texts[int(place["number"])], place))
    return found


def ask_gofmt(files: Sequence[tuple[int, str]]) -> Said:
    with tempfile.TemporaryDirectory(prefix="audit-go-") as folder:
        for number, text in files:
            path = Path(folder, f"{number}.go")
            path.write_text(completed(text), "utf-8", "replace")
        names = [f"{number}.go" for number, _ in files]
        seconds = 10 + 0.1 * len(files)
        command = [formatter() or "gofmt", "-e", "-l", *names]
        return ask(command, folder=folder, seconds=seconds)


def told(text: str, place: re.Match[str]) -> Flaw:
    return moved(text, int(place["line"]), int(place["column"]), place["said"])


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
