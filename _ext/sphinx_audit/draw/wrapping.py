"""The words of a box on lines that fit it."""

from collections.abc import Iterator
from functools import lru_cache

from .mermaid import width_of

SIZE = 16
"""Of a label, in CSS pixels."""
ROOM = 180
"""Width of a line, in CSS pixels."""


@lru_cache(maxsize=4096)  # a box stands in the pictures of all its neighbours
def wrapped(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Break lines between words, and words that are wider than a box."""
    found: list[str] = []
    for line in lines:
        row = ""
        for word in (part for w in line.split() for part in cut(w)):
            longer = f"{row} {word}" if row else word
            if row and measured(longer) > ROOM:
                found.append(row)
                row = word
            else:
                row = longer
        found.append(row)
    return tuple(found)


def cut(word: str) -> Iterator[str]:
    if measured(word) <= ROOM:
        yield word
        return
    rest = ""
    for letter in word:
        if measured(rest + letter) > ROOM:
            yield rest
            rest = ""
        rest += letter
    yield rest


@lru_cache(maxsize=4096)
def measured(text: str) -> float:
    return width_of(text, SIZE)
