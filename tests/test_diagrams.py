"""Diagrams in a project: every builder shows them, every link leads somewhere."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.testing.util import SphinxTestApp
from sphinxcontrib.mermaid import mermaid

from conftest import warnings_of
from sphinx_audit.draw.flowchart import Edge, Group, Node, flowchart

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[..., SphinxTestApp]

CONF = """\
import sys
extensions = ["myst_parser", "sphinx_audit"]
myst_fence_as_directive = ["mermaid"]
project, author, copyright, version = "P", "A", "C", "1"
latex_documents = [("index", "p.tex", "P", "A", "manual")]
man_pages = [("index", "p", "P", ["A"], 1)]
texinfo_documents = [("index", "p", "P", "A", "p", "D", "M")]
"""
INDEX = """\
# Start

```{graph}
```

```mermaid
flowchart LR
  A["Begin"] --> B["End"]:::done
```

```{toctree}
sub/other
plain
```
"""
OTHER = """\
# Other

## Finding

```{graph}
```

```{odd}
```
"""
BROKEN = """\
# Broken

Text before.

```{mermaid}
:config: {"theme": "forest"}

flowchart LR
  A --> B
  B --> [
```

Text after.
"""


class Graph(Directive):
    """A generated graph, as the views of the register make them."""

    def run(self) -> list[nodes.Node]:
        boxes = (
            Node(id="SI-001", lines=("✓ SI-001", "One"), css="done"),
            Node(id="end", lines=("○ end", "Two"), css="ready"),
        )
        group = Group(id="2A", title="Phase 2A", nodes=boxes)
        edges = [Edge(start="SI-001", end="end", critical=True)]
        chart = flowchart([group], edges)
        node = mermaid()
        node["code"], node["options"] = chart.source, {}
        node["audit_links"] = {
            chart.ids["SI-001"]: ("sub/other", "finding"),
            chart.ids["end"]: ("sub/other", "odd:id"),
            chart.ids["2A"]: ("plain", ""),
        }
        node["audit_critical"] = [list(edge) for edge in chart.critical]
        node["audit_title"] = "Graph of phase 2A"
        node["audit_descr"] = "Two findings"
        node["audit_generated"] = True
        table = nodes.paragraph("", "Table instead")
        return [node, nodes.container("", table, classes=["audit-alternative"])]


class Odd(Directive):
    """A target whose id is not fit for an e-book."""

    def run(self) -> list[nodes.Node]:
        return [nodes.target("", "", ids=["odd:id"])]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def run(
        builder: str = "html", pages: dict[str, str] | None = None, **settings: object
    ) -> SphinxTestApp:
        source = tmp_path / "source"
        texts = {"index.md": INDEX, "sub/other.md": OTHER, "plain.md": "# Plain\n"}
        for name, text in ({"conf.py": CONF} | (pages or texts)).items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        app = SphinxTestApp(
            builder, srcdir=source, builddir=tmp_path / "out", confoverrides=settings
        )
        app.add_directive("graph", Graph, override=True)
        app.add_directive("odd", Odd, override=True)
        try:
            app.build(force_all=True)
        finally:
            app.cleanup()
        return app

    return run


def warnings(app: SphinxTestApp) -> str:
    return "\n".join(warnings_of(app))


def links(html: str) -> list[str]:
    pictures = re.findall(r"<svg\b.*?</svg>", html, re.DOTALL)
    return [href for svg in pictures for href in re.findall(r'<a href="([^"]*)"', svg)]


def test_pages_hold_the_drawing_and_load_nothing_else(build: Build) -> None:
    app = build()
    html = (app.outdir / "index.html").read_text("utf-8")
    assert not warnings(app)
    assert html.count('<div class="audit-diagram"') == 2
    assert 'aria-label="Graph of phase 2A. Two findings"' in html
    assert '<title id="audit-diagram-1-title">Graph of phase 2A</title>' in html
    assert "audit-critical" in html
    assert "mermaid" not in re.sub(r"(?s)<body.*</body>", "", html)
    assert "cdn" not in html
    ids = re.findall(r'(?<![-\w])id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


def test_style_and_script_are_loaded_only_with_a_diagram(build: Build) -> None:
    app = build()
    for name, wanted in (("index", True), ("sub/other", True), ("plain", False)):
        html = (app.outdir / f"{name}.html").read_text("utf-8")
        assert ("audit-diagram.css" in html) is wanted
        assert ("audit-diagram.js" in html) is wanted
    assert (app.outdir / "_static/audit-diagram.js").is_file()
    assert "audit-diagram" not in (app.outdir / "search.html").read_text("utf-8")


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_every_link_of_a_node_leads_to_an_anchor(build: Build, builder: str) -> None:
    app = build(builder)
    assert not warnings(app)
    if builder == "epub":
        with zipfile.ZipFile(app.outdir / "P.epub") as book:
            pages = {name: book.read(name).decode() for name in xhtml(book)}
            assert all(ET.fromstring(text) is not None for text in pages.values())
            assert not any("audit-diagram.js" in text for text in pages.values())
            assert any("audit-diagram.css" in text for text in pages.values())
    else:
        found = app.outdir.rglob("*.html")
        pages = {
            path.relative_to(app.outdir).as_posix(): path.read_text("utf-8")
            for path in found
        }
    tried = 0
    for name, text in pages.items():
        for href in links(text):
            path, _, anchor = href.partition("#")
            target = resolved(name, path)
            assert target in pages
            assert not anchor or f'id="{anchor}"' in pages[target]
            tried += 1
    assert tried == 6


def xhtml(book: zipfile.ZipFile) -> list[str]:
    return [name for name in book.namelist() if name.endswith(".xhtml")]


def resolved(page: str, path: str) -> str:
    """Return the file a relative address means, seen from a page."""
    if not path:
        return page
    parts = page.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join([*parts, "index.html"] if path.endswith("/") else parts)


def test_a_single_page_has_every_id_once(build: Build) -> None:
    html = (build("singlehtml").outdir / "index.html").read_text("utf-8")
    ids = re.findall(r'id="(audit-diagram-[^"]*)"', html)
    assert len(ids) == len(set(ids)) == 5


def test_latex_gets_a_pdf_and_texinfo_a_png(build: Build) -> None:
    app = build("latex")
    assert not warnings(app)
    tex = (app.outdir / "p.tex").read_text("utf-8")
    names = re.findall(r"\\sphinxincludegraphics\{\{(diagram-\w+)\}\.pdf\}", tex)
    assert len(names) == 3
    assert len(set(names)) == 2  # the same picture is one file
    assert (app.outdir / f"{names[0]}.pdf").read_bytes().startswith(b"%PDF")
    app = build("texinfo")
    assert not warnings(app)
    assert "@image{p-figures/diagram-" in (app.outdir / "p.texi").read_text("utf-8")
    assert list((app.outdir / "p-figures").glob("diagram-*.png"))


@pytest.mark.parametrize(
    ("builder", "name"), [("text", "index.txt"), ("man", "p.1"), ("xml", "index.xml")]
)
def test_text_shows_what_authors_wrote_and_the_table_of_graphs(
    build: Build, builder: str, name: str
) -> None:
    app = build(builder)
    text = (app.outdir / name).read_text("utf-8")
    assert not warnings(app)
    assert "Table instead" in text
    assert "Begin" in text
    assert "SI-001" not in text


@pytest.mark.parametrize("builder", ["gettext", "dummy", "linkcheck", "pseudoxml"])
def test_other_builders_are_silent(build: Build, builder: str) -> None:
    assert not warnings(build(builder))


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_a_broken_diagram_shows_its_source_and_warns_once(
    build: Build, builder: str
) -> None:
    app = build(builder, {"index.md": BROKEN})
    said = warnings(app)
    assert said.count("WARNING") == 1
    assert "index.md:10: WARNING: the diagram cannot be drawn" in said
    assert said.endswith("[audit.diagram]")
    name = "index.html" if builder == "html" else "p.tex"
    text = (app.outdir / name).read_text("utf-8")
    assert "This diagram cannot be drawn" in text
    assert "Text before." in text
    assert "Text after." in text
    assert "forest" not in text


RST = """\
Start
=====

  .. mermaid::
     :align: center

     flowchart LR
       A --> [

.. mermaid:: other.mmd
   :title: Elsewhere
"""


def test_lines_are_right_in_rest_and_in_files(build: Build) -> None:
    pages = {"index.rst": RST, "other.mmd": "flowchart LR\n  A --> B\n  A --> [\n"}
    said = warnings(build(pages=pages)).splitlines()
    assert "index.rst:8: WARNING" in said[0]
    assert "other.mmd:3: WARNING" in said[1]


def test_an_author_can_refuse_the_turn(build: Build) -> None:
    chain = "\n".join(f"  a{place} --> a{place + 1}" for place in range(14))
    fence = "```{{mermaid}}\n{}\nflowchart LR\n{}\n```\n"
    text = (
        f"# X\n\n{fence.format(':fit: as-authored', chain)}\n{fence.format('', chain)}"
    )
    html = (build(pages={"index.md": text}).outdir / "index.html").read_text("utf-8")
    found = re.findall(r'viewBox="0 0 (\d+) (\d+)"', html)
    wide, tall = [(int(width), int(height)) for width, height in found]
    assert wide[0] > 10 * wide[1]
    assert tall[1] > 5 * tall[0]


def test_an_unknown_fit_costs_nothing_but_a_warning(build: Build) -> None:
    text = "# X\n\n```{mermaid}\n:fit: snug\n\nflowchart LR\n  A --> B\n```\n"
    app = build(pages={"index.md": text})
    assert "index.md:6: WARNING: fit: only as-authored is known" in warnings(app)
    assert "<svg" in (app.outdir / "index.html").read_text("utf-8")


def test_who_chose_another_way_keeps_it(build: Build) -> None:
    app = build(mermaid_output_format="raw")
    html = (app.outdir / "index.html").read_text("utf-8")
    assert '<pre  class="mermaid">' in html
    assert "audit-diagram" not in html


NESTED = """\
# X

```mermaid
---
title: "Our: flow"
config:
  theme: dark
  flowchart:
    curve: linear
---
flowchart LR
  A --> B
```

```{mermaid}
:config: theme: dark
:title: Our: flow

flowchart LR
  A --> B
```

```{mermaid}
:config: {"theme": "dark"}

---
config:
  flowchart: {curve: linear}
---
flowchart LR
  A --> B
```
"""
NESTED_RST = """\
X
=

.. mermaid::
   :title: Our: flow
   :config:
      theme: dark
      flowchart:
         curve: linear

   flowchart LR
     A --> B

.. mermaid::

   ---
   config:
     theme: dark
   ---
   flowchart LR
     A --> B
"""


@pytest.mark.parametrize(
    ("name", "text"), [("index.md", NESTED), ("index.rst", NESTED_RST)]
)
def test_front_matter_and_its_options_are_mermaids_settings(
    build: Build, name: str, text: str
) -> None:
    app = build(pages={name: text})
    assert not warnings(app)
    html = (app.outdir / "index.html").read_text("utf-8")
    assert html.count("<svg") == html.count("data-words")
    codes = [node["code"] for node in app.env.get_doctree("index").findall(mermaid)]
    assert all("theme: dark" in code for code in codes)
    assert sum("curve: linear" in code for code in codes) == 1
    assert "Our: flow" in html


@pytest.mark.parametrize(
    "config",
    ["nojson", "[1, 2]", "{a: [", "&a {b: *a}", "{2021-99-99: 1}", "{? [a, b] : c}"],
)
def test_settings_nobody_can_read_cost_neither_the_build_nor_the_source(
    build: Build, config: str
) -> None:
    fence = f"```mermaid\n---\nconfig: {config}\n---\nflowchart LR\n  A --> B\n```\n"
    option = f"```{{mermaid}}\n:config: '{config}'\n\nflowchart LR\n  C --> D\n```\n"
    rest = f"\n.. mermaid::\n   :config: {config}\n\n   flowchart LR\n     E --> F\n"
    pages = {
        "index.md": f"# X\n\n{fence}\n{option}",
        "other.rst": f":orphan:\n\nO\n=\n{rest}",
    }
    app = build(pages=pages)
    said = [line for line in warnings(app).splitlines() if "[audit.diagram]" in line]
    assert len(said) == 3
    for line, place in zip(said, ("md:3", "md:11", "rst:6"), strict=True):
        assert f".{place}: WARNING: the diagram cannot be drawn" in line
        assert "config: " in line
    html = "".join(
        (app.outdir / f"{name}.html").read_text("utf-8") for name in ("index", "other")
    )
    for words in ("A --&gt; B", "C --&gt; D", "E --&gt; F"):
        assert words in html


def test_a_file_that_is_no_text_costs_a_warning(build: Build, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "x.mmd").write_bytes(b"\xff\xfe\xff")
    app = build(pages={"index.md": "# X\n\n```{mermaid} x.mmd\n```\n\nBehind.\n"})
    said = warnings(app)
    assert "index.md:3: WARNING: the diagram cannot be drawn" in said
    assert said.count("WARNING") == 1
    assert "Behind." in (app.outdir / "index.html").read_text("utf-8")
