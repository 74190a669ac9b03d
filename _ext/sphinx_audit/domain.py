"""The ``audit`` domain: Sphinx's door to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from .model.words import hint
from .placeholders import PLACEHOLDERS
from .read.checklist import ChecklistDirective
from .read.drift import DriftTable
from .read.finding import FindingDirective
from .read.pattern import PatternDirective
from .read.phase import PhaseDirective
from .read.roles import ROLES
from .read.signoff import SignOffDirective
from .read.views import VIEWS
from .report import Fault, warn
from .short_names import add_short_names
from .store import STORE_VERSION, Store, register_of, store_of
from .targets import SEARCH_PRIORITY, all_targets, find, things

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from docutils.nodes import Element
    from docutils.parsers.rst import Directive
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_ = get_translation("audit")

DIRECTIVES: dict[str, type[Directive]] = {
    "finding": FindingDirective,
    "phase": PhaseDirective,
    "checklist": ChecklistDirective,
    "pattern": PatternDirective,
    "signoff": SignOffDirective,
    **{v.kind: v for v in VIEWS},
    DriftTable.kind: DriftTable,
}


class FindingIndex(Index):
    """All findings, grouped by phase, as ``audit-findings``."""

    name = "findings"
    localname = _("Index of findings")
    shortname = _("findings")

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        wanted = None if docnames is None else set(docnames)
        register = register_of(self.domain.env)
        groups: dict[str, list[IndexEntry]] = {}
        aside = [f for f in register.findings.values() if f.status.set_aside]
        for f in [*register.counted, *aside]:
            if wanted is None or f.place.docname in wanted:
                phase = register.phases.get(f.phase)
                group = (
                    f"{phase.id}: {phase.title}" if phase else _("Outside the phases")
                )
                group = _("Set aside") if f.status.set_aside else group
                entry = IndexEntry(
                    f"{f.id}: {f.title}", 0, f.place.docname, f.anchor, f.status, "", ""
                )
                groups.setdefault(group, []).append(entry)
        return list(groups.items()), False


class AuditDomain(Domain):
    """Findings, phases, checklists and patterns as objects to search and to link."""

    name = "audit"
    label = "Audit"
    object_types: ClassVar = {
        "finding": ObjType(_("finding"), "finding"),
        "phase": ObjType(_("phase"), "phase"),
        "checklist": ObjType(_("checklist"), "checklist"),
        "pattern": ObjType(_("pattern"), "pattern"),
    }
    directives: ClassVar = DIRECTIVES
    roles: ClassVar = ROLES
    indices: ClassVar = [FindingIndex]
    dangling_warnings: ClassVar = {
        "finding": "unknown finding: %(target)s",
        "phase": "unknown phase: %(target)s",
        "checklist": "unknown checklist: %(target)s",
        "pattern": "unknown pattern: %(target)s",
    }
    initial_data: ClassVar = {"store": Store()}
    data_version = STORE_VERSION

    def clear_doc(self, docname: str) -> None:
        store_of(self.env).forget(docname)

    def merge_domaindata(
        self, docnames: AbstractSet[str], otherdata: dict[str, Any]
    ) -> None:
        store_of(self.env).merge(otherdata["store"], docnames)

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        for kind, id_, to in all_targets(register_of(self.env)):
            yield id_, to.text, kind, to.docname, to.anchor, SEARCH_PRIORITY[kind]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        found = find(register_of(env), typ, target)
        if found is None:
            return None
        if not node["refexplicit"]:
            contnode = nodes.inline("", found.text, classes=["audit-ref"])
        return make_refnode(builder, fromdocname, found.docname, found.anchor, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        found = []
        for kind in SEARCH_PRIORITY:
            ref = self.resolve_xref(
                env, fromdocname, builder, kind, target, node, contnode
            )
            if ref is not None:
                found.append((f"audit:{kind}", ref))
        return found


def warn_missing(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Name the nearest id instead of Sphinx's own words."""
    if domain is None or domain.name != "audit":
        return None
    kind, target = node["reftype"], node["reftarget"]
    near = hint(target, list(things(register_of(app.env), kind)))
    warn(
        Fault.UNKNOWN_REFERENCE, "no page defines %s %s%s", kind, target, near, at=node
    )
    return True


def use_short_names(app: Sphinx, config: Config) -> None:
    """Look for free names last, when every other extension has taken its own."""
    add_short_names(app, config, DIRECTIVES, ROLES)


def setup(app: Sphinx) -> None:
    app.add_domain(AuditDomain)
    for node in PLACEHOLDERS:
        app.add_node(node)
    app.connect("warn-missing-reference", warn_missing)
    app.connect("config-inited", use_short_names, priority=900)
