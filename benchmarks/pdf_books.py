"""Projects of any number of pages, as text alone or with a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PAGES_OF_A_PLAN = {False: 2.0, True: 3.0}
"""Without and with the facts, a graph and a checklist."""
WORDS = (
    "Operations open transactions without a consistent boundary, so that a failure "
    "leaves the state of a campaign half changed and nobody can tell which half. "
)
CONF = """\
project = "Measured"
author = "Somebody"
release = "1.0"
extensions = {extensions}
myst_enable_extensions = ["colon_fence", "deflist"]
exclude_patterns = ["_*", "handbook", "simplepdf", "latex"]
audit_handbooks = [{{"kind": "whole"}}]
latex_engine = "lualatex"
latex_use_xindy = False
simplepdf_use_weasyprint_api = True
"""
LINES = """
import json, resource, subprocess, sys
subprocess.run(["make", "-s"], cwd=sys.argv[2], check=True, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump({"cpu": used.ru_utime, "memory": used.ru_maxrss // 1024}, file)
"""
"""What runs LaTeX and notes its cost."""


def write(
    work: Path, count: int, *, audit: bool, extension: str = "sphinx_audit"
) -> None:
    """Write a project of about *count* pages; without *audit* plain Markdown."""
    plans = max(4, round(count / PAGES_OF_A_PLAN[audit]))
    ours = ["sphinx_audit"] if extension == "sphinx_audit" else [extension]
    conf = CONF.format(extensions=["myst_parser", *ours])
    (work / "conf.py").write_text(conf, "utf-8")
    groups = [range(at, min(at + 20, plans)) for at in range(0, plans, 20)]
    names = [f"phase-{number}" for number in range(len(groups))]
    top = "# Measured\n\n" + toctree(names)
    (work / "index.md").write_text(top, "utf-8")
    for number, group in enumerate(groups):
        phase = f"```{{phase}} P{number}\n:gate: Lead\n```\n\n" if audit else ""
        listed = toctree(f"plan-{at}" for at in group)
        text = f"# Phase P{number}: Group {number}\n\n{phase}{WORDS}\n\n{listed}"
        (work / f"phase-{number}.md").write_text(text, "utf-8")
        for at in group:
            text = plan(at, number, audit=audit)
            (work / f"plan-{at}.md").write_text(text, "utf-8")


def toctree(names: Iterable[str]) -> str:
    listed = "\n".join(names)
    return f"```{{toctree}}\n{listed}\n```\n"


def plan(number: int, phase: int, *, audit: bool) -> str:
    """Return a plan of about three pages."""
    return f"""\
# SI-{number:04}: Enhanced management of part {number}

{finding(number, phase) if audit else ""}
## Finding overview

{WORDS * 4}

### Root cause

{WORDS * 3}See [another](plan-{number - 1 if number % 20 else number}.md).

- {WORDS}
- {WORDS}
- `repository/campaign_store_{number}.go:123-145` opens the transaction

:::{{note}}
{WORDS}
:::

## Database migration

```sql
CREATE TABLE transaction_metrics_{number} (
    id          BIGSERIAL PRIMARY KEY,
    operation   TEXT NOT NULL,
    started_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    duration_ms INTEGER CHECK (duration_ms >= 0)
);
CREATE INDEX ON transaction_metrics_{number} (started_at);
```

## Implementation

{WORDS * 4}

```go
func (s *Store) WithTransaction(ctx context.Context, fn func(*sql.Tx) error) error {{
    tx, err := s.db.BeginTx(ctx, &sql.TxOptions{{Isolation: sql.LevelSerializable}})
    if err != nil {{
        return fmt.Errorf("begin {number}: %w", err)
    }}
    defer tx.Rollback()
    if err := fn(tx); err != nil {{
        return err
    }}
    return tx.Commit()
}}
```

## Measures

| Measure | Before | Target | Taken by |
|---|---|---|---|
{measures()}
{checklist(number) if audit else WORDS}

## Rollback

{WORDS * 3}
"""


def measures() -> str:
    row = "| Operation {0} | {1} ms | under {0} ms | team {0} |"
    return "\n".join(row.format(n, n * 7) for n in range(8))


def finding(number: int, phase: int) -> str:
    depends = f":depends: SI-{number - 1:04}\n" if number % 20 else ""
    status = "implemented" if number % 3 else "open"
    return f"""\
```{{finding}} SI-{number:04}
:phase: P{phase}
:priority: {("critical", "high", "medium", "low")[number % 4]}
:effort: 3-4 days
:status: {status}
{depends}
{WORDS}
```
"""


def checklist(number: int) -> str:
    items = "\n".join(f"- [{'x' if n % 2 else ' '}] check {n} passes" for n in range(8))
    return (
        f"```{{checklist}} SI-{number:04}-ci Validation\n:mandatory:\n\n{items}\n```\n"
    )
