"""Views written as HTML at once say what Sphinx writes of their nodes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import html5lib
import pytest

from conftest import CONF
from sphinx_audit.show import neighbours, views
from test_views import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from conftest import Build

PAGES = ("SI-002", "p2a", "p2b", "views", "graphs", "old", "other")


def pages(outdir: Path) -> dict[str, str]:
    """Return the elements of each page, without the space between blocks."""
    texts = {page: (outdir / f"{page}.html").read_text("utf-8") for page in PAGES}
    parsed = {
        page: html5lib.parse(text, namespaceHTMLElements=False)
        for page, text in texts.items()
    }
    return {page: without_blanks(shape(found)) for page, found in parsed.items()}


def shape(element: Element) -> list[object]:
    attributes = sorted(element.attrib.items())
    found: list[object] = [element.tag, attributes, squeezed(element.text)]
    for child in element:
        found += [shape(child), squeezed(child.tail)]
    return found


def squeezed(text: str | None) -> str:
    said = re.sub(r"\s+", " ", text or "")
    return "" if said == " " else said


def without_blanks(found: list[object]) -> str:
    return re.sub(r"'\s*|\s*'", "'", repr(found))


@pytest.mark.parametrize("theme", ["basic", "furo"])
def test_both_ways_give_the_same_page(
    build: Build, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setattr(neighbours, "neighbourhood", lambda *_: [])  # two painters
    conf = CONF.replace("furo", theme)
    at_once = pages(build({**SAMPLE, "conf.py": conf}).outdir)
    monkeypatch.setattr(views, "has_pages", lambda _builder: False)
    by_nodes = pages(build({}, freshenv=True).outdir)
    assert "audit-card" in at_once["SI-002"]
    for page in PAGES:
        assert at_once[page] == by_nodes[page]
