"""What is reported of a verification, and where its files are."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ...model.problem import Level
from ...verify.telling import Outcome as Passed

if TYPE_CHECKING:
    from pathlib import Path

    from ...model.code import Depth
    from ...verify.results import Results
    from ...verify.telling import Diagnostic, PlanResult


@dc.dataclass(frozen=True, kw_only=True)
class Outcome:
    """The results of all plans, and what makes the command fail."""

    results: Results
    asked: Depth
    source: Path
    """The folder to which paths of diagnostics are relative."""
    root: Path
    """The top of the repository."""
    fail_on: Level | None = Level.ERROR
    missing_is_fine: bool = False

    def file(self, path: str) -> Path:
        return (self.source / path).resolve()

    def uri(self, path: str) -> str:
        found = self.file(path)
        inside = found.is_relative_to(self.root)
        return (found.relative_to(self.root) if inside else found).as_posix()

    def fails(self, one: Diagnostic) -> bool:
        return self.fail_on is not None and one.level.rank <= self.fail_on.rank

    @property
    def not_run(self) -> dict[tuple[Depth, str, str], list[PlanResult]]:
        """Levels that were not run for want of something, with why and the remedy."""
        found: dict[tuple[Depth, str, str], list[PlanResult]] = {}
        for report in self.results.reports:
            stopped = report.stopped
            if stopped and stopped.outcome is Passed.NOT_RUN:
                key = stopped.depth, stopped.reason, stopped.install
                found.setdefault(key, []).append(stopped)
        return found

    @property
    def failing(self) -> bool:
        """Tell whether the command ends with 1: what was not run is not passed."""
        wrong = any(self.fails(d) for d in self.results.diagnostics)
        never = self.fail_on is None or self.missing_is_fine
        return wrong or bool(self.not_run and not never)
