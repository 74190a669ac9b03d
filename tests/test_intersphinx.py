"""Links to findings, from other projects and pages and from the index of findings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sphinx.util.inventory import InventoryFile

from conftest import CONF, warnings_of
from projects import TWO_PHASES, finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

FIRST = "https://audit.example/SI-001.html#audit-finding-SI-001"
OTHER_CONF = """\
extensions = ["myst_parser", "sphinx.ext.intersphinx", "sphinx_audit"]
intersphinx_mapping = {{"audit": ("https://audit.example/", {inventory!r})}}
"""
LINKS = {
    "{external:audit:finding}`SI-001`": "SI-001: A title",
    "{external+audit:audit:finding}`the first <SI-001>`": "the first",
    "{audit:finding}`SI-001`": "SI-001: A title",
    "{any}`SI-001`": "SI-001: A title",
    "[](inv:audit:audit:finding#SI-001)": "SI-001: A title",
}


def links(app: SphinxTestApp, page: str = "index") -> dict[str, str]:
    """Return what a page links to, by the words of the link."""
    text = (app.outdir / f"{page}.html").read_text("utf-8")
    found = re.findall(
        r'<a class="reference[^"]*"[^>]*? href="([^"]+)"[^>]*>(.*?)</a>', text
    )
    return {re.sub(r"<[^>]+>", "", words): to for to, words in found}


@pytest.mark.parametrize("link", LINKS)
def test_another_project_links_a_finding(
    build: Build, make_app: Callable[..., SphinxTestApp], tmp_path: Path, link: str
) -> None:
    inventory = build(TWO_PHASES).outdir / "objects.inv"
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.md").write_text(f"# Other\n\nSee {link}.\n", "utf-8")
    conf = OTHER_CONF.format(inventory=str(inventory))
    (other / "conf.py").write_text(conf, "utf-8")
    app = make_app("html", srcdir=other)
    app.build()
    assert warnings_of(app) == []
    assert links(app)[LINKS[link]] == FIRST


def test_the_inventory_names_findings_phases_and_checklists(build: Build) -> None:
    checklist = "\n```{checklist} SI-001-ci Checks\n- [ ] tested\n```\n"
    app = build(TWO_PHASES | {"SI-001.md": finding("SI-001") + checklist})
    content = (app.outdir / "objects.inv").read_bytes()
    found = InventoryFile.loads(content, uri="").data
    item = found["audit:finding"]["SI-001"]
    assert (item.uri, item.display_name) == (
        "SI-001.html#audit-finding-SI-001",
        "SI-001: A title",
    )
    assert "2A" in found["audit:phase"]
    assert "SI-001-ci" in found["audit:checklist"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("[](#SI-001)", "SI-001: A title"),
        ("[the first](#SI-001)", "the first"),
        ("{any}`SI-001`", "SI-001: A title"),
        ("{finding}`SI-001`", "SI-001: A title"),
        ("{finding}`the first <SI-001>`", "the first"),
    ],
)
def test_a_page_links_a_finding(build: Build, written: str, words: str) -> None:
    page = f"---\norphan: true\n---\n\n# Note\n\nSee {written}.\n"
    app = build(TWO_PHASES | {"notes/one.md": page})
    assert warnings_of(app) == []
    assert links(app, "notes/one")[words] == "../SI-001.html#audit-finding-SI-001"


def test_the_index_of_findings_lists_and_links_all_of_them(build: Build) -> None:
    aside = {
        "SI-009.md": finding("SI-009", "Gone", status="duplicate", duplicates="SI-001")
    }
    conf = {"conf.py": CONF + "html_domain_indices = True\n"}
    app = build(conf | TWO_PHASES | aside)
    text = (app.outdir / "audit-findings.html").read_text("utf-8")
    found = dict(re.findall(r'<a href="([^"]+)"><code[^>]*>([^<]+)</code></a>', text))
    for id_ in ("SI-001", "SI-002", "BL-006"):
        assert found[f"{id_}.html#audit-finding-{id_}"] == f"{id_}: A title"
    assert found["SI-009.html#audit-finding-SI-009"] == "SI-009: Gone"
    groups = ["2A: Foundation", "2B: Security", "Set aside"]
    assert sorted(groups, key=text.index) == groups
