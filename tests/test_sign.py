"""``sphinx-audit sign``: what it writes, what it refuses, what becomes of it."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import subprocess
from typing import TYPE_CHECKING

import pytest

from projects import finding, phase
from sphinx_audit.cli import main
from sphinx_audit.evidence.git import GitError
from sphinx_audit.exchange import read_text
from test_evidence import commit_all, git_in
from test_guide import GUIDE, files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx_audit.model import Register, SignOff
    from sphinx_audit.model.survey import Record

CONF = """\
extensions = ["myst_parser", "sphinx_audit"]
myst_enable_extensions = ["colon_fence"]
audit_today = "2026-03-01"
"""

CHECKLIST = """
## Problem

The *text* of the [plan](https://example.org).

```{checklist} SI-001-c CI
:mandatory:

- [x] raced {by}`ci`
- [-] documented (not applicable: internal)
```
"""

PLAN = finding("SI-001", "Bounds", status="implemented", owner="backend") + CHECKLIST
PAGES = {
    "conf.py": CONF,
    ".gitignore": "build\n",
    "source/index.md": "# Top\n\n```{toctree}\np2a\np2b\n```\n",
    "source/p2a.md": phase("2A", gate="Lead, Security") + "\nProse behind it.\n",
    "source/p2b.md": phase("2B", "Later", after="2A"),
    "source/SI-001.md": PLAN,
    "source/BL-001.md": finding("BL-001", phase="2B"),
}


class Handbook:
    """A handbook in a repository, and the command line in it."""

    def __init__(self, folder: Path, pages: Mapping[str, str]) -> None:
        self.folder = folder
        for name, text in pages.items():
            self.write(name, text)
        git_in(folder, "init", "-q", "-b", "main")
        commit_all(folder)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def sign(self, *more: str, decision: str = "approved", role: str = "Lead") -> int:
        """Sign phase 2A as *role*, from another folder."""
        told = ["--by", "Dana Lead", "--role", role, "--decision", decision, *more]
        return main(["sign", "2A", *told, "-c", str(self.folder)])

    def files(self) -> dict[str, str]:
        kept = [p for p in self.folder.rglob("*") if p.is_file()]
        names = {p.relative_to(self.folder).as_posix(): p for p in kept}
        return {
            n: hashlib.sha256(p.read_bytes()).hexdigest()
            for n, p in names.items()
            if not n.startswith(("build/", ".git/"))
        }

    def register(self) -> Register:
        main(["list", "--format", "json", "-c", str(self.folder)])
        path = self.folder / "build/.sphinx-audit/findings.json"
        return read_text(path.read_text("utf-8")).register

    def gate(self) -> str:
        return self.register().gates["2A"].state.value

    def changes(self) -> list[str]:
        register = self.register()
        return [c for _, found in register.gates["2A"].changes for c in found]

    def last(self) -> tuple[SignOff, Record]:
        register = self.register()
        return register.signoffs[-1], register.survey.record(register.signoffs[-1])


@pytest.fixture
def book(tmp_path: Path) -> Handbook:
    return Handbook(tmp_path / "book", PAGES)


def signed(book: Handbook) -> None:
    assert book.sign() == 0
    assert book.sign(role="Security") == 0
    commit_all(book.folder)


# -- what it writes


def test_a_sign_off_stands_behind_the_phase_with_its_record(book: Handbook) -> None:
    head = git_in(book.folder, "rev-parse", "HEAD")
    before = book.read("source/p2a.md")
    assert book.sign() == 0
    record = book.read("signoffs/2a-lead-2026-03-01.json")
    mark = hashlib.sha256(record.encode()).hexdigest()
    put = (
        "```{signoff} 2A\n:decision: approved\n:by: Dana Lead\n:role: Lead\n"
        f":on: 2026-03-01\n:commit: {head[:12]}\n:fingerprint: {mark}\n```\n\n"
    )
    text = book.read("source/p2a.md")
    assert text.replace(put, "") == before, "no other text is touched"
    assert text.index("```{phase}") < text.index(put) < text.index("Prose behind")
    members = json.loads(record)["members"]
    assert {*members} == {"SI-001"}
    assert {k.partition(" ")[0] for k in members["SI-001"]["entries"]} == {
        "fact",
        "item",
        "checklist",
        "section",
    }


def test_a_gate_is_signed_when_each_role_has(book: Handbook) -> None:
    assert book.gate() == "ready to sign"
    assert book.sign() == 0
    assert book.gate() == "ready to sign"
    assert book.sign(role="security") == 0, "case does not matter"
    assert book.gate() == "signed"
    text = book.read("source/p2a.md")
    assert text.index(":role: Lead") < text.index(":role: Security")


def test_an_edit_makes_it_stale_and_the_way_back_signed(
    book: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    signed(book)
    book.edit("source/SI-001.md", "implemented", "verified")
    book.edit("source/SI-001.md", "The *text*", "Another *text*")
    book.edit("source/SI-001.md", "[x] raced", "[ ] raced")
    assert book.gate() == "stale"
    assert book.changes()[:3] == [
        "SI-001: status changed",
        "SI-001: item “SI-001-c: raced” changed",
        "SI-001: section “Problem” changed",
    ]
    capsys.readouterr()
    assert main(["check", "--no-baseline", "-c", str(book.folder)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "by Dana Lead: since then SI-001: status changed" in said
    assert "since then SI-001: section “Problem” changed" in said
    book.write("source/SI-001.md", PLAN)
    assert book.gate() == "signed"


def test_what_is_outside_the_plans_does_not_matter(book: Handbook) -> None:
    signed(book)
    book.edit("source/p2a.md", "Prose behind", "Other prose behind")
    book.edit("source/BL-001.md", "A title", "Another")
    book.edit("source/SI-001.md", "The *text* of", "The *text*\n  of")
    book.edit("source/SI-001.md", ":owner: backend", ":owner:   backend")
    git_in(book.folder, "mv", "source/SI-001.md", "source/moved.md")
    assert book.gate() == "signed"


def test_a_squash_that_loses_the_commit_loses_nothing(book: Handbook) -> None:
    signed(book)
    git_in(book.folder, "checkout", "-q", "--orphan", "new")
    commit_all(book.folder)
    git_in(book.folder, "branch", "-qD", "main")
    assert book.gate() == "signed"


def test_a_plan_that_joins_or_leaves_is_named(book: Handbook) -> None:
    signed(book)
    book.write("source/SI-002.md", finding("SI-002", status="implemented"))
    assert book.changes() == ["SI-002 is new"] * 2
    (book.folder / "source/SI-002.md").unlink()
    (book.folder / "source/SI-001.md").unlink()
    assert book.changes() == ["SI-001 is gone"] * 2


@pytest.mark.parametrize(
    ("decision", "more", "state"),
    [
        ("conditional", ["--condition", "retest", "--expires", "2026-06-01"], "signed"),
        ("rejected", [], "rejected"),
        ("withdrawn", [], "ready to sign"),
    ],
)
def test_every_decision_has_its_effect(
    book: Handbook, decision: str, more: list[str], state: str
) -> None:
    signed(book)
    assert book.sign(*more, decision=decision) == 0
    assert book.gate() == state
    assert (book.folder / "signoffs/2a-lead-2026-03-01-2.json").is_file()


def test_an_approval_runs_out(book: Handbook) -> None:
    assert book.sign("--condition", "x", "--expires", "2026-06-01",
                     decision="conditional") == 0  # fmt: skip
    assert book.sign(role="Security") == 0
    book.edit("conf.py", "2026-03-01", "2026-06-01")
    assert book.gate() == "signed", "the last day counts"
    book.edit("conf.py", "2026-06-01", "2026-06-02")
    assert book.gate() == "ready to sign"
    why = [c.why for c in book.register().gates["2A"].unmet]
    assert why == ["the approval ran out on 2026-06-01"]


def test_a_dry_run_writes_nothing(
    book: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.files()
    assert book.sign("--dry-run") == 0
    assert book.files() == before
    told = capsys.readouterr()
    assert told.out.startswith("```{signoff} 2A\n:decision: approved\n")
    assert "signoffs/2a-lead-2026-03-01.json" in told.err


# -- pages of every shape


RST = """\
Phase 2A: Foundation
====================

.. phase:: 2A
   :gate: Lead

   What it is about.

Prose behind it.
"""

SHAPES = {
    "at the end": "# Phase 2A: F\n\n```{phase} 2A\n```",
    "Windows": "# Phase 2A: F\n\n```{phase} 2A\n```\n\nText.\n".replace("\n", "\r\n"),
    "colons": "# Phase 2A: F\n\n:::{phase} 2A\nBody `code`.\n:::\nText.\n",
    "long name": "# Phase 2A: F\n\n```{audit:phase} 2A\n```\n\n## More\n",
    "inside": "# Phase 2A: F\n\n::::{note}\n:::{phase} 2A\n:::\n::::\n\nText.\n",
    "between boxes": (
        "# Phase 2A: F\n\n````{note}\nx\n````\n\n```{phase} 2A\n```\n\n"
        "````{note}\ny\n````\n"
    ),
    "example before": (
        "# Phase 2A: F\n\n````md\n```{phase} 2A\n```\n````\n\n```{phase} 2A\n```\n"
    ),
    "many": (
        "# All\n\n## Phase 1: One\n\n```{phase} 1\n```\n\n## Phase 2A: Two\n\n"
        "```{phase} 2A\n```\n\n## Phase 3: Three\n\n```{phase} 3\n```\n"
    ),
    "letters": "\ufeff# Phase 2A: Größe – 状態\n\n```{phase} 2A\n```\n\n„Text“\x0c.\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_only_the_sign_off_is_added(tmp_path: Path, shape: str) -> None:
    book = Handbook(tmp_path / "book", PAGES | {"source/p2a.md": SHAPES[shape]})
    assert book.sign() == 0
    text = book.read("source/p2a.md")
    added = [line for line in text.split("\n") if line.strip("`: \r")]
    kept = [line for line in SHAPES[shape].split("\n") if line.strip("`: \r")]
    assert [line for line in kept if line not in added] == []
    assert "\r\n" not in text or text.count("\n") == text.count("\r\n")
    signoff, record = book.last()
    assert (signoff.phase, signoff.by, record.seal.name) == ("2A", "Dana Lead", "WHOLE")


def test_restructuredtext_gets_its_own_syntax(tmp_path: Path) -> None:
    pages = {k: v for k, v in PAGES.items() if k != "source/p2a.md"}
    book = Handbook(tmp_path / "book", pages | {"source/p2a.rst": RST})
    assert book.sign("--evidence", "https://example.org/minutes") == 0
    text = book.read("source/p2a.rst")
    assert "   What it is about.\n\n.. signoff:: 2A\n   :decision: approved\n" in text
    assert text.endswith(
        "   :evidence: https://example.org/minutes\n\nProse behind it.\n"
    )
    assert book.gate() == "signed"


@pytest.mark.parametrize(
    "page",
    [
        "# Phase 2A: F\n\n> ```{phase} 2A\n> ```\n",
        "# Phase 2A: F\n\n- ```{phase} 2A\n  ```\n",
        "# Phase 2A: F\n\n```{phase} 2A\n:gate: Lead\n\nnever closed\n",
        "# Phase 2A: F\n\n```{include} part.txt\n```\n",
    ],
)
def test_a_page_that_cannot_take_it_is_left_alone(
    tmp_path: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more = {"source/p2a.md": page, "source/part.txt": "```{phase} 2A\n```\n"}
    book = Handbook(tmp_path / "book", PAGES | more)
    before = book.files()
    assert book.sign() == 2
    assert book.files() == before
    assert "Traceback" not in capsys.readouterr().err


# -- what it refuses


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--on", "2026-03-02"], "is in the future; the as-of date is 2026-03-01"),
        (["--on", "soon"], "'soon' is no date"),
        (["--expires", "2026-03-01"], "is not after 2026-03-01"),
        (["--condition", "x"], "is --decision conditional"),
        (["--decision", "conditional"], "needs a --condition"),
        (["--decision", "withdrawn"], "there is nothing to withdraw"),
        (["--decision", "rejected", "--expires", "2027-01-01"], "has no --expires"),
        (["--role", "Securty"], "names no role Securty; did you mean Security?"),
        (["--by", " "], "--by is empty"),
        (["--by", "a\x1bb"], "control character"),
        (["--evidence", "../x"], "leaves the repository"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    book: Handbook, more: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.files()
    assert book.sign(*more) == 2
    assert why in capsys.readouterr().err
    assert book.files() == before


def test_an_unknown_phase_is_refused(
    book: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["--by", "D", "--role", "Lead", "--decision", "approved"]
    assert main(["sign", "2C", *told, "-c", str(book.folder)]) == 2
    assert "no page declares phase 2C; valid: 2A, 2B" in capsys.readouterr().err


def test_uncommitted_changes_of_what_is_signed_are_refused_by_name(
    book: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    book.edit("source/BL-001.md", "A title", "Of another phase")
    assert book.sign("--dry-run") == 0
    book.edit("source/SI-001.md", "Bounds", "Edges")
    book.write("source/SI-002.md", finding("SI-002"))
    assert book.sign() == 2
    said = capsys.readouterr().err
    assert "uncommitted changes: source/SI-001.md, source/SI-002.md;" in said
    assert not (book.folder / "signoffs").exists()


def test_without_a_repository_or_git_it_says_so(
    book: Handbook,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def gone(*_: object) -> str:
        raise GitError("git is not installed")

    with monkeypatch.context() as patch:
        patch.setattr("sphinx_audit.evidence.git.ask", gone)
        assert book.sign() == 2
    assert "git is not installed" in capsys.readouterr().err
    (book.folder / ".git").rename(tmp_path / "elsewhere")
    assert book.sign() == 2
    assert "is in no git repository" in capsys.readouterr().err
    git_in(book.folder, "init", "-q")
    assert book.sign() == 2
    assert "git cannot tell what is committed: the repository has no commit yet" in (
        capsys.readouterr().err
    )


def test_a_failure_half_way_takes_all_back(
    book: Handbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "p2a.md")

    monkeypatch.setattr("sphinx_audit.cli.signing.whole.shutil.copymode", full)
    before = book.files()
    assert book.sign() == 2
    assert "No space left" in capsys.readouterr().err
    assert book.files() == before


# -- records that do not fit


def test_a_sign_off_that_was_edited_does_not_count(book: Handbook) -> None:
    assert book.sign(decision="rejected") == 0
    book.edit("source/p2a.md", "rejected", "approved")
    _, record = book.last()
    assert record.seal.name == "BROKEN"
    assert "decision differs" in record.why
    assert "the sign-off was edited after it was given" in record.why
    assert book.gate() == "ready to sign"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "is missing: nothing tells what was signed"),
        ("{", "not JSON that can be read"),
        ("[]", "no manifest of version 1"),
        ('{"version": 1, "sign-off": {}, "members": 7}', "lacks its sign-off"),
        ('{"version": 1, "sign-off": {}, "members": {"A": 1}}', "the digest of A"),
        ('{"version": 1, "sign-off": {}, "members": {}}', "one of them was edited"),
    ],
)
def test_a_record_that_is_lost_or_corrupt_is_named(
    book: Handbook, content: str | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    signed(book)
    name = "signoffs/2a-lead-2026-03-01.json"
    if content is None:
        (book.folder / name).unlink()
    else:
        book.write(name, content)
    assert book.gate() == "ready to sign"
    capsys.readouterr()
    assert main(["check", "--select", "broken_signoff", "-c", str(book.folder)]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert name in told
    assert why in told


def test_line_ends_of_another_system_do_not_break_a_record(book: Handbook) -> None:
    signed(book)
    for path in (book.folder / "signoffs").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert book.gate() == "signed"


# -- signatures


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """Return a folder with the keys of two people."""
    folder = tmp_path / "keys"
    folder.mkdir()
    for name in ("dana", "eve"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)],
            check=True,
        )  # fmt: skip
    return folder


def allow(book: Handbook, keys: Path, who: str, name: str = '"Dana Lead"') -> None:
    public = (keys / f"{who}.pub").read_text("utf-8")
    book.write("allowed", f'{name} namespaces="sphinx-audit" {public}')
    book.write("conf.py", CONF + 'audit_allowed_signers = "allowed"\n'
               "audit_require_signatures = True\n")  # fmt: skip
    commit_all(book.folder)


def test_a_signature_of_the_one_who_decided_counts(
    book: Handbook, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allow(book, keys, "dana")
    assert book.sign() == 0
    assert book.sign("--key", str(keys / "dana"), role="Security") == 0
    why = [c.why for c in book.register().gates["2A"].unmet]
    assert why == ["no signature beside its record"]
    capsys.readouterr()
    assert main(["check", "-c", str(book.folder)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert said.count("missing_signature") == 1
    lacking = "it does not count: no signature beside its record"
    assert f"missing_signature sign-off of 2A by Dana Lead: {lacking}" in said
    assert book.sign("--key", str(keys / "dana")) == 0
    assert book.gate() == "signed"
    (book.folder / "allowed").unlink()
    assert book.gate() == "ready to sign", "nobody can tell whose signature it is"


def test_a_signature_of_somebody_else_does_not(book: Handbook, keys: Path) -> None:
    allow(book, keys, "dana")
    assert book.sign("--key", str(keys / "eve")) == 0
    _, record = book.last()
    assert record.signature.value == "bad"
    assert "not one of Dana Lead's, as allowed has them" in record.signature_why


def test_an_address_in_the_name_may_be_what_the_list_has(
    book: Handbook, keys: Path
) -> None:
    allow(book, keys, "dana", "dana@example.org")
    by = ["--by", "Dana Lead <dana@example.org>"]
    assert book.sign(*by, "--key", str(keys / "dana")) == 0
    assert book.last()[1].signature.value == "good"


def test_a_key_that_cannot_sign_leaves_nothing(
    book: Handbook, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.files()
    assert book.sign("--key", "no-such-key") == 2
    assert "--key no-such-key" in capsys.readouterr().err
    assert book.files() == before


# -- the guide


def test_the_commands_of_the_guide_sign_its_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"source/{name}": text for name, text in files("gates.md").items()}
    pages["source/SI-001.md"] = pages["source/SI-001.md"].replace("[ ]", "[-]")
    pages["store.go"] = pages.pop("source/store.go")
    conf = CONF.replace('audit_today = "2026-03-01"\n', "")
    book = Handbook(
        tmp_path / "book", {**pages, "conf.py": conf, ".gitignore": "build\n"}
    )
    monkeypatch.chdir(book.folder)
    text = (GUIDE / "gates.md").read_text("utf-8")
    commands = re.findall(r"^sphinx-audit (sign .*)$", text, re.MULTILINE)
    assert len(commands) == 4
    for command in commands[:3]:
        assert main(shlex.split(command)) == 0
        commit_all(book.folder)
    gate = book.register().gates["2A"]
    assert [(c.text, c.met) for c in gate.conditions[-2:]] == [
        ("signed by Engineering Lead", True),
        ("signed by Security", False),
    ]
    assert gate.conditions[-1].why.startswith("withdrawn by Sam Sec")
    assert "2 of 3 pieces of evidence valid, 1 unchecked" in {
        c.text for c in gate.conditions if c.met
    }
