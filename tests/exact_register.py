"""A small register that is edited at random, and what its builds leave on the disk."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import os
import shutil
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.deprecation import RemovedInSphinx11Warning
from sphinx.util.docutils import docutils_namespace, patch_docutils

from projects import phase
from sphinx_audit.model.fingerprint import digest
from sphinx_audit.model.manifest import Manifest, fingerprint, write_manifest
from sphinx_audit.verify.blocks import Block, Depth, Plan
from sphinx_audit.verify.results import Codes, Report, Results, recorded
from sphinx_audit.verify.telling import Outcome, PlanResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Page = dict[str, str]
"""The facts of a page by name; what a page lacks, it does not say."""

STATUSES = ("open", "in-progress", "implemented", "verified", "deferred", "superseded")
WORDS = ("alpha", "beta *gamma*", "delta", "epsilon", "zeta", "eta `theta`", "gate")
CATEGORIES = ("{}", '{"SI": "Structure"}', '{"SI": "Structure", "BF": "Behaviour"}')
PATTERNS = (r"[A-Z][A-Z0-9]*-\d+", r"SI-\d+", r"[A-Z]{2}-\d{3}")
DATES = ("", "2025-06-23", "2026-01-01", "2027-03-01")
PROOFS = (
    "",
    "proof.txt",
    "proof.txt#L2",
    "proof.txt::alpha",
    "proof.txt sha256=" + hashlib.sha256(b"alpha\n").hexdigest(),
    "far:proof.txt, ../x, https://example.org/1 expires=2026-01-01",
)
IGNORED = {".audit-marks.json", "stamps.json", ".buildinfo.bak"}
"""Notes of builds: ours, and what Sphinx keeps of former settings."""


@dc.dataclass
class Register:
    """A project of findings, phases and pages, from which its files are made."""

    findings: dict[str, Page]
    phases: list[str]
    pages: dict[str, Page]
    conf: dict[str, str] = dc.field(default_factory=dict)
    signoffs: list[tuple[str, str, str]] = dc.field(default_factory=list)
    proof: str = ""
    """A file that is evidence."""
    sealed: int = 0
    """Whether the first phase is signed with a record, and 2 if it was edited."""
    verified: int = 0
    """Whether there is a record of verified plans, and which day it tells."""
    caption: str = ""
    epoch: str = ""
    dated: bool = False
    """Whether what is made of it needs a date to be the same again."""

    def files(self) -> dict[str, str]:
        found = {"index.md": self.index(), "gate.md": self.gate()} | VIEWS
        for number, id_ in enumerate(self.phases):
            after = {"after": self.phases[number - 1]} if number else {}
            if number == len(self.phases) - 1:
                after["gate"] = "Lead"
            found[f"p{id_}.md"] = phase(id_, f"Step {id_}", order=str(number), **after)
        found |= {f"{p.get('at', i)}.md": plan(i, p) for i, p in self.findings.items()}
        found |= {f"{name}.md": prose(name, p) for name, p in self.pages.items()}
        found |= {"proof.txt": self.proof} if self.proof else {}
        edited = " " if self.sealed == 2 else ""
        found |= {RECORD: MANIFEST + edited} if self.sealed else {}
        if self.verified:
            found["audit-verified.json"] = record_of_code(self)
        return found

    def index(self) -> str:
        caption = f":caption: {self.caption}\n" if self.caption else ""
        listed = sorted([*(f"p{i}" for i in self.phases), *self.pages])
        trees = "\n".join(["gate", *(v.removesuffix(".md") for v in VIEWS), *listed])
        return f"# Top\n\n```{{toctree}}\n{caption}\n{trees}\n```\n"

    def gate(self) -> str:
        decisions = "".join(
            f"```{{signoff}} {of}\n:decision: {decision}\n:by: Ada\n:role: Lead\n"
            f":on: 2025-06-0{n % 9 + 1}\n:expires: {expires}\n```\n\n"
            for n, (of, decision, expires) in enumerate(self.signoffs)
        )
        decisions += SEALED if self.sealed else ""
        patterns = "".join(
            f"## PT-{n}: Pattern {n}\n\n```{{pattern}} PT-{n}\n```\n\n" for n in (1, 2)
        )
        return f"# Gate\n\n{decisions}{patterns}"

    def settings(self) -> str:
        given = "".join(f"audit_{k} = {v}\n" for k, v in sorted(self.conf.items()))
        return CONF + given


CODES = (
    "",
    "```json\n{}\n```\n",
    "```json\n{\n```\n",
    "```sql\nCREATE TABLE t (id bigint);\n```\n",
)
"""Code of a plan: none, verified, broken, and what others are applied after."""


def record_of_code(register: Register) -> str:
    """Return a record in which each plan has the second of these codes."""
    block = Block(page="", path="", line=1, language="json", text="{}\n")
    passed = PlanResult(plan="", depth=Depth.PARSE, outcome=Outcome.PASSED)
    reports = tuple(
        Report(
            plan=id_,
            code=Codes({id_: Plan(id=id_, blocks=(block,)).digest}).of(id_, ()),
            results=(dc.replace(passed, plan=id_),),
        )
        for id_ in register.findings
    )
    return recorded(Results(on=f"2026-03-0{register.verified}", reports=reports))


RECORD = "signoffs/1a-lead-2025-06-01.json"
MANIFEST = write_manifest(
    Manifest(
        said={
            "phase": "1A",
            "decision": "approved",
            "by": "Ada",
            "role": "Lead",
            "on": "2025-06-01",
        },
        scope={"SI-000": {"fact status": digest("open"), "section Work": digest("")}},
    )
)
SEALED = (
    "```{signoff} 1A\n:decision: approved\n:by: Ada\n:role: Lead\n:on: 2025-06-01\n"
    f":fingerprint: {fingerprint(MANIFEST.encode())}\n```\n\n"
)

CONF = """\
extensions = ["myst_parser", "sphinx_audit"]
html_theme = "basic"
html_sidebars = {"**": ["globaltoc.html", "relations.html", "searchbox.html"]}
project = "Sample"
version = release = "1.0"
copyright = author = "Somebody"
suppress_warnings = ["*"]
"""

VIEWS = {
    "views.md": """\
# Views

```{finding-table}
:columns: id, title, status, effort
```

```{dependency-graph}
```

```{checklist-table}
```

```{checklist-table}
:open:
```
""",
    "phases.md": "# Phases\n\n```{phase-index}\n```\n\n```{gate-table}\n```\n",
    "first.md": "# First\n\n```{finding-table}\n:phase: 1A\n```\n",
    "problems.md": "# Problems\n\n```{problem-table}\n```\n",
    "far.md": "# Far\n\n```{progress}\n```\n\n{count}`left status=open`\n",
}


def plan(id_: str, page: Page) -> str:
    shown = [
        "phase",
        "status",
        "effort",
        "depends",
        "aliases",
        "uses",
        "due",
        "expires",
        "evidence",
    ]
    facts = "".join(f":{k}: {page[k]}\n" for k in shown if page.get(k))
    label = f"({page['label']})=\n" if page.get("label") else ""
    ticks = int(page.get("ticks", "0"))
    proof = f" {{evidence}}`{page['proof']}`" if page.get("proof") else ""
    items = "".join(
        f"- [{'x' if ticks >> n & 1 else ' '}] part {n}{proof}\n" for n in (0, 1)
    )
    return (
        f"{label}# {id_}: {page['title']}\n\n```{{finding}} {id_}\n{facts}\nAbout "
        f"{page.get('prose', 'it')}.\n```\n\n## Work of {id_}\n\n{page.get('says', '')}"
        f"\n\n{page.get('code', '')}\n"
        f"```{{checklist}} {id_}-c\n:mandatory:\n\n{items}```\n"
    )


def prose(name: str, page: Page) -> str:
    heading = page.get("heading", "Notes")
    label = f"({page['label']})=\n" if page.get("label") else ""
    return (
        f"# Page {page.get('title', name)}\n\n{page.get('prose', '')}\n\n"
        f"{label}## {heading}\n\n{page.get('says', '')}\n"
    )


# -- edits: each takes the register and two numbers


def chosen(register: Register, n: int) -> tuple[str, Page]:
    ids = sorted(register.findings)
    return ids[n % len(ids)], register.findings[ids[n % len(ids)]]


def set_fact(name: str, values: tuple[str, ...]) -> Callable[..., None]:
    def edit(register: Register, a: int, b: int) -> None:
        chosen(register, a)[1][name] = values[b % len(values)]

    return edit


def set_conf(name: str, values: tuple[str, ...]) -> Callable[..., None]:
    def edit(register: Register, a: int, b: int) -> None:
        register.conf[name] = values[b % len(values)]

    return edit


def depend(register: Register, a: int, b: int) -> None:
    other = f"phase {register.phases[0]}" if b == 9 else chosen(register, b)[0]
    chosen(register, a)[1]["depends"] = other if b else ""


def move(register: Register, a: int, b: int) -> None:
    ids = [*register.phases, "", "9Z"]
    chosen(register, a)[1]["phase"] = ids[b % len(ids)]


def accept(register: Register, a: int, b: int) -> None:
    """Accept a risk up to a date."""
    new = {"status": "accepted", "expires": DATES[b % len(DATES)]}
    chosen(register, a)[1].update(new)


def tick(register: Register, a: int, b: int) -> None:
    page = chosen(register, a)[1]
    page["ticks"] = str(int(page.get("ticks", "0")) ^ (1 + b % 2))


def prove(register: Register, a: int, b: int) -> None:
    """Change the file that is evidence, or name it in an item."""
    if a % 2:
        chosen(register, a)[1]["proof"] = PROOFS[b % len(PROOFS)]
    else:
        register.proof = ("", "alpha\n", "def alpha():\n", "a\nb\nc\n")[b % 4]


def seal(register: Register, a: int, b: int) -> None:
    register.sealed = b % 3


def verify(register: Register, a: int, b: int) -> None:
    register.verified = b % 3


def add(register: Register, a: int, b: int) -> None:
    id_ = f"{('SI', 'BF')[b % 2]}-{a:03}"
    new = {"title": WORDS[b % len(WORDS)], "phase": register.phases[0]}
    register.findings.setdefault(id_, new)


def drop(register: Register, a: int, b: int) -> None:
    if len(register.findings) > 2:
        del register.findings[chosen(register, a)[0]]


def rename(register: Register, a: int, b: int) -> None:
    id_, page = chosen(register, a)
    page["at"] = f"sub/{id_}" if b % 2 else id_


def add_page(register: Register, a: int, b: int) -> None:
    register.pages.setdefault(f"more{a % 3}", {"title": WORDS[b % len(WORDS)]})


def drop_page(register: Register, a: int, b: int) -> None:
    register.pages.pop(f"more{a % 3}", None)


def reorder(register: Register, a: int, b: int) -> None:
    register.phases.insert(0, register.phases.pop(a % len(register.phases)))


def sign(register: Register, a: int, b: int) -> None:
    phase_ = register.phases[a % len(register.phases)]
    decision = ("approved", "conditional", "rejected", "claimed")[b % 4]
    register.signoffs.append((phase_, decision, DATES[1 + b % 3]))


def relabel(register: Register, a: int, b: int) -> None:
    """Move the label that pages refer to, to another page and another title."""
    pages = [*register.findings.values(), *register.pages.values()]
    for page in pages:
        page.pop("label", None)
    if b:
        pages[a % len(pages)]["label"] = "place"


def refer(register: Register, a: int, b: int) -> None:
    id_, _ = chosen(register, a)
    page = list(register.pages.values())[b % len(register.pages)] if b % 2 else None
    target = chosen(register, a + 1)[1] if page is None else page
    texts = (
        f"{{finding}}`{id_}`, {{count}}`status=open`, {{depends}}`{id_}`.",
        f"[](#{id_}) and [](#place), {{ref}}`place`.",
        f"[](/{register.findings[id_].get('at', id_)}.md) {{doc}}`/more1`.",
        "[](/more0.md), [b](/more1.md#notes), [](/more2.md#notes), [](/more1)",
        f"{{checklist}}`{id_}-c` {{pattern}}`PT-1` {{phase}}`{register.phases[-1]}`",
        "{finding}`OLD-1` [](#OLD-2) {depends}`OLD-1`",
    )
    target["says"] = texts[b % len(texts)]


def retitle_page(register: Register, a: int, b: int) -> None:
    page = list(register.pages.values())[a % len(register.pages)]
    page["title" if b % 2 else "heading"] = WORDS[(a + b) % len(WORDS)]


def recaption(register: Register, a: int, b: int) -> None:
    register.caption = ("", "Way", "Other *way*")[b % 3]


def redate(register: Register, a: int, b: int) -> None:
    dates = ("", "1750636800", "1767225600", "1803859200")
    register.epoch = dates[b % 4] or (dates[1] if register.dated else "")


EDITS: Mapping[str, Callable[[Register, int, int], None]] = {
    "title": set_fact("title", WORDS),
    "status": set_fact("status", STATUSES),
    "effort": set_fact("effort", ("", "1 day", "3-4 days", "2 weeks")),
    "due": set_fact("due", DATES),
    "prose": set_fact("prose", WORDS),
    "alias": set_fact("aliases", ("", "OLD-1", "OLD-2", "OLD-1, OLD-2")),
    "pattern": set_fact("uses", ("", "PT-1", "PT-1, PT-2")),
    "dependency": depend,
    "phase": move,
    "item": tick,
    "evidence": set_fact("evidence", PROOFS),
    "file that is evidence": prove,
    "record of a sign-off": seal,
    "code": set_fact("code", CODES),
    "record of code": verify,
    "level of gates": set_conf("verify", ("{}", '{"gate": "parse"}')),
    "accepted risk": accept,
    "added": add,
    "removed": drop,
    "renamed": rename,
    "page added": add_page,
    "page removed": drop_page,
    "order of phases": reorder,
    "sign-off": sign,
    "label": relabel,
    "reference": refer,
    "title of a page": retitle_page,
    "caption": recaption,
    "as-of date": set_conf("today", tuple(map(repr, DATES))),
    "date of the build": redate,
    "id pattern": set_conf("id_pattern", tuple(map(repr, PATTERNS))),
    "categories": set_conf("categories", CATEGORIES),
}


def a_register(findings: int, phases: int) -> Register:
    """Return a register with references of each kind."""
    ids = [f"{('SI', 'BF')[n % 2]}-{n:03}" for n in range(findings)]
    steps = [f"{n}A" for n in range(1, phases + 1)]
    plans = {
        id_: {
            "title": WORDS[n % len(WORDS)],
            "phase": steps[n % phases],
            "depends": ids[n - 1] if n % 3 else "",
            "status": STATUSES[n % 3],
            "effort": "2 days",
        }
        for n, id_ in enumerate(ids)
    }
    register = Register(plans, steps, {"notes": {"label": "place"}, "more1": {}})
    for n in range(6):
        refer(register, n, n)
    return register


# -- builds


def write(register: Register, folder: Path) -> None:
    """Make a folder hold the register's files and no others, touching what changed."""
    files = register.files() | {"conf.py": register.settings()}
    for path in [p for p in folder.rglob("*") if p.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def run(
    source: Path, out: Path, builder: str = "html", *, epoch: str = "", **more: Any
) -> Sphinx:
    """Build; the doctrees lie beside the output unless *more* says where."""
    filenames, all_ = more.pop("filenames", ()), more.pop("all_", False)
    doctrees = str(more.pop("doctrees", out.with_name(f"{out.name}-doctrees")))
    date = {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
    kept = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    with (
        mock.patch.dict(os.environ, kept | date, clear=True),
        patch_docutils(str(source)),
        docutils_namespace(),
        warnings.catch_warnings(action="ignore", category=RemovedInSphinx11Warning),
    ):
        app = Sphinx(
            source, source, out, doctrees, builder, status=None, warning=None, **more
        )
        app.build(force_all=all_, filenames=filenames)
    return app


class Built(NamedTuple):
    """What a build left: its files, when pages were written, and when read."""

    files: dict[str, bytes]
    written: dict[str, int]
    read: dict[str, int]

    @classmethod
    def of(cls, app: Sphinx) -> Built:
        builder = app.builder
        assert isinstance(builder, StandaloneHTMLBuilder)
        paths = {d: Path(builder.get_output_path(d)) for d in app.env.found_docs}
        written = {d: path.stat().st_mtime_ns for d, path in paths.items()}
        names = {d: path.read_bytes() for d, path in paths.items()}
        return cls(names, written, dict(app.env.all_docs))


def check_only_differing_were_written(
    before: Built, now: Built, *, whole: bool = False
) -> None:
    """Raise AssertionError if a page was written that neither differs nor was read.

    Sphinx writes what it has read, if only to find it the same.  With *whole* every
    page may have been written: their sidebars may show every title.
    """
    written = {d for d in now.files if before.written.get(d) != now.written[d]}
    differing = {d for d in now.files if before.files.get(d) != now.files[d]}
    read = {d for d in now.read if before.read.get(d) != now.read[d]}
    assert differing <= written
    if not (whole and written == now.files.keys()):
        assert sorted(written - differing - read) == []


def made(out: Path) -> dict[str, bytes]:
    """Return all files of an output folder but our notes."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in IGNORED
    }


def differences(old: Path, fresh: Path) -> list[str]:
    """Return the names of files that differ, or that one side lacks."""
    a, b = made(old), made(fresh)
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def check_sequence(
    folder: Path,
    register: Register,
    steps: list[list[tuple[str, int, int]]],
    builder: str = "html",
    *,
    whole: bool = True,
    **more: Any,
) -> None:
    """Build, edit and build again; raises AssertionError if a fresh build differs.

    *whole* tells whether sidebars may show every title.
    """
    source, out = folder / "source", folder / "out"
    write(register, source)
    before = after_build(run(source, out, builder, epoch=register.epoch, **more))
    for edits in steps:
        for kind, a, b in edits:
            EDITS[kind](register, a, b)
        write(register, source)
        now = after_build(run(source, out, builder, epoch=register.epoch, **more))
        if before and now:
            check_only_differing_were_written(before, now, whole=whole)
        before = now
    run(source, fresh := folder / "fresh", builder, epoch=register.epoch)
    found = differences(out, fresh)
    assert found == [], f"{found} after {steps}"
    shutil.rmtree(folder)


def after_build(app: Sphinx) -> Built | None:
    """Return what a builder left that writes a file for each page."""
    return Built.of(app) if app.builder.name in {"html", "dirhtml"} else None
