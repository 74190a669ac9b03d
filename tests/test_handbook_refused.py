"""A PDF that Typst refuses altogether: its place and cause are named, others made."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from handbook_sample import CONF, page
from sphinx_audit.handbook.files import put

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

BOOKS = """\
audit_handbooks = [
    {"kind": "whole", "template": "own.typ"},
    {"kind": "summary", "file": "summary"},
]
"""
NOTED = "# Top\n\nWords.\n\n:::{note}\nWords.\n:::\n"


def made(app: SphinxTestApp) -> list[str]:
    return sorted(path.name for path in Path(app.outdir).glob("*.pdf"))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("\n#let note(kind, title, body) = panic([no])\n", "own.typ:2: WARNING: "),
        ("\n\n#let note(kind, title, body = \n", "own.typ:3: WARNING: "),
        ('#import "/../../x.typ": *\n', "own.typ:1: WARNING: "),
        ("#let cover = 7\n", "own.typ:1: WARNING: "),
        ("#let note(body) = body\n", "index.md:5: WARNING: "),
    ],
)
def test_the_line_of_a_template_that_fails_is_named_and_other_pdfs_are_made(
    build: Build, template: str, said: str
) -> None:
    pages = page(NOTED) | {"conf.py": CONF + BOOKS, "own.typ": template}
    app = build(pages, "handbook")
    assert made(app) == ["summary.pdf"]
    assert app.statuscode == 1
    (warning,) = warnings_of(app)
    assert warning.startswith(f"{said}handbook.pdf with own.typ cannot be made: ")
    assert warning.endswith("[audit.pdf]")
    again = build({}, "handbook")  # nothing changed, and nothing is fine
    assert again.statuscode == 1
    assert warnings_of(again) == [warning]
    mended = build({"own.typ": "// mended\n"}, "handbook")
    assert made(mended) == ["handbook.pdf", "summary.pdf"]
    assert mended.statuscode == 0


THROWS = """
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

class Bad(SphinxDirective):
    def run(self):
        node = nodes.container()
        self.set_source_info(node)
        return [node]

def visit(self, node):
    self.body.append('#panic("of an extension");')
    raise nodes.SkipNode

def setup(app):
    app.add_directive("bad", Bad)
    app.add_node(nodes.container, override=True, handbook=(visit, None))
"""


def test_the_line_of_a_page_that_an_extension_writes_badly_is_named(
    build: Build,
) -> None:
    text = "# Top\n\nWords.\n\n```{bad}\n```\n"
    conf = CONF + BOOKS.replace(', "template": "own.typ"', "") + THROWS
    app = build(page(text) | {"conf.py": conf}, "handbook")
    assert made(app) == ["summary.pdf"]
    assert app.statuscode == 1
    (warning,) = warnings_of(app)
    said = "index.md:5: WARNING: handbook.pdf cannot be made: panicked with: of an"
    assert warning.startswith(said)


PANIC = """
#let cover(book) = image(format: "svg", bytes(
  "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><pattern id='p' "
  + "width='1e38' height='3'><rect width='1' height='1'/></pattern><path "
  + "d='M0 0C1 2 3 4 5 6z' stroke='url(#p)' stroke-width='2'/></svg>",
))
"""


def test_a_panic_of_typst_is_an_error_like_others(build: Build) -> None:
    pages = page(NOTED) | {"conf.py": CONF + BOOKS, "own.typ": PANIC}
    app = build(pages, "handbook")
    assert made(app) == ["summary.pdf"]
    (warning,) = warnings_of(app)
    said = "own.typ:1: WARNING: handbook.pdf with own.typ cannot be made: Typst fails"
    assert warning.startswith(said)


def test_a_pdf_that_cannot_be_written_is_named_and_others_are_made(
    build: Build,
) -> None:
    conf = CONF + BOOKS.replace(', "template": "own.typ"', "")
    app = build(page("# Top\n") | {"conf.py": conf}, "handbook")
    for name in made(app):
        (app.outdir / name).unlink()
    (app.outdir / "handbook.pdf").mkdir()
    again = build({"index.md": "# Top\n\nMore.\n"}, "handbook")
    assert warnings_of(again) == [
        "WARNING: handbook.pdf cannot be made: Is a directory [audit.pdf]"
    ]
    assert (again.outdir / "summary.pdf").is_file()
    assert again.statuscode == 1


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(part: Path, source: bytes) -> int:
        with part.open("wb") as file:
            file.write(source[:3])
        raise OSError(errno.ENOSPC, "no room")

    put(tmp_path / "one", b"before")
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no room"):
        put(tmp_path / "one", b"behind")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"before"]
