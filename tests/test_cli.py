"""The commands as people and programs see them, on a small register."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from exchange_sample import small
from sphinx_audit import __version__
from sphinx_audit.cli import main
from sphinx_audit.exchange import document
from sphinx_audit.exchange.document import as_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "findings.json"
    path.write_text(as_text(document(small())), "utf-8")
    return path


@pytest.fixture
def run(
    register: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run a command on the small register; return code, data and messages."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def command(*words: str) -> tuple[int, str, str]:
        code = main([*words, "--from", str(register)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


# -- list

LIST = """\
Id    Title                        Phase  Priority  State      Effort
SI-1  Transaction boundaries       2A     critical  ✓ done     3–4 days
SI-2  State kept twice – 状態管理  2A     high      ○ ready    4–6 hours
BL-6  Audit log                    2B               ✕ blocked
"""
"""As a terminal shows it: wide characters take two columns."""


def test_list_is_a_table_for_people(run: Run) -> None:
    assert run("list") == (0, LIST, "")


def test_list_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (120, 60, 50, 40):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = run("list")[1].splitlines()
        assert max(len(line) for line in lines) <= width
        assert all(line.startswith(("Id", "SI-", "BL-6")) for line in lines)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), ["SI-1", "SI-2", "BL-6"]),
        (("--phase", "2B"), ["BL-6"]),
        (("--phase", "2A", "--phase", "2B"), ["SI-1", "SI-2", "BL-6"]),
        (("--phase", "!2A"), ["BL-6"]),
        (("--priority", "high,critical"), ["SI-1", "SI-2"]),
        (("--status", "deferred"), ["BL-7"]),
        (("--state", "ready"), ["SI-2"]),
        (("--owner", "security"), ["BL-6"]),
        (("--tags", "go"), ["SI-2"]),
        (("--sort=-effort",), ["BL-6", "SI-1", "SI-2"]),
        (("--sort", "id"), ["BL-6", "SI-1", "SI-2"]),
    ],
)
def test_list_takes_the_queries_of_the_views(
    run: Run, words: tuple[str, ...], ids: list[str]
) -> None:
    code, out, _ = run("list", *words, "--format", "json")
    assert code == 0
    assert [f["id"] for f in json.loads(out)] == ids


def test_a_wrong_query_names_the_nearest_word(run: Run) -> None:
    assert run("list", "--state", "redy") == (
        2, "", "sphinx-audit: state 'redy' is unknown; did you mean ready?\n",
    )  # fmt: skip
    assert run("list", "--sort", "prio")[0] == 2


def test_no_match_is_no_mistake_but_says_what_is_misspelt(run: Run) -> None:
    code, out, err = run("list", "--owner", "bakend")
    assert (code, out) == (0, "")
    assert "none has owner 'bakend'; did you mean backend?" in err
    assert run("list", "--owner", "bakend", "--format", "json")[1] == "[]\n"


def test_list_gives_every_fact_as_csv(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("list", "--format", "csv")[1])))
    assert [r["id"] for r in rows] == ["SI-1", "SI-2", "BL-6"]
    assert rows[1]["effort-low"] == "0.5"
    assert rows[1]["due"] == "2026-03-01"
    assert rows[1]["tags"] == "db, go"
    assert rows[2]["state"] == "blocked"
    assert rows[2]["docname"] == "BL-6"


# -- show

SHOW = """\
SI-1  Transaction boundaries
✓ done · implemented · critical · 3–4 days

phase       2A: Foundation
owner       backend
aliases     OLD-1
needed by   SI-2
items done  1 of 2
stated in   SI-1, line 3

Boundaries differ from one operation to the next.

SI-1-ci CI validation (1 of 2, mandatory)
  [x] Tests pass (ci, 2026-01-20, reports/race.txt)
      [-] On Windows
  [ ] Rollback tested
"""


def test_show_tells_all_of_a_finding(run: Run) -> None:
    assert run("show", "SI-1") == (0, SHOW, "")
    assert "waits for  SI-2 (open); gate 2A (open)" in run("show", "BL-6")[1]


def test_show_knows_former_ids(run: Run) -> None:
    assert run("show", "OLD-1") == (0, SHOW, "sphinx-audit: OLD-1 is now SI-1\n")


def test_show_gives_the_checklists_as_json(run: Run) -> None:
    found = json.loads(run("show", "SI-1", "--format", "json")[1])
    assert found["computed"]["needed-by"] == ["SI-2"]
    assert found["checklists"][0]["items"][0]["evidence"] == ["reports/race.txt"]


def test_show_suggests_the_nearest_id(run: Run) -> None:
    assert run("show", "si-1") == (
        2, "", "sphinx-audit: no finding si-1; did you mean SI-1?\n",
    )  # fmt: skip
    assert run("show", "2A")[2].endswith(
        "a phase; list --phase 2A shows its findings\n"
    )


def test_show_wraps_to_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, run("show", "SI-1")[1].splitlines())) <= 42


# -- next


def test_next_lists_what_is_ready(run: Run) -> None:
    lines = run("next")[1].splitlines()
    assert lines[0].split() == [
        "Id",
        "Title",
        "Phase",
        "Priority",
        "Effort",
        "Holds",
        "up",
    ]
    assert lines[1].startswith("SI-2")
    assert lines[1].endswith("1")
    assert len(lines) == 2


def rewrite(register: Path, **status: str) -> None:
    data = json.loads(register.read_text("utf-8"))
    for finding in data["findings"]:
        name = finding["id"].replace("-", "")
        finding["status"] = status.get(name, finding["status"])
    register.write_text(json.dumps(data), "utf-8")


def test_next_names_what_holds_up_where_nothing_is_ready(
    run: Run, register: Path
) -> None:
    rewrite(register, SI2="verified")
    code, out, err = run("next")
    assert code == 0
    assert err == "sphinx-audit: no finding is ready; what holds most up:\n"
    assert out.splitlines()[1] == (
        "gate 2A  Foundation  1         "
        "1 of 2 mandatory checklist items ticked (1 not applicable without a reason)"
        " · signed by Lead (nobody has)"
    )
    found = json.loads(run("next", "--format", "json")[1])
    assert found["ready"] == []
    assert found["blockers"][0] == {
        "kind": "gate",
        "id": "2A",
        "title": "Foundation",
        "asks-for": [
            (
                "1 of 2 mandatory checklist items ticked "
                "(1 not applicable without a reason)"
            ),
            "signed by Lead (nobody has)",
        ],
        "holds-up": 1,
    }


def test_next_says_so_when_all_is_done(run: Run, register: Path) -> None:
    rewrite(register, SI2="verified", BL6="verified")
    assert run("next") == (0, "", "sphinx-audit: no finding is left to do\n")
    rewrite(register, SI2="verified", BL6="in-progress")
    assert "in progress: BL-6" in run("next")[2]


# -- the terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_that_want_them(
    register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for no_colour, coloured in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", no_colour)
        monkeypatch.setattr(sys, "stdout", out := Terminal())
        assert main(["list", "--from", str(register)]) == 0
        assert ("\x1b[" in out.getvalue()) is coloured


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_an_output_that_is_ascii_gets_ascii(
    register: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
    assert main(["list", "--from", str(register), "--format", form]) == 0
    text = raw.getvalue().decode("ascii")
    if form == "json":
        assert json.loads(text)[1]["title"] == "State kept twice – 状態管理"
    assert "State kept twice" in text


def test_a_title_cannot_steer_the_terminal(run: Run, register: Path) -> None:
    data = json.loads(register.read_text("utf-8"))
    data["findings"][0]["title"] = "\x1b[2J\u202egnp\ud800"
    register.write_text(json.dumps(data), "utf-8")
    for words in (("list",), ("show", data["findings"][0]["id"])):
        out = run(*words)[1]
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_a_reader_that_leaves_is_no_mistake(register: Path) -> None:
    command = [sys.executable, "-m", "sphinx_audit", "list", "--from", str(register)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as p:
        assert p.stdout
        assert p.stderr
        p.stdout.close()
        assert p.stderr.read() == b""
    assert p.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")  # noqa: PTH110
def test_a_full_disk_is_said(register: Path) -> None:
    command = [sys.executable, "-m", "sphinx_audit", "list", "--from", str(register)]
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"sphinx-audit: cannot write: No space left on device\n"


# -- wrong use


@pytest.mark.parametrize(
    "words", [(), ("lst",), ("list", "--colour"), ("show",), ("list", "--format", "x")]
)
def test_wrong_use_ends_with_2(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2


def test_help_and_version_suffice(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["--version"], ["list", "--help"]):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 0
    out = capsys.readouterr().out
    for told in ("build/.sphinx-audit", __version__, "in-progress", "--from FILE"):
        assert told in out


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("no.json", None, "No such file or directory"),
        (".", None, "Is a directory"),
        ("text.json", b"Id,Title\n", "not JSON: Expecting value in line 1, column 1"),
        ("latin.json", b"\xe9", "not UTF-8 at byte 0"),
        ("other.json", b"{}", "no findings.json"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    message: str,
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["list", "--from", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"sphinx-audit: {path}: ")
    assert message in err


def test_a_file_is_not_built(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--from", "a.json", "-c", "docs"]) == 2
    assert "-c and -s say what to build" in capsys.readouterr().err
