"""The level run: Go tests of a plan, compiled outside and run in a sandbox."""

from __future__ import annotations

import dataclasses as dc
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from projects import phase
from sphinx_audit.exchange.plans import plans_of
from sphinx_audit.verify import confine, run
from sphinx_audit.verify.apply import folders
from sphinx_audit.verify.blocks import Depth, Role
from sphinx_audit.verify.check import toolchain
from sphinx_audit.verify.going import Run, verify
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.results import read_results
from sphinx_audit.verify.run import building, module, output, work
from sphinx_audit.verify.telling import Outcome
from verify_plans import block, plan, told

if TYPE_CHECKING:
    from conftest import Build
    from sphinx_audit.verify.blocks import Block
    from sphinx_audit.verify.telling import PlanResult

QUICK = Options(race=False, test_timeout=10.0)

STORE = """\
package store

type Store struct{ n int }

func (s *Store) Add() int { s.n++; return s.n }
"""

TEST = """\
package store_test

import (
IMPORTS
\t"testing"

\t"example.org/app/backend/store"
)

func TestAdd(t *testing.T) {
\tvar s store.Store
BODY
}
"""


def with_test(body: str, imports: str = "") -> Block:
    named = "\n".join(f'\t"{name}"' for name in imports.split())
    text = TEST.replace("BODY", body).replace(
        "IMPORTS\n", f"{named}\n" if named else ""
    )
    return block("go", text, "backend/store/store_test.go", line=50)


def ran(*blocks: Block, options: Options = QUICK) -> PlanResult:
    store = block("go", STORE, "backend/store/store.go")
    (result,) = run.verify([plan(store, *blocks)], options)
    assert result.depth is Depth.RUN
    return result


def test_a_test_that_passes() -> None:
    result = ran(with_test('\tif s.Add() != 1 {\n\t\tt.Fatal("no")\n\t}'))
    assert (result.outcome, told(result)) == (Outcome.PASSED, [])
    assert result.tools == {"go": toolchain.version()}


def test_a_test_may_serve_itself_on_the_loopback_and_write_to_a_scratch() -> None:
    body = """\
\tfound, err := net.Listen("tcp", "127.0.0.1:0")
\tif err != nil {
\t\tt.Fatal(err)
\t}
\tif _, err := net.Dial("tcp", found.Addr().String()); err != nil {
\t\tt.Fatal(err)
\t}
\tif err := os.WriteFile(t.TempDir()+"/x", []byte{byte(s.Add())}, 0o600); err != nil {
\t\tt.Fatal(err)
\t}"""
    result = ran(with_test(body, "net os"))
    assert (result.outcome, told(result)) == (Outcome.PASSED, [])


@pytest.mark.parametrize(
    ("body", "imports", "want"),
    [
        ('\tt.Error("one")\n\tt.Errorf("two %d", s.Add())', "", [
            "51:1: error: TestAdd: one [test]", "52:1: error: TestAdd: two 1 [test]"]),
        ('\tt.Run("sub", func(t *testing.T) { s.Add(); t.Fatal("x") })', "", [
            "51:1: error: TestAdd/sub: x [test]"]),
        ("\ts.Add()\n\tt.Fail()", "", ["49:1: error: TestAdd fails [test]"]),
        ('\ts.Add()\n\tpanic("boom")', "", [
            "52:1: error: panic: boom [test]"]),
        ("\ts.Add()\n\tos.Exit(0)", "os", [
            "53:1: error: panic: unexpected call to os.Exit(0) during test [test]"]),
        ("\ts.Add()\n\tos.Exit(7)", "os", [
            "50:1: error: TestAdd ends all with 7: === RUN TestAdd [test]"]),
        ('\ts.Add()\n\tfmt.Printf("%d\\n", "x")', "fmt", [
            '53:14: error: fmt.Printf format %d has arg "x" of wrong type string [go_vet]']),
        ("\tvar n int = s", "", [
            "51:14: error: cannot use s (variable of struct type store.Store) as int value"
            " in variable declaration [go_compile]",
            "51:6: error: declared and not used: n [go_compile]"]),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_at_its_line(
    body: str, imports: str, want: list[str]
) -> None:
    result = ran(with_test(body, imports))
    assert result.outcome is Outcome.FAILED
    assert sorted(told(result)) == sorted(want)


def test_a_race_is_told_where_it_is() -> None:
    if not building.c_compiler():
        pytest.skip("the race detector is linked by a compiler of C")
    body = """\
\tvar wait sync.WaitGroup
\tfor range 2 {
\t\twait.Add(1)
\t\tgo func() { defer wait.Done(); s.Add() }()
\t}
\twait.Wait()"""
    result = ran(with_test(body, "sync"), options=Options(test_timeout=30.0))
    races = [t for t in told(result) if t.endswith("[data_race]")]
    assert races
    assert races[0].startswith("5:1: error: data race: a ")
    assert result.tools["race detector"] == ""


def test_a_test_that_takes_too_long_is_told_where_it_waits() -> None:
    body = "\ts.Add()\n\tselect {}"
    (one,) = told(ran(with_test(body), options=dc.replace(QUICK, test_timeout=1.0)))
    assert one == "52:1: error: test timed out after 1s [timeout]"
    body = "\ts.Add()\n\ttime.Sleep(time.Hour)"
    (one,) = told(
        ran(with_test(body, "time"), options=dc.replace(QUICK, test_timeout=1.0))
    )
    assert one == "53:1: error: test timed out after 1s [timeout]"


# -- what is not run, and never passes


@pytest.mark.parametrize(
    ("body", "imports", "why"),
    [
        ("\ts.Add()\n\tpq.X()", "github.com/lib/pq", "it imports github.com/lib/pq, which is not here"),
        ('\ts.Add()\n\tt.Skip("no database")', "", "all of them skip themselves"),
    ],
)  # fmt: skip
def test_a_plan_whose_tests_cannot_be_run(body: str, imports: str, why: str) -> None:
    result = ran(with_test(body, imports))
    assert result.outcome is Outcome.NOT_RUN
    assert result.reason == f"its tests are not run: {why}"


def test_files_without_a_test_in_them() -> None:
    result = ran(block("go", "package store\n", "backend/store/a_test.go"))
    assert result.reason == "its tests are not run: there are none"


def test_a_file_left_out_by_its_constraint_is_told() -> None:
    made = with_test("\ts.Add()")
    made = dc.replace(made, text=f"//go:build integration\n\n{made.text}")
    result = ran(made)
    assert result.reason == (
        "its tests are not run: backend/store/store_test.go is left out by its build"
        " constraint"
    )


def test_c_is_not_compiled() -> None:
    made = block(
        "go",
        'package store\n\n// #include "/etc/shadow"\nimport "C"\n',
        "backend/store/c.go",
    )
    for options in (QUICK, Options(test_timeout=10.0)):
        result = ran(made, with_test("\ts.Add()"), options=options)
        assert result.outcome is Outcome.NOT_RUN
        assert "c.go" in result.reason


def test_a_plan_without_tests_has_nothing_to_run() -> None:
    made = block("go", "package p\n", depth=Depth.CHECK, name="a_test.go")
    (result,) = run.verify([plan(("bash", "exit 1"), made)], Options())
    assert (result.outcome, result.tools) == (Outcome.PASSED, {})


@pytest.mark.parametrize(
    "name", ["../../x_test.go", "/etc/x_test.go", "a/../b_test.go"]
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    (one,) = told(ran(block("go", "package p\n", name)))
    assert one == f"1:1: error: {name} is no path of a Go file in a module [go_path]"


def test_without_go_the_level_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain, "go", lambda: None)
    result = ran(with_test("\ts.Add()"))
    assert result.reason == "Go is not installed"
    assert result.install == "pip install 'sphinx-audit[go]'"


def test_without_a_sandbox_the_level_is_not_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(spec: confine.Spec) -> confine.Confined:
        raise confine.ConfinementError("this machine gives no namespaces")

    monkeypatch.setattr(confine, "start", refuse)
    result = ran(with_test("\ts.Add()"))
    assert result.outcome is Outcome.NOT_RUN
    assert result.reason == "its tests are not run: this machine gives no namespaces"


# -- a module of its own


def test_a_module_is_called_as_its_imports_say() -> None:
    known = Path(toolchain.root(), "src")
    folders = ["a", "backend/a", ""]

    def named(*imports: str) -> tuple[str, list[str]]:
        return module.named(imports, folders, known)

    assert named("fmt", "net/http") == ("plan.invalid", [])
    assert named("x.org/m/backend/a") == ("x.org/m", [])
    assert named("x.org/m/a", "x.org/m") == ("x.org/m", [])
    assert named("x.org/m/b") == ("x.org/m/b", [])
    assert module.named(["x.org/b"], ["a"], known) == ("plan.invalid", ["x.org/b"])
    assert module.named(["x.org/a", "y.org/a", "x.org/a/a"], ["a"], known)[1] != []


def test_an_output_of_nothing_but_noise_tells_nothing() -> None:
    found = output.read("panic!\n--- NO\n=== RUN\n\x00\n" * 3, lambda path: True)
    assert found == output.Read({}, [])


def test_what_a_killed_verifier_left_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, kept = tmp_path / "audit-run-left", tmp_path / "other"
    left.mkdir()
    kept.mkdir()
    os.close(folders.locked(left))
    with work.scratch() as place:
        assert sorted(tmp_path.iterdir()) == [Path(place), kept]
        with work.scratch() as second:  # one that is in use stays
            assert Path(place).is_dir()
            assert second != place
    assert [*tmp_path.iterdir()] == [kept]


# -- the handbook


def test_the_handbooks_own_plan_reaches_this_level(build: Build) -> None:
    source = Path(__file__).parents[1] / "source"
    page = source / "phase_2a_foundation" / "SI-001.md"
    text = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", page.read_text("utf-8"))  # no links
    index = "# Top\n\n```{toctree}\np2a\nSI-001\n```\n"
    app = build({"index.md": index, "p2a.md": phase("2A"), "SI-001.md": text})
    (made,) = plans_of(app.env)
    assert [b.role for b in made.blocks] == [
        Role.UP,
        Role.SERVICE,
        Role.TEST,
        Role.DOWN,
    ]
    done = verify([made], [made], Run(asked=Depth.RUN, options=Options()))
    (report,) = done.reports
    assert report.reached is Depth.RUN, done.diagnostics
    assert {d.code for d in done.diagnostics} <= {"not_idempotent"}
    (kept,) = read_results((source.parent / "audit-verified.json").read_text()).reports
    assert (kept.plan, kept.code, kept.reached) == ("SI-001", report.code, Depth.RUN)
