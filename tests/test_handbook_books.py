"""Which PDFs a project asks for, and what stands in each."""

from __future__ import annotations

import base64
import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from conftest import CONF, warnings_of
from handbook_reader import outline, pdf, words
from projects import TWO_PHASES, finding
from sphinx_audit.handbook.books import books
from test_guide import files
from test_handbook_bad import CMYK

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build


def asked(*tables: str, conf: str = CONF, **usual: str) -> dict[str, str]:
    """Return a project whose pyproject.toml asks for *tables*."""
    defaults = "".join(f"{key} = {value}\n" for key, value in usual.items())
    given = f"[tool.audit.handbook_defaults]\n{defaults}" if usual else ""
    made = "".join(f"[[tool.audit.handbooks]]\n{table}\n" for table in tables)
    return {**TWO_PHASES, "conf.py": conf, "pyproject.toml": f"{given}{made}"}


KINDS = [f'kind = "{k}"' for k in ("whole", "phase", "finding", "summary", "auditor")]


def test_every_kind_of_book_has_a_name_of_its_own(build: Build) -> None:
    app = build(asked(*KINDS), "handbook-typst")
    assert [book.name for book in books(app)] == [
        "handbook", "phase-2A-foundation", "phase-2B-security", "finding-SI-001",
        "finding-SI-002", "finding-BL-006", "summary", "auditor-pack",
    ]  # fmt: skip
    assert warnings_of(app) == []


def test_all_kinds_are_typeset_without_a_warning(build: Build) -> None:
    app = build(asked(*KINDS), "handbook")
    assert warnings_of(app) == []
    assert outline(pdf(app, "summary")) == ["Document control", "Executive summary"]
    assert outline(pdf(app, "finding-SI-002")) == [
        "Document control", "SI-002: A title",
    ]  # fmt: skip
    assert outline(pdf(app, "auditor-pack")) == [
        "Document control", "Executive summary", "List of findings",
        "Phase 2A: Foundation", "  SI-001: A title", "  SI-002: A title",
        "  Sign-off of phase 2A: Foundation",
        "Phase 2B: Security", "  BL-006: A title", "  Sign-off of phase 2B: Security",
        "Register", "Index",
    ]  # fmt: skip


@pytest.mark.parametrize("more", [{}, {"effort": "2 days"}])
def test_effort_left_is_compared_where_two_phases_have_some(
    build: Build, more: dict[str, str]
) -> None:
    plans = {
        "SI-001.md": finding("SI-001", effort="1 day"),
        "SI-002.md": finding("SI-002"),
        "BL-006.md": finding("BL-006", phase="2B", **more),
    }
    text = words(pdf(build(asked('kind = "summary"') | plans, "handbook"), "summary"))
    assert ("From the lower to the upper" in text) == bool(more)


def test_a_selection_leaves_the_rest_out_of_pages_tables_and_data(build: Build) -> None:
    table = 'file = "urgent"\nselect = {priority = "critical"}\n'
    reader = pdf(build(asked(table), "handbook"), "urgent")
    text = words(reader)
    assert "SI-002" in text
    assert "BL-006: A title" not in text
    assert "Phase 2B" not in text
    data = json.loads(reader.attachments["findings.json"][0])
    assert [f["id"] for f in data["findings"]] == ["SI-002"]
    assert data["totals"]["findings"]["total"] == 1
    assert [p["id"] for p in data["phases"]] == ["2A"]
    assert data["phases"][0]["computed"]["members"] == ["SI-002"]


GUIDE = {
    "index.md": """\
# Top

See {doc}`the guide <guide/index>` and {doc}`what stays <stays>`.

```{toctree}
:caption: Plans

p2a
p2b
other
```

```{toctree}
:caption: About

guide/index
stays
stays-too
```
""",
    "guide/index.md": """\
# Guide for authors

## By hand

```{toctree}
more
below
```
""",
    "guide/more.md": "# More for authors\n",
    "guide/below.md": "# Below the guide\n\n## A section\n",
    "stays.md": "# What stays\n",
    "stays-too.md": "# What stays, too\n",
}


def test_pages_left_out_are_in_no_part_and_links_to_them_are_text(build: Build) -> None:
    asked_for = 'exclude = ["guide/index", "guide/more"]'
    app = build(asked(asked_for) | GUIDE, "handbook")
    assert warnings_of(app) == []
    reader = pdf(app)
    text = words(reader)
    assert "Guide for authors" not in text
    assert "More for authors" not in text
    assert "See the guide and what stays." in text
    # what stands below them takes their place
    listed = outline(reader)
    at = listed.index("  Below the guide")
    assert listed[at - 1 : at + 3] == [
        "About", "  Below the guide", "    A section", "  What stays",
    ]  # fmt: skip


def test_a_caption_over_the_only_page_that_stays_is_no_part(build: Build) -> None:
    app = build(asked('exclude = ["guide/*", "stays-too"]') | GUIDE, "handbook")
    assert warnings_of(app) == []
    listed = outline(pdf(app))
    assert "What stays" in listed
    assert "About" not in listed
    assert "  Phase 2A: Foundation" in listed


def test_a_book_may_leave_out_its_first_page_and_that_of_a_phase(build: Build) -> None:
    tables = [f'kind = "{k}"\nexclude = ["index", "p2a"]' for k in ("whole", "auditor")]
    app = build(asked(*tables, 'kind = "phase"\nexclude = ["p2a"]'), "handbook")
    assert warnings_of(app) == []
    for name in ("handbook", "auditor-pack", "phase-2A-foundation"):
        listed = outline(pdf(app, name))
        assert "SI-001: A title" in listed, name
        assert "Phase 2A: Foundation" not in listed, name


def test_a_pattern_that_keeps_nothing_back_is_said_once(build: Build) -> None:
    tables = [f'kind = "{k}"\nexclude = "guide/mor"' for k in ("whole", "auditor")]
    (said,) = warnings_of(build(asked(*tables) | GUIDE, "handbook-typst"))
    assert "exclude: no page is named guide/mor; did you mean guide/more?" in said


def test_a_finding_that_shares_its_page_gets_only_its_own_section(build: Build) -> None:
    both = "# Both\n\n" + "\n".join(
        finding(id_, body=f"Text of {id_}.").replace("# ", "## ", 1)
        for id_ in ("SI-008", "SI-009")
    )
    pages = asked('kind = "finding"\nselect = {phase = "2A"}') | {"both.md": both}
    app = build(pages, "handbook")
    text = words(pdf(app, "finding-SI-009"))
    assert "Text of SI-009." in text
    assert "SI-008" not in text


def test_a_book_has_words_paper_and_marking_of_its_own(build: Build) -> None:
    table = """\
kind = "auditor"
file = "for-the-board"
title = "Board edition"
subtitle = "Second quarter"
classification = "Confidential"
distribution = ["Dana Lead", "The regulator"]
paper = "us-letter"
accent = "#7a1f3d"
commit = "5515aa0a"
revisions = [{version = "0.9", date = 2026-01-02, by = "Dana", what = "First draft"}]
"""
    reader = pdf(build(asked(table), "handbook"), "for-the-board")
    cover, control = (reader.pages[n].extract_text() for n in (0, 1))
    for said in ("Board edition", "Second quarter", "CONFIDENTIAL", "5515aa0a"):
        assert said in cover
    for said in ("Dana Lead", "The regulator", "0.9", "2026-01-02", "First draft",
                 "the setting commit", "release in conf.py"):  # fmt: skip
        assert said in control
    for sheet in reader.pages:
        assert "CONFIDENTIAL" in sheet.extract_text()
        sides = {round(float(side)) for side in sheet.mediabox[2:]}
        assert sides == {612, 792}


def test_defaults_hold_for_every_book_that_says_nothing_else(build: Build) -> None:
    pages = asked(
        'file = "one"', 'file = "two"\ntitle = "Own"', title='"Usual"', paper='"a3"'
    )
    one, two = books(build(pages, "handbook-typst"))
    assert (one.title, two.title) == ("Usual", "Own")
    assert {one.wanted.paper, two.wanted.paper} == {"a3"}


def test_parts_are_those_asked_for_in_that_order(build: Build) -> None:
    app = build(asked('parts = ["register", "pages"]'), "handbook")
    assert outline(pdf(app))[:2] == ["Register", "Phase 2A: Foundation"]


@pytest.mark.parametrize(
    "part", ["control", "contents", "summary", "findings", "register", "index"]
)
def test_each_part_makes_a_book_by_itself(build: Build, part: str) -> None:
    app = build(asked(f'parts = ["{part}"]'), "handbook")
    assert [line for line in warnings_of(app) if "audit.pdf" in line] == []
    assert ("SI-001" in words(pdf(app))) == (part in {"findings", "register"})


WRONG = {
    "kinds = 'whole'": "table 1: no key 'kinds'; did you mean kind",
    "kind = 'phases'": "kind 'phases'; did you mean phase",
    "paper = 'letter'": "paper 'letter'; did you mean us-letter",
    "parts = ['pages', 'registr']": "parts 'registr'; did you mean register",
    "parts = ['pages', 'index', 'pages']": "parts: 'pages' stands there twice",
    "select = {phse = '2A'}": "select: no field 'phse' to ask for; did you mean phase",
    "select = {priority = 'hih'}": "priority 'hih' is unknown; did you mean high",
    "select = 'open'": "select is no table",
    "accent = 'red'": "accent 'red' is no #rrggbb",
    "attach = 'yes'": "attach is neither true nor false: 'yes'",
    "title = 3": "title is no text: 3",
    "distribution = [3]": "distribution is no text: 3",
    "revisions = ['1']": "revisions, line 1 is no table",
    "revisions = [{versoin = '1'}]": "no key 'versoin'; did you mean version",
    "kind = 'phase'\nfile = 'x'": "write {id} into it",
}


@pytest.mark.parametrize(("line", "said"), WRONG.items())
def test_a_wrong_table_stops_the_build_and_names_key_and_remedy(
    build: Build, line: str, said: str
) -> None:
    with pytest.raises(ConfigError) as stopped:
        build(asked(line), "text")
    assert said in str(stopped.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('logo = "none.svg"', "logo 'none.svg' is no file in the folder of conf.py"),
        ('logo = "conf.py"', "logo 'conf.py': it holds no PNG, JPEG, GIF, WebP or"),
        ('template = "../x.typ"', "template '../x.typ' is no file"),
        ('template = "x\\u0000.typ"', "template 'x\\x00.typ': embedded null"),
    ],
)
def test_a_file_that_is_none_of_the_project_stops_the_handbook(
    build: Build, line: str, said: str
) -> None:
    with pytest.raises(ConfigError) as stopped:
        build(asked(line), "handbook-typst")
    assert said in str(stopped.value)


def test_an_accent_too_light_to_read_is_said(build: Build) -> None:
    (said,) = warnings_of(build(asked('accent = "#ffcc00"'), "handbook-typst"))
    assert "accent #ffcc00 has a contrast of 1.5 to white; text needs 4.5" in said


OWN = """\
#import "/template/tokens.typ": *
#let cover(book) = page(header: none, footer: none)[OWN COVER OF #title(book.title)]
#let audit-card(body) = block[OWN CARD #body]
#let running(book, chapter) = [OWN HEAD]
"""


def test_a_project_replaces_functions_of_the_template_one_by_one(build: Build) -> None:
    pages = asked('template = "own.typ"') | {"own.typ": OWN}
    reader = pdf(build(pages, "handbook"))
    text = words(reader)
    assert text.startswith("OWN COVER OF Sample")
    assert text.count("OWN CARD") == 5
    assert text.count("OWN HEAD") >= len(reader.pages) - 2
    assert "page 3 of" in text


def test_a_logo_stands_on_the_cover(build: Build) -> None:
    size = 'width="90" height="30"'
    logo = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><text y="20">LOGO</text></svg>'
    )
    app = build(asked('logo = "logo.svg"') | {"logo.svg": logo}, "handbook")
    assert "LOGO" in pdf(app).pages[0].extract_text()


def test_a_logo_without_a_font_is_named_with_its_line_and_costs_nothing(
    build: Build,
) -> None:
    logo = '<svg xmlns="http://www.w3.org/2000/svg">\n<text y="20">監査</text></svg>'
    tables = [f'kind = "{kind}"\nlogo = "logo.svg"' for kind in ("whole", "summary")]
    app = build(asked(*tables) | {"logo.svg": logo}, "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("logo.svg:2: WARNING: no font has 査 (U+67FB), 監 (U+76E3)")
    assert "PDF/UA-1, PDF/A-3A checked by Typst" in words(pdf(app))


def test_a_logo_that_no_archive_takes_is_named(build: Build, tmp_path: Path) -> None:
    build({"index.md": "# Top\n"}, "dummy")
    (tmp_path / "source" / "logo.jpg").write_bytes(base64.b64decode(CMYK))
    app = build(asked('logo = "logo.jpg"'), "handbook")
    logo, _step = warnings_of(app)
    assert logo.startswith("WARNING: the logo logo.jpg costs the PDFs their")
    assert "CMYK" in logo
    (tmp_path / "source" / "logo.jpg").write_bytes(b"no picture")
    with pytest.raises(ConfigError, match=r"logo 'logo\.jpg': "):
        build({}, "handbook-typst")


def test_the_commit_is_asked_of_git_where_a_setting_wants_it(
    build: Build, tmp_path: Path
) -> None:
    app = build(asked('commit = "git"'), "handbook-typst")
    assert "commit = 'git', but source is in no repository" in warnings_of(app)[0]
    git = ["git", "-C", str(app.srcdir), "-c", "user.name=x", "-c", "user.email=x@x"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    asked_git = subprocess.run(
        [*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    )
    app = build({}, "handbook-typst")
    assert asked_git.stdout.strip() in (app.outdir / "handbook.typ").read_text("utf-8")
    app = build({"other.md": "# Another\n"}, "handbook-typst")
    assert "with changes" in (app.outdir / "handbook.typ").read_text("utf-8")


def test_the_example_of_the_guide_makes_the_pdfs_it_speaks_of(build: Build) -> None:
    pages = {**TWO_PHASES, **files("pdf.md"), "index.md": TWO_PHASES["index.md"]}
    pages["pyproject.toml"] = pages["pyproject.toml"].replace('"git"', '"5515aa0a"')
    app = build(pages, "handbook")
    assert warnings_of(app) == []
    made = sorted(path.stem for path in app.outdir.glob("*.pdf"))
    assert made == [
        "auditor-pack", "handbook", "phase-2A-foundation", "phase-2B-security",
        "plan-SI-002", "summary",
    ]  # fmt: skip


def test_a_template_that_asks_the_network_stops_the_handbook(build: Build) -> None:
    pages = asked('template = "own.typ"')
    pages["own.typ"] = '#import "@preview/cetz:0.3.1": *\n'
    with pytest.raises(ConfigError, match=r"imports @preview/cetz:0\.3\.1, and a"):
        build(pages, "handbook-typst")


def test_a_template_that_is_a_link_to_itself_stops_the_handbook(
    build: Build, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "own.typ").symlink_to("own.typ")
    with pytest.raises(ConfigError, match=r"template 'own\.typ'"):
        build(asked('template = "own.typ"'), "handbook-typst")


def test_a_selection_without_a_finding_makes_no_pdf_and_says_so(build: Build) -> None:
    pages = asked("kind = 'finding'\nselect = {status = 'deferred'}", "kind = 'whole'")
    app = build(pages, "handbook-typst")
    assert [book.name for book in books(app)] == ["handbook"]
    assert "audit_handbooks, table 1: there is no finding" in app.status.getvalue()
    assert warnings_of(app) == []
