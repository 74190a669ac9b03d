"""Few changed pages are read in this process, whatever `--jobs` says.

For each chunk of pages it reads elsewhere, Sphinx pickles the whole environment there
and merges it here, which takes longer than to read a few (`make bench` has one edited
page of thousands read with two jobs).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SHARE = 10
"""Few are up to a tenth of all pages, or as many as `AT_LEAST`."""
AT_LEAST = 5


def setup(app: Sphinx) -> None:
    reading = Reading(app.parallel)
    app.connect("env-before-read-docs", reading.alone, priority=950)
    app.connect("env-updated", reading.over, priority=0)


class Reading:
    """How many processes Sphinx may read with; it may write with *jobs* again."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def alone(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        if len(docnames) <= max(AT_LEAST, len(env.found_docs) // SHARE):
            app.parallel = 1

    def over(self, app: Sphinx, env: BuildEnvironment) -> None:
        app.parallel = self.jobs
