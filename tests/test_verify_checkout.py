"""The level run in a checkout of the audited repository, which is not written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_audit.verify import run
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.telling import Outcome
from verify_plans import block, plan, told, vendored

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_audit.verify.telling import PlanResult

OLD = """\
package store

import "x.org/dep"

type Store struct{}

func (s Store) Old() int { return dep.N() }
"""
OLD_TEST = """\
package store

import "testing"

func TestOld(t *testing.T) { t.Fatal("it needs a database") }
"""
NEW = "package store\n\nfunc (s Store) Get() int { return s.Old() + 1 }\n"
TEST = """\
package store

import (
\t"net"
\t"os"
\t"testing"
)

func TestGet(t *testing.T) {
\tBODY
}

var _, _ = net.Dial, os.Open
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    home = tmp_path / "checkout" / "backend"
    (home / "store").mkdir(parents=True)
    (home / "go.mod").write_text("module example.org/app/backend\n\ngo 1.21\n", "utf-8")
    vendored(home)
    (home / "store" / "old.go").write_text(OLD, "utf-8")
    (home / "store" / "old_test.go").write_text(OLD_TEST, "utf-8")
    (home / "store" / "data.txt").write_text("some", "utf-8")
    (home / "secret.txt").write_text("secret", "utf-8")
    return tmp_path / "checkout"


def ran(
    checkout: Path, body: str, new: str = NEW, folder: str = "backend/store"
) -> PlanResult:
    made = plan(
        ("go", new, f"{folder}/new.go"),
        block("go", TEST.replace("BODY", body), f"{folder}/new_test.go", line=50),
    )
    before = files(checkout)
    asked = Options(checkout=str(checkout), race=False, test_timeout=20.0)
    (result,) = run.verify([made], asked)
    assert files(checkout) == before
    assert run.identity(asked) == ""
    return result


def files(folder: Path) -> dict[str, bytes]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p): p.read_bytes() for p in found}


def test_a_test_uses_what_is_there_and_is_the_only_one_that_is_run(
    checkout: Path,
) -> None:
    body = "if n := (Store{}).Get(); n != 8 { t.Fatal(n) }"
    result = ran(checkout, body)
    assert (result.outcome, result.reason, told(result)) == (Outcome.PASSED, "", [])
    (said,) = told(ran(checkout, body.replace("8", "9")))
    assert said == "50:1: error: TestGet: 8 [test]"


def test_it_may_be_a_package_that_is_not_there_yet(checkout: Path) -> None:
    new = (
        'package store\n\nimport "example.org/app/backend/store"\n\n'
        "var S = store.Store{}\n"
    )
    body = "if S.Old() != 7 { t.Fatal(S) }"
    result = ran(checkout, body, new, "backend/other")
    assert (result.outcome, told(result)) == (Outcome.PASSED, [])


@pytest.mark.parametrize(
    "body",
    [
        'if err := os.WriteFile("x", nil, 0o600); err == nil { t.Fatal("!") }',
        'if err := os.Remove("data.txt"); err == nil { t.Fatal("!") }',
        'if _, err := os.ReadFile("../secret.txt"); err == nil { t.Fatal("!") }',
        'if _, err := net.Dial("tcp", "192.0.2.1:80"); err == nil { t.Fatal("!") }',
        'if _, err := os.ReadFile("/etc/shadow"); err == nil { t.Fatal("!") }',
        'if text, err := os.ReadFile("data.txt"); err != nil { t.Fatal(text, err) }',
    ],
)
def test_it_sees_the_folder_of_its_package_and_writes_nowhere(
    checkout: Path, body: str
) -> None:
    result = ran(checkout, body)
    assert (result.outcome, told(result)) == (Outcome.PASSED, [])


def test_what_does_not_compile_is_told_at_its_place(checkout: Path) -> None:
    found = ran(checkout, "_ = Store{}.Gone")
    assert [t.partition(" [")[0] for t in told(found)] == [
        "50:14: error: Store{}.Gone undefined (type Store has no field or method Gone)"
    ]


@pytest.mark.parametrize(
    ("new", "folder", "why"),
    [
        ("//go:build x\n\npackage store\n", "backend/store", "by its build constraint"),
        (NEW, "link", "is outside the repository"),
    ],
)
def test_what_does_not_fit_is_not_run(
    checkout: Path, tmp_path: Path, new: str, folder: str, why: str
) -> None:
    (tmp_path / "away").mkdir()
    (checkout / "link").symlink_to(tmp_path / "away")
    result = ran(checkout, "", new, folder)
    assert result.outcome is Outcome.NOT_RUN
    assert why in result.reason


def test_c_is_not_compiled_for_a_plan(checkout: Path) -> None:
    made = plan(
        ("go", 'package store\n\nimport "C"\n', "backend/store/new.go"),
        ("go", TEST.replace("BODY", ""), "backend/store/new_test.go"),
    )
    (result,) = run.verify([made], Options(checkout=str(checkout), race=True))
    assert result.outcome is Outcome.NOT_RUN
    assert "new.go" in result.reason


def test_a_checkout_without_its_modules_is_named(checkout: Path) -> None:
    (checkout / "backend" / "vendor" / "modules.txt").unlink()
    result = ran(checkout, "")
    assert result.outcome is Outcome.NOT_RUN
    assert "the checkout is not ready: " in result.reason
    assert result.reason.endswith("; run there: go mod download")
