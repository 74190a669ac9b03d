"""Plans of full length, to verify: each with SQL, Go, a script and a configuration."""

from __future__ import annotations

from sphinx_audit.verify.blocks import Block, Plan, Role
from sphinx_audit.verify.naming import role_of

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
