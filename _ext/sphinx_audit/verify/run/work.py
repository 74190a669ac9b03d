"""One plan: its module written, its tests compiled, run, and what they say told."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ..apply import folders
from ..blocks import Depth, Role
from ..check import named, toolchain
from ..confine import ConfinementError
from ..telling import at, judged, not_run
from . import sandbox
from .building import Builder, Unfit, flat, remarks
from .module import folder_of, layout
from .output import Failure, read
from .overlaid import Overlaid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..blocks import Block, Plan
    from ..levels import Options
    from ..programs import Said
    from ..telling import Diagnostic, PlanResult
    from .module import Layout
    from .sandbox import Ran

TOOL = "go test"
PREFIX = "audit-run-"


def verified(plan: Plan, options: Options) -> PlanResult:
    begin = perf_counter()
    with scratch() as place:
        try:
            builder = builder_of(plan, options, made(place, "module"))
            tests = Tests(plan, builder, Path(place), options.test_timeout)
            found = tuple(tests.verify())
        except (Unfit, ConfinementError, OSError) as error:
            return not_run(plan, Depth.RUN, f"its tests are not run: {error}")
    tools = {"go": toolchain.version()}
    if builder.race:
        tools["race detector"] = ""
    return judged(plan, Depth.RUN, found, tools, perf_counter() - begin)


@contextmanager
def scratch() -> Iterator[str]:
    """Yield a folder for a plan, and remove those of verifiers that were killed."""
    folders.sweep(Path(tempfile.gettempdir()), PREFIX)
    with tempfile.TemporaryDirectory(
        prefix=PREFIX, ignore_cleanup_errors=True
    ) as place:
        lock = folders.locked(Path(place))
        try:
            yield place
        finally:
            os.close(lock)


def builder_of(plan: Plan, options: Options, root: Path) -> Builder:
    """Return what compiles a plan: as a part of the checkout, if it says where."""
    if options.checkout and named(plan):
        checkout = options.root / options.checkout
        return Overlaid(root, options.cache, checkout, race=options.race)
    return Builder(root, options.cache, race=options.race)


def made(place: str, name: str) -> Path:
    folder = Path(place).resolve() / name
    folder.mkdir()
    folder.chmod(0o755)
    return folder


class Tests:
    """The tests of a plan, in a folder for all they need."""

    def __init__(
        self, plan: Plan, builder: Builder, place: Path, seconds: float
    ) -> None:
        self.plan, self.builder = plan, builder
        self.place, self.seconds = place.resolve(), seconds
        self.files: Layout = layout(plan)

    def verify(self) -> Iterator[Diagnostic]:
        """Yield what is wrong; raises Unfit and ConfinementError."""
        for block in self.files.outside:
            said = f"{block.name} is no path of a Go file in a module"
            yield self.told(block, 1, 1, said, "go_path")
        if self.files.outside:
            return
        self.builder.prepare(self.files)
        ends: list[str] = []
        for number, folder in enumerate(self.files.tests):
            program = self.place / f"{number}.test"
            compiled = self.builder.compile(folder, program)
            if compiled.code or compiled.why:
                yield from self.refused(compiled)
                return
            program.chmod(0o755)
            where, only = self.builder.place(folder), self.builder.only(folder)
            ran = sandbox.run(program, where, self.place, self.seconds, only)
            yield from self.failures(folder, ran, ends)
        yield from self.vetted()
        if not {"PASS", "FAIL"} & set(ends):
            raise Unfit("all of them skip themselves" if ends else "there are none")

    def vetted(self) -> Iterator[Diagnostic]:
        said = self.builder.vet()
        for one in remarks(said):
            if block := self.files.found(one.path):
                yield self.told(block, one.line, one.column, one.message, "go_vet")

    def refused(self, said: Said) -> Iterator[Diagnostic]:
        """Yield what the compiler says, somewhere at least."""
        silent = True
        for one in remarks(said):
            if block := self.files.found(one.path):
                silent = False
                place = one.line, one.column
                yield self.told(block, *place, one.message, "go_compile")
        if silent:
            block = next(iter(self.files.files.values()))
            why = said.why or flat(said.err or said.out)
            yield self.told(block, 1, 1, f"it does not compile: {why}", "go_compile")

    def failures(self, folder: str, ran: Ran, ends: list[str]) -> Iterator[Diagnostic]:
        """Yield what failed in one package, whose ends are added to *ends*."""
        found = read(ran.said, self.files.found)
        ends += found.ends.values()
        for one in found.failures:
            yield self.failed(one, folder)
        ended = ran.ended
        if ended.why or ended.signal:
            why = ended.why or f"it was ended by signal {ended.signal}"
            code = "timeout" if "longer" in why else "test"
            said = f"{found.running or 'the test program'}: {why}"
            yield self.failed(Failure(code, said, test=found.running), folder)
            ends.append("FAIL")
        elif ended.code and not found.failures:
            name = found.running or "the test program"
            said = f"{name} ends all with {ended.code}: {flat(ran.said[-300:])}"
            yield self.failed(Failure("test", said, test=found.running), folder)
            ends.append("FAIL")
        elif found.failures:
            ends.append("FAIL")

    def failed(self, one: Failure, folder: str) -> Diagnostic:
        block = self.files.found(one.path) if one.path else None
        if block:
            return self.told(block, one.line, 1, one.message, one.code)
        block, line = self.place_of(one.test, folder)
        return self.told(block, line, 1, one.message, one.code)

    def place_of(self, test: str, folder: str) -> tuple[Block, int]:
        """Return where a test begins, else the first block with tests."""
        head = re.compile(rf"^func {re.escape(test.partition('/')[0])}\(", re.MULTILINE)
        here = [
            block for name, block in self.files.files.items()
            if block.role is Role.TEST and folder_of(name) == folder
        ]  # fmt: skip
        for block in here:
            if test and (found := head.search(block.text)):
                return block, block.text.count("\n", 0, found.start()) + 1
        return here[0], 1

    def told(
        self, block: Block, line: int, column: int, said: str, code: str
    ) -> Diagnostic:
        place = block.at(line, column)
        return at(self.plan, block, place, said, code=code, tool=TOOL)
