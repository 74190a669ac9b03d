"""Who builds, where, when and in which process makes no difference to a byte."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

from exact_register import a_register, differences, write

if TYPE_CHECKING:
    from pathlib import Path

EPOCH = "1750636800"


class Builder(NamedTuple):
    """Somebody's machine, as far as a build can see it."""

    seed: str
    user: str
    zone: str
    locale: str

    def environment(self, home: Path) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("LC_")}
        return kept | {
            "PYTHONHASHSEED": self.seed,
            "USER": self.user,
            "LOGNAME": self.user,
            "HOME": str(home / self.user),
            "TZ": self.zone,
            "LANG": self.locale,
            "LC_ALL": self.locale,
            "LANGUAGE": {"C": "de"}.get(self.locale, "en"),
            "SOURCE_DATE_EPOCH": EPOCH,
        }


HERE = Builder("1", "ada", "Pacific/Auckland", "C.UTF-8")
THERE = Builder("2", "grace", "America/Los_Angeles", "C")


def build(folder: Path, name: str, who: Builder, *more: str) -> Path:
    """Build a register in a folder of its own; return what was made."""
    source, out = folder / "source", folder / "out"
    (folder / who.user).mkdir(parents=True)
    register = a_register(6, 2)
    register.conf["sidebar"] = "True"
    write(register, source)
    command = ["-q", "-b", name, *more, "-d", f"{folder}/trees", str(source), str(out)]
    subprocess.run(
        [sys.executable, "-c", MAIN, *command],
        check=True,
        env=who.environment(folder),
        cwd=folder,
    )
    return out


MAIN = "import sys; from sphinx.cmd.build import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("name", ["html", "epub", "audit-json", "handbook"])
def test_two_machines_make_the_same_bytes(tmp_path: Path, name: str) -> None:
    """The other one has four processes for it."""
    one = build(tmp_path / "one", name, HERE)
    other = build(tmp_path / "a longer way" / "two", name, THERE, "-j", "4")
    assert differences(one, other) == []
    assert any(path.stat().st_size > 1000 for path in one.rglob("*") if path.is_file())


SPAWNED = """
import multiprocessing, sys
from sphinx.cmd.build import main
if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    build = multiprocessing.Process(target=main, args=(sys.argv[1:],))
    build.start()
    build.join()
    sys.exit(build.exitcode)
"""


def test_a_spawned_build_makes_the_same_bytes(tmp_path: Path) -> None:
    """Sphinx forks its own workers whatever the start method of the process is."""
    one = build(tmp_path / "one", "html", HERE)
    script = tmp_path / "build.py"
    script.write_text(SPAWNED, "utf-8")
    out, source = tmp_path / "spawned", str(tmp_path / "one" / "source")
    trees = str(tmp_path / "trees")
    subprocess.run(
        [sys.executable, str(script), "-q", "-j", "4", "-d", trees, source, str(out)],
        check=True,
        env=HERE.environment(tmp_path / "one"),
    )
    assert differences(one, out) == []
