"""A new project builds as it is, and costs nobody a file."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_audit.cli import main
from sphinx_audit.making.project import Start, project_files
from sphinx_audit.making.writing import write_new
from sphinx_audit.store import register_of
from test_guide import GUIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

EVERY = [
    "conf.py",
    "pyproject.toml",
    "Makefile",
    ".gitignore",
    "source/index.md",
    "source/about/index.md",
    "source/phase_1_access/index.md",
    "source/phase_1_access/AC-001.md",
]
ODD = "a b`\"$(x)'é{%} #[y](z) {{q}} <b>"
"""A name that means something to a shell, to Python, to Jinja and to Markdown."""


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str, str]:
        code = main(["init", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def built(home: Path, builder: str) -> tuple[Sphinx, list[str]]:
    """Build a project that lies there, and return its warnings."""
    said = StringIO()
    with patch_docutils(home), docutils_namespace():
        app = Sphinx(
            home / "source",
            home,
            home / "build" / builder,
            home / "build" / "doctrees",
            builder,
            confoverrides={"nitpicky": True},
            status=None,
            warning=said,
        )
        app.build()
    lines = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()).splitlines()
    return app, [w for w in lines if w.strip() and "[app.add_" not in w]


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("builder", ["html", "handbook"])
def test_a_new_project_builds_without_a_warning(
    run: Run, tmp_path: Path, empty: bool, builder: str
) -> None:
    assert run(ODD, *(["--empty"] * empty))[0] == 0
    app, warnings = built(tmp_path / ODD, builder)
    assert warnings == []
    assert app.config.project == ODD
    assert app.env.titles["index"].astext() == ODD
    register = register_of(app.env)
    assert list(register.findings) == ([] if empty else ["AC-001"])
    assert list(register.phases) == ([] if empty else ["1"])
    made = "handbook.pdf" if builder == "handbook" else "index.html"
    assert (Path(app.outdir) / made).stat().st_size > 1000


def test_its_own_commands_work_in_it(run: Run, tmp_path: Path) -> None:
    run("audit")
    bin_ = Path(sys.executable).parent
    env = os.environ | {"PATH": f"{bin_}:{os.environ['PATH']}", "NO_COLOR": "1"}
    for target in ("html", "check"):
        done = subprocess.run(
            ["make", target, "SPHINXOPTS=--nitpicky --fail-on-warning -q"],
            cwd=tmp_path / "audit", env=env, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "audit/build/html/phase_1_access/AC-001.html").is_file()


def test_it_says_what_it_made_and_what_comes_next(run: Run, tmp_path: Path) -> None:
    code, out, err = run("my audit")
    assert code == 0
    assert out.splitlines() == [f"my audit/{name}" for name in EVERY]
    assert "'my audit' is ready: cd 'my audit' && make handbook" in err
    assert sorted(tree(tmp_path / "my audit")) == sorted(EVERY)


def test_the_folder_is_this_one_and_those_above_are_made(
    run: Run, tmp_path: Path
) -> None:
    assert run("a/b/c")[0] == 0
    assert (tmp_path / "a/b/c/conf.py").is_file()
    code, out, err = run("--name", "  Two\n words ")
    assert (code, out.splitlines()) == (0, EVERY)
    assert "'Two words' is ready: make handbook" in err


@pytest.mark.parametrize(
    ("there", "named"),
    [
        ("conf.py", "conf.py is there"),
        ("Makefile", "Makefile is there"),
        ("source/index.md", "source/index.md is there"),
        ("source/notes.txt", "source is there"),
        ("source", "source is there"),
    ],
)
def test_nothing_is_overwritten_and_then_nothing_is_made(
    run: Run, tmp_path: Path, there: str, named: str
) -> None:
    path = tmp_path / "audit" / there
    path.parent.mkdir(parents=True)
    path.write_text("mine", "utf-8")
    code, out, err = run("audit")
    assert (code, out) == (2, "")
    assert named in err
    assert tree(tmp_path) == {f"audit/{there}": b"mine"}


def test_a_link_that_leads_nowhere_is_in_the_way(run: Run, tmp_path: Path) -> None:
    (tmp_path / "conf.py").symlink_to("nowhere")
    code, _, err = run()
    assert code == 2
    assert "conf.py is there already" in err
    assert not (tmp_path / "nowhere").exists()


def test_a_file_instead_of_the_folder_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("mine", "utf-8")
    assert "audit is there already" in run("audit")[2]
    assert "audit is there already" in run("audit/below")[2]


def test_what_others_ignore_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine", "utf-8")
    code, out, err = run()
    assert code == 0
    assert ".gitignore" not in out
    assert ".gitignore stays as it is; it should name /build/" in err
    assert (tmp_path / ".gitignore").read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "a\x07b", "\ud800"])
def test_a_name_that_is_none_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    code, _, err = run("--name", name)
    assert code == 2
    assert err.startswith("sphinx-audit: --name ")
    assert tree(tmp_path) == {}


def test_the_theme_is_named_only_where_it_is() -> None:
    with_, without = (
        project_files(Start(name="x", version="1", furo=furo)) for furo in (True, False)
    )
    assert 'html_theme = "furo"' in with_["conf.py"]
    assert "html_theme" not in without["conf.py"]
    assert "furo" in with_["pyproject.toml"]
    assert "furo" not in without["pyproject.toml"]
    assert Start(name="x", version="1").furo is (find_spec("furo") is not None)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
@settings(deadline=None)
def test_any_name_is_a_string_of_python(name: str) -> None:
    made = project_files(Start(name=name, version="0.1.0"))
    scope: dict[str, object] = {}
    exec(compile(made["conf.py"], "conf.py", "exec"), scope)
    assert scope["project"] == name
    assert tomllib.loads(made["pyproject.toml"])["tool"]["audit"]["source"] == "source"


# -- files are written together or not at all


def test_of_files_that_cannot_all_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "b").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError):
        write_new(tmp_path, {"x/y/a": "1", "b": "2", "c": "3"})
    assert tree(tmp_path) == {"b": b"mine"}
    assert [p.name for p in tmp_path.iterdir()] == ["b"]


def test_an_interruption_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = os.link, []

    def link(source: object, target: object) -> None:
        seen.append(target)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(source, target)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(KeyboardInterrupt):
        write_new(tmp_path / "new", {"a": "1", "b": "2"})
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_hard_links_is_written_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: object, target: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    write_new(tmp_path, {"x/a": "ä"})
    assert tree(tmp_path) == {"x/a": "ä".encode()}
    with pytest.raises(FileExistsError):
        write_new(tmp_path, {"x/a": "b"})


def test_a_folder_that_nobody_may_write_costs_no_traceback(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mkdir(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "mkdir", mkdir)
    code, out, err = run("audit")
    assert (code, out) == (2, "")
    assert "cannot write" in err
    assert "Permission denied" in err


# -- the guide

COMMAND = re.compile(r"^(?:sphinx-audit|cd) .*$", re.MULTILINE)
REGISTER = "id,title,phase,depends\nAC-003,Third,1,AC-002\n"


def test_the_commands_of_the_first_hour_work_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (GUIDE / "start.md").read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    given = [shlex.split(c) for block in blocks for c in COMMAND.findall(block)]
    assert [words[1] for words in given] == ["init", "handbook", "new", "new"]
    monkeypatch.chdir(tmp_path)
    for words in given:
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            Path("register.csv").write_text(REGISTER, "utf-8")
        else:
            assert main(words[1:]) == 0, capsys.readouterr().err
    app, warnings = built(tmp_path / "handbook", "html")
    assert warnings == []
    assert list(register_of(app.env).findings) == ["AC-001", "AC-002", "AC-003"]
