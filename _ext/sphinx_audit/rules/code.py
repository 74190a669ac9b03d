"""The code of plans is code, and is the one that was verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Place
from ..report import Fault
from .examples import plan
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.code import Code
    from .problem import Subject

UP = "```sql\n-- File: 001_create.sql\nBEGIN;\nCREATE TABLE t (id int);\nCOMMIT;\n```\n"
DOWN = "```sql\n-- File: 001_rollback.sql\nDROP TABLE t;\n```\n"

RULES = (
    Rule(
        fault=Fault.CODE_SYNTAX,
        level=Level.ERROR,
        why="Who pastes it gets an error instead of a fix.",
        remedy="Correct it; mark what is meant to fail with `verify-fails`, "
        "and what is no code with `verify-skip`.",
        wrong=plan(text='```json\n{"retries": 3,}\n```'),
        right=plan(text='```json\n{"retries": 3}\n```'),
    ),
    Rule(
        fault=Fault.UNFINISHED_CODE,
        level=Level.WARNING,
        why="A word of the template cannot be run.",
        remedy="Write what it stands for.",
        wrong=plan(text="```bash\ncd your-project/backend # TODO\n```"),
        right=plan(text="```bash\ncd backend\n```"),
    ),
    Rule(
        fault=Fault.TRANSACTION,
        level=Level.ERROR,
        why="What is not committed is gone when the connection ends.",
        remedy="Write COMMIT behind the last statement, or leave out BEGIN.",
        wrong=plan(text=UP.replace("COMMIT;\n", "") + DOWN),
        right=plan(text=UP + DOWN),
    ),
    Rule(
        fault=Fault.NO_ROLLBACK,
        level=Level.WARNING,
        why="A migration that went wrong has to be taken back at once.",
        remedy="Write its rollback, in a block whose file or heading says so.",
        wrong=plan(text=UP),
        right=plan(text=UP + DOWN),
    ),
    Rule(
        fault=Fault.DSN,
        level=Level.WARNING,
        why="Tests write, and empty what they write to.",
        remedy="Name a database that is there for tests.",
        wrong=plan(text="```bash\npsql postgres://app@db.example.org/production\n```"),
        right=plan(text="```bash\npsql postgres://app@localhost/app_test\n```"),
    ),
    Rule(
        fault=Fault.STALE_VERIFICATION,
        level=Level.WARNING,
        why="What was verified is not what readers will paste.",
        remedy="Run `sphinx-audit verify --record` again.",
    ),
)

FAULTS = {str(rule.fault): rule.fault for rule in RULES}


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    for docname, page in register.pages.items():
        for code in page.code:
            yield from flaws(code, docname)
    for id_, verified in register.survey.verified.items():
        finding = register.findings.get(id_)
        if finding and verified.stale:
            yield Problem(
                fault=Fault.STALE_VERIFICATION,
                message=f"the code of {id_} is not the one that was verified",
                place=finding.place,
                ids=(id_,),
            )


def flaws(code: Code, docname: str) -> Iterator[Problem]:
    """Yield what was found wrong; what nobody is sure of is left to `verify`."""
    for one in code.flaws:
        if one.code in FAULTS and one.level != Level.NOTE:
            yield Problem(
                fault=FAULTS[one.code],
                message=one.message,
                place=Place(docname=docname, line=one.line, path=one.path),
                ids=(code.finding, one.message),
            )
