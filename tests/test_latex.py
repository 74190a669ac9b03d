"""The preset for LaTeX: emoji, marks and SVG with no program but LuaLaTeX."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from conftest import warnings_of
from handbook_kinds import copy_pictures
from projects import TWO_PHASES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conftest import Build

CONF = """\
extensions = ["myst_parser", "sphinx_audit", "sphinx_audit.latex"]
myst_fence_as_directive = ["mermaid"]
project = "Sample"
author = "Somebody"
"""
KINDS = ("gif", "jpg", "png", "webp")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{}</svg>'
PAGE = """\
# Top ✅

![a drawing](drawing.svg) and 🎉

```{toctree}
p2a
p2b
other
```

```{mermaid}
flowchart LR
  A --> B
```

```{progress}
```
```{dependency-graph}
```
"""


def test_every_view_and_every_svg_is_for_lualatex(build: Build) -> None:
    drawing = SVG.format('<text y="20">In the drawing</text>')
    pages = {**TWO_PHASES, "conf.py": CONF, "index.md": PAGE, "drawing.svg": drawing}
    app = build(pages, "latex")
    assert warnings_of(app) == []
    (tex,) = app.outdir.glob("*.tex")
    source = tex.read_text("utf-8")
    assert 'luaotfload.add_fallback("audit"' in source
    assert source.index("fallback=audit") < source.index("\\setmainfont")
    assert "🎉" in source
    pictures = re.findall(
        r"\\sphinxincludegraphics(?:\[.*?\])?{{(.*?)}\.(\w+)}", source
    )
    assert pictures[0][0] == "drawing"
    assert len(pictures) > 2
    assert {suffix for _, suffix in pictures} == {"pdf"}
    book = PdfReader(app.outdir / "drawing.pdf")
    assert "In the drawing" in book.pages[0].extract_text()
    assert (app.outdir / "audit-emoji.ttf").stat().st_size > 100_000


@pytest.mark.parametrize("svg", ["no picture", "<html/>"])
def test_an_svg_that_cannot_be_used_is_named(build: Build, svg: str) -> None:
    pages = {"conf.py": CONF, "index.md": "# Top\n\n![x](x.svg)\n", "x.svg": svg}
    app = build(pages, "latex")
    assert re.match(r"index\.md: WARNING: the image x\.svg", warnings_of(app)[0])


@pytest.mark.skipif(not shutil.which("lualatex"), reason="LuaLaTeX is not installed")
def test_lualatex_sets_emoji_marks_every_picture_and_the_index(
    build: Build, tmp_path: Path, lualatex: Callable[[Path], None]
) -> None:
    drawing = SVG.format('<text y="20">In the drawing</text>')
    page = PAGE + "\n## ○ ◐ ⊘ ✓ ☐ 👩‍🚒\n"
    page += "".join(f"\n![a picture](pic.{kind})\n" for kind in KINDS)
    copy_pictures(tmp_path / "source")
    pages = {**TWO_PHASES, "conf.py": CONF, "index.md": page, "drawing.svg": drawing}
    app = build(pages, "latex")
    assert warnings_of(app) == []
    made = {p.name for p in Path(app.outdir).glob("pic*")}
    assert made == {"pic.pdf", "pic.jpg", "pic.png", "pic1.pdf"}
    lualatex(Path(app.outdir))
    (log,) = Path(app.outdir).glob("*.log")
    assert "Missing character" not in log.read_text("utf-8", errors="replace")
    book = PdfReader(next(p for p in Path(app.outdir).glob("sample*.pdf")))
    words = "".join(p.extract_text() for p in book.pages)
    for said in ("🎉", "👩", "○", "⊘", "☐", "In the drawing", "SI-002"):
        assert said in words


@pytest.fixture(scope="module")
def lualatex(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Give what runs LuaLaTeX as often as it takes, with a cache of fonts for us.

    Of two that write the same one at once, either can fail.
    """
    own = os.environ | {"TEXMFCACHE": str(tmp_path_factory.mktemp("fonts"))}

    def run(folder: Path) -> None:
        command = ["make", "-s"]
        done = subprocess.run(
            command, cwd=folder, env=own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:]

    return run


WORDS = "Words of a sentence that is longer than a line of its column. "
HOSTILE = f"""\
# Top

See {{checklist}}`C-1`. {"a/path_of" * 30} and `{"code_of_" * 30}` and {"0f" * 70}.

A character that was lost: \ufffd, in code `\ufffd`; a control: \x07.

```text
\ufffd
```

```{{checklist}} C-1
- [ ] open
```

"""
DEEP = "".join(f"{'  ' * level}- {level}\n" for level in range(9))


def rows(*cells: Sequence[str]) -> str:
    """Return a table with numbered heads."""
    heads = [f"Head_{n}" for n in range(len(cells[0]))]
    lines = [heads, ["---"] * len(heads), *cells]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


TALL = rows(
    *(
        (f"001-generation-plan-v1.txt:{n}", f"`an_identifier_{n}`", WORDS * 4)
        for n in range(20)
    )
)
WIDE = rows([f"some_value {n}" for n in range(16)])
PICTURE = "![a picture](high.svg)\n"
HIGH = f"\n{PICTURE}\n## Chapter\n\n{PICTURE}\n### Section\n\n{PICTURE}"
PAGES = {
    "conf.py": CONF,
    "index.md": HOSTILE + DEEP + TALL + WIDE + HIGH,
    "high.svg": SVG.format("<path d='M0 0h9'/>").replace('"30"', '"3000"'),
}
CHAIN = "\n".join(f"  step{n}[A step of work {n}] --> step{n + 1}" for n in range(30))


def test_what_tables_need_is_told_to_the_writer(build: Build) -> None:
    app = build(PAGES, "latex")
    assert warnings_of(app) == []
    (tex,) = app.outdir.glob("*.tex")
    source = tex.read_text("utf-8")
    tall = re.search(r"begin\{longtable\}\{(.*)\}", source)
    assert tall is not None
    shares = [int(share) for share in re.findall(r"AuditX\{(\d+)\}", tall[1])]
    assert len(shares) == 3
    assert shares[2] > shares[0] > shares[1] / 2
    assert "\\auditnarrow" in source
    assert source.count("\\begingroup\\set") == source.count("\\endgroup") == 1
    assert "\ufffd" not in source
    assert "\x07" not in source


@pytest.mark.parametrize(
    ("usual", "classes", "expected"),
    [
        (["booktabs"], "own", ""),
        (["booktabs"], "standard", "|"),
        (["standard"], "own", "|"),
        (["standard"], "borderless", ""),
    ],
)
def test_columns_have_lines_between_them_where_the_style_has(
    build: Build, usual: list[str], classes: str, expected: str
) -> None:
    cells = "".join(f"   * - {n}\n     - {WORDS * 3}\n" for n in range(3))
    listed = f".. list-table::\n   :class: {classes}\n\n{cells}\n"
    conf = f"{CONF}latex_table_style = {usual}\n"
    app = build({"conf.py": conf, "index.rst": f"Top\n===\n\n{listed}"}, "latex")
    (tex,) = app.outdir.glob("*.tex")
    source = tex.read_text("utf-8")
    (columns,) = re.findall(r"begin\{tabular\}\[t\]\{(.*)\}$", source, re.MULTILINE)
    assert columns.count("AuditX") == 2
    assert re.sub(r"\\AuditX\{\d+\}\{\d+\}", "", columns) == 3 * expected


SPANS = """\
Top
===

+------------+--------------------------------------------------------------------+
| A head over two columns that goes on and on and on and on and on until it ends  |
+============+====================================================================+
| A word     | words and words, words and words, words and words, words and words |
|            +--------------------------------------------------------------------+
|            | words and words, words and words, words and words, words and words |
+------------+--------------------------------------------------------------------+
"""


def test_a_table_whose_cells_span_others_is_as_wide_as_it_is_drawn(
    build: Build,
) -> None:
    app = build({"conf.py": CONF, "index.rst": SPANS}, "latex")
    assert warnings_of(app) == []
    (tex,) = app.outdir.glob("*.tex")
    source = tex.read_text("utf-8")
    first, second = map(int, re.findall(r"AuditX\{(\d+)\}", source))
    assert second > 4 * first


def test_a_chart_without_end_stands_in_columns(build: Build) -> None:
    chart = f"```{{mermaid}}\nflowchart LR\n{CHAIN}\n```\n"
    app = build({"conf.py": CONF, "index.md": f"# Top\n\n{chart}"}, "latex")
    assert warnings_of(app) == []
    (file,) = Path(app.outdir).glob("diagram-*.pdf")
    (page,) = PdfReader(file).pages
    assert 0.5 < page.mediabox.width / page.mediabox.height < 2
    said = " ".join(page.extract_text().split())
    assert all(said.count(f"work {n} ") <= 1 for n in range(30))
    assert "step30" in said


def test_a_table_that_its_author_shaped_stays(build: Build) -> None:
    cells = "".join(f"   * - {n}\n     - {WORDS * 3}\n" for n in range(3))
    listed = f".. list-table::\n   :widths: 1 9\n\n{cells}\n"
    page = f"Top\n===\n\n{listed}\n.. tabularcolumns:: |p{{1cm}}|p{{5cm}}|\n\n"
    page += listed.replace("   :widths: 1 9\n", "")
    app = build({"conf.py": CONF, "index.rst": page}, "latex")
    (tex,) = app.outdir.glob("*.tex")
    source = tex.read_text("utf-8")
    assert "\\X{1}{10}" in source
    assert "|p{1cm}|p{5cm}|" in source
    assert "AuditX" not in source


@pytest.mark.skipif(not shutil.which("lualatex"), reason="LuaLaTeX is not installed")
def test_nothing_leaves_the_page_and_every_link_has_its_end(
    build: Build, lualatex: Callable[[Path], None]
) -> None:
    app = build(PAGES, "latex")
    lualatex(Path(app.outdir))
    (file,) = Path(app.outdir).glob("*.log")
    log = file.read_text("utf-8", errors="replace")
    wide = re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", log)
    assert [points for points in wide if float(points) > 5] == []
    assert "undefined" not in log.replace("\n", "")
    book = PdfReader(next(p for p in Path(app.outdir).glob("sample*.pdf")))
    words = "".join("".join(p.extract_text().split()) for p in book.pages)
    assert "a/path_of" * 30 in words
    assert "code_of_" * 30 in words
    assert words.count("001-generation-plan-v1.txt:") == 20
    assert "Wordsofasentence" in words


def test_what_a_project_chooses_stays(build: Build) -> None:
    own = 'latex_engine = "xelatex"\nlatex_elements = {"fontpkg": "% own"}\n'
    app = build({"conf.py": CONF + own, "index.md": "# Top\n"}, "latex")
    (tex,) = app.outdir.glob("*.tex")
    source = tex.read_text("utf-8")
    assert "% own" in source
    assert "add_fallback" not in source


@pytest.mark.parametrize("language", ["ja", "zh_CN"])
def test_a_language_with_an_engine_of_its_own_keeps_it(
    build: Build, language: str
) -> None:
    own = f'language = "{language}"\n'
    app = build({"conf.py": CONF + own, "index.md": "# Top\n"}, "latex")
    (tex,) = app.outdir.glob("*.tex")
    assert "add_fallback" not in tex.read_text("utf-8")
    assert app.config.latex_engine == {"ja": "uplatex"}.get(language, "xelatex")
