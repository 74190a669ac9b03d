"""The level apply: migrations in a server of our own, up, back and up again."""

from __future__ import annotations

import dataclasses as dc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from sphinx_audit.verify import apply
from sphinx_audit.verify.apply import binaries, folders, own, server, work
from sphinx_audit.verify.apply.schema import Baseline
from sphinx_audit.verify.asking import AskingError, asked_by
from sphinx_audit.verify.blocks import Depth, Role
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.programs import Missing
from sphinx_audit.verify.telling import Outcome
from verify_plans import ROLLBACK, block, plan, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_audit.verify.apply.rooms import House
    from sphinx_audit.verify.blocks import Block, Plan
    from sphinx_audit.verify.telling import PlanResult

BASELINE = """\
\\restrict abc
CREATE ROLE app NOLOGIN;
CREATE EXTENSION amcheck;
CREATE TABLE campaigns (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'new');
ALTER TABLE campaigns OWNER TO app;
INSERT INTO campaigns VALUES (1, 'one'), (2, 'two');
CREATE SEQUENCE counter;
CREATE TABLE kept (id bigint PRIMARY KEY, campaign bigint REFERENCES campaigns);
\\unrestrict abc
"""


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    found = binaries.find()
    assert isinstance(found, binaries.Binaries)
    with own.house(found, Baseline(BASELINE, "schema.sql")) as made:
        yield made


def applied(
    house: House, *plans: Plan, seconds: float = 5.0, **options: object
) -> list[PlanResult]:
    asked = dc.replace(Options(timeout=seconds), **options)  # type: ignore[arg-type]
    found = {r.plan: r for r in work.share_out(plans, asked, house)}
    return [found[p.id] for p in plans]


def said(
    house: House, up: str, down: str = "DROP TABLE t;", seconds: float = 5.0
) -> list[str]:
    """Return what is told, the rollback at its line from 100 on."""
    made = plan(block("sql", up, "1_up.sql"), down_block(down))
    (result,) = applied(house, made, seconds=seconds)
    assert result.depth is Depth.APPLY
    return [t for t in told(result) if "second run would fail" not in t]


def down_block(text: str) -> Block:
    return block("sql", text, "1_rollback.sql", line=109)


TABLE = "CREATE TABLE t (id bigint);"


def test_a_migration_goes_up_and_back_and_up(house: House) -> None:
    made = plan(block("sql", TABLE, "1_up.sql"), down_block("DROP TABLE t;"))
    (result,) = applied(house, made)
    assert result.outcome is Outcome.PASSED
    assert result.tools == {"postgres": house.version}
    assert told(result) == [
        '1:1: note: a second run would fail: relation "t" already exists [42P07]'
        " [not_idempotent]"
    ]


@pytest.mark.parametrize(
    "up",
    [
        "BEGIN; CREATE TABLE t (id bigint); COMMIT;",
        "CREATE TABLE t (id bigint); CREATE INDEX CONCURRENTLY i ON t (id); VACUUM t;",
        "CREATE EXTENSION citext; CREATE TABLE t (id citext); DROP TABLE t;"
        "DROP EXTENSION citext; CREATE TABLE t (); SELECT * FROM generate_series(1, 9);",
        "ALTER TABLE campaigns ADD COLUMN x int; ALTER TABLE campaigns DROP COLUMN x;"
        "CREATE TABLE t (id int); SET search_path = ''; COMMENT ON TABLE public.t IS 'ä';",
    ],
)
def test_what_a_migration_may_do(house: House, up: str) -> None:
    assert said(house, up, "DROP TABLE public.t;") == []


@pytest.mark.parametrize(
    ("up", "place", "what"),
    [
        ("CREATE TABLE t (\n  id int,\n  x nosuch);", "3:5", "[42704] [apply_error]"),
        ("SELECT 'ä',\n  y FROM campaigns;", "2:3", 'column "y" does not exist'),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n"
            "  SELECT 1;\n  SELECT nope FROM campaigns $$;",
            "3:10",
            'column "nope" does not exist',
        ),
        (
            "SELECT 1;\nDO $x$\nBEGIN\n  PERFORM 1;\n  PERFORM 1/0;\nEND $x$;",
            "5:3",
            "division by zero [22012]",
        ),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\n"
            "BEGIN\n  RETURN 1/0;\nEND $$;\nSELECT f();",
            "5:1",
            "division by zero [22012], in f",
        ),
        ("BEGIN;\nCREATE TABLE t ();", "2:1", "nothing of it would stay [transaction]"),
        ("COPY kept FROM STDIN;", "1:1", "data for COPY are not in a migration"),
    ],
)
def test_an_error_is_told_where_it_is(
    house: House, up: str, place: str, what: str
) -> None:
    (one,) = said(house, up)
    assert one.startswith(f"{place}: error: ")
    assert what in one


@pytest.mark.parametrize(
    ("up", "down", "what"),
    [
        (f"{TABLE} CREATE TABLE u (id int PRIMARY KEY);", "DROP TABLE t;",
         "table u is left behind"),
        ("DELETE FROM kept; DROP TABLE kept;", "SELECT 1;", "table kept is not restored"),
        ("ALTER TABLE kept ADD COLUMN x int;", "SELECT 1;",
         "column kept.x is left behind"),
        ("ALTER TABLE campaigns ALTER name SET DEFAULT 'x';",
         "ALTER TABLE campaigns ALTER name SET DEFAULT 'y';",
         "column campaigns.name is changed: 'new'::text -> 'y'::text"),
        ("UPDATE campaigns SET name = 'x';", "SELECT 1;",
         "the rows of campaigns are changed (2)"),
        ("DELETE FROM campaigns WHERE id = 1;", "SELECT 1;",
         "the rows of campaigns are changed (2 -> 1)"),
        ("INSERT INTO kept VALUES (1, 1);", "SELECT 1;",
         "the rows of kept is left behind"),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';", "SELECT 1;",
         "function f() is left behind"),
        ("CREATE INDEX i ON kept (campaign);", "SELECT 1;", "index i is left behind"),
        ("CREATE TYPE mood AS ENUM ('a');", "SELECT 1;", "type mood is left behind"),
        ("GRANT SELECT ON kept TO PUBLIC;", "SELECT 1;", "table kept is changed"),
        ("COMMENT ON TABLE kept IS 'x';", "SELECT 1;",
         "comment table kept is left behind"),
        ("CREATE SCHEMA s; CREATE TABLE s.u ();", "DROP TABLE s.u;",
         "schema s is left behind"),
        ("CREATE EXTENSION citext;", "SELECT 1;", "extension citext is left behind"),
        ("CREATE VIEW v AS SELECT 1 AS a;", "SELECT 1;", "view v is left behind"),
        ("CREATE SEQUENCE s;", "SELECT 1;", "sequence s is left behind"),
        ("ALTER TABLE kept ENABLE ROW LEVEL SECURITY;", "SELECT 1;",
         "table kept is changed: f -> t"),
        ("SELECT lo_create(77);", "SELECT 1;", "large object 77 is left behind"),
    ],
)  # fmt: skip
def test_what_a_rollback_leaves_is_told(
    house: House, up: str, down: str, what: str
) -> None:
    (one,) = said(house, up, down)
    assert one.startswith("100:1: error: after the rollback ")
    assert what in one
    assert one.endswith("[rollback_incomplete]")


def test_a_column_that_comes_back_last_is_a_warning(house: House) -> None:
    (one,) = said(
        house,
        "ALTER TABLE kept DROP COLUMN id;",
        "ALTER TABLE kept ADD COLUMN id bigint PRIMARY KEY;",
    )
    assert "warning: after the rollback column order kept is campaign,id, was" in one


def test_a_rollback_in_the_wrong_order_stops_there(house: House) -> None:
    up = "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (t int REFERENCES t);"
    (one,) = said(house, up, "SELECT 1;\nDROP TABLE t;\nDROP TABLE u;")
    assert one.startswith("101:1: error: cannot drop table t because other objects")
    assert one.endswith("[2BP01] [rollback_error]")


def test_what_a_second_run_does_is_told(house: House) -> None:
    up = "CREATE TABLE IF NOT EXISTS t (id int);\nINSERT INTO t VALUES (1);"
    (one,) = said(house, up)
    assert "warning: a second run changes what is there: the rows of t are" in one
    up = "CREATE TABLE IF NOT EXISTS t (id int);"
    assert said(house, up) == []


def test_a_migration_that_changes_nothing_is_told(house: House) -> None:
    assert said(house, "SELECT 1;", "SELECT 1;") == [
        "1:1: warning: the migration changes nothing [no_effect]"
    ]


def test_up_after_the_rollback_must_work(house: House) -> None:
    (one,) = said(house, f"{TABLE}\nSELECT 1 / (2 - nextval('counter'));")
    assert one == (
        "2:1: error: division by zero [22012], when applied again after the rollback"
        " [apply_again]"
    )


# -- plans that depend on others


def test_a_plan_is_applied_after_those_it_depends_on(house: House) -> None:
    first = plan(block("sql", TABLE, "1_up.sql"), down_block("DROP TABLE t;"))
    later = plan(
        ("sql", "ALTER TABLE t ADD COLUMN x int;", "2_up.sql"),
        down_block("ALTER TABLE t DROP COLUMN x;"),
        id_="B",
    )
    later = dc.replace(later, depends=("SI-001",))
    one, two = applied(house, first, later)
    assert (one.outcome, two.outcome) == (Outcome.PASSED, Outcome.PASSED)
    (alone,) = applied(house, later, others=(first,))
    assert alone.outcome is Outcome.PASSED
    (lost,) = applied(house, dc.replace(later, depends=()))
    assert lost.outcome is Outcome.FAILED


def test_a_plan_whose_dependency_fails_is_not_run(house: House) -> None:
    first = plan(block("sql", "CREATE TABLE t (x nosuch);", "1_up.sql"))
    later = dc.replace(plan(("sql", TABLE, "2_up.sql"), id_="B"), depends=("SI-001",))
    _, two = applied(house, first, later)
    assert two.outcome is Outcome.NOT_RUN
    assert two.reason.startswith(
        "SI-001, which it is applied after, does not apply: SI-001.md:10: type "
    )
    (three,) = applied(house, later, others=(first,), broken=frozenset({"SI-001"}))
    assert three.reason == "SI-001, which it is applied after, failed before"


def test_plans_beside_each_other_share_nothing(house: House) -> None:
    many = [
        plan(("sql", TABLE, "1_up.sql"), down_block("DROP TABLE t;"), id_=f"P{n}")
        for n in range(8)
    ]
    found = applied(house, *many, workers=4)
    assert {r.outcome for r in found} == {Outcome.PASSED}
    with house.connect() as admin:
        left = "SELECT datname FROM pg_database WHERE datname ~ '^audit_[0-9a-f]{12}$'"
        assert admin.execute(left.encode()).fetchall() == []
        roles = "SELECT rolname FROM pg_roles WHERE rolname ~ '^audit_[0-9a-f]{12}$'"
        assert admin.execute(roles.encode()).fetchall() == []


# -- what an author says


def test_a_block_that_is_to_be_parsed_only_is_not_applied(house: House) -> None:
    wrong = block("sql", "SELECT nope;", "2_up.sql", depth=Depth.CHECK, role=Role.UP)
    made = plan(wrong, block("sql", TABLE, "1_up.sql"), down_block("DROP TABLE t;"))
    (result,) = applied(house, made)
    assert result.outcome is Outcome.PASSED


def test_a_block_marked_to_fail_does_not_stop_the_rest(house: House) -> None:
    wrong = block(
        "sql", "INSERT INTO t VALUES ('x');", "2_up.sql", depth=Depth.APPLY, fails=True
    )
    made = plan(
        block("sql", TABLE, "1_up.sql", line=50), wrong, down_block("DROP TABLE t;")
    )
    (result,) = applied(house, made)
    assert [t for t in told(result) if "error" in t] == [
        '1:23: error: invalid input syntax for type bigint: "x" [22P02] [apply_error]'
    ]


# -- the server itself


def test_a_plan_without_a_migration_has_nothing_to_apply() -> None:
    (result,) = apply.verify([plan(("go", "package p"))], Options())
    assert result.outcome is Outcome.PASSED
    assert result.tools == {}


def test_the_level_starts_a_server_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text("CREATE TABLE old ();", "utf-8")
    made = plan(
        ("sql", "DROP TABLE old;", "1_up.sql"), down_block("CREATE TABLE old ();")
    )
    options = Options(root=tmp_path, baseline="schema.sql")
    before = held()
    (result,) = apply.verify([made], options)
    assert result.outcome is Outcome.PASSED
    assert apply.identity(options) != apply.identity(Options())
    assert held() == before


def held() -> set[Path]:
    """Return the locks in folders of servers that this process holds."""
    links = [fd for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()]
    return {
        path
        for fd in links
        if (path := fd.readlink()).parent.name.startswith("audit-pg-")
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT 1;\nSELEC 2;", "schema.sql:2: syntax error"),
        ("SELECT 1;\n\nSELECT\n  nope;", 'schema.sql:4: column "nope" does not exist'),
        ("BEGIN;\nSELECT 1;\n", "schema.sql:3: it ends inside a transaction"),
    ],
)
def test_a_baseline_that_does_not_work_is_told(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "schema.sql").write_text(text, "utf-8")
    options = Options(root=tmp_path, baseline="schema.sql")
    (result,) = apply.verify([plan(("sql", TABLE))], options)
    assert result.outcome is Outcome.NOT_RUN
    assert result.reason.startswith(f"the baseline {why}")


def test_a_server_of_the_system_serves_too() -> None:
    found = binaries.find("15")
    if isinstance(found, Missing):
        assert found.install == "apt install postgresql-15"
        return
    made = plan(("sql", TABLE, "1_up.sql"), down_block("DROP TABLE t;"))
    (result,) = apply.verify([made], Options(postgres="15"))
    assert result.outcome is Outcome.PASSED
    assert result.tools["postgres"].startswith("15.")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made = plan(("sql", TABLE))
    (result,) = apply.verify([made], Options(postgres="9"))
    assert (result.outcome, result.reason, result.install) == (
        Outcome.NOT_RUN,
        "PostgreSQL 9 is not installed",
        "apt install postgresql-9",
    )
    monkeypatch.setattr(apply, "version", lambda name: "")
    (result,) = apply.verify([made], Options())
    assert result.reason == "psycopg is not installed"
    assert result.install == "pip install 'sphinx-audit[postgres]'"


def test_a_server_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    before = held()
    monkeypatch.setattr(server, "INITDB", ("--no-such-option",))
    (result,) = apply.verify([plan(("sql", TABLE))], Options())
    assert result.outcome is Outcome.NOT_RUN
    assert "no-such-option" in result.reason
    assert held() == before


def test_programs_that_nobody_may_see_are_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if os.geteuid():
        pytest.skip("only an administrator becomes nobody")
    monkeypatch.setattr(server, "open_to_all", lambda folder: False)
    (result,) = apply.verify([plan(("sql", TABLE), ROLLBACK)], Options())
    assert result.outcome is Outcome.PASSED


# -- a server of the user's


@pytest.fixture
def dsn(house: House) -> Iterator[str]:
    with house.connect() as admin:
        admin.execute("CREATE ROLE friend LOGIN CREATEDB")
        admin.execute("CREATE DATABASE spare OWNER friend")
        try:
            yield f"{house.dsn.replace('user=postgres', 'user=friend')} dbname=spare"
        finally:
            admin.execute("DROP DATABASE spare WITH (FORCE)")
            admin.execute("DROP ROLE friend")


def marked(house: House) -> None:
    with house.connect() as admin:
        admin.execute("COMMENT ON DATABASE spare IS 'sphinx-audit:disposable'")


def test_a_server_of_the_users_is_left_as_it_was(
    house: House, dsn: str, tmp_path: Path
) -> None:
    marked(house)
    (tmp_path / "s.sql").write_text("CREATE TABLE old ();", "utf-8")
    made = plan(
        ("sql", "DROP TABLE old;", "1_up.sql"), down_block("CREATE TABLE old ();")
    )
    databases = "SELECT array_agg(datname ORDER BY datname) FROM pg_database"
    with psycopg.connect(dsn) as found:
        before = found.execute(databases).fetchall()
        asked = Options(dsn=dsn, root=tmp_path, baseline="s.sql")
        (result,) = apply.verify([made], asked)
        assert result.outcome is Outcome.PASSED, (result.reason, told(result))
        assert found.execute(databases).fetchall() == before
    assert apply.identity(asked) == ""


def refusal(dsn: str) -> str:
    (result,) = apply.verify([plan(("sql", TABLE))], Options(dsn=dsn))
    assert result.outcome is Outcome.NOT_RUN
    return result.reason


def test_a_database_that_is_not_marked_is_refused(dsn: str) -> None:
    assert refusal(dsn) == (
        "the database 'spare' is not marked as disposable; if it is, run there: "
        "COMMENT ON DATABASE \"spare\" IS 'sphinx-audit:disposable'"
    )


@pytest.mark.parametrize(
    ("right", "why"),
    [
        ("ALTER ROLE friend SUPERUSER", "is a superuser, or may become one"),
        ("GRANT postgres TO friend", "is a superuser, or may become one"),
        ("ALTER ROLE friend CREATEROLE", "may make roles"),
        ("GRANT pg_read_server_files TO friend", "is a member of pg_read_server_files"),
        ("ALTER ROLE friend NOCREATEDB", "may not make databases"),
    ],
)
def test_a_role_with_power_is_refused(
    house: House, dsn: str, right: str, why: str
) -> None:
    marked(house)
    with house.connect() as admin:
        admin.execute(right.encode())
    assert refusal(dsn) == (
        f"the role of the DSN {why}: give one that has CREATEDB and nothing else"
    )


@pytest.mark.parametrize(
    ("dsn", "why"),
    [
        ("postgresql://u@localhost/domainflow_production", "is one to live with"),
        ("host=/nowhere dbname=spare", "the server cannot be reached: "),
        ("postgresql://u@localhost:54x32/spare", "the DSN cannot be read: "),
        ("no dsn at all", "the DSN cannot be read: "),
    ],
)
def test_a_dsn_that_cannot_be_used_is_told(dsn: str, why: str) -> None:
    assert why in refusal(dsn)


def test_the_version_of_the_server_can_be_asked_for() -> None:
    assert asked_by({"postgres": 15}).postgres == asked_by({"postgres": "15"}).postgres
    with pytest.raises(AskingError, match=r"verify.postgres 'new' is no version"):
        asked_by({"postgres": "new"})


def test_what_the_user_set_for_other_servers_is_not_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {"PGPORT": "1", "PGOPTIONS": "-c role=x", "PGUSER": "x"}.items():
        monkeypatch.setenv(name, value)
    made = plan(("sql", TABLE, "1_up.sql"), down_block("DROP TABLE t;"))
    (result,) = apply.verify([made], Options())
    assert result.outcome is Outcome.PASSED, result.reason


def test_folders_that_nobody_holds_are_swept(tmp_path: Path) -> None:
    left, kept, other = (tmp_path / n for n in ("audit-pg-a", "audit-pg-b", "other"))
    for folder in (left, kept, other):
        folder.mkdir()
    os.close(folders.locked(left))
    held_here = folders.locked(kept)
    try:
        folders.sweep(tmp_path)
        assert sorted(tmp_path.iterdir()) == [kept, other]
    finally:
        os.close(held_here)
