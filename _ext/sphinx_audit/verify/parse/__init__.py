"""The level *parse*: each block is what its language takes for a text; nothing runs."""

from __future__ import annotations

from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

from ..blocks import Depth, Role
from ..telling import Diagnostic, at, in_part, judged
from .flaw import NO_ROLLBACK, too_much
from .languages import PARSERS, go_version
from .words import left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..blocks import Block, Plan
    from ..levels import Options
    from ..telling import PlanResult
    from .flaw import Flaw

    Told = Mapping[str, Mapping[str, Sequence[Flaw]]]
    Many = Callable[[Sequence[str]], Mapping[int, list[Flaw]]]


def readers(plan: Plan) -> tuple[str, ...]:
    """Return what reads the blocks of a plan inside this process, with versions."""
    return tuple(sorted({reader(b.language) for b in readable(plan)}))


def all_readers() -> frozenset[str]:
    return frozenset(map(reader, PARSERS))


def is_now(told: str) -> bool:
    """Tell whether a reader is still what reads its language."""
    language = told.partition(":")[0]
    return language in PARSERS and reader(language) == told


@cache
def reader(language: str) -> str:
    parser = PARSERS[language]
    version = "none" if parser.missing() else parser.version()
    return f"{language}: {parser.tool} {version}"


MANY = 500
"""Files in one call."""


def verify(plans: Sequence[Plan], options: Options) -> Iterator[PlanResult]:
    """Yield what is wrong with the text of each plan's blocks."""
    told = at_once(plans, inside=options.inside)
    for plan in plans:
        begin = perf_counter()
        found = tuple(diagnostics(plan, told))
        yield result(plan, found, perf_counter() - begin)


def identity(options: Options) -> str:
    return f"{VERSION} {sorted(all_readers())} {go_version()} {options.inside}"


VERSION = 1
"""Raise when this level finds something else in the same code."""


def result(plan: Plan, found: tuple[Diagnostic, ...], seconds: float) -> PlanResult:
    """Return a result; without a parser for one of its languages it is not passed."""
    parsers = {b.language: PARSERS[b.language] for b in readable(plan)}
    lacking = {p.tool: m for p in parsers.values() if (m := p.missing())}
    tools = {p.tool: p.version() for p in parsers.values() if p.tool not in lacking}
    told = judged(plan, Depth.PARSE, found, dict(sorted(tools.items())), seconds)
    if not lacking:
        return told
    missing = next(iter(lacking.values()))
    return in_part(plan, told, f"{missing.what} is not installed", missing.install)


def readable(plan: Plan) -> Iterator[Block]:
    """Yield the blocks of a plan that a parser is there for."""
    for block in plan.blocks:
        if block.depth is not Depth.SKIP and block.language in PARSERS:
            yield block


def diagnostics(plan: Plan, told: Told) -> Iterator[Diagnostic]:
    for trouble in plan.troubles:
        yield Diagnostic(
            plan=plan.id,
            path=trouble.path,
            line=trouble.line,
            message=trouble.message,
            code=trouble.code,
            tool="sphinx-audit",
            level=trouble.level,
        )
    for block in readable(plan):
        for flaw in flaws(block, told):
            yield at(
                plan,
                block,
                block.at(min(flaw.line, height(block)), flaw.column),
                flaw.message,
                code=flaw.code,
                tool=PARSERS[block.language].tool,
                level=flaw.level,
            )
    yield from without_rollback(plan)


def height(block: Block) -> int:
    """Return the last line of a block, where what is missing at its end is told."""
    return block.text.rstrip("\n").count("\n") + 1


def flaws(block: Block, told: Told) -> Iterator[Flaw]:
    """Yield what is wrong with a block; words of a template explain the rest of it."""
    if flaw := too_much(block.text):
        yield flaw
        return
    parser = PARSERS[block.language]
    if block.language in told:
        yield from told[block.language].get(block.text, ())
    elif parser.missing() is None:
        yield from parser.parse(block.text)
    yield from left(block.language, block.text)


def at_once(plans: Sequence[Plan], *, inside: bool) -> Told:
    """Return what programs say of texts, by language and text, in few calls."""
    texts: dict[str, set[str]] = {}
    for block in (b for plan in plans for b in readable(plan)):
        if not too_much(block.text):
            texts.setdefault(block.language, set()).add(block.text)
    found: dict[str, dict[str, Sequence[Flaw]]] = {}
    for language, wanted in texts.items():
        many = PARSERS[language].many
        if (
            many
            and not PARSERS[language].missing()
            and not (inside and language == "go")
        ):
            found[language] = in_parts(sorted(wanted), many)
    return found


def in_parts(texts: Sequence[str], many: Many) -> dict[str, Sequence[Flaw]]:
    found: dict[str, Sequence[Flaw]] = {}
    for start in range(0, len(texts), MANY):
        some = texts[start : start + MANY]
        said = many(some)
        found |= {text: said.get(n, ()) for n, text in enumerate(some)}
    return found


def without_rollback(plan: Plan) -> Iterator[Diagnostic]:
    """Say of a plan that changes a database that nothing takes the change back."""
    first = next(iter(plan.of(Role.UP)), None)
    if first and not plan.of(Role.DOWN):
        yield at(
            plan,
            first,
            first.at(1),
            "no rollback takes this migration back",
            code=NO_ROLLBACK,
            tool="sphinx-audit",
        )
