"""The level check: types and linters, and nothing of a plan is executed."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from sphinx_audit.verify import check
from sphinx_audit.verify.blocks import Depth, Role
from sphinx_audit.verify.check import checkout as checkouts
from sphinx_audit.verify.check import linters, overlay, toolchain
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.programs import Missing
from sphinx_audit.verify.telling import Outcome
from verify_plans import ROLLBACK, block, plan, told, vendored, verified

if TYPE_CHECKING:
    from pathlib import Path

CHECK = Depth.CHECK


def test_a_migration_that_locks_is_told_at_its_statement() -> None:
    text = "CREATE TABLE ä (id bigint);\nCREATE INDEX i ON t (ö);"
    result = verified(("sql", text), ROLLBACK, depth=CHECK)
    (said,) = [t for t in told(result) if "concurrent" in t]
    assert said.startswith("2:1: warning: During normal index creation")
    assert said.endswith("[squawk/require-concurrent-index-creation]")
    assert result.outcome is Outcome.PASSED


def test_a_rollback_may_drop() -> None:
    assert told(verified(ROLLBACK, depth=CHECK)) == []


def test_a_script_that_does_not_quote_is_told() -> None:
    result = verified(("bash", "set -e\nrm -rf $TMP/\n"), depth=CHECK)
    assert [t.split(" ")[0] for t in told(result)] == ["2:8:"]
    assert "shellcheck/SC2115" in {d.code for d in result.diagnostics}


SERVICE = """\
package store

import (
\t"context"

\t"example.org/app/internal/missing"
)

type Store struct{ missing.Base }

func (s *Store) Get(ctx context.Context, id int64) (string, error) {
BODY
}
"""
TEST = """\
package store_test

import (
\t"testing"

\t"example.org/app/backend/store"
)

func TestGet(t *testing.T) {
\tvar s store.Store
BODY
}
"""


def types(service: str, test: str = "\ts.Get(t.Context(), 1)") -> list[str]:
    shown = (
        block("go", SERVICE.replace("BODY", service), "backend/store/store.go"),
        block("go", TEST.replace("BODY", test), "backend/store/a_test.go", line=50),
    )
    result = verified(*shown, depth=CHECK)
    return [t for t in told(result) if "[go_import]" not in t]


RETURN = '\treturn "", nil'


def test_types_are_checked_beside_imports_that_are_missing() -> None:
    assert types(RETURN) == []
    assert types(f"\tx := 1\n{RETURN}") == [
        "12:2: error: declared and not used: x [go_type]"
    ]
    (said,) = types('\tvar n int = "1"\n\t_ = n\n' + RETURN)
    assert said.startswith('12:14: error: cannot use "1"')
    (said,) = types("\treturn 1, nil")
    assert said.startswith("12:9: error: cannot use 1")


def test_a_test_sees_the_package_that_the_plan_shows() -> None:
    (said,) = types(RETURN, "\tvar n int = s.Get\n\t_ = n")
    assert said.startswith("51:14: error: cannot use s.Get")
    (said,) = types(RETURN, "\ts.Get(t.Context(), 1)\n\tstore.New()")
    assert said == "52:8: error: undefined: store.New [go_type]"


def test_what_a_missing_package_may_have_is_only_noted() -> None:
    (said,) = types("\ts.Log(ctx)\n" + RETURN)
    assert said.startswith("12:4: note: s.Log undefined")


def test_a_missing_package_is_a_note() -> None:
    made = block("go", SERVICE.replace("BODY", RETURN), "backend/store/store.go")
    (said,) = told(verified(made, depth=CHECK))
    assert said.startswith(
        "6:2: note: could not import example.org/app/internal/missing"
    )


def test_a_fragment_and_a_block_only_to_be_parsed_have_no_types() -> None:
    wrong = 'package p\n\nvar x int = "a"\n'
    assert told(verified(block("go", wrong, role=Role.FRAGMENT), depth=CHECK)) == []
    assert told(verified(block("go", wrong, depth=Depth.PARSE), depth=CHECK)) == []
    assert len(told(verified(("go", wrong), depth=CHECK))) == 1


def test_plans_do_not_see_each_other() -> None:
    same = "package p\n\nfunc F() {}\n"
    results = check.verify([plan(("go", same)), plan(("go", same), id_="B")], Options())
    assert [(r.plan, r.diagnostics) for r in results] == [("SI-001", ()), ("B", ())]


# -- what is missing


@pytest.mark.parametrize(
    ("module", "name", "one", "install"),
    [
        (linters, "program", ("sql", "CREATE TABLE t ();"), "sphinx-audit[verify]"),
        (linters, "program", ("bash", "ls"), "sphinx-audit[verify]"),
        (toolchain, "go", ("go", "package p"), "sphinx-audit[go]"),
    ],
)
def test_without_a_tool_the_level_is_not_run(
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    one: tuple[str, str],
    install: str,
) -> None:
    monkeypatch.setattr(module, name, lambda *_: None)
    result = verified(one, depth=CHECK)
    assert result.outcome is Outcome.NOT_RUN
    assert result.reason.endswith("is not installed")
    assert result.install == f"pip install '{install}'"
    assert verified(("json", "{}"), depth=CHECK).outcome is Outcome.PASSED


def test_a_checker_that_cannot_be_built_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    (result,) = check.verify(
        [plan(("go", "package p"))], Options(cache=tmp_path / "file")
    )
    assert result.outcome is Outcome.NOT_RUN
    assert result.reason.startswith("our checker of types: ")
    assert isinstance(toolchain.missing(), Missing | None)


# -- bombs


def test_what_is_too_much_for_a_tool_takes_no_other_plan_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sphinx_audit.verify.check.pieces.SECONDS", 3.0)
    bombs = plan(
        ("sql", f"SELECT {'1+' * 60_000}1;", "1_up.sql"),
        ("bash", "if true; then " * 3_000 + "ls; " + "fi; " * 3_000),
        ("go", f"package p\n\nvar X = {'1+' * 60_000}1\n"),
        id_="BOMB",
    )
    good = plan(("bash", "rm -rf $TMP/\n"), ("go", 'package p\nvar x int = ""\n'))
    found = {r.plan: r for r in check.verify([bombs, good], Options())}
    codes = {d.code for d in found["BOMB"].diagnostics}
    assert {"squawk/no-answer", "shellcheck/no-answer"} <= codes
    assert {d.code for d in found["SI-001"].diagnostics} >= {
        "go_type",
        "shellcheck/SC2115",
    }


# -- a checkout of the audited repository


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    home = tmp_path / "checkout" / "backend"
    (home / "store").mkdir(parents=True)
    (home / "go.mod").write_text("module example.org/app/backend\n\ngo 1.21\n", "utf-8")
    (home / "store" / "old.go").write_text(
        "package store\n\ntype Store struct{ Name string }\n", "utf-8"
    )
    return tmp_path / "checkout"


def in_checkout(checkout: Path, text: str, name: str) -> list[str]:
    made = plan(("go", text, name))
    before = sorted(p for p in checkout.rglob("*") if p.is_file())
    (result,) = check.verify([made], Options(checkout=str(checkout)))
    assert sorted(p for p in checkout.rglob("*") if p.is_file()) == before
    return told(result)


def test_types_of_the_checkout_are_known(checkout: Path) -> None:
    good = "package store\n\nfunc (s Store) Get() string { return s.Name }\n"
    assert in_checkout(checkout, good, "backend/store/new.go") == []
    wrong = good.replace("s.Name", "s.Nmae")
    (said,) = in_checkout(checkout, wrong, "backend/store/new.go")
    assert said.startswith("3:40: error: s.Nmae undefined")


def test_a_file_of_the_checkout_can_be_replaced(checkout: Path) -> None:
    text = 'package store\n\nimport "fmt"\n\nfunc F() { fmt.Printf("%d", "a") }\n'
    (said,) = in_checkout(checkout, text, "backend/store/old.go")
    assert said.startswith("5:")
    assert "%d" in said


def test_a_checkout_that_is_not_ready_is_not_the_plans_fault(checkout: Path) -> None:
    old = checkout / "backend" / "store" / "old.go"
    old.write_text('package store\n\nimport _ "x.org/dep"\n', "utf-8")
    more = "module example.org/app/backend\n\ngo 1.21\n\nrequire x.org/dep v1.0.0\n"
    (checkout / "backend" / "go.mod").write_text(more, "utf-8")
    made = plan(("go", "package store\n", "backend/store/new.go"))
    other = plan(("json", "{}"), id_="SI-002")
    found = check.verify([made, other], Options(checkout=str(checkout)))
    assert [(r.plan, r.outcome, told(r)) for r in found] == [
        ("SI-001", Outcome.NOT_RUN, []),
        ("SI-002", Outcome.PASSED, []),
    ]
    (result,) = check.verify([made], Options(checkout=str(checkout)))
    assert result.reason == (
        "the checkout is not ready: store/old.go:3:8: missing go.sum entry for module "
        "providing package x.org/dep (imported by example.org/app/backend/store); "
        "run there: go mod download"
    )


def test_modules_of_the_checkout_are_read_from_its_vendor_folder(
    checkout: Path,
) -> None:
    home = checkout / "backend"
    vendored(home)
    text = 'package store\n\nimport "x.org/dep"\n\nvar n string = dep.N()\n'
    (said,) = in_checkout(checkout, text, "backend/store/new.go")
    assert said.startswith("5:16: error: cannot use dep.N() (value of type int)")


def test_modules_that_the_user_has_loaded_are_read(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GOMODCACHE", "GOPATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert checkouts.modules() is None
    kept = tmp_path / "go" / "pkg" / "mod"
    kept.mkdir(parents=True)
    assert checkouts.environment(checkout)["GOMODCACHE"] == str(kept)
    monkeypatch.setenv("GOMODCACHE", "/elsewhere")
    assert str(checkouts.modules()) == "/elsewhere"


@pytest.mark.parametrize("name", ["backend/go.mod", "x\0.go", "a" * 400 + ".go"])
def test_only_files_of_go_are_laid_over_the_checkout(checkout: Path, name: str) -> None:
    (said,) = in_checkout(checkout, "package x\n", name)
    assert said.endswith("is no name of a file of Go [go_path]")


@pytest.mark.parametrize("name", ["../../etc/x.go", "/etc/x.go", "a/../../../x.go"])
def test_a_file_outside_the_checkout_is_refused(checkout: Path, name: str) -> None:
    (said,) = in_checkout(checkout, "package x\n", name)
    assert said.startswith("1:1: error:")
    assert said.endswith("is outside the repository [go_path]")


def test_a_link_does_not_lead_out_of_the_checkout(
    checkout: Path, tmp_path: Path
) -> None:
    (tmp_path / "away").mkdir()
    (checkout / "link").symlink_to(tmp_path / "away")
    assert not overlay.inside(checkout / "link" / "x.go", checkout)
    assert overlay.inside(checkout / "new" / "deep" / "x.go", checkout)


def test_go_asks_no_network_and_no_home() -> None:
    found = toolchain.environment(toolchain.cache_folder(None))
    assert found["GOPROXY"] == "off"
    assert found["CGO_ENABLED"] == "0"
    assert found["GOTOOLCHAIN"] == "local"
    said = subprocess.run(
        [str(toolchain.go()), "env", "GOPROXY", "GOFLAGS"],
        env=found | {"PATH": "", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["off", "-mod=mod"]
