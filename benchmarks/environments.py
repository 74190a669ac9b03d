"""The environments that are compared: ours, plain Sphinx (twice), sphinx-needs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registers import Tool

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "bench"
CONSTRAINTS = ROOT / "constraints.txt"
NEEDS = "sphinx-needs==9.1.0"
SHARED = ("sphinx", "docutils", "myst-parser", "markdown-it-py", "furo", "pygments")
PACKAGES = {
    "ours": ("--editable", str(ROOT), "furo"),
    "plain": ("sphinx", "myst-parser", "furo"),
    "stemmer": ("sphinx", "myst-parser", "furo", "pystemmer"),
    "needs": ("sphinx", "myst-parser", "furo", NEEDS),
}
ASK = """
import json, sys
from importlib.metadata import version
print(json.dumps({name: version(name) for name in sys.argv[1:]}))
"""


def python_of(tool: Tool) -> Path:
    """Return the interpreter of a tool's environment, which is made if need be."""
    folder = WORK / tool
    known = [path.read_text("utf-8") for path in (CONSTRAINTS, ROOT / "pyproject.toml")]
    asked = f"{PACKAGES[tool]} {sys.version} {known}"
    key = hashlib.sha256(asked.encode()).hexdigest()
    made, python = folder / "made", folder / "bin" / "python"
    if not made.is_file() or made.read_text("utf-8") != key:
        print(f"installing {', '.join(PACKAGES[tool])} …", file=sys.stderr)
        install(folder, python, PACKAGES[tool])
        made.write_text(key, "utf-8")
    same_versions(python)
    return python


def install(folder: Path, python: Path, packages: tuple[str, ...]) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
    options = ("--quiet", "--constraint", str(CONSTRAINTS))
    subprocess.run([python, "-m", "pip", "install", *options, *packages], check=True)


def versions(python: Path, *names: str) -> dict[str, str]:
    done = subprocess.run(
        [python, "-P", "-c", ASK, *names], check=True, capture_output=True, text=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found


def same_versions(python: Path) -> None:
    """Stop where the environments differ in what they share: that would be unfair."""
    ours, theirs = versions(Path(sys.executable), *SHARED), versions(python, *SHARED)
    if ours != theirs:
        raise SystemExit(f"{python}: {theirs}, but ours has {ours}")


def surroundings(tool: Tool) -> dict[str, str]:
    """Return the variables of a build; ours is taken from this checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    kept |= {"SOURCE_DATE_EPOCH": "1750636800", "PYTHONHASHSEED": "0"}
    return kept | ({"PYTHONPATH": str(ROOT / "_ext")} if tool == "ours" else {})
