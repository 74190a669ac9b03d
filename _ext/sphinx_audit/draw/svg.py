"""SVG as a tree: read without namespaces, freed of what could run, written again."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

NAMESPACE = "http://www.w3.org/2000/svg"
SHAPES = ("rect", "circle", "ellipse", "polygon", "polyline", "path", "line")
HARMLESS = {"svg", "g", "defs", "marker", "clipPath", "linearGradient", "stop"} | {
    *("text", "tspan", "title", "desc"),
    *SHAPES,
}
REMOTE = re.compile(r"url\(\s*['\"]?(?!#)|expression\(|@import|script:", re.IGNORECASE)


def cleaned(svg: str) -> str:
    """Take out of an SVG what could run or load; nearly always there is nothing."""
    root = parsed(svg)
    return written(root) if _clean(root) else svg


def parsed(svg: str) -> ET.Element:
    """Read an SVG; its elements get plain names."""
    root = ET.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def written(root: ET.Element) -> str:
    """Write a tree of plain names as a picture that stands alone."""
    root.set("xmlns", NAMESPACE)
    return ET.tostring(root, encoding="unicode")


def _clean(root: ET.Element) -> bool:
    changed = False
    for element in list(root.iter()):
        for child in list(element):
            if child.tag not in HARMLESS:
                element.remove(child)
                changed = True
        for key, value in list(element.attrib.items()):
            name = key.rpartition("}")[2].lower()
            if name.startswith("on") or name == "href" or REMOTE.search(value):
                del element.attrib[key]
                changed = True
    return changed


def classes(element: ET.Element) -> list[str]:
    return element.get("class", "").split()


def groups(root: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the groups of one class, such as `pele-node`."""
    for group in root.iter("g"):
        if name in classes(group):
            yield group


def declarations(style: str) -> dict[str, str]:
    """Split a style attribute into its properties."""
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def restyle(element: ET.Element, properties: dict[str, str]) -> None:
    """Write a style attribute, or none when nothing is left of it."""
    if properties:
        style = ";".join(f"{name}:{value}" for name, value in properties.items())
        element.set("style", style)
    else:
        element.attrib.pop("style", None)
