"""What the renderer makes of a source: a picture, or a reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class DrawingError(ValueError):
    """A source that cannot be drawn; line and column count from 1, 0 when unknown."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


class Joint(NamedTuple):
    """An edge of the picture: the nodes it joins and the id of its group."""

    start: str
    end: str
    id: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture in literal colours; width and height in CSS pixels.

    `links` are the targets authors gave with `click`, unchecked, by node.
    """

    svg: str
    width: float
    height: float
    kind: str
    links: Mapping[str, str]
    edges: tuple[Joint, ...]
