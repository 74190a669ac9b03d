"""Evidence: what a text names, and what a look in files and in git tells."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import warnings_of
from projects import finding, phase
from sphinx_audit.evidence import git
from sphinx_audit.evidence.looking import look_at
from sphinx_audit.evidence.symbols import defines
from sphinx_audit.model.evidence import (
    Evidence,
    EvidenceError,
    EvidenceState,
    read_evidence,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

GO = "package x\n\nfunc (s *Store) Run() error {\n\treturn nil\n}\n"
VALID, MISSING = EvidenceState.VALID, EvidenceState.MISSING
CHANGED, UNCHECKED = EvidenceState.CHANGED, EvidenceState.UNCHECKED


def git_in(folder: Path, *args: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit_all(folder: Path, message: str = "x") -> str:
    git_in(folder, "add", "-A")
    git_in(folder, "commit", "-qm", message)
    return git_in(folder, "rev-parse", "HEAD")


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """Return a repository with a file in a folder, committed."""
    folder = tmp_path / "code"
    (folder / "pkg").mkdir(parents=True)
    (folder / "pkg/store.go").write_text(GO, "utf-8")
    (folder / "pkg/shot.png").write_bytes(b"\x89PNG\0\0")
    git_in(folder, "init", "-q", "-b", "main")
    commit_all(folder)
    return folder


def look(text: str, folder: Path, today: dt.date | None = None) -> tuple[object, str]:
    found = look_at([text], {"": folder}, today)[text]
    return found.state, found.why


# -- what a text names


def test_every_part_of_the_form_is_read() -> None:
    digits = "ab" * 32
    text = f"code:pkg/store.go@0123abc#L10-L20::Store.Run sha256={digits}"
    assert read_evidence(f"{text} expires=2026-03-01") == Evidence(
        root="code",
        path="pkg/store.go",
        commit="0123abc",
        first=10,
        last=20,
        symbol="Store.Run",
        sha256=digits,
        expires=dt.date(2026, 3, 1),
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://ci.example.org/a@b#L1::x", {"url": "https://ci.example.org/a@b#L1::x"}),
        ("a b/c.md", {"path": "a b/c.md"}),
        ("./a//b.go#L7", {"path": "a/b.go", "first": 7, "last": 7}),
        ("src\\a.rs::std::vec", {"path": "src/a.rs", "symbol": "std::vec"}),
        ("node_modules/@scope/x.js", {"path": "node_modules/@scope/x.js"}),
        ("img@2x.png", {"path": "img@2x.png"}),
    ],
)  # fmt: skip
def test_what_looks_alike_is_told_apart(text: str, named: dict[str, object]) -> None:
    assert read_evidence(text) == Evidence(**named)  # type: ignore[arg-type]  # its fields


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no path"),
        ("../secret", "leaves the repository"),
        ("a/../../b", "leaves the repository"),
        ("/etc/passwd", "outside the repository"),
        ("C:/x.txt", "outside the repository"),
        ("~/x", "outside the repository"),
        ("a.go#L0", "no line 0"),
        ("a.go#L9-L3", "run backwards"),
        ("a.go#here", "names no lines"),
        ("a.go::", "no symbol"),
        ("a.go sha256=12", "64 hexadecimal digits"),
        ("a.go expires=soon", "is no date"),
        ("a.go expires=2026-01-01 sha256=z", "64 hexadecimal digits"),
        ("a\x00b", "control character"),
    ],
)
def test_what_names_no_place_says_why(text: str, why: str) -> None:
    with pytest.raises(EvidenceError, match=why):
        read_evidence(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_or_leaves_the_repository(text: str) -> None:
    try:
        found = read_evidence(text)
    except EvidenceError:
        return
    assert found.url or ".." not in found.path.split("/")
    assert not found.path.startswith("/")


# -- what a look tells


@pytest.mark.parametrize(
    ("text", "state", "why"),
    [
        ("pkg/store.go", VALID, ""),
        ("pkg/store.go#L1-L5::Run", VALID, ""),
        ("pkg/store.go::Store.Run", VALID, ""),
        ("pkg/store.go::Other.Run", MISSING, "Other.Run is not defined in"),
        ("pkg/store.go#L1-L2::Run", MISSING, "not defined in these lines"),
        ("pkg/store.go#L4-L6", MISSING, "line 6 is behind its end, line 5"),
        ("pkg/none.go", MISSING, "does not exist"),
        ("pkg", MISSING, "is a folder"),
        ("pkg/shot.png", VALID, ""),
        ("pkg/shot.png#L1", MISSING, "is binary"),
        ("pkg/shot.png::Run", MISSING, "is binary"),
        ("../secret.txt", MISSING, "leaves the repository"),
        ("https://example.org/x", UNCHECKED, "no build asks the network"),
        ("other:x.go", UNCHECKED, "other is not in evidence_roots"),
    ],
)
def test_a_file_of_the_working_tree_is_looked_at(
    code: Path, text: str, state: EvidenceState, why: str
) -> None:
    found, said = look(text, code)
    assert found is state
    assert why in said


def test_a_hash_tells_whether_a_file_changed(code: Path) -> None:
    text = f"pkg/store.go sha256={hashlib.sha256(GO.encode()).hexdigest()}"
    assert look(text, code) == (VALID, "")
    (code / "pkg/store.go").write_text(GO + "\n", "utf-8")
    assert look(text, code)[0] is CHANGED
    (code / "pkg/store.go").write_text(GO, "utf-8")
    assert look(text, code) == (VALID, "")


def test_a_link_does_not_lead_out_of_the_repository(code: Path) -> None:
    (code.parent / "secret.txt").write_text("s", "utf-8")
    (code / "out.txt").symlink_to("../secret.txt")
    (code / "round").symlink_to("round")
    assert "leads out" in look("out.txt", code)[1]
    assert look("round", code)[0] is MISSING


def test_evidence_runs_out(code: Path) -> None:
    text = "pkg/store.go expires=2026-03-01"
    assert look(text, code)[0] is VALID, "without a date nothing does"
    assert look(text, code, dt.date(2026, 3, 1))[0] is VALID
    assert look(text, code, dt.date(2026, 3, 2))[0] is EvidenceState.EXPIRED


def test_a_commit_keeps_what_the_working_tree_lost(code: Path) -> None:
    before = git_in(code, "rev-parse", "HEAD")
    (code / "pkg/store.go").write_text("package x\n", "utf-8")
    after = commit_all(code)
    at = f"pkg/store.go@{before[:10]}"
    assert look(f"{at}#L3::Run", code) == (VALID, "")
    assert look("pkg/store.go::Run", code)[0] is MISSING
    assert "behind its end" in look(f"pkg/store.go@{after}#L3", code)[1]
    assert "is a folder in commit" in look(f"pkg@{before}", code)[1]
    assert "is not in commit" in look(f"none.go@{before}", code)[1]
    assert look(f"store.go@{before}", code / "pkg") == (VALID, ""), "below a root"


def test_a_commit_must_be_there_and_stay(code: Path) -> None:
    why = look(f"pkg/store.go@{'0' * 39}1", code)
    assert why[0] is MISSING
    assert "is not in the repository" in why[1]
    git_in(code, "checkout", "-q", "--detach")
    lost = commit_all_of_a_change(code)
    assert look(f"pkg/store.go@{lost}", code)[0] is VALID, "it is checked out"
    git_in(code, "checkout", "-q", "main")
    assert "may get lost" in look(f"pkg/store.go@{lost}", code)[1]


def commit_all_of_a_change(code: Path) -> str:
    (code / "more.txt").write_text("more", "utf-8")
    return commit_all(code)


def test_a_shallow_clone_does_not_call_a_commit_missing(code: Path) -> None:
    first = git_in(code, "rev-parse", "HEAD")
    commit_all_of_a_change(code)
    clone = code.parent / "clone"
    git_in(code.parent, "clone", "-q", "--depth=1", f"file://{code}", str(clone))
    state, why = look(f"pkg/store.go@{first}", clone)
    assert state is UNCHECKED
    assert "shallow clone" in why


def test_without_git_a_commit_is_unchecked(
    code: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    text = f"pkg/store.go@{'a' * 40}"
    assert look(text, code) == (UNCHECKED, "git is not installed")
    bare = tmp_path / "bare"
    bare.mkdir()
    assert look(text, bare) == (UNCHECKED, "no git repository is here")
    assert look("pkg/store.go", code) == (VALID, ""), "files need no git"


def test_a_checkout_that_is_not_here_is_unchecked(tmp_path: Path) -> None:
    roots = {"": tmp_path, "code": tmp_path / "nowhere"}
    (found,) = look_at(["code:x.go"], roots, None).values()
    assert found.state is UNCHECKED
    assert "the checkout 'code' is not here" in found.why


def test_the_settings_of_a_repository_start_no_program(code: Path) -> None:
    trap = code.parent / "trap"
    program = code / "program"
    program.write_text(f"#!/bin/sh\ntouch {trap}\n", "utf-8")
    program.chmod(0o755)
    git_in(code, "config", "core.fsmonitor", str(program))
    head = git_in(code, "-c", "core.fsmonitor=false", "rev-parse", "HEAD")
    trap.unlink(missing_ok=True)
    assert look(f"pkg/store.go@{head}", code) == (VALID, "")
    assert git.uncommitted(code, [code / "program"]) == ["program"]
    assert not trap.exists()


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("func Run() {", "Run"),
        ("func (s *Store) Run(ctx context.Context) error {", "Run"),
        ("type Store struct {", "Store"),
        ("async def run(self) -> None:", "run"),
        ("class Store:\n    def run(self):", "Store.run"),
        ("  public static void main(String[] args) {", "main"),
        ("int Store::run(int x)\n{", "run"),
        ("pub fn run<T>(x: T) -> T {", "run"),
        ("export const run = async () => {}", "run"),
        ("  run(x) {\n  }", "run"),
        ("LIMIT = 7", "LIMIT"),
        ("create table if not exists AUDIT_LOG (", "AUDIT_LOG"),
        ("#define LIMIT 7", "LIMIT"),
        ("  retries: 3", "retries"),
        ("build: clean", "build"),
        ("## Rollback", "Rollback"),
        ('{"max-retries": 3}\n"max-retries": 3', "max-retries"),
    ],
)
def test_a_definition_is_found_in_the_languages_of_the_day(
    text: str, symbol: str
) -> None:
    assert defines(text, symbol)


@pytest.mark.parametrize(
    "text", ["Run()", "x.Run(1);", "return Run", "func Running() {", "# said Rune"]
)
def test_a_use_is_no_definition(text: str) -> None:
    assert not defines(text, "Run")


# -- on pages and in the rules


def plan(evidence: str, item: str = "- [x] done") -> str:
    listed = f"\n```{{checklist}} SI-001-c\n{item}\n```\n"
    return finding("SI-001", evidence=evidence) + listed


PROJECT = {
    "index.md": "# Top\n\n```{toctree}\np2a\nSI-001\nother\n```\n",
    "p2a.md": phase("2A"),
    "other.md": "# Other\n",
    "code/x.go": GO,
}


def text_of(app: SphinxTestApp, name: str) -> str:
    found = app.outdir / f"{name}.txt"
    return " ".join(found.read_text("utf-8").split())


def test_a_page_shows_the_state_of_each_piece(build: Build) -> None:
    item = "- [x] raced {by}`ci` {evidence}`code/none.txt`"
    pages = PROJECT | {"SI-001.md": plan("code/x.go::Run, https://e.org/1", item)}
    app = build(pages, "text")
    told = text_of(app, "SI-001")
    assert "code/x.go::Run valid, https://e.org/1 unchecked" in told
    assert "raced ci code/none.txt missing (code/none.txt does not exist)" in told
    assert (
        "1 of 3 pieces of evidence valid, 1 unchecked (code/none.txt is missing)"
        in (text_of(app, "p2a"))
    )


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("../x", "evidence '../x': ../x leaves the repository [audit.bad_evidence]"),
        ("x.go#L0", "evidence 'x.go#L0': lines count from 1, there is no line 0"),
        ("x.go#L9-L2", "evidence 'x.go#L9-L2': lines 9 to 2 run backwards"),
        ("code", "evidence code is missing: code is a folder, not a file"),
        ("code/x.go#L99", "line 99 is behind its end, line 5 [audit.missing_evidence]"),
    ],
)
def test_wrong_evidence_of_a_finding_is_said_there(
    build: Build, evidence: str, said: str
) -> None:
    app = build(PROJECT | {"SI-001.md": plan(evidence)}, "text")
    (warned,) = (w for w in warnings_of(app) if "evidence" in w)
    assert warned.startswith("SI-001.md:3: WARNING: SI-001: ")
    assert said in warned


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("{evidence}`no.txt`", "evidence no.txt is missing: no.txt does not exist"),
        ("{evidence-needed}`a log`", "“a” is ticked without evidence"),
    ],
)
def test_wrong_evidence_of_an_item_is_said_there(
    build: Build, role: str, said: str
) -> None:
    app = build(PROJECT | {"SI-001.md": plan("", f"- [x] a {role}")}, "text")
    (warned,) = (w for w in warnings_of(app) if "evidence" in w)
    assert warned.startswith(f"SI-001.md:10: WARNING: SI-001-c: {said}")


def test_a_list_may_ask_for_evidence_of_each_item(build: Build) -> None:
    item = ":evidence:\n\n- [x] a\n- [ ] b\n- [x] c {evidence}`code/x.go`"
    app = build(PROJECT | {"SI-001.md": plan("", item)}, "text")
    (warned,) = (w for w in warnings_of(app) if "evidence_needed" in w)
    assert "SI-001.md:12: WARNING: SI-001-c: “a” is ticked without" in warned


def test_an_edit_of_the_file_rewrites_the_pages_that_show_it(build: Build) -> None:
    pages = PROJECT | {"SI-001.md": plan("code/x.go::Run")}
    app = build(pages)
    read = dict(app.env.all_docs)

    def stamps() -> dict[str, int]:
        return {p.stem: p.stat().st_mtime_ns for p in app.outdir.glob("*.html")}

    before = stamps()
    app = build({"code/x.go": "package x\n"})
    now = stamps()
    changed = {name for name in now if now[name] != before[name]}
    assert {"SI-001", "p2a"} <= changed
    assert "other" not in changed
    assert app.env.all_docs["SI-001"] == read["SI-001"], "nothing is read again"
    assert "missing" in (app.outdir / "SI-001.html").read_text("utf-8")
    assert any("missing_evidence" in w for w in warnings_of(app))


def test_another_checkout_is_looked_into(build: Build, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code/x.go").write_text(GO, "utf-8")
    conf = {"audit_evidence_roots": {"code": os.path.join("..", "code")}}  # noqa: PTH118 - as a setting has it
    pages = PROJECT | {"SI-001.md": plan("code:x.go::Run")}
    app = build(pages, "text", confoverrides=conf)
    assert warnings_of(app) == []
    assert "code:x.go::Run valid" in text_of(app, "SI-001")


BUILDERS = ("html", "latex", "text", "man", "epub", "texinfo", "gettext", "xml")


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_shows_it_without_a_warning(build: Build, builder: str) -> None:
    item = "- [x] raced {evidence}`code/x.go::Run`"
    more = "\n```{gate-table}\n```\n\n```{checklist-table}\n:open:\n```\n"
    pages = PROJECT | {"SI-001.md": plan("code/x.go", item), "other.md": "# O\n" + more}
    assert warnings_of(build(pages, builder)) == []
