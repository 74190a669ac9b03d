"""How each tool is told of findings: directives, views and settings."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NEEDS_CONF = """\
needs_types = [{"directive": "finding", "title": "Finding", "prefix": "SI-"}]
needs_id_regex = r"^SI-\\d+$"
needs_fields = {n: {"nullable": True} for n in ("phase", "priority", "effort")}
"""
OUR_VIEWS = (
    "```{progress}\n```\n\n```{phase-index}\n```\n\n```{dependency-graph}\n```\n"
)


@dc.dataclass(frozen=True, kw_only=True)
class Dialect:
    """What one tool's pages say beside the prose that all share."""

    extensions: tuple[str, ...]
    settings: Callable[[bool], str]
    overview: str
    register: str
    phase_text: Callable[[int, bool], str]
    finding: Callable[[str, Mapping[str, str]], str]
    lists_by_itself: bool = False

    def conf(self, theme: str, *, listed: bool) -> str:
        return (
            f'extensions = {list(self.extensions)}\nhtml_theme = "{theme}"\n'
            f'project = "Sample"\n{self.settings(listed)}'
        )

    def phase(self, number: int, *, listed: bool) -> str:
        return self.phase_text(number, listed)


def options(names: Mapping[str, str], facts: Mapping[str, str]) -> str:
    """Return option lines; those without a value are left out."""
    return "".join(f":{names[n]}: {v}\n" for n, v in facts.items() if v and n in names)


def our_finding(id_: str, facts: Mapping[str, str]) -> str:
    names = ("phase", "priority", "status", "effort", "depends")
    given = options({n: n for n in names}, facts)
    return f"```{{finding}} {id_}\n{given}\nIts summary.\n```\n"


def need(id_: str, facts: Mapping[str, str]) -> str:
    names = {n: n for n in ("phase", "priority", "status", "effort")}
    given = options(names | {"depends": "links"}, facts)
    return f"```{{finding}} {facts['title']}\n:id: {id_}\n{given}\nIts summary.\n```\n"


def in_words(id_: str, facts: Mapping[str, str]) -> str:
    """Say the status in plain text, so that it can be edited there too."""
    return f"Its summary. Status: {facts['status']}.\n"


DIALECTS = {
    "ours": Dialect(
        extensions=("myst_parser", "sphinx_audit"),
        settings=lambda listed: "audit_sidebar = True\n" if listed else "",
        overview=OUR_VIEWS,
        register="```{finding-table}\n```\n",
        phase_text=lambda number, listed: (
            f"```{{phase}} {number}\n{'' if listed else ':toctree: off'}\n```\n"
        ),
        finding=our_finding,
        lists_by_itself=True,
    ),
    "plain": Dialect(
        extensions=("myst_parser",),
        settings=lambda listed: "",
        overview="Text.",
        register="Text.",
        phase_text=lambda number, listed: "Text.\n",
        finding=in_words,
    ),
    "needs": Dialect(
        extensions=("myst_parser", "sphinx_needs"),
        settings=lambda listed: NEEDS_CONF,
        overview="Text.",
        register="```{needtable}\n:columns: id;title;status;phase;priority\n```\n",
        phase_text=lambda number, listed: (
            f'```{{needtable}}\n:filter: phase == "{number}"\n'
            ":columns: id;title;status;links\n```\n"
        ),
        finding=need,
    ),
}
DIALECTS["stemmer"] = DIALECTS["plain"]
