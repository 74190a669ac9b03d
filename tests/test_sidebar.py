"""A sidebar that shows where the reader is, and grows with nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import CONF, warnings_of
from projects import TWO_PHASES, finding
from sphinx_audit import sidebar
from sphinx_audit.sidebar.cut import WINDOW, window
from test_incremental import EDITS, pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build
    from sites import Readers

OURS = CONF + "audit_sidebar = True\n"


def many(number: int, conf: str = OURS) -> dict[str, str]:
    """Return two phases, the first with *number* findings."""
    ids = [f"SI-{n:03}" for n in range(number)]
    return {**TWO_PHASES, "conf.py": conf} | {f"{i}.md": finding(i) for i in ids}


def sidebar_of(app: SphinxTestApp, page: str) -> str:
    html = (app.outdir / f"{page}.html").read_text("utf-8")
    return html.partition('class="sidebar-tree"')[2].partition("</aside>")[0]


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"#]*)"', html)


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut the sidebar of small projects too."""
    monkeypatch.setattr(sidebar, "FEW", 0)


@pytest.mark.parametrize(
    ("length", "position", "shown"),
    [
        (5, 2, range(5)),
        (11, 10, range(11)),
        (30, -1, range(11)),
        (30, 2, range(11)),
        (30, 15, range(10, 21)),
        (30, 29, range(19, 30)),
        (0, -1, range(0)),
    ],
)
def test_a_window_stands_around_its_position(
    length: int, position: int, shown: range
) -> None:
    assert window(length, position) == shown


def test_a_plan_shows_its_neighbours_and_the_way_to_all(build: Build) -> None:
    app = build(many(120))
    html = sidebar_of(app, "SI-050")
    assert warnings_of(app) == []
    assert links(html).count("p2a.html") == 2
    assert "All 120 in this part" in html
    near = [f"SI-{n:03}.html" for n in range(45, 56) if n != 50]
    assert [link for link in links(html) if link.startswith("SI")] == near
    assert len(near) == WINDOW - 1
    assert re.search(r'l2 current current-page"><a class="current .*?>SI-050', html)
    assert 'l1 current has-children"><a class="reference internal" href="p2a' in html
    assert "BL-006" not in html, "the other phases are folded"


def test_a_phase_shows_all_of_its_own(build: Build) -> None:
    html = sidebar_of(build(many(120)), "p2a")
    assert len([link for link in links(html) if link.startswith("SI")]) == 120
    assert "in this part" not in html


def test_a_page_in_no_tree_shows_the_phases(build: Build) -> None:
    html = sidebar_of(build(many(120)), "genindex")
    assert links(html) == ["p2a.html", "p2b.html", "other.html"]


def test_few_pages_keep_the_stock_sidebar(
    build: Build, make_app: Callable[..., SphinxTestApp], tmp_path: Path
) -> None:
    app = build({**TWO_PHASES, "conf.py": OURS})
    off = {"audit_sidebar": False}
    stock = make_app(
        "html", srcdir=app.srcdir, builddir=tmp_path / "b", confoverrides=off
    )
    stock.build()
    assert pages(app.outdir) == pages(stock.outdir)


def test_pages_do_not_grow_with_the_project(build: Build) -> None:
    sizes = [len(sidebar_of(build(many(n)), "SI-050")) for n in (120, 240)]
    assert sizes[0] == sizes[1]


TRICKY: dict[str, str | None] = {
    "index.rst": """\
Top
===

.. toctree::
   :caption: Ways & means
   :numbered:

   a
   self
   Own name <b>
   https://example.org/?a=1&b=2
   Else <https://example.org>

.. toctree::
   :hidden:

   c
   genindex

.. only:: html

   .. toctree::

      d
""",
    "a.md": "# A *strong* `code` & <1>\n\n## Part\n\n```{toctree}\n:hidden:\ne\n```\n"
    "\n```{toctree}\n:caption: No caption below\nf/g\n```\n",
    "b.md": "# B\n\n## Part\n",
    "c.md": "# C\n",
    "d.rst": "One\n===\n\nText.\n\nTwo\n===\n",
    "e.md": "# E\n\n```{toctree}\nh\nself\n```\n",
    "f/g.md": "# G\n",
    "h.md": "# H\n",
}


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize(
    "options",
    [
        {"includehidden": True, "maxdepth": -1},
        {"includehidden": False},
        {"includehidden": True, "maxdepth": 2},
    ],
)
def test_lists_within_the_window_are_those_of_sphinx(
    build: Build,
    make_app: Callable[..., SphinxTestApp],
    builder: str,
    options: dict[str, Any],
) -> None:
    app = build({**TRICKY, "conf.py": OURS + "html_theme = 'basic'\n"}, "dummy")
    stock: dict[str, str] = {}
    ours: dict[str, str] = {}
    made = make_app(builder, srcdir=app.srcdir)

    def show(into: dict[str, str]) -> Callable[..., None]:
        def handler(
            app: Sphinx, page: str, template: str, context: Any, doctree: object
        ) -> None:
            more = {"collapse": True, "titles_only": True, **options}
            into[page] = context["toctree"](**more).partition("<details")[0]

        return handler

    made.connect("html-page-context", show(stock), priority=1)
    made.connect("html-page-context", show(ours), priority=900)
    made.build()
    assert stock.keys() > {"index", "a", "h", "genindex", "search"}
    assert {p: plain(h) for p, h in ours.items()} == {
        p: plain(h) for p, h in stock.items()
    }


def plain(html: str) -> list[str]:
    """Return tags and text, without the layout between them."""
    return re.findall(r"<[^>]+>|[^<\s][^<]*", html)


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_reaches_every_sidebar_that_shows_it(
    build: Build,
    make_app: Callable[..., SphinxTestApp],
    tmp_path: Path,
    edit: str,
) -> None:
    build({**TWO_PHASES, "conf.py": OURS})
    edited = build(EDITS[edit])
    fresh = make_app("html", srcdir=edited.srcdir, builddir=tmp_path / "fresh")
    fresh.build()
    a, b = pages(edited.outdir), pages(fresh.outdir)
    assert {p: a[p] for p in b} == b


def test_parallel_writes_the_same(
    build: Build, make_app: Callable[..., SphinxTestApp], tmp_path: Path
) -> None:
    serial = build(many(101))
    parallel = make_app(
        "html", srcdir=serial.srcdir, builddir=tmp_path / "parallel", parallel=2
    )
    parallel.build()
    assert pages(serial.outdir) == pages(parallel.outdir)
    script = "_static/audit-sidebar-tree.js"
    both = [(a.outdir / script).read_bytes() for a in (serial, parallel)]
    assert both[0] == both[1]
    assert "Another" not in both[0].decode()


@pytest.mark.parametrize(
    ("name", "text", "most"),
    [
        ("SI-050", finding("SI-050", "Another *title*"), WINDOW + 1),
        ("other", "# Another\n", 125),
        ("SI-050", finding("SI-050", phase="2B"), 125),
    ],
)
def test_it_is_told_which_pages_show_something_else_around_their_text(
    build: Build, name: str, text: str, most: int
) -> None:
    before = build(many(120))
    told, html = sidebar.shown_around(before), around(before)
    after = build({f"{name}.md": text})
    told_now, html_now = sidebar.shown_around(after), around(after)
    assert told
    assert told_now
    changed = {page for page in told if told[page] != told_now[page]}
    assert changed == {page for page in told if html[page] != html_now[page]}
    assert len(changed) <= most


def around(app: SphinxTestApp) -> dict[str, str]:
    """Return each page but its text: the sidebar, the links to its neighbours."""
    text = r"<title>.*?</title>|<article.*?</article>|<aside class=.toc-d.*"
    return {
        path.removesuffix(".html"): re.sub(text, "", html, flags=re.DOTALL)
        for path, html in pages(app.outdir).items()
    }


@pytest.mark.parametrize("theme", ["alabaster", "basic"])
def test_other_themes_show_it(build: Build, theme: str) -> None:
    sidebars = "html_sidebars = {'**': ['globaltoc.html']}\n"
    app = build(many(101, f"{OURS}html_theme = '{theme}'\n{sidebars}"))
    assert "All 101 in this part" in (app.outdir / "SI-050.html").read_text("utf-8")


def test_all_pages_come_from_one_script_and_only_when_asked_for(
    build: Build, reader: Readers
) -> None:
    app = build(many(101), "dirhtml")
    with_scripts, without = reader(), reader(scripts=False)
    page = (app.outdir / "SI-050" / "index.html").as_uri()
    door = ".audit-sidebar-pages"
    without.open(page)
    assert not without.page.locator(door).is_visible()
    assert without.page.get_by_text("All 101 in this part").is_visible()
    with_scripts.open(page)
    assert "audit-sidebar-tree.js" not in " ".join(with_scripts.requests)
    with_scripts.page.locator(f"{door} > summary").click()
    with_scripts.page.locator(f"{door} a", has_text="SI-100").wait_for()
    found = with_scripts.page.locator(f"{door} a", has_text="SI-100")
    assert str(found.get_attribute("href")).endswith("/dirhtml/SI-100/")
    assert with_scripts.errors == []
