"""Bad input: a located warning, a whole PDF, nothing read from outside the project."""

from __future__ import annotations

import base64
import gzip
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from handbook_kinds import png
from handbook_reader import inside, links, pdf, placed, words
from handbook_sample import CONF, page
from sphinx_audit.handbook.typeset import TypesetError, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf.generic import DictionaryObject

    from conftest import Build

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" '
SIZED = f'{SVG} width="90" height="30">'
SECRET = f'{SIZED}<text y="20">secret</text></svg>'
GUEST = (
    f'{SIZED}<foreignObject width="90" height="9"><p>guest</p></foreignObject>'
    '<script>fetch("/")</script><image x:href="file:///etc/hostname" width="9" '
    'height="9"/><text y="20">kept</text></svg>'
)
ENTITY = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + SECRET


def bomb() -> str:
    """Return a small file that is large when it is drawn."""
    groups = (
        f'<g id="g{level}">{f"""<use href="#g{level - 1}"/>""" * 10}</g>'
        for level in range(1, 9)
    )
    return f'{SIZED}<rect id="g0" width="1" height="1"/>{"".join(groups)}</svg>'


PICTURES: dict[str, tuple[bytes, str]] = {
    "huge.png": (png(20_000, 20_000), "cannot be used: it has 20000 × 20000 pixels"),
    "torn.png": (png(9, 9)[:40], "cannot be used: "),
    "text.png": (b"no picture", "cannot be used: "),
    "empty.png": (b"", "cannot be used: "),
    "text.svg": (b"no picture", "cannot be used: "),
    "page.svg": (b"<html/>", "cannot be used: it is not an SVG"),
    "entity.svg": (ENTITY.encode(), "cannot be used: it declares entities"),
    "bomb.svg": (bomb().encode(), "cannot be used: failed to parse SVG"),
    "map.bmp": (b"BM", "cannot be used: it holds no PNG, JPEG, GIF, WebP or SVG"),
    "packed.svgz": (gzip.compress(SECRET.encode()), "cannot be used: it holds no PNG"),
    "hidden.txt": (SECRET.encode(), "cannot be used: it holds no PNG, JPEG, GIF"),
    "guest.svg": (
        GUEST.encode(),
        "loses an outside reference, foreignObject, script on paper",
    ),
}


def test_pictures_that_cannot_be_used_are_named_with_their_line(
    build: Build, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    for name, (source, _) in PICTURES.items():
        (tmp_path / "source" / name).write_bytes(source)
    text = "# Top\n\n" + "\n\n".join(f"![alt of {n}]({n})" for n in PICTURES)
    app = build(page(text), "handbook")
    warnings = warnings_of(app)
    assert len(warnings) == len(PICTURES)
    for at, ((name, (_, reason)), said) in enumerate(
        zip(PICTURES.items(), warnings, strict=True)
    ):
        assert said.startswith(
            f"index.md:{2 * at + 3}: WARNING: the image {name} {reason}"
        )
        assert said.endswith("[audit.image]")
    shown = words(pdf(app))
    for name in PICTURES.keys() - {"guest.svg"}:
        assert f"[alt of {name}]" in shown
    assert "secret" not in shown
    assert "guest" not in shown
    assert "kept" in shown


CMYK = (  # of one pixel
    "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwCgbniMeGSgjIKMtKqgvvD///Dc3PD/////////////////"
    "/////////////////////////////////////////9sAQwGqtLTw0vD/////////////////////"
    "/////////////////////////////////////////////////////////8AAFAgAAQABBAEiAAIR"
    "AQMRAQQiAP/EABYAAQEBAAAAAAAAAAAAAAAAAAACA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAV"
    "AQEBAAAAAAAAAAAAAAAAAAACA//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAOBAEAAhEDEQQAAD8A"
    "sAkWwD//2Q=="
)


def test_a_picture_that_no_archive_takes_is_named_with_its_line(
    build: Build, tmp_path: Path
) -> None:
    build(page("# Top\n"), "dummy")
    (tmp_path / "source" / "ink.jpg").write_bytes(base64.b64decode(CMYK))
    app = build(page("# Top\n\nWords.\n\n![ink](ink.jpg)\n"), "handbook")
    where, step = warnings_of(app)
    assert where.startswith("index.md:5: WARNING: the image ink.jpg costs the PDF its")
    assert "CMYK" in where
    assert "reaches no standard" in step
    assert "Standards none: see the warnings of the build" in words(pdf(app))


def test_a_long_picture_of_few_pixels_is_shown(build: Build, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "long.png").write_bytes(png(20_000, 40))
    app = build(page("# Top\n\n![long](long.png)\n"), "handbook")
    assert warnings_of(app) == []


def test_no_symbolic_link_leads_out_of_the_project(
    build: Build, tmp_path: Path
) -> None:
    outside, project = tmp_path / "outside", tmp_path / "source"
    outside.mkdir()
    project.mkdir()
    (outside / "secret.svg").write_text(SECRET)
    (project / "link.svg").symlink_to(outside / "secret.svg")
    (project / "folder").symlink_to(outside)
    (project / "own.svg").write_text(SECRET.replace("secret", "own words"))
    (project / "inside.svg").symlink_to(project / "own.svg")
    text = (
        "# Top\n\n![link](link.svg)\n\n![inside](inside.svg)\n\n"
        "![folder](folder/secret.svg)\n"
    )
    app = build(page(text), "handbook")
    shown = words(pdf(app))
    assert "secret" not in shown
    assert "own words" in shown
    assert "[link]" in shown
    said = warnings_of(app)
    assert {warning.split(" ", 1)[0] for warning in said} == {"index.md:3:"}, said
    assert all("it lies outside the project [audit.image]" in w for w in said)


@pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app")
def test_labels_that_are_taken_or_nowhere_fail_no_book(build: Build) -> None:
    pages = page(
        "# Top\n\n(same)=\n## One\n\n(same)=\n## Two\n\n[](#same) [](#nowhere) "
        "{ref}`no-label` {doc}`no-page` [text](no-file.md) {numref}`no-figure`\n\n"
        "```{toctree}\nother\n```\n"
    )
    other = "(same)=\n# Other\n\n[to the label](#same)\n\n## One\n\n## One\n"
    app = build(pages | {"other.md": other}, "handbook")
    warnings = warnings_of(app)
    for named in ("same", "nowhere", "no-label", "no-page", "no-file.md", "no-figure"):
        found = [said for said in warnings if named in said]
        assert found, named
        assert all(said.startswith(("index.md:", "other.md:")) for said in found)
    shown = words(pdf(app))
    for text in ("no-label", "no-page", "text", "to the label"):
        assert text in shown
    assert links(pdf(app))


def test_words_without_end_stay_on_the_page(build: Build) -> None:
    word = "Ab9" * 3400
    text = (
        f"# Top\n\n## Title {word}\n\n{word} *{word}* `{word}`\n\n- {word}\n\n"
        f"| head | {word} |\n|---|---|\n| {word} | cell |\n\n"
        f"```text\n{word}\n```\n\n:::{{note}}\n{word}\n:::\n\n"
        f"[a link](https://example.org/{word})\n"
    )
    app = build(page(text), "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:21: WARNING: a link of 10220 characters")
    lines = [n for s in pdf(app).pages for n in s.extract_text().splitlines()]
    assert max(map(len, lines)) < 200
    assert "".join(lines).count("Ab9") > 9 * 3300


@pytest.mark.parametrize("word", ["Ab9" * 3400, "Title word " * 900, "標題" * 5000])
def test_titles_without_end_stay_on_covers_and_in_one_line_of_the_head(
    build: Build, word: str
) -> None:
    conf = (
        f"{CONF}project = {word!r}\nauthor = {word!r}\nversion = release = {word!r}\n"
        f'audit_handbooks = [{{"kind": "whole", "classification": {word!r}}}]\n'
        'audit_handbook_fonts = ["manimgx-fonts-cjk"]\n'
    )
    pages = {"index.md": f"# First {word}\n\n```{{toctree}}\nother\n```\n"}
    pages["other.md"] = f"# Other {word}\n\nWords.\n"
    app = build(pages | {"conf.py": conf}, "handbook")
    assert warnings_of(app) == []
    book = pdf(app)
    for sheet in book.pages:
        places = [(x, y) for x, y, _ in placed(sheet)]
        assert min(y for _, y in places) > 25
        assert max(y for _, y in places) < 800
        assert max(x for x, _ in places) < 570
    heads = {round(y) for x, y, _ in placed(book.pages[-1]) if y > 765}
    assert len(heads) == 1


LONG = """
from docutils import nodes
from docutils.parsers.rst import Directive

def row(*words):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", w)) for w in words))

class Long(Directive):
    def run(self):
        head = nodes.thead("", row("No", "Remark"))
        body = nodes.tbody("", *(row(str(n), f"remark {n}") for n in range(5000)))
        specs = [nodes.colspec(colwidth=1), nodes.colspec(colwidth=1)]
        return [nodes.table("", nodes.tgroup("", *specs, head, body, cols=2))]

def setup(app):
    app.add_directive("long", Long)
"""


def test_a_table_of_5000_rows_repeats_its_head(build: Build) -> None:
    text = "# Top\n\n```{long}\n```\n"
    app = build(page(text) | {"conf.py": CONF + LONG}, "handbook")
    assert warnings_of(app) == []
    sheets = pdf(app).pages
    assert len(sheets) > 80
    assert all("Remark" in sheet.extract_text() for sheet in sheets[-4:])
    assert "remark 4999" in sheets[-1].extract_text()


def test_control_characters_and_syntax_are_only_text(build: Build) -> None:
    hostile = r'#panic("x") ] $ } \ " /* @no <no> \x1b[31m'
    conf = CONF + f'project = {hostile!r}\nauthor = "A\\x07 #[]"\nrelease = "1\\x1b#"\n'
    finding = (
        "# SI-001: Title `#panic()` ] \x07\n\n```{finding} SI-001\n"
        ":phase: 2A\n:owner: '#[ ] \" \\'\n:tags: '#x, $y'\n:source: '*/ @no <no>'\n\n"
        "Summary #] `$x`\x1b.\n```\n\n"
        '```{checklist} SI-001-a #] $ "\n- [ ] item #panic() \x0c ]\n```\n'
    )
    phase = "# Phase 2A: # ] $\n\n```{phase} 2A\n```\n\n```{toctree}\nplan\n```\n"
    pages = page("# Top #panic()\n\n```{toctree}\nphase\n```\n")
    pages |= {"conf.py": conf, "phase.md": phase, "plan.md": finding}
    app = build(pages, "handbook")
    shown = words(pdf(app))
    for said in (
        'Title #panic() ]', "#[ ] \" \\", "*/ @no <no>", "Summary #] $x",
        'item #panic()', "Phase 2A: # ] $", 'A� #[]',
    ):  # fmt: skip
        assert said in shown, said
    told = pdf(app).metadata
    assert told is not None
    assert told.title == hostile.replace("\x1b", "�")


def test_a_page_chooses_no_program(build: Build, tmp_path: Path) -> None:
    run = tmp_path / "run"
    text = (
        "# Top\n\n```{graphviz}\n:graphviz_dot: " + str(run) + "\n\n"
        "digraph { a -> b }\n```\n"
    )
    run.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    run.chmod(0o755)
    conf = CONF.replace('"sphinx_audit"', '"sphinx.ext.graphviz", "sphinx_audit"')
    app = build(page(text) | {"conf.py": conf}, "handbook")
    assert not (tmp_path / "ran").exists()
    assert "digraph { a -> b }" in words(pdf(app))
    assert "there is no layout" in warnings_of(app)[0]


FAKE_DOT = """\
#!/bin/sh
grep -q broken && {{ echo "syntax error in line 1" >&2; exit 1; }}
echo '{svg}'
"""


@pytest.mark.parametrize("graph", ["digraph { a -> b }", "digraph { broken"])
def test_graphviz_draws_where_it_is_installed(
    build: Build, tmp_path: Path, graph: str
) -> None:
    dot = tmp_path / "dot"
    drawing = SIZED + '<text y="20">drawn by dot</text></svg>'
    dot.write_text(FAKE_DOT.format(svg=drawing))
    dot.chmod(0o755)
    conf = CONF.replace('"sphinx_audit"', '"sphinx.ext.graphviz", "sphinx_audit"')
    conf += f'graphviz_dot = "{dot}"\n'
    text = f"# Top\n\n```{{graphviz}}\n{graph}\n```\n"
    app = build(page(text) | {"conf.py": conf}, "handbook")
    shown = words(pdf(app))
    if "broken" in graph:
        assert graph in shown
        (said,) = warnings_of(app)
        assert said.startswith("index.md:3: ")
        assert "its source is shown: syntax error in line 1" in said
    else:
        assert "drawn by dot" in shown
        assert warnings_of(app) == []


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
def test_graphviz_itself_draws_in_our_font_and_its_faults_are_told(
    build: Build,
) -> None:
    conf = CONF.replace('"sphinx_audit"', '"sphinx.ext.graphviz", "sphinx_audit"')
    graphs = ("digraph { first -> second }", "digraph { broken")
    text = "# Top\n" + "".join(f"\n```{{graphviz}}\n{g}\n```\n" for g in graphs)
    app = build(page(text) | {"conf.py": conf}, "handbook")
    shown = words(pdf(app))
    assert "first second" in shown
    assert graphs[0] not in shown
    assert graphs[1] in shown
    (said,) = warnings_of(app)
    assert said.startswith("index.md:7: WARNING: the graph cannot be drawn")


def test_data_in_a_picture_is_kept(build: Build, tmp_path: Path) -> None:
    inner = base64.b64encode(png(4, 4)).decode()
    image = f'<image href="data:image/png;base64,{inner}" width="9" height="9"/>'
    pages = page("# Top\n\n![one](one.svg)\n") | {"one.svg": f"{SIZED}{image}</svg>"}
    app = build(pages, "handbook")
    assert warnings_of(app) == []
    assert list(pictures(inside(pdf(app).pages[-1], "/Resources")))


def pictures(resources: DictionaryObject) -> Iterator[str]:
    """Yield the names of pictures, of those in drawings too."""
    for name, held in inside(resources, "/XObject").items():
        drawn = held.get_object()
        if drawn["/Subtype"] == "/Image":
            yield name
        else:
            yield from pictures(inside(drawn, "/Resources"))


def test_a_folder_whose_name_is_no_text_is_named() -> None:
    with pytest.raises(TypesetError, match=r"not UTF-8: .*bad.udcff"):
        typeset(Path("bad\udcff", "book.typ"), Path("book.pdf"))


def test_words_behind_the_pages_are_cut_where_archives_cut_them(build: Build) -> None:
    many = "words " * 9000
    conf = f"{CONF}project = author = {many!r}\n"
    conf += f'audit_handbooks = [{{"kind": "whole", "classification": {many!r}}}]\n'
    text = (
        f"# Top\n\nA picture.\n\n![{many}](dot.svg)\n\n"
        f"```{{mermaid}}\n:alt: {many}\n\nflowchart LR\n  A --> B\n```\n"
    )
    pages = page(text) | {"conf.py": conf, "dot.svg": f"{SIZED}</svg>"}
    app = build(pages, "handbook")
    for at, said in zip((5, 10), warnings_of(app), strict=True):
        assert said.startswith(f"index.md:{at}: WARNING: of the 5")
        assert "characters that stand for a picture, 8,000 can be read out" in said


def test_a_title_that_costs_the_standards_is_named_with_its_line(build: Build) -> None:
    text = f"# Top\n\nWords.\n\n## Part {'T ' * 18_000}\n"
    where, step = warnings_of(build(page(text), "handbook"))
    assert where.startswith("index.md:5: WARNING: a title of 36,004 characters costs")
    assert "a PDF string is longer than 32767 characters" in step


def test_the_time_of_a_listing_grows_with_its_lines_not_their_square(
    build: Build,
) -> None:
    def cost(lines: int) -> float:
        code = 'x = {"a": [1, 2]}  # comment\n' * lines
        began = time.process_time()
        build(page(f"# Top\n\n```python\n{code}```\n"), "handbook")
        return time.process_time() - began

    cost(10)  # loads what is loaded once
    few, many = cost(2000), cost(8000)
    assert many / few < 5.5  # the square would make it 8, with all that is constant


def of_columns(count: int, word: str) -> str:
    rows = ("head-", word, "two-")
    head, *below = (
        f"|{'|'.join(f'{cell}{at}' for at in range(count))}|\n" for cell in rows
    )
    return f"{head}|{'---|' * count}\n{''.join(below)}"


def test_the_rows_of_a_table_of_too_many_columns_are_lists(build: Build) -> None:
    named = f":::{{table}} Named\n\n{of_columns(80, 'one-')}:::\n"
    app = build(page(f"# Top\n\n## Above\n\n{named}\nThe end.\n"), "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:7: WARNING: a table of 80 columns has no room")
    shown = words(pdf(app))
    assert all(f"head-{at} one-{at}" in shown for at in range(80))
    assert "Above Table 1 Named" in shown
    assert all(f"head-{at} two-{at}" in shown for at in range(80))
    assert "The end." in shown


@pytest.mark.parametrize(
    ("count", "word", "boxed", "listed"),
    [
        (29, "value", False, False),
        (31, "value", False, True),
        (24, "", False, False),
        (17, "value", True, False),
        (20, "value", True, True),
    ],
)
def test_a_table_is_a_list_where_its_words_would_be_cut_to_bits(
    build: Build, count: int, word: str, *, boxed: bool, listed: bool
) -> None:
    table = of_columns(count, word)
    text = f"> {table.replace(chr(10), chr(10) + '> ')}" if boxed else table
    app = build(page(f"# Top\n\nWords.\n\n{text}\n\nThe end.\n"), "handbook")
    assert len(warnings_of(app)) == listed
    shown = "".join(words(pdf(app)).split())
    assert all(f"{word}{at}" in shown for at in range(10))
    assert "Theend." in shown


def test_a_picture_inside_a_page_is_named_by_its_line(build: Build) -> None:
    text = "# Top\n\n![torn](data:image/png;base64,iVBORw0KGgo=)\n"
    (said,) = warnings_of(build(page(text), "handbook"))
    assert said.startswith("index.md:3: WARNING: the image embedded here cannot be")
