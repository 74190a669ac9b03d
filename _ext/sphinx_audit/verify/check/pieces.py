"""What a linter is given, and what it says, as diagnostics of plans."""

from __future__ import annotations

import dataclasses as dc
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ...model.problem import Level  # noqa: TC001 - a field of a tuple
from ..batch import divided
from ..telling import at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..blocks import Block, Plan
    from ..programs import Missing, Said
    from ..telling import Diagnostic

SECONDS = 10.0
"""How long a tool may take for one text; for many it may take longer."""


class Piece(NamedTuple):
    """A block of a plan."""

    plan: Plan
    block: Block


class Remark(NamedTuple):
    """What a tool says of a line and a column of a text, both from 1."""

    name: str
    """The file in which it was given the text."""
    line: int
    column: int
    level: Level
    message: str
    code: str


@dc.dataclass(frozen=True, kw_only=True)
class Linter:
    """A program that is given files and says something of them."""

    tool: str
    suffix: str
    command: Callable[[], list[str | Path]]
    remarks: Callable[[str], Iterator[Remark]]
    missing: Callable[[], Missing | None]
    version: Callable[[], str]

    def say(self, pieces: Sequence[Piece]) -> Iterator[Diagnostic]:
        for some, said in divided(pieces, self.ask) if pieces else ():
            if said.why:
                plan, block = some[0]
                message = f"{self.tool} gives no answer: {said.why}"
                code = f"{self.tool}/no-answer"
                yield at(plan, block, block.at(1), message, code=code, tool=self.tool)
            else:
                yield from self.told(some, said)

    def ask(self, pieces: Sequence[Piece]) -> Said:
        from ..programs import ask  # noqa: PLC0415

        with tempfile.TemporaryDirectory(prefix="audit-verify-") as folder:
            for number, piece in enumerate(pieces):
                path = Path(folder, f"{number}{self.suffix}")
                path.write_text(piece.block.text, "utf-8", "replace")
            names = [f"{n}{self.suffix}" for n in range(len(pieces))]
            seconds = SECONDS + 0.2 * len(pieces)
            return ask([*self.command(), *names], folder=folder, seconds=seconds)

    def told(self, pieces: Sequence[Piece], said: Said) -> Iterator[Diagnostic]:
        for one in self.remarks(said.out):
            plan, block = pieces[int(Path(one.name).stem)]
            yield at(
                plan,
                block,
                block.at(one.line, one.column),
                one.message,
                code=one.code,
                tool=self.tool,
                level=one.level,
            )
