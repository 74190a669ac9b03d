"""The register as a document in plain Markdown, for people and for importers."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from .estimate import written
from .literal import literal
from .phases import PHASE_FACTS
from .table import HEADS, STATED, row, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model import Finding, Phase, Register
    from .document import Audit

COLUMNS = ("id", "title", "priority", "status", "effort")
HEADED = ("id", "title", "summary")
"""Facts that a heading or the text below it states."""


SEAL = re.compile(r"<!-- sphinx-audit export 1, sha256 (?P<sum>[0-9a-f]{64}) -->")
"""The last line: an importer takes the words of a text that nobody changed exactly."""


def as_markdown(audit: Audit) -> str:
    """Return a section for each phase, with a table and a section for each finding."""
    text = "\n".join(lines(audit)).rstrip()
    return f"{text}\n\n<!-- sphinx-audit export 1, sha256 {digest(text)} -->\n"


def sealed(lines: Sequence[str]) -> bool | None:
    """Tell whether lines are as they were written; None where they never were ours."""
    text = "\n".join(lines).rstrip()
    body, _, last = text.rpartition("\n")
    seal = SEAL.fullmatch(last)
    return seal["sum"] == digest(body.rstrip()) if seal else None


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lines(audit: Audit) -> Iterator[str]:
    register = audit.register
    yield f"# {literal(f'{audit.project}: register')}\n"
    if register.today:
        yield f"As of {register.today}.\n"
    for phase in register.phases.values():
        yield f"## {literal(f'Phase {phase.id}: {phase.title}')}\n"
        yield from listed(phase_facts(phase))
        yield from section(members(register, phase.id), register)
    others = [f for f in register.findings.values() if f.phase not in register.phases]
    if others:
        yield "## Without a phase\n"
        yield from section(others, register)


def members(register: Register, phase: str) -> list[Finding]:
    """Return all findings of a phase, those set aside last."""
    return [*register.members(phase), *register.set_aside(phase)]


def section(findings: Sequence[Finding], register: Register) -> Iterator[str]:
    if not findings:
        return
    yield "| " + " | ".join(map(said, COLUMNS)) + " |"
    yield "|" + "---|" * len(COLUMNS)
    for finding in findings:
        facts = facts_of(finding, register)
        yield "| " + " | ".join(literal(facts.get(n, "")) for n in COLUMNS) + " |"
    yield ""
    for finding in findings:
        yield f"### {literal(f'{finding.id}: {finding.title}')}\n"
        if finding.summary:
            yield f"{literal(finding.summary)}\n"
        facts = facts_of(finding, register)
        yield from listed({n: t for n, t in facts.items() if n not in HEADED})


def listed(facts: dict[str, str]) -> Iterator[str]:
    for name, text in facts.items():
        yield f"- **{said(name)}**: {literal(text)}"
    if facts:
        yield ""


def said(name: str) -> str:
    return name.replace("-", " ").capitalize()


def facts_of(finding: Finding, register: Register) -> dict[str, str]:
    """Return what is stated of a finding, as an author would write it."""
    found = dict(zip(HEADS, row(finding, register), strict=True))
    effort = written(finding.effort) if finding.effort else ""
    stated = {name: found[name] for name in STATED} | {"effort": effort}
    return {name: text for name, text in stated.items() if text}


def phase_facts(phase: Phase) -> dict[str, str]:
    facts = {n: value(getattr(phase, n)) for n in PHASE_FACTS if n not in HEADED}
    return {name: text for name, text in facts.items() if text}
