"""The variant of a diagram that reads best in the room it gets."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .drawing import Drawing, DrawingError
from .flowchart import COMPACT
from .mermaid import draw
from .position import FRONT

LABEL = 16
"""Size of a label in the drawing, in CSS pixels."""
WORTH = 0.95
"""A change of the authored picture must gain at least a twentieth."""
PATIENCE = 20_000
"""Longer sources are drawn once: their text stays too small in any variant."""

_HEAD = re.compile(
    r"^([ \t]*(?:graph|flowchart)\b[ \t]*)(TD|TB|BT|LR|RL)?(?=[ \t]*(?:;|\n|$))",
    re.MULTILINE,
)


class Box(NamedTuple):
    """Room for a picture, in CSS pixels."""

    width: float
    height: float


HTML = Box(736, 4000)
A4_PORTRAIT = Box(643, 907)


def points(drawing: Drawing, box: Box) -> float:
    """Tell how large labels come out in the box, in points."""
    share = min(1, box.width / drawing.width, box.height / drawing.height)
    return LABEL * 0.75 * share


def best(source: str, box: Box, *, turn: bool = True) -> Drawing:
    """Draw as authored, compact, or turned (unless refused), whichever reads best.

    Raises DrawingError with positions in the source as authored.
    """
    authored = draw(source)
    if (
        authored.kind != "flowchart"
        or points(authored, box) == LABEL * 0.75
        or len(source) > PATIENCE
    ):
        return authored
    drawings = [authored, *_variants(source, turn=turn)]
    enough = WORTH * max(points(drawing, box) for drawing in drawings)
    return next(drawing for drawing in drawings if points(drawing, box) >= enough)


def _variants(source: str, *, turn: bool) -> Iterator[Drawing]:
    sources = [_compact(source)]
    if turn:
        sources += [_turned(source), _compact(_turned(source))]
    for variant in sources:
        try:
            yield draw(variant)
        except DrawingError:  # the authored picture stands; a variant is a favour
            continue


def _compact(source: str) -> str:
    front = FRONT.match(source)
    cut = front.end() if front else 0
    return source[:cut] + COMPACT + source[cut:]


def _turned(source: str) -> str:
    front = FRONT.match(source)
    cut = front.end() if front else 0
    return source[:cut] + _HEAD.sub(_turn, source[cut:], count=1)


def _turn(head: re.Match[str]) -> str:
    lying = head[2] in {"LR", "RL"}
    return f"{head[1].rstrip()} {'TD' if lying else 'LR'}"
