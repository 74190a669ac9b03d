"""findings.json says what the pages say, the same everywhere, and fits its schema."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from conftest import warnings_of
from exchange_sample import RICH, small
from projects import finding
from sphinx_audit.exchange import document, schema
from sphinx_audit.exchange.document import as_text

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

ROOT = Path(__file__).parent.parent

VALIDATOR = Draft202012Validator(json.loads(schema()))


def written(app: SphinxTestApp) -> Any:
    return json.loads((app.outdir / "findings.json").read_text("utf-8"))


def by_id(things: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {t["id"]: t for t in things}


def errors(data: object) -> list[str]:
    return [f"{e.json_path}: {e.message}" for e in VALIDATOR.iter_errors(data)]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))


def test_a_project_that_states_everything_fits_the_schema(build: Build) -> None:
    app = build(RICH, "audit-json", confoverrides={"audit_today": "2026-03-01"})
    assert warnings_of(app) == []
    data = written(app)
    assert errors(data) == []
    said = by_id(data["findings"])["SI-1"]
    known = json.loads(schema())["$defs"]["finding"]["properties"]
    here = {"depends", "duplicates", "reason", "approved-by", "expires"}  # elsewhere
    assert said.keys() == known.keys() - here
    assert said["effort"] == {
        "low": 3, "high": 4, "unit": "days", "text": "3–4 days",
    }  # fmt: skip
    assert said["place"] == {"docname": "SI-1", "line": 3}
    assert said["anchor"] == "audit-finding-SI-1"
    assert said["controls"] == ["CWE-362", "ISO 27001"]
    assert said["computed"] == {
        "state": "done",
        "reasons": [],
        "needs": [],
        "needs-phases": [],
        "needed-by": ["BL-6"],
        "needed-through-phase": {},
        "checklists": ["SI-1-ci"],
        "items": {"done": 1, "total": 2},
    }


def test_what_follows_stands_apart_from_what_is_stated(build: Build) -> None:
    app = build(RICH, "audit-json", confoverrides={"audit_today": "2026-07-01"})
    data = written(app)
    assert data["as-of"] == "2026-07-01"
    blocked = by_id(data["findings"])["BL-6"]
    assert blocked["depends"] == ["SI-1", "phase 2A"]
    assert blocked["effort"]["low"] == 0.75
    assert blocked["computed"]["needs"] == ["SI-1"]
    assert blocked["computed"]["needs-phases"] == ["2A"]
    through = by_id(data["findings"])["SI-2"]["computed"]["needed-through-phase"]
    assert through == {blocked["phase"]: 1}
    assert blocked["computed"]["reasons"] == [
        {"cause": "phase", "id": "2A", "why": "1 of 2 findings not done"},
        {"cause": "gate", "id": "2A", "why": "rejected"},
    ]
    gate = by_id(data["phases"])["2A"]["computed"]["gate"]
    assert gate["decisions"][0]["by"] == "Dana Lead"
    assert data["patterns"][0]["for"] == data["patterns"][0]["computed"]["users"]


def test_facts_that_are_not_stated_have_no_key() -> None:
    found = by_id(document(small())["findings"])["BL-7"]  # type: ignore[arg-type]  # a list
    stated = {"id", "title", "place", "anchor", "phase", "status"}
    assert found.keys() == stated | {"computed"}


def test_the_schema_refuses_what_it_does_not_know() -> None:
    data: Any = document(small())
    data["findings"][0]["sevrity"] = "high"
    data["phases"][0]["computed"]["status"] = "fine"
    assert len(errors(data)) == 2


def test_an_empty_handbook_has_a_document(build: Build) -> None:
    data = written(build({"index.md": "# Top\n"}, "audit-json"))
    assert errors(data) == []
    assert data["as-of"] is None


def test_an_unchanged_register_is_not_written_again(build: Build) -> None:
    app = build(RICH, "audit-json")
    files = [app.outdir / f for f in ("findings.json", "findings-1.schema.json")]
    before = [(f.stat().st_mtime_ns, f.stat().st_ino) for f in files]
    app = build({"index.md": RICH["index.md"] + "More prose.\n"}, "audit-json")
    assert [(f.stat().st_mtime_ns, f.stat().st_ino) for f in files] == before
    assert sorted(p.name for p in app.outdir.iterdir()) == [
        ".audit-marks.json",
        "findings-1.schema.json",
        "findings.json",
    ]


def test_edits_reach_the_document_whoever_reads_them(build: Build) -> None:
    build(RICH, "audit-json")
    other = RICH["SI-2.md"].replace("A title", "Another title")
    build({"SI-2.md": other}, "text")  # shares the doctrees, reads the page
    assert by_id(written(build({}, "audit-json"))["findings"])["SI-2"]["title"] == (
        "Another title"
    )
    gone = written(build({"SI-2.md": None}, "audit-json"))
    assert "SI-2" not in by_id(gone["findings"])


HALF = """\
.. |x| unicode:: 0xD800

SI-2: Half |x|
==============

.. finding:: SI-2
"""


def test_half_a_surrogate_pair_does_not_stop_the_build(build: Build) -> None:
    app = build({"index.rst": HALF}, "audit-json")
    assert written(app)["findings"][0]["title"] == "Half \ud800"


def test_an_endless_effort_does_not_stop_the_build(build: Build) -> None:
    page = finding("SI-1", effort="9" * 400 + " days")
    assert errors(written(build({"index.md": page}, "audit-json"))) == []


def sphinx_build(*args: object, **environ: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "audit-json"]
    env = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | environ
    subprocess.run([*command, *map(str, args)], check=True, env=env)


def test_folder_jobs_and_hash_seed_do_not_matter(tmp_path: Path, build: Build) -> None:
    app = build(RICH, "audit-json")
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    (copy / "signoffs").mkdir()
    for name in [*RICH, "conf.py"]:
        (copy / name).write_bytes((app.srcdir / name).read_bytes())
    sphinx_build("-j", "2", "-nW", copy, tmp_path / "out", PYTHONHASHSEED="1")
    text = (tmp_path / "out" / "findings.json").read_bytes()
    assert text == (app.outdir / "findings.json").read_bytes()
    assert str(tmp_path).encode() not in text


@pytest.mark.skipif(not (ROOT / "source").is_dir(), reason="only in the repository")
def test_the_handbook_of_this_repository_fits_the_schema(tmp_path: Path) -> None:
    sphinx_build("-c", ROOT, "-d", tmp_path / "d", ROOT / "source", tmp_path)
    data = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    assert errors(data) == []
    assert len(data["findings"]) > 20


def test_the_text_of_a_document_is_readable() -> None:
    text = as_text(document(small()))
    assert "状態管理" in text
    assert text.endswith("}\n")
