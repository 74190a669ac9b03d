"""A drawing for print: literal values only, and where its nodes lie."""

import itertools
import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from . import colours, mermaid, svg
from .drawing import Drawing
from .mermaid import FONT, theme
from .page import Ends, mark_edges

MARK_FONT = "DejaVu Sans Mono"
"""Typst carries it; it has the marks, arrows and signs that Noto Sans lacks."""
_MARK_WIDTH = 0.602  # advance of that font, in em
_MARK = re.compile(r"[\u2190-\u23ff\u25a0-\u27bf]")
_EMOJI = re.compile(r"[\u2190-\u27bf\U0001f000-\U0001faff]")
_EMOJI_WIDTH = 1.275  # advance of Noto Emoji, in em
_TRANSLATE = re.compile(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)")
_STEP = re.compile(r"([MLHVCQSTAZ])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


class NodeBox(NamedTuple):
    """Where a node lies, in units of the picture, from its upper left corner."""

    id: str
    x: float
    y: float
    width: float
    height: float


def fonts() -> Path:
    """Give the folder of the fonts a printed picture names."""
    return mermaid.font_folder()


def for_print(
    drawing: Drawing, *, critical: Collection[Ends] = (), back: Collection[Ends] = ()
) -> str:
    """Write the picture for Typst and LaTeX, which know no variables and no classes."""
    root = svg.parsed(drawing.svg)
    colours.keep_legible(root)
    mark_edges(root, drawing, critical, back)
    _tint(root)
    for element in root.iter():
        _spell_out(element)
    # A declaration of variables costs resvg the font family.
    root.attrib.pop("style", None)
    root.set("font-family", FONT)
    root.set("font-size", "16")
    for text in list(root.iter("text")):
        for line in [text, *text]:
            _own_runs(line, text)
    return svg.written(root)


def _tint(root: Element) -> None:
    """Colour nodes by state and edges by urgency, as the style sheet does on pages."""
    for group in svg.groups(root, "pele-node"):
        names = (name for name in svg.classes(group) if name in colours.STATES)
        state = next(names, None)
        if not state:
            continue
        tint = colours.STATES[state]
        for shape in group:
            if shape.tag in svg.SHAPES:
                shape.set("stroke", tint.line)
                if state == "set-aside":
                    shape.set("stroke-dasharray", "4 3")
                if shape.get("fill") != "none":
                    shape.set("fill", tint.fill)
        for label in group.iter("text"):
            label.set("fill", colours.INK)
    for group in svg.groups(root, "pele-edge"):
        back = "audit-back" in svg.classes(group)
        if not back and "audit-critical" not in svg.classes(group):
            continue
        for path in group.iter("path"):
            if "pele-marker" in svg.classes(path):
                path.set("fill", colours.CRITICAL)
                continue
            path.set("stroke", colours.CRITICAL)
            path.set("stroke-width", "2" if back else "2.5")
            if back:
                path.set("stroke-dasharray", "6 4")


def _spell_out(element: Element) -> None:
    """Write as an attribute what resvg does not read as a style, mixes as colours."""
    style = svg.declarations(element.get("style", ""))
    radius = style.pop("rx", "")
    if radius:
        element.set("rx", radius.removesuffix("px"))
    for key, value in style.items():
        style[key] = _literal(value)
    svg.restyle(element, style)
    for key in ("fill", "stroke"):
        if key in element.attrib:
            element.set(key, _literal(element.attrib[key]))


def _literal(value: str) -> str:
    return colours.mixed(value).replace("currentColor", theme()["fg"])


def _own_runs(line: Element, text: Element) -> None:
    """Give what Noto Sans lacks runs of its own: a run changes font as a whole."""
    if len(line) or not line.text or line.text.isascii():
        return  # which letters it has takes a tenth of a second to read
    known = mermaid.letters()
    parts = itertools.groupby(line.text, lambda letter: _font_of(letter, known))
    runs = [(font, "".join(letters)) for font, letters in parts]
    if {font for font, _ in runs} == {FONT}:
        return
    size = float(text.get("font-size", "16"))
    bold = text.get("font-weight") in {"bold", "600", "700"}
    widths = [_width(font, run, size, bold=bold) for font, run in runs]
    start = float(line.get("x", text.get("x", "0")))
    anchor = line.get("text-anchor", text.get("text-anchor", "start"))
    start -= {"middle": sum(widths) / 2, "end": sum(widths)}.get(anchor, 0)
    line.text = None
    places = itertools.accumulate([start, *widths[:-1]])
    for (font, run), x in zip(runs, places, strict=True):
        at = {"x": f"{x:.2f}", "text-anchor": "start"}
        at |= {"y": line.attrib["y"]} if "y" in line.attrib else {}
        at |= {"font-family": font} if font == MARK_FONT else {}
        SubElement(line, "tspan", at).text = run


def _font_of(letter: str, known: Collection[str]) -> str:
    """Name the font of a letter; none for other scripts, which Typst looks up."""
    if letter in known:
        return FONT
    wide = unicodedata.east_asian_width(letter) == "W"  # an emoji, even below U+2800
    return MARK_FONT if _MARK.fullmatch(letter) and not wide else ""


def _width(font: str, run: str, size: float, *, bold: bool) -> float:
    if font == MARK_FONT:
        return _MARK_WIDTH * size * len(run)
    if not font and all(_EMOJI.fullmatch(letter) for letter in run):
        return _EMOJI_WIDTH * size * len(run)
    return mermaid.width_of(run, size, bold=bold)


def boxes(picture: str) -> Iterator[NodeBox]:
    """Yield where the nodes of a picture lie: a PDF lays its links there."""
    root = svg.parsed(picture)
    for group in svg.groups(root, "pele-node"):
        place = _TRANSLATE.fullmatch(group.get("transform", "translate(0,0)"))
        shapes = (shape for shape in group.iter() if shape.tag in svg.SHAPES)
        corners = [corner for shape in shapes for corner in _corners(shape)]
        if not place or not corners:
            continue
        dx, dy = float(place[1]), float(place[2])
        left, top = min(x for x, _ in corners), min(y for _, y in corners)
        right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
        id_ = group.get("data-id", "")
        yield NodeBox(id_, left + dx, top + dy, right - left, bottom - top)


def _corners(shape: Element) -> Iterator[tuple[float, float]]:
    def at(key: str) -> float:
        return float(shape.get(key, "0"))

    if shape.tag == "rect":
        yield at("x"), at("y")
        yield at("x") + at("width"), at("y") + at("height")
    elif shape.tag in {"circle", "ellipse"}:
        across, down = at("rx") or at("r"), at("ry") or at("r")
        yield at("cx") - across, at("cy") - down
        yield at("cx") + across, at("cy") + down
    elif shape.tag == "path":
        yield from _steps(shape.get("d", ""))
    else:
        numbers = map(float, _NUMBER.findall(shape.get("points", "")))
        yield from zip(numbers, numbers, strict=False)


def _steps(path: str) -> Iterator[tuple[float, float]]:
    """Yield the points a path of absolute steps goes through or bends towards."""
    x = y = 0.0
    for step, rest in _STEP.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        if step == "H" and numbers:
            x = numbers[-1]
        elif step == "V" and numbers:
            y = numbers[-1]
        elif step == "A":
            numbers = [number for i, number in enumerate(numbers) if i % 7 > 4]
        if step not in {"H", "V"}:
            pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
            yield from pairs
            x, y = pairs[-1] if pairs else (x, y)
        yield x, y
