"""Up, rollback, up again: what a plan does to a database, and whether it undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.problem import Level
from ..blocks import Depth, Role
from ..telling import at
from . import functions, scripts
from .snapshot import differences, snapshot

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from ..blocks import Block, Plan
    from ..telling import Diagnostic
    from .rooms import Room
    from .snapshot import Snapshot

TOOL = "postgres"


def blocks_of(plan: Plan, role: Role) -> tuple[Block, ...]:
    """Return the blocks that are to be applied."""
    return tuple(
        b for b in plan.of(role)
        if b.language == "sql" and b.depth.rank >= Depth.APPLY.rank
    )  # fmt: skip


class Migration:
    """One plan in a database of its own."""

    def __init__(self, plan: Plan, room: Room, seconds: float) -> None:
        self.plan, self.room, self.seconds = plan, room, seconds
        meant = blocks_of(plan, Role.UP)
        self.ups = [b for b in meant if not fails_here(b)]
        self.wrong = [b for b in meant if fails_here(b)]
        self.downs = blocks_of(plan, Role.DOWN)

    def look(self) -> Snapshot:
        own = [self.room.role] if self.room.role else []
        return snapshot(self.room.eye, [*self.room.house.alike, *own])

    def verify(self) -> Iterator[Diagnostic]:
        """Yield what is wrong; raises psycopg.Error if nothing can be seen any more."""
        before = self.look()
        stopped = yield from self.run(self.ups, "apply_error")
        if stopped:
            return
        up = self.look()
        if self.room.house.checks:
            yield from functions.check(self.plan, self.room, self.ups, self.seconds)
        yield from self.effect(before, up)
        if self.downs:
            yield from self.back(before, up)
        for block in self.wrong:
            yield from self.run([block], "apply_error")

    def effect(self, before: Snapshot, up: Snapshot) -> Iterator[Diagnostic]:
        if self.ups and before == up:
            said = "the migration changes nothing"
            yield self.told(self.ups[0], said, "no_effect", Level.WARNING)

    def back(self, before: Snapshot, up: Snapshot) -> Iterator[Diagnostic]:
        stopped = yield from self.run(self.downs, "rollback_error")
        if stopped:
            return
        left = differences(before, self.look())
        for one in left:
            said = f"after the rollback {one.said}"
            level = Level.WARNING if one.slight else Level.ERROR
            yield self.told(self.downs[-1], said, "rollback_incomplete", level)
        if not all(one.slight for one in left):
            return
        stopped = yield from self.run(self.ups, "apply_again")
        if stopped:
            return
        again = self.look()
        for one in differences(up, again):
            said = f"up, rollback, up ends elsewhere than up: {one.said}"
            yield self.told(self.ups[0], said, "not_repeatable", Level.WARNING)
        yield from self.twice(again)

    def twice(self, once: Snapshot) -> Iterator[Diagnostic]:
        """Tell what a second run does: few migrations are meant to bear it."""
        for block in self.ups:
            fault = scripts.run(self.room.session, block, self.seconds)
            if fault:
                said = f"a second run would fail: {fault.message}"
                place = block.at_offset(fault.offset)
                yield self.told(block, said, "not_idempotent", Level.NOTE, place)
                return
        for one in differences(once, self.look()):
            said = f"a second run changes what is there: {one.said}"
            yield self.told(self.ups[0], said, "not_idempotent", Level.WARNING)

    def run(
        self, blocks: Sequence[Block], code: str
    ) -> Generator[Diagnostic, None, bool]:
        """Yield what stops the blocks; return whether something did."""
        for block in blocks:
            fault = scripts.run(self.room.session, block, self.seconds)
            if fault:
                place = block.at_offset(fault.offset)
                kind = (
                    "timeout" if fault.late else "transaction" if fault.open else code
                )
                said = f"{fault.message}{AGAIN.get(code, '')}"
                yield self.told(block, said, kind, Level.ERROR, place)
                return True
        return False

    def told(
        self,
        block: Block,
        said: str,
        code: str,
        level: Level,
        place: tuple[int, int] | None = None,
    ) -> Diagnostic:
        where = place or block.at(1)
        return at(self.plan, block, where, said, code=code, tool=TOOL, level=level)


AGAIN = {"apply_again": ", when applied again after the rollback"}


def fails_here(block: Block) -> bool:
    return block.fails and block.depth is Depth.APPLY
