"""What verification costs for plans of full length: ``verify.py [LEVEL …] [--write]``.

Each plan has a migration with a trigger, its rollback, a service and a test in Go, a
script and a configuration.  CPU counts this process and all programs it starts.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from sphinx_audit.verify.blocks import Block, Depth, Plan, Role
from sphinx_audit.verify.cache import Cache
from sphinx_audit.verify.going import Run, verify
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.naming import role_of

RESULTS = Path(__file__).with_name("VERIFY.md")
PLANS = 200
WORKERS = 4

UP = """\
-- File: migrations/{n}_orders.sql
BEGIN;
CREATE TABLE orders_{n} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer bigint NOT NULL,
    state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid', 'sent')),
    changed timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_{n}_customer ON orders_{n} (customer);
CREATE FUNCTION touch_{n}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state THEN
        NEW.changed := now();
    END IF;
    RETURN NEW;
END;
$$;
CREATE TRIGGER touch BEFORE UPDATE ON orders_{n}
    FOR EACH ROW EXECUTE FUNCTION touch_{n}();
COMMIT;
"""
DOWN = """\
-- File: migrations/{n}_rollback.sql
BEGIN;
DROP TABLE orders_{n};
DROP FUNCTION touch_{n}();
COMMIT;
"""
SERVICE = """\
// File: orders{n}/orders.go
package orders

import (
\t"context"
\t"errors"
\t"fmt"
\t"sync"
)

var ErrUnknown = errors.New("orders: unknown")

type Order struct {{
\tID    int64
\tState string
}}

type Store struct {{
\tmu     sync.Mutex
\torders map[int64]Order
}}

func New() *Store {{ return &Store{{orders: map[int64]Order{{}}}} }}

func (s *Store) Pay(ctx context.Context, id int64) error {{
\ts.mu.Lock()
\tdefer s.mu.Unlock()
\torder, found := s.orders[id]
\tif !found {{
\t\treturn fmt.Errorf("pay %d: %w", id, ErrUnknown)
\t}}
\torder.State = "paid"
\ts.orders[id] = order
\treturn ctx.Err()
}}
"""
TEST = """\
// File: orders{n}/orders_test.go
package orders

import (
\t"context"
\t"errors"
\t"testing"
)

func TestPayKnows(t *testing.T) {{
\tif err := New().Pay(context.Background(), 1); !errors.Is(err, ErrUnknown) {{
\t\tt.Fatalf("got %v", err)
\t}}
}}
"""
SHELL = "set -euo pipefail\ngo test ./orders{n}/... -race\n"
CONFIG = "service:\n  name: orders-{n}\n  retries: 3\n"

SHOWN = (
    ("sql", UP, "migrations/{n}_orders.sql"),
    ("sql", DOWN, "migrations/{n}_rollback.sql"),
    ("go", SERVICE, "orders{n}/orders.go"),
    ("go", TEST, "orders{n}/orders_test.go"),
    ("bash", SHELL, ""),
    ("yaml", CONFIG, ""),
)


def plan(number: int) -> Plan:
    blocks = []
    for position, (language, text, name) in enumerate(SHOWN):
        code, called = text.format(n=number), name.format(n=number)
        role = role_of(language, called, ("Plan", "Database migration"), code)
        blocks.append(
            Block(
                page=f"XX-{number:03}",
                path=f"XX-{number:03}.md",
                line=20 + 60 * position,
                columns=(0,),
                language=language,
                name=called,
                role=role if isinstance(role, Role) else Role.OTHER,
                text=code,
            )
        )
    return Plan(id=f"XX-{number:03}", blocks=tuple(blocks))


def cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measured(asked: Depth, plans: list[Plan], cache: Cache) -> tuple[float, float, int]:
    """Return the seconds, the CPU seconds, and how many plans came so far."""
    run = Run(asked=asked, options=Options(workers=WORKERS), cache=cache)
    wall, before = time.perf_counter(), cpu()
    found = verify(plans, plans, run)
    passed = sum(report.reached is asked for report in found.reports)
    return time.perf_counter() - wall, cpu() - before, passed


def rows(levels: list[Depth]) -> list[tuple[str, float, float, int]]:
    plans = [plan(number) for number in range(PLANS)]
    found = []
    for depth in levels:
        verify(plans[:1], plans[:1], Run(asked=depth, options=Options()))  # warm
        with tempfile.TemporaryDirectory() as folder:
            cache = Cache(Path(folder))
            found.append((str(depth), *measured(depth, plans, cache)))
            found.append((f"{depth}, again", *measured(depth, plans, cache)))
    return found


def report(found: list[tuple[str, float, float, int]]) -> str:
    size = f"{PLANS} plans of {len(SHOWN)} blocks each, {WORKERS} workers"
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    lines = [
        "# What verification costs",
        "",
        f"{size}, {machine}.",
        "Each level includes those before it; *again* is with the cache.",
        "Written by `benchmarks/verify.py --write`.",
        "",
        "| level | seconds | CPU seconds | ms a plan | passed |",
        "|---|---|---|---|---|",
    ]
    for name, wall, spent, passed in found:
        each = f"{wall / PLANS * 1000:.1f}"
        lines.append(f"| {name} | {wall:.2f} | {spent:.2f} | {each} | {passed} |")
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    names = [str(d) for d in Depth.RUN.first]
    parser.add_argument("levels", nargs="*", metavar="LEVEL", help=", ".join(names))
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    args = parser.parse_args()
    text = report(rows([Depth(name) for name in args.levels or names]))
    if args.write:
        RESULTS.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
