"""A drawing inside an HTML page: colours by variable, nodes as links, unique ids."""

import functools
import re
from collections.abc import Collection, Mapping
from xml.etree.ElementTree import Element, SubElement

from . import colours, svg
from .drawing import Drawing
from .mermaid import FONT, theme

Ends = tuple[str, str]

FONTS = f"'{FONT}','Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
"""The renderer measures Noto Sans; the others run no wider."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_INNER = re.compile(r"url\(#([^)]*)\)")
_REFERENCES = ("id", "aria-labelledby", "aria-describedby")
_PAINT = ("fill", "stroke", "stop-color", "color")


def for_page(
    drawing: Drawing,
    *,
    prefix: str,
    hrefs: Mapping[str, str],
    critical: Collection[Ends] = (),
    back: Collection[Ends] = (),
    title: str = "",
    descr: str = "",
    name: str = "Diagram",
) -> str:
    """Write the picture as inline SVG.

    `prefix` begins every id and must be unique on the page. `hrefs` are the targets of
    nodes; they win over the author's own. `critical` and `back` name edges by their
    ends. `name` is the title of a picture to which nobody gave one.
    """
    root = svg.parsed(drawing.svg)
    colours.keep_legible(root)
    _set_ids(root, prefix)
    _name(root, prefix, title, descr, name)
    _quiet_halos(root)
    mark_edges(root, drawing, critical, back)
    linked = _link(root, _targets(drawing, hrefs))
    # An image hides its links from a screen reader, a document shows them.
    root.set("role", "graphics-document document" if linked else "img")
    _follow_theme(root)
    return svg.written(root)


def mark_edges(
    root: Element,
    drawing: Drawing,
    critical: Collection[Ends],
    back: Collection[Ends],
) -> None:
    """Say on each edge what it joins and whether it is critical or closes a cycle."""
    ends = {id_: (start, end) for start, end, id_ in drawing.edges}
    for group in root.iter("g"):
        id_ = group.get("data-id", "")
        if id_ not in ends or not svg.classes(group)[0].startswith("pele-edge"):
            continue
        start, end = ends[id_]
        group.set("data-from", start)
        group.set("data-to", end)
        marks = [("audit-critical", critical), ("audit-back", back)]
        added = [name for name, edges in marks if (start, end) in edges]
        group.set("class", " ".join(svg.classes(group) + added))


def is_safe(href: str) -> bool:
    """Tell whether a link leads to a page or a mail, not to anything that runs."""
    plain = re.sub(r"[\x00-\x20\x7f]", "", href)
    scheme = _SCHEME.match(plain)
    if scheme:
        return scheme[1].lower() in {"http", "https", "mailto"}
    return bool(plain) and not plain.startswith(("//", "\\", "/\\"))


def _targets(drawing: Drawing, hrefs: Mapping[str, str]) -> dict[str, str]:
    targets = dict(drawing.links) | dict(hrefs)
    return {id_: href for id_, href in targets.items() if is_safe(href)}


def _set_ids(root: Element, prefix: str) -> None:
    """The renderer gives every picture the same ids."""
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in _REFERENCES:
                names = (f"{prefix}-{name}" for name in value.split())
                element.set(key, " ".join(names))
            elif "url(#" in value:
                element.set(key, _INNER.sub(rf"url(#{prefix}-\1)", value))


def _name(root: Element, prefix: str, title: str, descr: str, name: str) -> None:
    """Give the picture its accessible name; the author's stays where we have none."""
    wanted = (("title", "labelledby", title), ("desc", "describedby", descr))
    for place, (tag, key, text) in enumerate(wanted):
        found = next((child for child in root if child.tag == tag), None)
        said = text or (found is not None and found.text) or (not place and name)
        if not said:
            continue
        if found is None:
            found = Element(tag)
            root.insert(place, found)
        found.text = said
        found.set("id", f"{prefix}-{tag}")
        root.set(f"aria-{key}", f"{prefix}-{tag}")


def _quiet_halos(root: Element) -> None:
    """A halo says the same words a second time."""
    for text in root.iter("text"):
        if text.get("fill") == "none":
            text.set("aria-hidden", "true")


def _link(root: Element, targets: Mapping[str, str]) -> bool:
    linked = False
    for group in list(root.iter("g")):
        href = targets.get(group.get("data-id", ""))
        if not href:
            continue
        names = svg.classes(group)
        if "pele-node" in names:
            _wrap(group, list(group), href)
        elif "pele-cluster" in names:
            _wrap(group, [child for child in group if child.tag == "text"], href)
        else:
            continue
        linked = True
    return linked


def _wrap(group: Element, children: list[Element], href: str) -> None:
    """Move part of a group into a link; a title in it is the link's name."""
    for child in children:
        group.remove(child)
    SubElement(group, "a", {"href": href}).extend(children)


def _follow_theme(root: Element) -> None:
    """Name the theme's colours, and let the page give them others."""
    style = {
        name: value
        for name, value in svg.declarations(root.get("style", "")).items()
        if not name.startswith("--") and name != "font"
    }
    svg.restyle(root, style | {"font-size": "16px", "font-family": FONTS})
    for element in root.iter():
        for key in _PAINT:
            if key in element.attrib:
                element.set(key, _named(element.attrib[key]))
    style = svg.declarations(root.get("style", ""))
    svg.restyle(root, style | {"color": _named(style.get("color", theme()["fg"]))})


def _named(value: str) -> str:
    names, literal = _literals()
    return literal.sub(
        lambda match: f"var(--audit-{names[match[0]]},{match[0]})", value
    )


@functools.cache
def _literals() -> tuple[Mapping[str, str], re.Pattern[str]]:
    names = {literal: name for name, literal in theme().items()}
    return names, re.compile(rf"(?:{'|'.join(names)})\b")
