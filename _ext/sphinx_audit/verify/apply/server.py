"""A server of our own: confined, on a socket only, gone when we are."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

import psycopg

from .. import confine
from . import folders

if TYPE_CHECKING:
    from pathlib import Path

    from .binaries import Binaries

ADMIN = "postgres"
SECONDS = 60.0
MIB = 1 << 20

PORT = "5432"

SETTINGS = {
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "lock_timeout": "2s",
    "log_min_messages": "panic",
    "max_connections": "60",
    "max_parallel_workers": "0",
    "max_wal_senders": "0",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "port": PORT,
    "shared_buffers": "16MB",
    "synchronous_commit": "off",
    "temp_file_limit": "256MB",
    "wal_level": "minimal",
}
"""It lives for minutes, and nothing in it is kept."""

PLAIN = f"port={PORT} sslmode=disable client_encoding=UTF8 options='-c jit=off'"
"""What variables such as PGPORT and PGOPTIONS would say else."""

INITDB = ("-U", ADMIN, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")

LIMITS = {"RLIMIT_AS": 1024 * MIB, "RLIMIT_FSIZE": 128 * MIB, "RLIMIT_CORE": 0}
SPACE = 1024 * MIB
"""Bytes of all its data, where it has a file system of its own."""

JOURNAL = 512 * MIB
"""Bytes of its journal: without room for that, all the server ends."""


class ServerError(Exception):
    """The server does not start; the message says why."""


class Server:
    """A running server; a context, at whose end it is gone."""

    def __init__(self, found: Binaries) -> None:
        self.binaries = found
        self.folder, self.lock = folders.new()

    def __enter__(self) -> Self:
        try:
            self.running = confine.start(self.spec(), [self.lock])
            self.wait()
        except (OSError, confine.ConfinementError) as error:
            why = f"{error}; {self.log()}".removesuffix("; ")
            self.close()
            raise ServerError(why) from error
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        if hasattr(self, "running"):
            self.running.stop()
        with suppress(OSError):
            os.close(self.lock)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def dsn(self) -> str:
        return f"host={self.folder / 'socket'} user={ADMIN} {PLAIN}"

    def spec(self) -> confine.Spec:
        needed, home = self.programs()
        data, journal, socket = map(self.made, ("data", "journal", "socket"))
        make = [str(home / "initdb"), "-D", data, f"--waldir={journal}", *INITDB]
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        command = [str(home / "postgres"), "-D", data, "-k", socket, *settings]
        return confine.Spec(
            steps=[make, command],
            view=self.made("view"),
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "HOME": data},
            readable=[*map(str, needed), "/etc/passwd", "/etc/group"],
            writable=[socket],
            scratch={data: SPACE, journal: JOURNAL},
            limits=LIMITS,
            output=str(self.folder / "log"),
            required=False,
            grace=5.0,
            remove=str(self.folder),
        )

    def made(self, name: str) -> str:
        """Make a folder that the server may write to, and nobody else look into."""
        path = self.folder / name
        path.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(path, confine.NOBODY, confine.NOBODY)
        return str(path)

    def programs(self) -> tuple[list[Path], Path]:
        """Return what is needed and the folder of programs.

        They are copied if nobody, whom an administrator becomes, may look there.
        """
        found = self.binaries
        if os.geteuid() == 0:
            self.folder.chmod(0o711)
            if not all(map(open_to_all, found.needs)):
                copies = [self.folder / path.name for path in found.needs]
                for path, copy in zip(found.needs, copies, strict=True):
                    shutil.copytree(path, copy, symlinks=True)
                return copies, copies[0] / found.folder.relative_to(found.home)
        return found.needs, found.folder

    def wait(self) -> None:
        end = time.monotonic() + SECONDS
        while True:
            try:
                psycopg.connect(self.dsn, dbname=ADMIN).close()
            except psycopg.OperationalError as error:
                if not self.running.alive or time.monotonic() > end:
                    raise confine.ConfinementError(first_line(str(error))) from error
                time.sleep(0.01)
            else:
                return

    def log(self) -> str:
        with suppress(OSError):
            return " ".join((self.folder / "log").read_text("utf-8", "replace").split())
        return ""


def first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def open_to_all(folder: Path) -> bool:
    """Tell whether anybody may look into a folder, from the root on."""
    real = folder.resolve()
    return all(path.stat().st_mode & 0o005 == 0o005 for path in (real, *real.parents))
