"""What pages, gates and builds make of the code of plans."""

from __future__ import annotations

import dataclasses as dc
import json
import re
from typing import TYPE_CHECKING

import pytest
from jsonschema import validate

from conftest import CONF, warnings_of
from projects import finding, phase
from sphinx_audit import cli
from sphinx_audit.exchange import read_text, schema
from sphinx_audit.exchange.plans import plans_of
from sphinx_audit.model.chains import chains
from sphinx_audit.model.code import Depth
from sphinx_audit.read import code
from sphinx_audit.store import register_of, store_of
from sphinx_audit.verify import parse
from sphinx_audit.verify.going import Run, verify
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.parse.languages import PARSERS
from sphinx_audit.verify.programs import Missing
from sphinx_audit.verify.results import recorded

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

UP = "```sql\n-- File: 1_up.sql\nCREATE TABLE t (id bigint);\n```\n"
DOWN = "```sql\n-- File: 1_rollback.sql\nDROP TABLE t;\n```\n"
INDEX = "# Top\n\n```{toctree}\np2a\nSI-001\nSI-002\n```\n"


def pages(*code_: str) -> dict[str, str]:
    return {
        "index.md": INDEX,
        "p2a.md": phase("2A"),
        "SI-001.md": finding("SI-001") + "\n" + "\n".join(code_ or (UP, DOWN)),
        "SI-002.md": finding("SI-002", depends="SI-001") + "\n```json\n{}\n```\n",
    }


def record(app: SphinxTestApp, asked: Depth = Depth.PARSE) -> None:
    """Verify the plans of a build and write the record beside conf.py."""
    plans = plans_of(app.env)
    found = verify(plans, plans, Run(asked=asked, options=Options(), on="2026-03-01"))
    path = app.confdir / "audit-verified.json"
    path.write_text(recorded(found), "utf-8")


def code_row(app: SphinxTestApp, docname: str) -> str:
    """Return what the card of a plan says of its code."""
    page = (app.outdir / f"{docname}.html").read_text("utf-8")
    found = re.search(r"<dt[^>]*>Code.*?</dt>\s*<dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    text = re.sub(r"<[^>]+>", "", found[1]) if found else ""
    return " ".join(text.split())


# -- the badge


def test_a_plan_shows_how_far_it_is_verified(build: Build) -> None:
    app = build(pages())
    assert code_row(app, "SI-001") == ""
    record(app)
    app = build({})
    said = code_row(app, "SI-001")
    assert said.startswith("verified: parse 2026-03-01, code ")
    assert "postgast 0." in said
    page = (app.outdir / "SI-001.html").read_text("utf-8")
    assert "audit-verified-passed" in page


def test_it_is_stale_when_its_code_changes(build: Build) -> None:
    record(build(pages()))
    app = build({"SI-001.md": pages(UP.replace("bigint", "int"), DOWN)["SI-001.md"]})
    assert code_row(app, "SI-001").startswith("verified: parse, stale")
    # and that of what is applied after it
    assert code_row(app, "SI-002").startswith("verified: parse, stale")
    assert [w for w in warnings_of(app) if "stale_verification" in w] == [
        f"{id_}.md:3: WARNING: the code of {id_} is not the one that was verified "
        "[audit.stale_verification]"
        for id_ in ("SI-001", "SI-002")
    ]


def test_text_around_it_makes_it_not_stale(build: Build) -> None:
    record(build(pages()))
    moved = pages()["SI-001.md"].replace("Body.", "Body.\n\nMore.")
    app = build({"SI-001.md": moved})
    assert code_row(app, "SI-001").startswith("verified: parse 2026")


def test_what_failed_is_not_verified(build: Build) -> None:
    app = build(pages("```json\n{\n```\n"))
    record(app)
    said = code_row(build({}), "SI-001")
    assert said.startswith("not verified (parse failed: 1 error)")


def test_what_was_not_run_is_told_with_its_reason(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build(pages())
    gone = Missing(what="postgast", install="x")
    lost = dc.replace(PARSERS["sql"], missing=lambda: gone)
    with monkeypatch.context() as patch:
        patch.setitem(PARSERS, "sql", lost)
        record(app)
    said = code_row(build({}), "SI-001")
    assert said.startswith("not verified (parse not run: postgast is not installed)")


@pytest.mark.parametrize("text", ["", "{}", "[" * 100_000, '{"version": 9}', "\x00"])
def test_a_record_that_cannot_be_read_is_told(build: Build, text: str) -> None:
    (warning,) = warnings_of(build({"audit-verified.json": text} | pages()))
    assert warning.startswith("audit-verified.json:1: WARNING: ")
    assert warning.endswith("[audit.verification]")


def test_the_pdf_shows_it(build: Build) -> None:
    record(build(pages()))
    app = build({}, builder="handbook-typst")
    text = "".join(p.read_text("utf-8") for p in app.outdir.rglob("*.typ"))
    assert "verified: parse" in text


# -- rebuilds


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*.html"))
    }


def test_a_record_that_comes_changes_or_goes_is_seen(
    build: Build, make_app: object, tmp_path: Path
) -> None:
    app = build(pages())
    without = files_of(app.outdir)
    record(app)
    with_it = files_of(build({}).outdir)
    assert with_it != without
    changed = {n for n in with_it if with_it[n] != without[n]}
    assert changed == {"SI-001.html", "SI-002.html"}
    assert fresh(tmp_path, make_app) == with_it
    path = app.confdir / "audit-verified.json"
    path.write_text(path.read_text("utf-8").replace("2026-03-01", "2026-03-02"))
    assert files_of(build({}).outdir) == fresh(tmp_path, make_app)
    path.unlink()
    assert files_of(build({}).outdir) == without


def test_code_that_changes_is_seen_where_it_is_needed(
    build: Build, make_app: object, tmp_path: Path
) -> None:
    record(build(pages()))
    build({"SI-001.md": pages(UP.replace("bigint", "int"), DOWN)["SI-001.md"]})
    app = build({})
    assert files_of(app.outdir) == fresh(tmp_path, make_app)


def fresh(tmp_path: Path, make_app: object) -> dict[str, bytes]:
    """Return the pages of the same sources, built for the first time."""
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    copy = Path(tempfile.mkdtemp(dir=tmp_path)) / "source"
    shutil.copytree(tmp_path / "source", copy, ignore=shutil.ignore_patterns("_build"))
    app = make_app("html", srcdir=copy)  # type: ignore[operator]
    app.build()
    return files_of(app.outdir)


def test_pages_are_read_again_when_other_parsers_come(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = build(pages())
    outdated = code.read_by_others(app, app.env, set(), set(), set())
    assert outdated == []
    newer = dc.replace(PARSERS["sql"], version=lambda: "99")
    with monkeypatch.context() as patch:
        patch.setitem(PARSERS, "sql", newer)
        parse.reader.cache_clear()
        outdated = code.read_by_others(app, app.env, set(), set(), set())
    parse.reader.cache_clear()
    assert outdated == ["SI-001"]


def test_reading_in_parallel_finds_the_same(build: Build) -> None:
    broken = pages("```json\n{\n```\n")
    more = {f"SI-0{n}.md": finding(f"SI-0{n}") for n in range(10, 30)}
    app = build(broken | more, parallel=2)
    (said,) = [w for w in warnings_of(app) if "code_syntax" in w]
    assert said.startswith("SI-001.md:10: WARNING: Expecting property name")


# -- gates

GATE = 'audit_verify = {"gate": "parse"}\n'


def gate_of(app: SphinxTestApp) -> tuple[str, str]:
    gate = register_of(app.env).gates["2A"]
    asked = [c for c in gate.conditions if "verified to level" in c.text]
    return asked[0].text, asked[0].why


def test_a_gate_can_ask_for_a_level(build: Build) -> None:
    app = build({"conf.py": CONF + GATE} | pages())
    assert gate_of(app) == (
        "0 of 2 plans verified to level parse",
        "SI-001 is not verified, SI-002 is not verified",
    )
    record(app)
    assert gate_of(build({})) == ("2 of 2 plans verified to level parse", "")
    app = build({"SI-001.md": pages(UP, DOWN, "```json\n[]\n```\n")["SI-001.md"]})
    assert gate_of(app)[1] == "SI-001 changed since, SI-002 changed since"


def test_a_gate_asks_for_the_level_itself(build: Build) -> None:
    conf = CONF + GATE.replace("parse", "check")
    record(build({"conf.py": conf} | pages("```json\n{\n```\n")))
    assert gate_of(build({})) == (
        "0 of 2 plans verified to level check",
        "SI-001 did not pass, SI-002 reached parse",
    )


def test_the_register_as_json_tells_it_and_reads_it_back(build: Build) -> None:
    record(build({"conf.py": CONF + GATE} | pages()))
    app = build(
        {"SI-002.md": finding("SI-002") + "\n```json\n[]\n```\n"}, builder="audit-json"
    )
    text = (app.outdir / "findings.json").read_text("utf-8")
    validate(json.loads(text), json.loads(schema()))
    found, stated = read_text(text).register, register_of(app.env)
    assert found.survey.verified == stated.survey.verified
    assert [v.stale for v in found.survey.verified.values()] == [False, True]
    assert found.gates["2A"].conditions == stated.gates["2A"].conditions
    assert gate_of(app)[1] == "SI-002 changed since"


def test_the_command_show_tells_it(
    build: Build, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = build(pages())
    record(app)
    monkeypatch.chdir(app.confdir)
    assert cli.main(["show", "SI-001", "-s", "."]) == 0
    assert "verified to  parse\n" in capsys.readouterr().out


def test_a_gate_asks_nothing_unless_told(build: Build) -> None:
    gate = register_of(build(pages()).env).gates["2A"]
    assert not any("verified to level" in c.text for c in gate.conditions)


# -- what a build says of code


def test_wrong_code_is_a_warning_at_its_line(build: Build) -> None:
    text = "> ```json\n> {\n> ```\n\n```bash\ncd your-project/x\n```\n"
    app = build(pages(text))
    first, second = (w for w in warnings_of(app) if "code" in w)
    assert first == (
        "SI-001.md:10: WARNING: Expecting property name enclosed in double quotes "
        "[audit.code_syntax]"
    )
    assert second == (
        "SI-001.md:14: WARNING: 'your-project/' of a template is left "
        "[audit.unfinished_code]"
    )


def test_pages_without_a_finding_say_nothing(build: Build) -> None:
    app = build({"index.md": "# Top\n\n```json\n{\n```\n"})
    assert warnings_of(app) == []
    assert [p.code for p in store_of(app.env).pages.values()] in ([], [[]])


def test_an_error_in_an_included_file_is_told_there(build: Build) -> None:
    build({"part.sql": "SELECT 1;\nSELEC 2;\n"} | pages())
    app = build(pages("```{literalinclude} part.sql\n:language: sql\n```\n", DOWN))
    (said,) = [w for w in warnings_of(app) if "code_syntax" in w]
    assert said.startswith("part.sql:2: WARNING: syntax error")


# -- what is applied after what


def test_plans_come_after_what_they_depend_on(build: Build) -> None:
    app = build(
        {
            "index.md": "# Top\n\n```{toctree}\n:glob:\n\n*\n```\n",
            "p2a.md": phase("2A"),
            "p2b.md": phase("2B", "Two", after="2A"),
            "a.md": finding("SI-001", depends="SI-003") + f"\n{UP}\n{DOWN}",
            "b.md": finding("SI-002", depends="SI-001") + "\n```json\n{}\n```\n",
            "c.md": finding("SI-003") + f"\n{UP}\n{DOWN}",
            "d.md": finding("SI-004", phase="2B", depends="phase 2A") + f"\n{UP}",
        }
    )
    found = {plan.id: plan.depends for plan in plans_of(app.env)}
    assert found == {
        "SI-001": ("SI-003",),
        "SI-002": ("SI-003", "SI-001"),
        "SI-003": (),
        "SI-004": ("SI-003", "SI-001"),
    }


def test_a_circle_of_dependencies_ends(build: Build) -> None:
    app = build(
        {
            "index.md": INDEX,
            "p2a.md": phase("2A"),
            "SI-001.md": finding("SI-001", depends="SI-002") + f"\n{UP}",
            "SI-002.md": finding("SI-002", depends="SI-001") + f"\n{UP}",
        }
    )
    found = chains(register_of(app.env), {"SI-001", "SI-002"})
    assert found == {"SI-001": ("SI-002",), "SI-002": ("SI-001",)}


def test_the_builder_writes_only_what_changed(build: Build) -> None:
    app = build(pages(), builder="audit-verify")
    path = app.outdir / "blocks.json"
    before = path.stat().st_mtime_ns
    plans = json.loads(path.read_text("utf-8"))["plans"]
    assert [p["id"] for p in plans] == ["SI-001", "SI-002"]
    build({}, builder="audit-verify")
    assert path.stat().st_mtime_ns == before


def test_what_the_rules_say_of_a_plan_goes_with_it(build: Build) -> None:
    left = "\n## Work\n\nIt takes [X-Y days].\n"
    conf = CONF + 'audit_rules = {"placeholder": "error"}\n'
    app = build({"conf.py": conf} | pages(UP, DOWN, left))
    (plan, _) = plans_of(app.env)
    assert [(t.code, t.line, t.level) for t in plan.troubles] == [
        ("placeholder", 22, "error")
    ]
    (result, _) = parse.verify(plans_of(app.env), Options())
    assert [d.code for d in result.diagnostics] == ["placeholder"]
