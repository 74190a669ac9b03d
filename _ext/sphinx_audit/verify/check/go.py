"""The types of Go files, also where modules they import are not here."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...model.problem import Level
from ..batch import divided
from ..blocks import Role
from ..programs import ask
from ..telling import at
from . import toolchain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..blocks import Block, Plan
    from ..programs import Said
    from ..telling import Diagnostic

TOOL = "go/types"
SECONDS = 30.0
LEVELS = {"type": Level.ERROR, "import": Level.NOTE, "unsure": Level.NOTE}
CODES = {"type": "go_type", "import": "go_import", "unsure": "go_type"}


def files_of(plan: Plan) -> dict[str, Block]:
    """Return the files of Go that a plan shows, by names that tell them apart."""
    shown = (b for b in plan.of(Role.SERVICE, Role.TEST) if b.language == "go")
    return {f"{number}.go": block for number, block in enumerate(shown)}


def folder_of(block: Block) -> str:
    """Return the folder of a file; files without a name are one package."""
    found = PurePosixPath(block.name).parent.as_posix() if block.name else ""
    return "" if found == "." else found


def types(plans: Sequence[Plan], cache: Path | None) -> Iterator[Diagnostic]:
    """Yield what is wrong with types; raises BuildError without our checker."""
    wanted = [plan for plan in plans if files_of(plan)]
    if not wanted:
        return
    program = toolchain.checker(cache)

    def call(some: Sequence[Plan]) -> Said:
        asked = json.dumps([as_json(plan) for plan in some])
        more = toolchain.environment(program.parent) | {"GOROOT": toolchain.root()}
        seconds = SECONDS + 0.2 * len(some)
        return ask([program], text=asked, seconds=seconds, more=more)

    for some, said in divided(wanted, call):
        yield from told(some, said)


def as_json(plan: Plan) -> dict[str, object]:
    files = [
        {"Name": f"{plan.id}/{name}", "Dir": folder_of(block), "Text": block.text}
        for name, block in files_of(plan).items()
    ]
    return {"ID": plan.id, "Files": files}


def told(plans: Sequence[Plan], said: Said) -> Iterator[Diagnostic]:
    known = {plan.id: plan for plan in plans}
    if said.why or said.code:
        plan = plans[0]
        block = next(iter(files_of(plan).values()))
        why = said.why or " ".join(said.err.split())[:200]
        message = f"the types cannot be checked: {why}"
        yield at(plan, block, block.at(1), message, code="go_type", tool=TOOL)
        return
    for one in json.loads(said.out):
        plan = known[one["Plan"]]
        block = files_of(plan)[PurePosixPath(one["File"]).name]
        yield at(
            plan,
            block,
            block.at(one["Line"], one["Column"]),
            words(one["Message"]),
            code=CODES[one["Kind"]],
            tool=TOOL,
            level=LEVELS[one["Kind"]],
        )


def words(message: str) -> str:
    """Return a message without what it repeats of an import that is not there."""
    return message.replace(" (it is not here)", ": it is not here, nothing is known")
