"""What plpgsql_check finds in functions, on a server of the system that has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from sphinx_audit.verify import apply
from sphinx_audit.verify.apply import binaries, functions, own, work
from sphinx_audit.verify.apply.functions import Said
from sphinx_audit.verify.apply.schema import Baseline
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.telling import Outcome
from verify_plans import block, plan, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_audit.verify.apply.binaries import Binaries
    from sphinx_audit.verify.apply.rooms import House

BASELINE = "CREATE TABLE campaigns (id bigint PRIMARY KEY, name text);"
REASON = "no server with plpgsql_check: apt install postgresql-N-plpgsql-check"


def installed() -> Binaries | None:
    """Return a server of the system that has the extension."""
    majors = sorted((p.name for p in binaries.DEBIAN.glob("*")), reverse=True)
    for found in map(binaries.find, majors):
        if isinstance(found, binaries.Binaries) and found.checks:
            return found
    return None


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    if not (found := installed()):
        pytest.skip(REASON)
    with own.house(found, Baseline(BASELINE, "schema.sql")) as made:
        assert made.checks == found.checks
        yield made


def said(house: House, up: str, down: str, options: Options) -> list[str]:
    blocks = block("sql", up, "1_up.sql"), block("sql", down, "1_down.sql", line=109)
    (result,) = work.share_out([plan(*blocks)], options, house)
    assert result.tools["plpgsql_check"] == house.checks
    return [t for t in told(result) if "second run would fail" not in t]


HEAD = "SELECT 1;\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS "
UNKNOWN = """\
BEGIN
  RETURN (SELECT nope FROM campaigns WHERE name = 'x');
END """
NOPE = 'error: column "nope" does not exist [42703], in f [plpgsql]'
OWN_TABLE = """\
$$
BEGIN
  CREATE TEMP TABLE x ();
  INSERT INTO x DEFAULT VALUES;
  RETURN 1;
END $$;
"""
ENDLESS = """\
CREATE FUNCTION slow() RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
  LOOP BEGIN LOOP END LOOP; EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP;
END $$;
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN slow(); END $$;
"""


@pytest.mark.parametrize(
    ("up", "want"),
    [
        (f"{HEAD}$$\n{UNKNOWN}$$;", [f"4:3: {NOPE}"]),
        (f"{HEAD}$x$ {UNKNOWN}$x$;", [f"3:3: {NOPE}"]),
        (f"{HEAD}'\n{UNKNOWN}';".replace("'x'", "''x''"), [f"4:3: {NOPE}"]),
        (f"{HEAD}E'\n{UNKNOWN}';".replace("'x'", "\\'x\\'"), [f"2:19: {NOPE}"]),
        (f"{HEAD}$$\nBEGIN\n  RETURN 1;\nEND $$;", []),
        (
            f"{HEAD}$$\nDECLARE n int;\nBEGIN\n  RETURN 1;\nEND $$;",
            ['3:1: warning: unused variable "n", in f [plpgsql]'],
        ),
        (
            f"{HEAD}{OWN_TABLE}",
            ['5:3: note: relation "x" does not exist [42P01], in f [plpgsql]'],
        ),
        (ENDLESS, []),
    ],
)
def test_it_is_told_at_its_line_inside_the_body(
    house: House, up: str, want: list[str]
) -> None:
    down = "DROP FUNCTION f();" + "DROP FUNCTION slow();" * ("slow" in up)
    assert said(house, up, down, Options(timeout=1.0)) == want


def test_overloaded_functions_and_triggers_have_their_own_lines(house: House) -> None:
    up = (
        "CREATE TABLE t (id bigint);\n"
        "CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$\n"
        "BEGIN\n  RETURN nope;\nEND $$;\n"
        "CREATE FUNCTION f(a text) RETURNS int LANGUAGE plpgsql AS $$\n"
        "BEGIN\n  RETURN 1;\nEND $$;\n"
        "CREATE FUNCTION w() RETURNS trigger LANGUAGE plpgsql AS $$\n"
        "BEGIN\n  NEW.gone := 1;\n  RETURN NEW;\nEND $$;\n"
        "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION w();\n"
    )
    down = (
        "DROP TABLE t; DROP FUNCTION w(); DROP FUNCTION f(int); DROP FUNCTION f(text);"
    )
    assert said(house, up, down, Options()) == [
        f"4:3: {NOPE}",
        '12:3: error: record "new" has no field "gone" [42703], in w [plpgsql]',
    ]


def test_a_server_of_the_users_has_it_by_its_template(house: House) -> None:
    with house.connect("template1") as template:
        template.execute(own.CHECKS)
    with house.connect() as admin:
        admin.execute("CREATE ROLE friend LOGIN CREATEDB")
        admin.execute("CREATE DATABASE spare OWNER friend")
        admin.execute("COMMENT ON DATABASE spare IS 'sphinx-audit:disposable'")
    dsn = f"{house.dsn.replace('user=postgres', 'user=friend')} dbname=spare"
    text = f"CREATE TABLE campaigns (name text);\n{HEAD}$$\n{UNKNOWN}$$;"
    down = block("sql", "DROP FUNCTION f(); DROP TABLE campaigns;", "1_down.sql")
    made = plan(block("sql", text, "1_up.sql"), down)
    (result,) = apply.verify([made], Options(dsn=dsn))
    assert result.outcome is Outcome.FAILED
    assert result.tools["plpgsql_check"] == house.checks
    assert f"5:3: {NOPE}" in told(result)
    with psycopg.connect(dsn) as found:
        listed = found.execute("SELECT datname FROM pg_database").fetchall()
    assert not [n for (n,) in listed if n.startswith("audit_") and n != "audit_base"]


def test_without_it_nothing_is_told_of_bodies() -> None:
    made = plan(
        ("sql", f"{HEAD}$$\n{UNKNOWN}$$;", "1_up.sql"),
        ("sql", "DROP FUNCTION f();", "1_down.sql"),
    )
    found = binaries.find()
    assert isinstance(found, binaries.Binaries)
    with own.house(found, Baseline("", "")) as house:
        (result,) = work.share_out([made], Options(), house)
    assert ("plpgsql_check" in result.tools) is bool(house.checks)
    assert (result.outcome is Outcome.FAILED) is bool(house.checks)


def test_results_are_kept_for_servers_that_have_it_or_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = apply.identity(Options())
    checked = property(lambda found: "2.3")
    monkeypatch.setattr(binaries.Binaries, "checks", checked)
    assert apply.identity(Options()) != before


def test_a_body_is_found_in_its_block() -> None:
    two = f"{HEAD}$$\nBEGIN\n  RETURN 1;\nEND $$;\n{HEAD}$$\n{UNKNOWN}$$;\n"
    made = block("sql", two)

    def place(name: str, source: str, line: int | None) -> tuple[int, int] | None:
        one = Said(name, source, line, "error", "x", "42703")
        found = functions.place_of([made], one)
        return made.at_offset(found[1]) if found else None

    assert place("f", f"\n{UNKNOWN}", 3) == made.at(9, 3)
    assert place("f", "\nBEGIN\n  RETURN 1;\nEND ", 3) == made.at(4, 3)
    assert place("f", "another", 3) == made.at(7, 19)
    assert place("g", f"\n{UNKNOWN}", 3) is None
