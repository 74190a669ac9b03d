"""The package as a stranger gets it: built, installed, used in a project of theirs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from sites import DATE, ROOT, shared

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Stranger = Callable[..., Path]

PACKAGE = ROOT / "_ext" / "sphinx_audit"
CONSTRAINTS = str(ROOT / "constraints.txt")

CONF = """\
project = "Stranger"
author = copyright = "Somebody"
extensions = {extensions}
"""
MYST = {
    "index.md": """\
# Audit

```{progress}
```

```{finding-table}
:priority: high
```

```{dependency-graph}
```

```{toctree}
phase
```
""",
    "phase.md": """\
# Phase 1: Basics

```{phase} 1
:gate: Lead

What comes first.
```

## F-1: A first finding

```{finding} F-1
:phase: 1
:priority: high
:status: implemented

It leaks.
```

```{checklist} F-1-ci Checks
:mandatory:

- [x] tested
- [-] released (it is a library)
```

## F-2: A second finding

```{finding} F-2
:phase: 1
:depends: F-1
```

See {finding}`F-1`, one of {count}`phase=1`.
""",
}
REST = {
    "index.rst": """\
Audit
=====

.. progress::

.. finding-table::
   :priority: high

.. dependency-graph::

.. toctree::

   phase
""",
    "phase.rst": """\
Phase 1: Basics
===============

.. phase:: 1
   :gate: Lead

   What comes first.

F-1: A first finding
--------------------

.. finding:: F-1
   :phase: 1
   :priority: high
   :status: implemented

   It leaks.

.. checklist:: F-1-ci Checks
   :mandatory:

   - [x] tested
   - [-] released (it is a library)

F-2: A second finding
---------------------

.. finding:: F-2
   :phase: 1
   :depends: F-1

See :finding:`F-1`, one of :count:`phase=1`.
""",
}
THEIRS = """\
from docutils import nodes
from docutils.parsers.rst import Directive


class Finding(Directive):
    def run(self):
        return [nodes.paragraph("", "a directive of theirs")]


def count(name, rawtext, text, lineno, inliner, options=None, content=()):
    return [nodes.Text("a role of theirs")], []


def setup(app):
    app.add_directive("finding", Finding)
    app.add_role("count", count)
"""
OWN = """\
F-1: A finding
==============

.. audit:finding:: F-1

.. finding::

Here is :count:`x`, and :audit:count:`findings` finding: :finding:`F-1`.
"""


def run(*command: str, **env: str) -> str:
    """Run a command; an error shows what it said."""
    done = subprocess.run(
        command,
        env=os.environ | env,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the sdist, as those who publish it do."""
    with shared(tmp_path_factory, "dist") as (out, made):
        if not made:
            command = [sys.executable, "-m", "build", "--outdir", str(out), str(ROOT)]
            run(*command, PIP_CONSTRAINT=CONSTRAINTS)
    assert len(list(out.glob("*.tar.gz"))) == 1
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def bin_(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, and nothing of ours besides it, into a new environment."""
    with shared(tmp_path_factory, "env") as (home, made):
        if not made:
            venv.create(home, symlinks=True)
            pip = [sys.executable, "-m", "pip", "--python", str(home), "install"]
            run(*pip, "--no-compile", "--constraint", CONSTRAINTS, str(wheel))
    return home / "bin"


@pytest.fixture
def stranger(bin_: Path, tmp_path: Path) -> Stranger:
    """Build a project with what is installed, and return the folder of the output."""

    def build(
        files: Mapping[str, str], builder: str, *, extensions: tuple[str, ...]
    ) -> Path:
        source, out = tmp_path / "source", tmp_path / builder
        source.mkdir(exist_ok=True)
        conf = CONF.format(extensions=list(extensions))
        for name, text in {**files, "conf.py": conf}.items():
            (source / name).write_text(text, "utf-8")
        flags = ["-q", "--nitpicky", "--fail-on-warning", "--builder", builder]
        paths = ["--doctree-dir", str(tmp_path / "doctrees"), str(source), str(out)]
        here = {"SOURCE_DATE_EPOCH": DATE, "PYTHONPATH": str(source)}
        run(str(bin_ / "sphinx-build"), *flags, *paths, **here)
        return out

    return build


def test_the_wheel_holds_the_whole_package_and_nothing_else(wheel: Path) -> None:
    files = (p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix != ".pyc")
    wanted = {p.relative_to(PACKAGE.parent).as_posix() for p in files}
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if ".dist-info/" not in name} == wanted
    for needed in (
        "py.typed",
        "static/audit.css",
        "handbook/template/handbook.typ",
        "templates/plan.md",
        "templates/plan.rst",
        "templates/project/conf.py.jinja",
        "templates/project/gitignore",
        "templates/project/source/phase_1_access/AC-001.md",
    ):
        assert f"sphinx_audit/{needed}" in names
    assert any(name.endswith(".schema.json") for name in names)


def test_the_package_works_without_what_only_our_handbook_needs(bin_: Path) -> None:
    code = "import importlib.util as u, sphinx_audit; print(sphinx_audit.__file__);"
    code += "print([n for n in ('furo', 'sphinx_design', 'pytest') if u.find_spec(n)])"
    file, others = run(str(bin_ / "python"), "-I", "-c", code).splitlines()
    assert file.startswith(str(bin_.parent))
    assert others == "[]"


@pytest.mark.parametrize(
    ("files", "extensions"),
    [(MYST, ("myst_parser", "sphinx_audit")), (REST, ("sphinx_audit",))],
    ids=["MyST", "reStructuredText"],
)
def test_a_stranger_writes_an_audit_and_gets_site_and_pdf(
    stranger: Stranger, files: Mapping[str, str], extensions: tuple[str, ...]
) -> None:
    html = stranger(files, "html", extensions=extensions)
    index = re.sub(r"<[^>]+>", "", (html / "index.html").read_text("utf-8"))
    assert "1 of 2" in index
    assert "F-1: A first finding" in index
    phase = (html / "phase.html").read_text("utf-8")
    assert 'href="#audit-finding-F-1"' in phase
    assert "audit-diagram" in phase
    assert (html / "_static" / "audit.css").is_file()
    pdf = stranger(files, "handbook", extensions=extensions) / "handbook.pdf"
    text = " ".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert "A first finding" in text
    assert "1 of 2" in text


def test_a_stranger_starts_from_nothing(bin_: Path, tmp_path: Path) -> None:
    audit = str(bin_ / "sphinx-audit")
    path = f"{bin_}{os.pathsep}{os.environ['PATH']}"
    home = tmp_path / "my audit"
    run(audit, "init", str(home))
    where = ("-c", str(home))
    run(audit, "new", "AC-002", "--phase", "1", "--title", "Two `words`", *where)
    strict = "SPHINXOPTS=--nitpicky --fail-on-warning -q"
    run("make", "--directory", str(home), strict, PATH=path)
    pages = home / "build/html/phase_1_access"
    assert "Two words" in re.sub(r"<[^>]+>|`", "", (pages / "index.html").read_text())
    assert (pages / "AC-002.html").is_file()
    assert (home / "build/handbook/handbook.pdf").is_file()
    assert "AC-002" in run(audit, "export", "--format", "markdown", *where)


def test_a_stranger_keeps_the_names_they_have_taken(stranger: Stranger) -> None:
    files = {"theirs.py": THEIRS, "index.rst": OWN}
    out = stranger(files, "text", extensions=("sphinx_audit", "theirs"))
    text = (out / "index.txt").read_text("utf-8")
    assert "a directive of theirs" in text
    assert "Here is a role of theirs, and 1 finding: F-1" in " ".join(text.split())
