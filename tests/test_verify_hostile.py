"""Plans are anybody's: each attack is stopped with a clear line, and leaves nothing."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import pytest

from sphinx_audit.verify import confine, run
from sphinx_audit.verify.apply import binaries, own, work
from sphinx_audit.verify.apply.schema import Baseline
from sphinx_audit.verify.confine import inside
from sphinx_audit.verify.confine.processes import descendants
from sphinx_audit.verify.confine.spec import SYSTEM
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.telling import Outcome
from verify_plans import block, plan, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx_audit.verify.apply.rooms import House
    from sphinx_audit.verify.telling import PlanResult

T = TypeVar("T")


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    found = binaries.find()
    assert isinstance(found, binaries.Binaries)
    with own.house(found, Baseline("CREATE TABLE t (id int);", "s.sql")) as made:
        yield made


def attack(house: House, text: str, seconds: float = 5.0) -> str:
    """Return the one line that stops a migration; the next one is well again."""
    made = plan(block("sql", text, "1_up.sql"))
    (result,) = work.share_out([made], Options(timeout=seconds), house)
    (one,) = told(result)
    good = plan(block("sql", "CREATE TABLE u (id int);", "1_up.sql"))
    (after,) = work.share_out([good], Options(), house)
    assert told(after) == []
    with house.connect() as admin:
        left = (
            b"SELECT count(*) FROM pg_database WHERE datname ~ '^audit_[0-9a-f]{12}$'"
        )
        assert admin.execute(left).fetchone() == (0,)
    return one


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("COPY t FROM PROGRAM 'id';", "1:1: error: permission denied to COPY to or from an external program"),
        ("DO $$ BEGIN\nEXECUTE 'COPY t TO PROGRAM ''id''';\nEND $$;", "2:1: error: permission denied to COPY"),
        ("COPY t FROM '/etc/passwd';", "1:1: error: permission denied to COPY from a file"),
        ("COPY t TO '/tmp/x';", "1:1: error: permission denied to COPY to a file"),
        ("SELECT pg_read_file('/etc/passwd');", "1:1: error: permission denied for function pg_read_file"),
        ("SELECT pg_ls_dir('/');", "1:1: error: permission denied for function pg_ls_dir"),
        ("SELECT lo_import('/etc/passwd');", "1:1: error: permission denied for function lo_import"),
        ("SELECT lo_export(1, '/tmp/x');", "1:1: error: permission denied for function lo_export"),
        ("CREATE EXTENSION dblink;", '1:1: error: permission denied to create extension "dblink"'),
        ("CREATE EXTENSION file_fdw;", '1:1: error: permission denied to create extension "file_fdw"'),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'libc', 'getpid';", "1:1: error: permission denied for language c"),
        ("LOAD '/tmp/x.so';", "1:1: error: access to library"),
        ("ALTER SYSTEM SET fsync = on;", "1:1: error: ALTER SYSTEM: a plan has one database"),
        ("CREATE DATABASE x;", "1:1: error: CREATE DATABASE: a plan has one database"),
        ("DROP DATABASE postgres;", "1:1: error: DROP DATABASE: a plan has one database"),
        ("CREATE TABLESPACE x LOCATION '/tmp';", "1:1: error: CREATE TABLESPACE: a plan has one"),
        ("CREATE ROLE x SUPERUSER;", "1:1: error: permission denied to create role"),
        ("ALTER ROLE CURRENT_USER SUPERUSER;", "1:1: error: permission denied to alter role"),
        ("ALTER ROLE audit_owner LOGIN;", "1:1: error: permission denied to alter role"),
        ("SET ROLE postgres;", '1:1: error: permission denied to set role "postgres"'),
        ("SET SESSION AUTHORIZATION postgres;", "1:1: error: permission denied to set session authorization"),
        ("SET log_min_messages = debug5;", '1:1: error: permission denied to set parameter "log_min_messages"'),
        ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> CURRENT_USER;", "1:1: error: permission denied to terminate process"),
        ("SELECT pg_reload_conf();", "1:1: error: permission denied for function pg_reload_conf"),
        ("CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p;", "1:1: error: permission denied to create subscription"),
        ("SELECT * FROM pg_authid;", "1:1: error: permission denied for table pg_authid"),
        ("SELECT pg_terminate_backend(pg_backend_pid());", "1:1: error: "),
    ],
)  # fmt: skip
def test_what_a_plan_may_not_do(house: House, text: str, why: str) -> None:
    assert attack(house, text).startswith(why)


LOOPS = {
    "loop": "SELECT 1;\nDO $$\nBEGIN\n  LOOP\n  END LOOP;\nEND $$;",
    "sleep": "SELECT 1;\n\n\nSELECT pg_sleep(1000);",
    "rows": "SELECT 1;\n\n\nSELECT * FROM generate_series(1, 1e12::bigint);",
    "reset": "SET statement_timeout = 0; SELECT 1;\n\n\nSELECT pg_sleep(1000);",
    "query": "SELECT 1;\n\n\nSELECT count(*) FROM generate_series(1, 1e12::bigint);",
    "trap": (
        "SELECT 1;\nDO $$\nBEGIN\nLOOP BEGIN PERFORM pg_sleep(1000);"
        " EXCEPTION WHEN OTHERS OR query_canceled THEN"
        " PERFORM set_config('statement_timeout', '0', false); END; END LOOP;\nEND $$;"
    ),
}


@pytest.mark.parametrize("name", LOOPS)
def test_what_does_not_end_is_stopped(house: House, name: str) -> None:
    begin = time.monotonic()
    one = attack(house, LOOPS[name], 0.4)
    assert time.monotonic() - begin < 8
    where, _, rest = one.partition(": ")
    assert rest == "error: still running after 0.4 s, and stopped [timeout]"
    assert where.split(":")[0] in {"2", "4"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("SELECT repeat('x', 1000000000) || repeat('y', 1000000000);", ("memory", "still running")),
        ("SELECT array_fill(1, ARRAY[134217727]);", ("memory", "array size")),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN f(); END'; SELECT f();", ("stack depth",)),
        ("WITH RECURSIVE r AS (SELECT repeat('x', 1000000) AS x UNION ALL SELECT x || '' FROM r) SELECT count(*), max(x) FROM r;", ("temporary file size", "File too large", "memory", "still running")),
        ("CREATE TABLE big AS SELECT repeat(md5(i::text), 1000) AS x FROM generate_series(1, 100000000) i;", ("File too large", "space", "extend", "still running")),
        ("CREATE TABLE big (x text); INSERT INTO big SELECT md5(i::text) || md5((-i)::text) FROM generate_series(1, 100000000) i;", ("File too large", "space", "still running")),
        ("DO $$ BEGIN FOR i IN 1 .. 1000 LOOP EXECUTE format('CREATE TABLE b%s AS SELECT g FROM generate_series(1, 1000000) g', i); END LOOP; END $$;", ("No space", "space", "still running")),
        (f"SELECT {'(' * 100_000}1{')' * 100_000};", ("nested",)),
        (f"SELECT {'1+' * 60_000}1;", ("stack depth", "memory")),
    ],
)  # fmt: skip
def test_bombs_end_with_a_clear_line(
    house: House, text: str, why: tuple[str, ...]
) -> None:
    one = attack(house, text, 3.0 if "still running" in why else 20.0)
    assert ": error: " in one
    assert any(word in one for word in why), one


def test_a_cast_of_the_plans_is_not_asked_by_us(house: House) -> None:
    """A look at rows must not run the plan's code, with rights that are not its own."""
    text = """
CREATE TABLE trap (id int);
CREATE FUNCTION f(trap) RETURNS text LANGUAGE plpgsql AS
  'BEGIN RAISE ''run by %'', CURRENT_USER; END';
CREATE CAST (trap AS text) WITH FUNCTION f(trap) AS IMPLICIT;
ALTER TABLE trap ENABLE ROW LEVEL SECURITY;
ALTER TABLE trap FORCE ROW LEVEL SECURITY;
CREATE POLICY p ON trap FOR SELECT USING (f(trap) IS NOT NULL);
CREATE POLICY q ON trap FOR INSERT WITH CHECK (true);
INSERT INTO trap VALUES (1);
"""
    made = plan(block("sql", text, "1_up.sql"))
    (result,) = work.share_out([made], Options(), house)
    assert told(result) == []


# -- tests of Go

ATTACKS = {
    "Shadow": ('_, err := os.ReadFile("/etc/shadow")', "no such file"),
    "Home": ('_, err := os.ReadDir("/root")', "no such file"),
    "Here": ('_, err := os.ReadDir("HERE")', "no such file"),
    "Processes": ('_, err := os.ReadFile("/proc/SELF/cmdline")', "no such file"),
    "Write": (
        'err := os.WriteFile("/usr/x", nil, 0o600)',
        "read-only file system|permission",
    ),
    "Beside": (
        'err := os.WriteFile("x", nil, 0o600)',
        "read-only file system|permission",
    ),
    "Dial": (
        '_, err := net.Dial("tcp", "127.0.0.1:PORT")',
        "unreachable|refused|permission",
    ),
    "Datagram": (
        'c, err := net.Dial("udp", "8.8.8.8:53"); if c != nil { _, err = c.Write([]byte("x")) }',
        "unreachable",
    ),
    "Socket": ('_, err := net.Dial("unix", "SOCKET")', "no such file"),
    "Signal": ("err := syscall.Kill(SELF, 9)", "no such process"),
    "Root": ("err := syscall.Setuid(0)", "not permitted"),
    "Mount": (
        'err := syscall.Mount("x", "/tmp", "tmpfs", 0, "")',
        "not permitted|permission",
    ),
    "Chroot": ('err := syscall.Chroot("/tmp")', "not permitted"),
    "Space": (
        'err := os.WriteFile("/tmp/x", make([]byte, 1<<28), 0o600)',
        "too large|no space",
    ),
}
"""What a test does, and why it cannot; it fails with that."""

HEAD = """\
package p

import (
\t"net"
\t"os"
\t"syscall"
\t"testing"
)

var _, _, _ = net.Dial, os.Exit, syscall.Kill
"""


def test_what_a_test_may_not_do(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with (
        socket.create_server(("127.0.0.1", 0)) as port,
        socket.socket(socket.AF_UNIX) as unix,
    ):
        unix.bind(path)
        unix.listen()
        words = {
            "HERE": str(Path(__file__).parent), "SELF": str(os.getpid()),
            "PORT": str(port.getsockname()[1]), "SOCKET": path,
        }  # fmt: skip
        text = HEAD + "".join(
            f"func Test{name}(t *testing.T) {{ {code}; if err != nil {{ t.Fatal(err) }} }}\n"
            for name, (code, _) in ATTACKS.items()
        )
        for word, value in words.items():
            text = text.replace(word, value)
        result = run_test(text)
    said = {t.split(": ")[2]: t for t in told(result)}
    for name, (_, why) in ATTACKS.items():
        assert re.search(why, said.get(f"Test{name}", "")), (name, said)


def run_test(text: str, seconds: float = 10.0) -> PlanResult:
    options = Options(race=False, test_timeout=seconds)
    (result,) = run.verify([plan(block("go", text, "p/a_test.go"))], options)
    return result


BOMBS = {
    "for {\n}": "test timed out after 1s [timeout]",
    "signal.Ignore()\n\tos.Stdout.Close()\n\tos.Stderr.Close()\n\tfor {\n}": "TestBomb: it took longer than 6 s [timeout]|TestBomb ends all with 2:",
    "var all [][]byte\n\tfor {\n all = append(all, bytes.Repeat([]byte{1}, 1<<24)) }": "TestBomb: it held more than 1024 MiB of memory [test]",
    "for {\n exec.Command(os.Args[0], os.Args[1:]...).Start() }": "timed out|took longer|held more|newosproc|ends all",
    'for {\n fmt.Println(strings.Repeat("x", 1000)) }': "timed out|took longer|ends all",
    "var f func(int) int\n\tf = func(n int) int { return f(n+1) + 1 }\n\tf(0)": "stack overflow|held more than 1024 MiB",
}
SLOW = ("var ",)
"""Begins of those that need more than a second to fill a memory."""


@pytest.mark.parametrize("body", BOMBS)
def test_bombs_in_tests_end(body: str) -> None:
    needed = [
        name for name in ("bytes", "fmt", "os", "os/exec", "os/signal", "runtime/debug", "strings")
        if f"{name.rpartition('/')[2]}." in body
    ]  # fmt: skip
    imports = "".join(f'import "{name}"\n' for name in needed)
    text = f'package p\n\n{imports}import "testing"\n\nfunc TestBomb(t *testing.T) {{\n\t{body}\n}}\n'
    begin = time.monotonic()
    result = run_test(text, 20.0 if body.startswith(SLOW) else 1.0)
    assert time.monotonic() - begin < 60
    assert result.outcome is Outcome.FAILED
    (one, *_) = told(result)
    assert ": error: " in one
    assert re.search(BOMBS[body].replace("[", r"\["), one), one


# -- kill -9 of the verifier

VERIFIER = """
import json, sys
from sphinx_audit.verify import confine, run
from sphinx_audit.verify.apply import verify
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.telling import Outcome
from verify_plans import plan
text = "DO $$ BEGIN LOOP END LOOP; END $$;"
print("ready", flush=True)
list(verify([plan(("sql", text))], Options(timeout=600.0)))
"""


def test_a_killed_verifier_leaves_no_server(tmp_path: Path) -> None:
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "_ext")]
    env = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    with subprocess.Popen(
        [sys.executable, "-c", VERIFIER], env=env, stdout=subprocess.PIPE
    ) as verifier:
        try:
            backend = until(lambda: looping(verifier.pid), 60)
            folder = folder_of(verifier.pid)
            assert backend
            assert folder.is_dir()
        finally:
            verifier.kill()
    assert until(lambda: not any(map(alive, backend)), 20)
    assert until(lambda: not folder.exists(), 20)


def until(asked: Callable[[], T], seconds: float) -> T:
    end = time.monotonic() + seconds
    while not (found := asked()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"


def test_a_program_may_end_before_anybody_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Late(subprocess.Popen[bytes]):
        """Looks at what its process says when that has said all."""

        @property
        def stdout(self) -> IO[bytes] | None:
            time.sleep(0.5 * (self.returncode is None))
            return self.said

        @stdout.setter
        def stdout(self, said: IO[bytes] | None) -> None:
            self.said = said

    monkeypatch.setattr(subprocess, "Popen", Late)
    (tmp_path / "view").mkdir()
    spec = confine.Spec(
        steps=[["/bin/sh", "-c", "exit 7"]],
        view=str(tmp_path / "view"),
        readable=list(SYSTEM),
        required=False,
    )
    assert confine.start(spec).wait(20) == confine.Ended(code=7)


def test_processes_may_end_while_they_are_looked_for() -> None:
    endless = "while :; do true & true & wait; done"
    with subprocess.Popen(["/bin/sh", "-c", endless]) as shell:
        try:
            for _ in range(5000):
                assert shell.pid in descendants(os.getpid())
        finally:
            shell.kill()


def looping(verifier: int) -> list[int]:
    """Return the processes below, once a migration runs in one of them."""
    found = descendants(verifier)
    titles = [title(one) for one in found]
    return found if any(t.endswith("[local] DO") for t in titles) else []


def title(process: int) -> str:
    try:
        text = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return ""
    return text.decode("utf-8", "replace").replace("\0", " ").strip()


def folder_of(verifier: int) -> Path:
    links = [fd.readlink() for fd in Path(f"/proc/{verifier}/fd").iterdir()]
    return next(p.parent for p in links if p.parent.name.startswith("audit-pg-"))


def test_a_user_without_a_name_is_nobody_inside() -> None:
    assert inside.named(0) == 0
    assert inside.named(0x7FFF_FFF0) == confine.NOBODY
