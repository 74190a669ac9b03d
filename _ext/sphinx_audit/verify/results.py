"""What verification told of plans, as a file that others can merge and read."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ..model.code import Depth, Verified
from .blocks import digest
from .codec import FormatError, as_text, document, items
from .telling import (
    Diagnostic,
    Outcome,
    PlanResult,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .blocks import Plan

VERSION = 1
"""Raise when a key changes its meaning or goes."""


@dc.dataclass(frozen=True, kw_only=True)
class Report:
    """What became of a plan."""

    plan: str
    title: str = ""
    page: str = ""
    path: str = ""
    line: int = 1
    code: str
    """The digest of its code, and of the code it depends on."""
    results: tuple[PlanResult, ...] = ()
    """One for each level that was asked for, in their order."""

    @property
    def reached(self) -> Depth | None:
        """The deepest level that passed with all before it."""
        found = None
        for one in self.results:
            if one.outcome is not Outcome.PASSED:
                break
            found = one.depth
        return found

    @property
    def stopped(self) -> PlanResult | None:
        """The first level that did not pass."""
        return next((r for r in self.results if r.outcome is not Outcome.PASSED), None)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(d for r in self.results for d in r.diagnostics)


@dc.dataclass(frozen=True, kw_only=True)
class Results:
    """What one run, or several together, found."""

    on: str = ""
    """The day, as the user or the clock has it."""
    reports: tuple[Report, ...] = ()

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """Return all that is wrong, in the order of files and lines."""
        found = [d for r in self.reports for d in r.diagnostics]
        return sorted(found, key=lambda d: (d.path, d.line, d.column, d.code))


class Codes:
    """Digests of plans, each with the plans that it is applied after."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self.own = own
        self.needed: dict[tuple[str, ...], str] = {}
        """Thousands may depend on the same hundreds."""

    def of(self, id_: str, depends: tuple[str, ...]) -> str:
        """Return a digest of a plan's code and of that which it depends on."""
        if depends not in self.needed:
            found = (self.own.get(d, "") for d in depends)
            self.needed[depends] = digest(*found) if depends else ""
        return digest(self.own[id_], self.needed[depends])


def report_of(plan: Plan, codes: Codes, results: Sequence[PlanResult]) -> Report:
    return Report(
        plan=plan.id,
        title=plan.title,
        page=plan.page,
        path=plan.path,
        line=plan.line,
        code=codes.of(plan.id, plan.depends),
        results=tuple(results),
    )


# -- files


def written(results: Results) -> str:
    return as_text(VERSION, on=results.on, reports=results.reports)


def recorded(results: Results) -> str:
    """Return the record that a handbook shows: nothing that moves with the text."""
    reports = (
        dc.replace(r, title="", path="", line=1, results=tuple(map(bare, r.results)))
        for r in sorted(results.reports, key=lambda r: r.plan)
    )
    return written(Results(on=results.on, reports=tuple(reports)))


def bare(result: PlanResult) -> PlanResult:
    wrong = sum(d.level == "error" for d in result.diagnostics)
    reason = result.reason or (f"{wrong} error" + "s" * (wrong != 1) if wrong else "")
    return dc.replace(result, diagnostics=(), seconds=0.0, reason=reason)


def read_results(text: str, what: str = "the results") -> Results:
    """Return the results that a file holds; raises FormatError."""
    data = document(text, VERSION, what)
    day = data.get("on")
    found = items(Report, data.get("reports"), "reports")
    reports = tuple(r for r in found if isinstance(r, Report))
    return Results(on=day if isinstance(day, str) else "", reports=reports)


def merged(parts: Iterable[Results]) -> Results:
    """Return the results of all shards as one; raises FormatError if they differ."""
    found: dict[str, Report] = {}
    days = []
    for part in parts:
        days.append(part.on)
        for report in part.reports:
            other = found.get(report.plan)
            if other and other.code != report.code:
                raise FormatError(f"{report.plan} was verified twice, with other code")
            deeper = other is None or len(report.results) > len(other.results)
            found[report.plan] = report if deeper or other is None else other
    return Results(on=max(days, default=""), reports=tuple(found.values()))


# -- what a handbook shows of them


def verified(report: Report, on: str, code: str) -> Verified:
    """Return what a record says of a plan whose code is *code* now."""
    stopped = report.stopped
    why = ""
    if stopped:
        said = f": {stopped.reason}" if stopped.reason else ""
        why = f"{stopped.depth.value} {stopped.outcome.value}{said}"
    tools = {n: v for r in report.results for n, v in r.tools.items()}
    return Verified(
        reached=report.reached,
        asked=report.results[-1].depth if report.results else Depth.SKIP,
        why=why,
        on=on,
        code=report.code,
        tools=tuple(f"{name} {version}".strip() for name, version in tools.items()),
        stale=report.code != code,
    )
