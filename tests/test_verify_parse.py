"""The level parse: what is wrong with the text of code, at its line and column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_audit.verify import parse
from sphinx_audit.verify.blocks import Depth, Role
from sphinx_audit.verify.expecting import expected
from sphinx_audit.verify.parse import go, postgres, shell
from sphinx_audit.verify.parse.flaw import DEEPEST, LARGEST
from sphinx_audit.verify.parse.languages import PARSERS
from sphinx_audit.verify.programs import Missing, ask, program
from sphinx_audit.verify.telling import Outcome, PlanResult
from verify_plans import ROLLBACK, block, plan, told, verified

FUNCTION = """\
CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  BODY
END;
$$;
"""

CASES = {
    "sql": (
        ("sql", "CREATE TABLE ä (id int);\nSELEC 1;"),
        '2:1: error: syntax error at or near "SELEC" [code_syntax]',
    ),
    "a command of psql": (
        ("sql", "SELECT 1;\n\\set x 1\n"),
        '2:1: error: syntax error at or near "\\": a command of psql is no SQL '
        "[code_syntax]",
    ),
    "bad SQL inside PL/pgSQL": (
        ("sql", FUNCTION.replace("BODY", "PERFORM x FRMO y WHERE;")),
        '3:18: error: syntax error at or near "y" [code_syntax]',
    ),
    "bad SQL in a function of SQL": (
        (
            "sql",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT ''ü''; SELEC';",
        ),
        '1:64: error: syntax error at or near "SELEC", in the body of the function '
        "[code_syntax]",
    ),
    "a function without a body": (
        (
            "sql",
            "SELECT 1;\n\n-- why\nCREATE OR REPLACE FUNCTION f(a int) RETURNS int;",
        ),
        "4:1: error: a function without a body: only its signature [unfinished_code]",
    ),
    "commit missing": (
        ("sql", "-- File: 1.sql\nBEGIN;\nCREATE TABLE t (id int);"),
        "2:1: error: BEGIN without COMMIT: nothing of this script would stay "
        "[transaction]",
    ),
    "begin missing": (
        ("sql", "CREATE TABLE t (id int);\nCOMMIT;"),
        "2:1: error: COMMIT without BEGIN [transaction]",
    ),
    "begin twice": (
        ("sql", "BEGIN;\nSTART TRANSACTION;\nCOMMIT;"),
        "2:1: error: BEGIN inside an open transaction [transaction]",
    ),
    "rolled back": (
        ("sql", "BEGIN;\nCREATE TABLE t ();\nROLLBACK;"),
        "3:1: error: the script rolls itself back [transaction]",
    ),
    "go": (
        ("go", "package p\n\nfunc f() {\n\tx := (1\n}"),
        "4:9: error: expected ')', found newline [code_syntax]",
    ),
    "go, the inside of a function": (
        ("go", "x := f(1\nif x {\n}"),
        "1:9: error: missing ',' before newline in argument list [code_syntax]",
    ),
    "bash": (
        ("bash", "if true; then\n  ls\n"),
        "2:1: error: syntax error: unexpected end of file [code_syntax]",
    ),
    "an address that is none": (
        ("sh", "export A=1\nexport DSN=postgres://u@h:54x32/app"),
        "2:12: error: no address: Port could not be cast to integer value as '54x32' "
        "[dsn]",
    ),
    "an address of production": (
        ("sh", "psql postgres://u@h/app_production"),
        "1:6: warning: this would run against 'app_production' [dsn]",
    ),
    "python": (("python", "x = (\n"), "1:5: error: '(' was never closed [code_syntax]"),
    "json": (
        ("json", '{"a": 1,\n}'),
        "2:1: error: Expecting property name enclosed in double quotes [code_syntax]",
    ),
    "yaml": (
        ("yml", "a: [1\nb: 2\n"),
        "2:2: error: expected ',' or ']', but got ':' [code_syntax]",
    ),
    "toml": (("toml", "a = 1\nb = \n"), "2:5: error: Invalid value [code_syntax]"),
    "words of a template": (
        ("json", '{"a": "TODO"}'),
        "1:8: error: 'TODO' of a template is left [unfinished_code]",
    ),
    "a bracket of a template": (
        ("sql", "-- for [finding_id]\nSELECT 1;"),
        "1:8: error: '[finding_id]' of a template is left [unfinished_code]",
    ),
}


@pytest.mark.parametrize(("one", "said"), CASES.values(), ids=[*CASES])
def test_a_fault_is_told_at_its_line(one: tuple[str, ...], said: str) -> None:
    result = verified(one, ROLLBACK)
    assert said in told(result)
    levels = {d.level for d in result.diagnostics}
    assert (result.outcome is Outcome.FAILED) == ("error" in levels)


NEAR = {
    "END IF lost": (
        ("sql", FUNCTION.replace("BODY", "IF true THEN\n    RETURN 1;")),
        (4, 5),
    ),
    "Go without a toolchain": (
        ("go", "package p\n\nfunc f() {\n\tx := (1\n}"),
        (4, 4),
    ),
}


@pytest.mark.parametrize(("one", "lines"), NEAR.values(), ids=[*NEAR])
def test_some_parsers_know_the_line_only_about(
    one: tuple[str, ...], lines: tuple[int, int]
) -> None:
    (first, *_) = told(verified(one, ROLLBACK, inside=True))
    assert lines[0] <= int(first.split(":")[0]) <= lines[1]


GOOD = {
    "sql": "CREATE TABLE t (a int[]);\nSELECT a[1] FROM t WHERE b ~ '[a-z_]+';",
    "transactions": "BEGIN;\nSAVEPOINT s;\nROLLBACK TO SAVEPOINT s;\nEND;",
    "body between quotes": "CREATE FUNCTION f() RETURNS text AS 'SELECT ''a''' LANGUAGE sql;",
    "body without quotes": "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END;\n"
    "CREATE FUNCTION g() RETURNS int RETURN 1;",
    "trigger": "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $b$\n"
    "BEGIN NEW.x := 1; RETURN NEW; END $b$;",
    "do": "DO LANGUAGE plpgsql $$ BEGIN PERFORM 1; END $$;",
    "types of rows": "DO $$ DECLARE r t%ROWTYPE; BEGIN r.x := 1; END $$;",
    "types of parameters": "CREATE FUNCTION f(VARIADIC x t.c%TYPE DEFAULT '{}') "
    "RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;",
    "a long chain": "SELECT " + " || ".join("'x'" for _ in range(300)) + ";",
    "nothing": "-- nothing yet\n",
    "another language": "CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'a', 'b';",
}


@pytest.mark.parametrize("text", GOOD.values(), ids=[*GOOD])
def test_good_sql_is_no_error(text: str) -> None:
    result = verified(("sql", text), ROLLBACK)
    assert [d.message for d in result.diagnostics if d.level == "error"] == []
    assert result.outcome is Outcome.PASSED


@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "package p\n\nfunc f(a []int) map[string]int { return nil }\n",
        "func f(x []T) { }\n",
        "for i := range 3 {\n\tprintln(i)\n}\n",
        "// Package p is.\npackage p\n",
        "type A struct {\n\tb int\n}\n",
    ],
)
def test_good_go_is_no_error(text: str, inside: bool) -> None:
    assert told(verified(("go", text), inside=inside)) == []


def test_an_up_without_a_rollback_is_told() -> None:
    (said,) = told(verified(("sql", "-- why\nCREATE TABLE t ();", "1_up.sql")))
    assert said == "1:1: error: no rollback takes this migration back [no_rollback]"
    skipped = block("sql", "CREATE TABLE t ();", depth=Depth.SKIP)
    assert told(verified(skipped)) == []
    fragment = block("sql", "CREATE TABLE t ();", role=Role.FRAGMENT)
    assert told(verified(fragment)) == []


# -- what is marked


def test_what_is_to_be_skipped_is_not_read() -> None:
    assert told(verified(block("json", "{", depth=Depth.SKIP))) == []


def test_a_block_that_is_to_fail_must() -> None:
    wrong = block("json", "{", depth=Depth.PARSE, fails=True)
    right = block("json", "{}", depth=Depth.PARSE, fails=True, line=30)
    later = block("json", "{}", depth=Depth.CHECK, fails=True, line=50)
    whole = plan(wrong, right, later)
    found = expected(whole, verified(*whole.blocks))
    assert [(d.line, d.level, d.code) for d in found.diagnostics] == [
        (10, "note", "code_syntax"),
        (30, "error", "expected_failure"),
    ]
    assert found.outcome is Outcome.FAILED
    assert expected(plan(wrong), verified(wrong)).outcome is Outcome.PASSED


# -- what is missing is never passed


def test_without_a_parser_the_level_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Missing(what="postgast", install="pip install 'sphinx-audit[verify]'")
    parser = PARSERS["sql"]
    monkeypatch.setitem(
        PARSERS, "sql", type(parser)(**{**vars(parser), "missing": lambda: gone})
    )
    result = verified(("sql", "SELECT 1;"), ROLLBACK)
    assert result.outcome is Outcome.NOT_RUN
    assert result.reason == "postgast is not installed"
    assert result.install == "pip install 'sphinx-audit[verify]'"
    assert verified(("json", "{}")).outcome is Outcome.PASSED
    result = verified(("sql", "SELECT 1;"), ("json", "{"))
    assert result.outcome is Outcome.FAILED
    assert told(result)[-1] == (
        "-8:-1: note: not all of it was looked at: postgast is not installed; "
        "pip install 'sphinx-audit[verify]' [not_run]"
    )


def test_what_read_a_plan_is_told() -> None:
    result = verified(("sql", "SELECT 1;"), ("json", "{}"), ("bash", "ls"))
    assert [*result.tools] == ["bash", "postgast", "python"]
    assert all(result.tools.values())
    assert parse.readers(plan(("toml", "a = 1"))) == (
        f"toml: python {PARSERS['toml'].version()}",
    )


# -- bombs

DEEP = 100_000
BOMBS = {
    "sql ()": ("sql", "SELECT " + "(" * DEEP + "1" + ")" * DEEP + ";"),
    "sql +": ("sql", "SELECT " + "1+" * DEEP + "1;"),
    "sql -": ("sql", "SELECT " + "- " * DEEP + "1;"),
    "sql NOT": ("sql", "SELECT " + "NOT " * 60_000 + "true;"),
    "sql ::": ("sql", "SELECT 1" + "::int" * 50_000 + ";"),
    "sql []": ("sql", "SELECT a" + "[1]" * 80_000 + ";"),
    "sql union": ("sql", "SELECT 1" + " UNION SELECT 1" * 16_000 + ";"),
    "sql case": ("sql", "SELECT " + "CASE WHEN true THEN " * 12_000),
    "sql /*": ("sql", "/*" * DEEP),
    "sql function": (
        "sql",
        f"CREATE FUNCTION f(a int DEFAULT {'1+' * DEEP}1) RETURNS int LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN 1; END $$;",
    ),
    "sql function ::": (
        "sql",
        f"CREATE FUNCTION f(a int DEFAULT 1{'::int' * 40_000}) RETURNS int "
        "LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;",
    ),
    "plpgsql if": ("sql", FUNCTION.replace("BODY", "IF true THEN " * 10_000)),
    "plpgsql +": ("sql", FUNCTION.replace("BODY", f"RETURN {'1+' * DEEP}1;")),
    "plpgsql begin": ("sql", FUNCTION.replace("BODY", "BEGIN " * 40_000)),
    "sql in sql": (
        "sql",
        f"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT {'1+' * DEEP}1';",
    ),
    "go ()": ("go", "package p\nvar x = " + "(" * DEEP),
    "go {}": ("go", "package p\nfunc f() " + "{" * DEEP + "}" * DEEP),
    "go -": ("go", "package p\nvar x = " + "- " * DEEP + "1"),
    "go +": ("go", "package p\nvar x = " + "1+" * DEEP + "1"),
    "go *": ("go", "package p\nvar x " + "*" * DEEP + "int"),
    "go if": ("go", "package p\nfunc f(){" + "if x {\n" * 30_000),
    "bash ()": ("bash", "(" * DEEP),
    "bash $(": ("bash", "$(" * DEEP),
    "bash if": ("bash", "if true; then " * 15_000),
    "bash !": ("bash", "! " * DEEP + "true"),
    "bash ${": ("bash", "echo " + "${a:-" * 40_000),
    "python ()": ("python", "x = " + "(" * DEEP),
    "python -": ("python", "x = " + "-" * DEEP + "1"),
    "python +": ("python", "x = " + "1+" * DEEP + "1"),
    "python .": ("python", "x = a" + ".b" * DEEP),
    "python not": ("python", "x = " + "not " * 60_000 + "1"),
    "python if": ("python", "\n".join(" " * n + "if x:" for n in range(600))),
    "json [": ("json", "[" * DEEP),
    "json {": ("json", '{"a":' * 40_000),
    "yaml [": ("yaml", "[" * DEEP),
    "yaml -": ("yaml", "- " * DEEP),
    "yaml ?": ("yaml", "? " * DEEP),
    "yaml &": ("yaml", "a: &a [1]\n" + "b: &b [*a,*a,*a]\n" * 900),
    "toml [": ("toml", "a=" + "[" * DEEP),
    "toml {": ("toml", "a=" + "{a=" * 50_000),
    "toml .": ("toml", "a." * DEEP + "a=1"),
    "toml [.]": ("toml", "[" + "a." * DEEP + "a]\nx=1"),
    "json digits": ("json", "1" * 200_000),
    "zero": ("bash", "ls \0 ls"),
    "zero in go": ("go", "package p\0"),
    "zero in sql": ("sql", "SELECT 1;\0 SELEC"),
    "zero in python": ("python", "x = 1\0"),
    "half a pair": ("sql", "SELECT '\ud800';"),
    "half a pair in go": ("go", "package p // \ud800"),
    "toml word": ("toml", "a" * 250_000),
    "go blank": ("go", "\n" * 250_000 + "func {"),
    "sql comments": ("sql", "/**/" * 60_000 + "SELEC"),
    "sql spaces": ("sql", " " * 250_000 + "SELEC"),
    "go brackets": ("go", "a[" * 199 + "_" * 200_000),
    "sql words": ("sql", "[aaa" + "_aa" * 80_000),
    "large": ("sql", "SELECT 1;\n" * (LARGEST // 9)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_text_ends_the_parser(name: str) -> None:
    """A parser that recurses without end would take this whole process with it."""
    for inside in (True, False)[: 1 + name.startswith("go")]:
        unharmed(verified(BOMBS[name], ("json", "{"), inside=inside))


def unharmed(result: PlanResult) -> None:
    assert "code_syntax" in {d.code for d in result.diagnostics}
    assert all(len(d.message) < 1000 for d in result.diagnostics)
    assert result.seconds < 20


def test_a_large_block_is_refused_and_a_small_one_read() -> None:
    (said, *_) = told(verified(("yaml", "a: 1\n" * LARGEST)))
    assert said.startswith("1:1: error: a block of 1,310,720 bytes is not read")
    deep = "[" * DEEPEST + "]" * DEEPEST
    assert told(verified(("json", deep))) == []


ANY = st.text(st.characters(codec="utf-8"), max_size=40) | st.text(
    st.sampled_from("()[]{}'\"$;,.:\\\n \tabBEGIN/*-#=0"), max_size=60
)


@given(st.sampled_from([*PARSERS]), ANY)
def test_any_text_is_read_and_every_place_is_inside_it(
    language: str, text: str
) -> None:
    made = block(language, text)
    height = made.text.count("\n")
    for one in told(verified(made, ROLLBACK, inside=True)):
        line, column = map(int, one.split(":")[:2])
        assert 1 <= line <= height + 1
        assert column >= 1


# -- by hand


def test_gofmt_reads_the_others_where_one_is_too_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = ask

    def crash(command: list[str], **more: object) -> object:
        said = real(command, **more)  # type: ignore[arg-type]
        several = len(command) > 4
        return type(said)(code=-11, out="", err="", why="SIGSEGV") if several else said

    monkeypatch.setattr(go, "ask", crash)
    found = go.by_gofmt(["package p\n", "package p\nfunc\n"])
    assert [*found] == [1]


def test_bash_reads_the_others_where_one_is_too_much() -> None:
    texts = ["ls\n", "$(" * 100_000, "if\n", "ls \0"]
    found = shell.many(texts)
    assert sorted(found) == [1, 2, 3]
    assert found[2][0].line == 2


def test_tokens_count_characters() -> None:
    text = "SELECT 'äöü' -- ß\n, 1;"
    found = [text[t.start : t.end] for t in postgres.tokens_of(text)]
    assert found == ["SELECT", "'äöü'", "-- ß", ",", "1", ";"]


def test_a_program_that_takes_too_long_is_ended() -> None:
    said = ask([program("bash") or "bash", "-c", "sleep 60 & wait"], seconds=0.2)
    assert said.why == "it took longer than 0.2 s"
    assert ask(["/nonexistent/tool"]).why == "No such file or directory"
    assert ask([program("bash") or "bash", "-c", "kill -9 $$"]).why.endswith("SIGKILL")
