"""Nothing is fetched from elsewhere: neither to build the handbook nor to read it."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from sites import ROOT, refuse_network, sphinx

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Site

PACKAGE = ROOT / "_ext" / "sphinx_audit"
FETCHING = re.compile(
    r"<(?:link|script|img|iframe|source|use|image|object|embed|video|audio)\b[^>]*?"
    r"""\s(?:href|src|srcset|xlink:href|data|poster)\s*=\s*["']?([^"'\s>]+)""",
    re.IGNORECASE,
)
"""What a browser fetches by itself; plain links may lead out."""
IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""")
ELSEWHERE = re.compile(r"(?:[a-z][a-z+]*:)?//", re.IGNORECASE)


def fetched(text: str) -> list[str]:
    found = [*FETCHING.findall(text), *IN_STYLE.findall(text)]
    return [url for url in found if ELSEWHERE.match(url)]


def test_the_scan_sees_what_a_browser_fetches() -> None:
    assert fetched('<script async\n src="https://a.example/x.js">') != []
    assert fetched("<link rel=stylesheet href=//a.example/x.css>") != []
    assert fetched('@import "http://a.example/x.css";') != []
    assert fetched("p { background: url( 'https://a.example/x.png') }") != []
    assert fetched('<a href="https://a.example/"> <script src="x.js">') == []


def test_no_page_and_no_style_names_a_file_elsewhere(handbook: Site) -> None:
    kinds = {".html", ".css", ".svg"}
    files = [p for p in handbook.html.rglob("*") if p.suffix in kinds]
    assert len(files) > 50
    wrong = {p.name: urls for p in files if (urls := fetched(p.read_text("utf-8")))}
    assert wrong == {}


def test_our_scripts_fetch_nothing_and_our_pdf_uses_no_package_from_elsewhere() -> None:
    scripts = [p.read_text("utf-8") for p in sorted(PACKAGE.rglob("*.js"))]
    assert scripts
    for word in ("fetch(", "XMLHttpRequest", "import(", "sendBeacon", "WebSocket"):
        assert not any(word in script for script in scripts)
    template = [p.read_text("utf-8") for p in sorted(PACKAGE.rglob("*.typ"))]
    assert template
    assert not any("@preview" in text for text in template)


def test_the_pdfs_are_made_without_a_network(tmp_path: Path) -> None:
    """Every build of the handbook in these tests is refused the network."""
    out = tmp_path / "handbook"
    run = sphinx("handbook", out, tmp_path / "doctrees")
    assert run.warnings == []
    assert run.code == 0
    assert (out / "handbook.pdf").is_file()


def test_a_build_that_wants_the_network_fails() -> None:
    with pytest.MonkeyPatch.context() as patch:
        refuse_network(patch)
        with pytest.raises(OSError, match="no network"):
            socket.create_connection(("127.0.0.1", 9))
