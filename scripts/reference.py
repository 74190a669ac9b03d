"""Write the reference of the guide from the code: ``make reference``."""

from __future__ import annotations

import dataclasses as dc
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_audit.domain import DIRECTIVES
from sphinx_audit.pile.drift import RULES as DRIFT
from sphinx_audit.read.base import AuditDirective
from sphinx_audit.report import Fault
from sphinx_audit.rules import RULES
from sphinx_audit.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET = Path(__file__).parent.parent / "source" / "guide" / "reference.md"


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
    yield ""


def options(directive: type[AuditDirective]) -> Iterator[str]:
    rows = ((f"`{n}`", f.form, f.help) for n, f in directive.facts.items())
    yield from table(("Option", "Form", "Meaning"), rows)


def directives() -> Iterator[str]:
    yield "## Directives\n"
    yield "Each also has the name `audit:NAME`, for where the short one is taken.\n"
    for name, directive in DIRECTIVES.items():
        if issubclass(directive, AuditDirective):
            yield f"### {name}\n"
            yield f"{directive.summary}\n"
            yield from options(directive)


def settings() -> Iterator[str]:
    yield "## Settings\n"
    yield "Write them in `[tool.audit]` of the `pyproject.toml` beside `conf.py`,"
    yield "or in `conf.py` with the prefix `audit_`, which wins.\n"
    default = Settings()
    rows = (
        (f"`{f.name}`", f"`{getattr(default, f.name)!r}`", f.metadata["help"])
        for f in dc.fields(Settings)
    )
    yield from table(("Setting", "Default", "Meaning"), rows)


def rules() -> Iterator[str]:
    yield "(rules)=\n## Rules\n"
    yield "[Rules and check](rules.md) tells what levels mean and how to change them.\n"
    for code, rule in RULES.items():
        dated = ", as of a date" if rule.dated else ""
        yield f"### {code}\n"
        yield f"*{rule.level}{dated}.* {rule.fault.meaning}"
        yield f"{rule.why} {rule.remedy}\n"
        for word, text in (("Wrong", rule.wrong), ("Right", rule.right)):
            if text:
                yield f"{word}:\n\n````md\n{text.strip()}\n````\n"


def drift() -> Iterator[str]:
    yield "(drift-codes)=\n## Codes of drift\n"
    yield "[Drift between documents](drift.md) tells how documents are compared.\n"
    rows = (
        (f"`{code}`", str(rule.level), f"{rule.fault.meaning} {rule.why}", rule.remedy)
        for code, rule in DRIFT.items()
    )
    yield from table(("Code", "Level", "When, and why it matters", "Remedy"), rows)


def warnings() -> Iterator[str]:
    yield "## Warnings\n"
    yield "The code stands at the end of a warning; `suppress_warnings` takes it.\n"
    yield from table(("Code", "When"), ((f"`audit.{f}`", f.meaning) for f in Fault))


def reference() -> str:
    """Return the page, in MyST."""
    lead = "# Reference\n\nThis page is written from the code.\n"
    return (
        "\n".join(
            [lead, *directives(), *settings(), *rules(), *drift(), *warnings()]
        ).rstrip()
        + "\n"
    )


if __name__ == "__main__":
    TARGET.write_text(reference(), "utf-8")
