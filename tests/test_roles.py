"""Roles in links and in plain text: no word is lost, and a warning says what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from handbook_reader import pdf, words
from handbook_sample import PICTURE
from projects import finding

if TYPE_CHECKING:
    from conftest import Build

INDEX = """\
# Top

```{toctree}
SI-001
SI-002
links
```
"""
LINKS = """\
# Links

[one {finding}`SI-001`](#SI-001) and [two {finding}`the other <SI-002>`](SI-002.md)
and [three {finding}`SI-001`](https://example.org).

[sum {count}`status=open` needs {depends}`SI-002`](#SI-001)
and [web {depends}`SI-002`](https://example.org), not {depends}`SI-002`.
"""
LINKS_RST = """\
Links
=====

See |plan|_.

.. |plan| replace:: the plan :finding:`SI-001`
.. _plan: https://example.org
"""
PLANS = {
    "index.md": INDEX,
    "SI-001.md": finding("SI-001", phase=""),
    "SI-002.md": finding("SI-002", phase="", depends="SI-001"),
}
SAID = "one SI-001 and two the other and three SI-001."
BUILDERS = [
    "html", "dirhtml", "singlehtml", "epub", "latex", "man", "text", "texinfo", "xml",
    "gettext",
]  # fmt: skip


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_reference_inside_a_link_stops_no_builder(build: Build, builder: str) -> None:
    app = build(PLANS | {"links.md": LINKS}, builder)
    assert warnings_of(app) == []


def test_a_reference_inside_a_link_is_its_words(build: Build) -> None:
    app = build(PLANS | {"links.md": LINKS}, "handbook")
    text = words(pdf(app))
    assert SAID in text
    assert "sum 2 needs SI-001 and web SI-001, not SI-001." in text
    html = (build({}).outdir / "links.html").read_text("utf-8")
    line = html[html.index("sum ") : html.index("</p>", html.index("sum "))]
    assert line.count("<a ") == 2  # that around `web`, and that outside of links


def test_a_reference_in_a_substitution_that_is_a_link_is_its_words(
    build: Build,
) -> None:
    app = build(PLANS | {"links.rst": LINKS_RST})
    assert warnings_of(app) == []
    assert "the plan SI-001</a>" in (app.outdir / "links.html").read_text("utf-8")


PLAIN = """\
# Plain

```{toctree}
:caption: Cap {count}`status=open`

Plan {finding}`SI-001` <SI-001>
SI-002
```

A ![say {count}`status=open` of *it*](pic.svg) and ![plain](pic.svg).

| ![cell {finding}`SI-001`](pic.svg) |
|---|
| text |

```{figure} pic.svg
:alt: of {count}`effort`

Caption: {count}`status=open`
```

```{dependency-graph}
:title: Graph of {count}`status=open`
```

:::{checklist} SI-001-ci Done {count}`status=open`
- [ ] One
:::

```{mermaid}
:alt: Flow of {phase}`2A`
:title: Way of {phase}`2B`

flowchart LR
  A --> B
```
"""
WARNED = [
    (3, "{count}`status=open`", "the caption of a contents tree"),
    (3, "{finding}`SI-001`", "a contents tree"),
    (10, "{count}`status=open`", "the words for an image"),
    (12, "{finding}`SI-001`", "the words for an image"),
    (16, "{count}`effort`", "the words for an image"),
    (22, "{count}`status=open`", "the title of a view"),
    (26, "{count}`status=open`", "the title of a checklist"),
]


def test_a_role_in_plain_text_is_named_and_left_as_it_is(build: Build) -> None:
    plans = {name: text for name, text in PLANS.items() if name != "index.md"}
    app = build(plans | {"index.md": PLAIN, "pic.svg": PICTURE})
    said = warnings_of(app)
    for line, role, place in WARNED:
        text = f"{role} stays as it is in {place}: nothing is computed there"
        assert f"index.md:{line}: WARNING: {text} [audit.role_in_heading]" in said
    assert len([text for text in said if "in the words for a diagram" in text]) == 1
    assert len([text for text in said if "in a diagram" in text]) == 1
    assert len(said) == len(WARNED) + 2
    html = (app.outdir / "index.html").read_text("utf-8")
    for words_kept in (
        "Cap {count}`status=open`", 'alt="say {count}`status=open` of it"',
        'alt="plain"', 'alt="cell {finding}`SI-001`"', 'alt="of {count}`effort`"',
        "Graph of {count}`status=open`", "Done {count}`status=open`",
        "Plan {finding}`SI-001`",
    ):  # fmt: skip
        assert words_kept in html, words_kept
    assert "Caption: <" in html
