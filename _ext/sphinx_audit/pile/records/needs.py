"""needs.json of sphinx-needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .columns import OURS, effort_in_days
from .findings import read_phase
from .lined import Lined, table, text

if TYPE_CHECKING:
    from .notes import Records

NAMES = {
    "title": "title",
    "status": "status",
    "content": "summary",
    "description": "summary",
    "links": "depends",
    "tags": "tags",
}
"""Fields of every need, and what they are here."""

KEPT_BY_IT = frozenset(
    {"arch", "doctype", "docname", "lineno", "lineno_content", "external_css"}
    | {"external_url", "hidden", "hide", "id_complete", "id_parent", "is_external"}
    | {"is_import", "is_modified", "is_need", "is_part", "jinja_content", "layout"}
    | {"modifications", "parent_need", "parent_needs", "parts", "post_template"}
    | {"pre_template", "section_name", "sections", "signature", "style", "template"}
    | {"target_id", "type_color", "type_name", "type_prefix", "type_style", "collapse"}
    | {"constraints", "constraints_error", "constraints_passed", "constraints_results"}
    | {"content_id", "content_node", "full_title", "max_amount", "max_content_lines"}
    | {"query", "specific", "unwrap", "is_parent", "has_dead_links", "id", "type"}
    | {"has_forbidden_dead_links", "type_name"}
)
"""What sphinx-needs writes for itself, or computes."""


def is_it(data: object) -> bool:
    return "versions" in table(data) and "current_version" in table(data)


def read(data: object, records: Records) -> None:
    whole = table(data)
    versions = table(whole.get("versions"))
    current = text(whole.get("current_version"))
    chosen = table(versions.get(current)) or table(next(iter(versions.values()), None))
    for name in versions:
        if versions[name] is not chosen:
            records.left(table(versions[name]).line, f"version {name!r} of the needs")
    for id_, need in table(chosen.get("needs")).items():
        read_need(id_, table(need), records)


def read_need(id_: str, need: Lined, records: Records) -> None:
    id_, line = text(need.get("id")) or id_, need.line
    if text(need.get("type")) == "phase":
        need.setdefault("id", id_)
        read_phase(need, records)
        return
    about = records.new(id_, line)
    own = {name.replace("_", "-"): value for name, value in need.items()}
    effort_in_days(about, own, line, records)
    for name, value in need.items():
        ours = name.replace("_", "-")
        if ours in OURS:
            records.say(about, ours, value, line)
        elif name == "links" and "depends" in need:
            continue  # the same in ids, as our own export has it
        elif name in NAMES:
            records.say(about, NAMES[name], value, line)
        elif name not in KEPT_BY_IT and ours not in {"effort-low", "effort-high"}:
            records.also(about, name, value, line)
    kind = text(need.get("type"))
    if kind == "finding":
        records.ours(about, line)
    elif kind:
        records.also(about, "Type", need.get("type_name") or kind, line)
