"""The preset for LaTeX: emoji, marks and SVG with no program but LuaLaTeX."""

from __future__ import annotations

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
    build: Build, tmp_path: Path
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
    subprocess.run(["make", "-s"], cwd=app.outdir, check=True, capture_output=True)
    (log,) = Path(app.outdir).glob("*.log")
    assert "Missing character" not in log.read_text("utf-8", errors="replace")
    book = PdfReader(next(p for p in Path(app.outdir).glob("sample*.pdf")))
    words = "".join(p.extract_text() for p in book.pages)
    for said in ("🎉", "👩", "○", "⊘", "☐", "In the drawing", "SI-002"):
        assert said in words


def test_what_a_project_chooses_stays(build: Build) -> None:
    own = 'latex_engine = "xelatex"\nlatex_elements = {"fontpkg": "% own"}\n'
    app = build({"conf.py": CONF + own, "index.md": "# Top\n"}, "latex")
    (tex,) = app.outdir.glob("*.tex")
    source = tex.read_text("utf-8")
    assert "% own" in source
    assert "add_fallback" not in source
