"""What nobody planned for: text is kept, a warning says so, a PDF comes out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import warnings_of
from handbook_reader import links, pdf, words
from handbook_sample import CONF, page

if TYPE_CHECKING:
    from conftest import Build

STRANGER = """\
from docutils import nodes
from docutils.parsers.rst import Directive

class panel(nodes.General, nodes.Element): pass
class wording(nodes.Inline, nodes.TextElement): pass
class known(nodes.General, nodes.Element): pass

class Panel(Directive):
    has_content = True
    def run(self):
        node = (known if "known" in self.content[0] else panel)("")
        self.state.nested_parse(self.content, self.content_offset, node)
        node += nodes.paragraph("", "", wording("", "kept inline"))
        return [node]

def visit(self, node): self.body.append('#"before";')
def depart(self, node): self.body.append('#"behind";')

def setup(app):
    app.add_directive("panel", Panel)
    app.add_node(known, handbook=(visit, depart))
"""
HOSTILE = r"""
# Title # ] ' \\ \</script> \$x\$ \*

Text `#panic()` and # ] [ } { ) ( " \\ @label \<label> /* // x.

- = item #import "x"
- \[ not a box

| # head ] | " |
|---|---|
| #let x = 1 | \\ |

```python
"); #panic(` "]
```

::::{admonition} ] " # title
Body ) ; #.
::::

مرحبا بالعالم — שלום עולם
"""


def test_a_node_nobody_registered_keeps_its_text_and_is_named_once(
    build: Build, tmp_path: Path
) -> None:
    conf = (
        'extensions = ["myst_parser", "sphinx_audit", "stranger"]\n'
        "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
    )
    panels = "".join(f"```{{panel}}\nwords {n}\n```\n\n" for n in range(3))
    app = build(
        {
            "stranger.py": STRANGER,
            "conf.py": conf,
            "index.md": f"# Top\n\n{panels}```{{panel}}\nknown\n```\n",
        },
        "handbook",
    )
    text = words(pdf(app))
    for said in ("words 0", "words 2", "kept inline", "before", "known", "behind"):
        assert said in text
    warnings = warnings_of(app)
    assert len(warnings) == 2
    assert re.match(r"index\.md:\d+: .*stranger\.panel.*\[audit\.node\]", warnings[0])
    assert "stranger.wording" in warnings[1]


def test_hostile_text_prints_as_it_is(build: Build) -> None:
    plain = {"conf.py": CONF + "smartquotes = False\n"}
    app = build(page(HOSTILE) | plain, "handbook")
    text = words(pdf(app))
    for said in (
        "Title # ] ' \\ </script> $x$ *",
        "#panic() and # ] [ } { ) (", '= item #import "x"',
        "[ not a box", "# head ]", "#let x = 1", '"); #panic(` "]', "Body ) ; #.",
    ):  # fmt: skip
        assert said in text, said
    assert warnings_of(app) == []


def test_images_that_cannot_be_used_are_named_and_their_text_is_shown(
    build: Build,
) -> None:
    pages = page(
        "# Top\n\n![broken one](broken.svg)\n\n![torn one](torn.png)\n\n"
        "![far one](https://example.org/x.png)\n\n![gone one](gone.png)\n"
    )
    pages |= {"broken.svg": "<svg><rect</svg>", "torn.png": "\x89PNG no more"}
    app = build(pages, "handbook")
    text = words(pdf(app))
    for alt in ("broken one", "torn one", "far one", "gone one"):
        assert f"[{alt}]" in text
    warnings = sorted(warnings_of(app))
    assert len(warnings) == 4
    assert "audit.image" in warnings[0]
    assert "broken.svg cannot be used: not well-formed" in warnings[0]
    assert "torn.png cannot be used: " in warnings[1]
    assert "image file not readable: gone.png" in warnings[3]
    assert all(str(app.srcdir) not in warning for warning in warnings)


def test_a_picture_outside_the_project_is_not_read(
    build: Build, tmp_path: Path
) -> None:
    secret = '<svg xmlns="http://www.w3.org/2000/svg"><text y="9">secret</text></svg>'
    (tmp_path / "outside.svg").write_text(secret)
    app = build(page("# Top\n\n![alt text](../outside.svg)\n"), "handbook")
    assert "[alt text]" in words(pdf(app))
    assert "secret" not in words(pdf(app))
    assert any("audit.image" in warning for warning in warnings_of(app))


def test_a_character_without_a_font_is_shown_by_its_number(build: Build) -> None:
    app = build(page("# Top\n\nA 漢 and a 𓀀 here.\n"), "handbook")
    book = pdf(app)
    assert "A U+6F22 and a U+13000 here." in words(book)
    assert book.xmp_metadata is not None  # still for archives
    assert "<pdfaid:part>3" in book.xmp_metadata.rdf_root.toxml()
    warnings = warnings_of(app)
    assert re.match(r"index\.md:3: .*漢 \(U\+6F22\), 𓀀.*\[audit\.glyph\]", warnings[0])
    assert len(warnings) == 1


def test_a_diagram_that_cannot_be_drawn_shows_its_source(build: Build) -> None:
    text = "# Top\n\n```mermaid\nflowchart LR\n  A[One --> B\n```\n"
    app = build(page(text), "handbook")
    assert "A[One --> B" in words(pdf(app))
    assert re.match(r"index\.md:5: .*\[audit\.diagram\]", warnings_of(app)[0])


def test_lines_of_a_diagram_count_what_its_author_wrote(build: Build) -> None:
    text = "# Top\n\n```{mermaid}\n:title: Flow\n\nflowchart LR\n  A[One --> B\n```\n"
    app = build(page(text), "handbook")
    assert re.match(r"index\.md:7: .*\[audit\.diagram\]", warnings_of(app)[0])


def test_a_wide_diagram_gets_a_lying_page_and_its_nodes_are_links(build: Build) -> None:
    chain = "\n".join(
        f"  N{column}{row}[Node {column} {row}] --> N{column + 1}{row}"
        for column in range(9)
        for row in "abcdefghijklmn"
    )
    text = f"# Top\n\n```mermaid\nflowchart LR\n{chain}\n```\n\nBehind it.\n"
    app = build(page(text), "handbook")
    sizes = [round(sheet.mediabox.width) for sheet in pdf(app).pages]
    assert 842 in sizes


def test_footnotes_and_targets_in_headings_and_heads_fail_no_book(build: Build) -> None:
    text = (
        "# Top [^a]\n\n(here)=\n## Part {ref}`there` [^b]\n\n(there)=\n## Next\n\n"
        "| head [^a] {ref}`here` |\n|---|\n| cell [^b] |\n\n[^a]: Note one.\n\n"
        "[^b]: Note two.\n\n[^c]: Never named.\n"
    )
    app = build(page(text), "handbook")
    said = words(pdf(app))
    for note in ("Note one.", "Note two.", "Never named."):
        assert said.count(note) == 1, note
    assert links(pdf(app))


def test_phases_of_any_title_and_id_get_a_file_each(build: Build) -> None:
    long = "A title that goes on " * 20
    given = {
        "a": ("2A", long + "here"), "b": ("2a", long + "there"), "c": ("2/A", "Основа"),
        "d": ("2-A", "審計"),
    }  # fmt: skip
    pages = {
        f"{name}.md": f"# Phase {id_}: {title}\n\n```{{phase}} {id_}\n```\n"
        for name, (id_, title) in given.items()
    }
    tree = "\n".join(given)
    app = build(
        page(f"# Top\n\n```{{toctree}}\n{tree}\n```\n") | pages,
        "handbook",
        confoverrides={"suppress_warnings": ["audit.glyph", "audit.unused_phase"]},
    )
    stem = "a-title-that-goes-on-a-title-that-goes-on-a-title-that-goes-on-a-title"
    assert sorted(path.name for path in Path(app.outdir).glob("*.pdf")) == [
        "handbook.pdf", "phase-2-A-2.pdf", "phase-2-A.pdf",
        f"phase-2A-{stem}.pdf", f"phase-2a-{stem}-2.pdf",
    ]  # fmt: skip
    assert warnings_of(app) == []


def test_the_words_for_a_picture_are_read_out_once(build: Build) -> None:
    plan = "# SI-001: One\n\n```{finding} SI-001\n```\n"
    tree = "# Top\n\n```{toctree}\nplan\n```\n"
    graph = "```{dependency-graph}\n:title: Needs\n```\n"
    flow = "```mermaid\nflowchart LR\n  accTitle: Way in\n  A --> B\n```\n"
    app = build(page(f"{tree}\n{graph}\n{flow}") | {"plan.md": plan}, "handbook-typst")
    source = (app.outdir / "pages" / "index.typ").read_text("utf-8")
    names = re.findall(r'#drawing\(.*?alt: "(.*?)"', source)
    assert len(names) == 2
    assert names[0].count("Needs") == 1
    assert names[1] == "Way in"


def test_a_text_in_a_script_without_a_font_makes_a_book_all_the_same(
    build: Build,
) -> None:
    text = f"# Top\n\n{'漢' * 900}\n\n{'漢 and 字 ' * 600}`漢`\n\nThe end.\n"
    app = build(page(text), "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:3: WARNING: no font has 漢 (U+6F22), 字 (U+5B57)")
    assert "字 (U+5B57) in line 5, " in said
    shown = "".join(words(pdf(app)).split())
    assert shown.count("U+6F22") == 900 + 600 + 1
    assert shown.count("U+5B57") == 600
    assert "Theend." in shown


def test_pages_of_any_name_are_in_the_book(build: Build) -> None:
    names = ("a\\b", 'a"b', "a%b", "a #b", "a'b;$", "[a]*?", "template", "pages/a@b")
    pages = {f"{name}.md": f"# Page {at}\n" for at, name in enumerate(names)}
    tree = "# Top\n\n```{toctree}\n:glob:\n\n*\n*/*\n```\n"
    app = build(page(tree) | pages, "handbook")
    assert warnings_of(app) == []
    shown = words(pdf(app))
    assert all(f"Page {at}" in shown for at in range(len(names)))


def test_a_release_may_be_a_number(build: Build) -> None:
    app = build(page("# Top\n") | {"conf.py": CONF + "release = 2\n"}, "handbook")
    assert "Version 2 release in conf.py" in words(pdf(app))
