"""The roles: computed values in prose, and who, when and evidence of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole

from ..model import QueryError
from ..model.evidence import shortened
from ..model.query import read_count
from ..placeholders import computed
from ..report import Fault
from .telling import tell

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import RoleFunction


class CountRole(SphinxRole):
    """``{count}`status=open phase=2A```: a number that is computed."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        try:
            read_count(self.text)
        except QueryError as error:
            place = self.get_source_info()
            note = nodes.literal("", written(self), classes=["audit-problem-inline"])
            note.source, note.line = place
            tell(self.env, Fault.BAD_QUERY, f"count: {error}", at=note)
            return [note], []
        return [placeholder(self, "count")], []


class DependsRole(SphinxRole):
    """``{depends}`SI-001```: the links of what a finding depends on."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        return [placeholder(self, "depends")], []


def placeholder(role: SphinxRole, kind: str) -> computed:
    node = computed("", "", kind=kind, target=role.text.strip(), said=written(role))
    role.set_source_info(node)
    return node


def written(role: SphinxRole) -> str:
    """Return a role as its source has it; MyST hands it over as reStructuredText."""
    if str(role.env.doc2path(role.env.current_document.docname)).endswith(".rst"):
        return role.rawtext
    return f"{{{role.name.removeprefix('audit:')}}}`{role.text}`"


class RecordRole(SphinxRole):
    """``{by}``, ``{on}`` or ``{evidence}``: a part of an item's record.

    Evidence is followed by what a look at it tells.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def run(self) -> tuple[list[Node], list[system_message]]:
        name = f"audit-{self.kind}"
        text = shortened(self.text) if self.kind == "evidence" else self.text
        node = nodes.inline("", text, classes=["audit-record", name])
        if self.kind != "evidence":
            return [node], []
        node["audit_said"] = said = " ".join(self.text.split())
        state = computed("", kind="evidence", target=said, said="")
        self.set_source_info(state)
        node += state
        return [node], []


class ThingRole(XRefRole):
    """A reference to a thing of ours; ``~SI-001`` shows the id alone."""

    def __init__(self) -> None:
        super().__init__(warn_dangling=True, innernodeclass=nodes.inline)

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        if not has_explicit_title and target.startswith("~"):
            refnode["refexplicit"] = True
            return title[1:].strip(), target[1:].strip()
        return title, target.strip()


ROLES: dict[str, RoleFunction | XRefRole] = {
    "finding": ThingRole(),
    "phase": ThingRole(),
    "checklist": ThingRole(),
    "pattern": ThingRole(),
    "count": CountRole(),
    "depends": DependsRole(),
    "by": RecordRole("by"),
    "on": RecordRole("on"),
    "evidence": RecordRole("evidence"),
    "evidence-needed": RecordRole("evidence-needed"),
}
