"""Plans as data, without a page: what verification is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_audit.verify.blocks import Block, Depth, Plan, Role
from sphinx_audit.verify.levels import Options, level
from sphinx_audit.verify.naming import language_of, role_of

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_audit.verify.telling import PlanResult

FIRST = 10
"""The line of the first line of each block."""

ROLLBACK = ("sql", "DROP TABLE t;\n", "0_rollback.sql")


def block(
    language: str,
    text: str,
    name: str = "",
    *,
    role: Role | None = None,
    depth: Depth = Depth.RUN,
    fails: bool = False,
    line: int = FIRST,
) -> Block:
    sections = ("SI-001: One", "Database migration")
    spoken = language_of(language)
    return Block(
        page="SI-001",
        path="SI-001.md",
        line=line,
        columns=(2,),
        language=spoken,
        name=name,
        role=role or role_of(spoken, name, sections, text),
        depth=depth,
        fails=fails,
        text=text if text.endswith("\n") else f"{text}\n",
        sections=sections,
    )


def plan(*blocks: Block | tuple[str, ...], id_: str = "SI-001") -> Plan:
    made = (b if isinstance(b, Block) else block(*b) for b in blocks)
    return Plan(id=id_, title="One", page=id_, path="SI-001.md", blocks=tuple(made))


def verified(
    *blocks: Block | tuple[str, ...], depth: Depth = Depth.PARSE, inside: bool = False
) -> PlanResult:
    """Return what one level says of a plan with these blocks."""
    (result,) = level(depth)([plan(*blocks)], Options(inside=inside))
    return result


def told(result: PlanResult) -> list[str]:
    """Return the diagnostics, with lines and columns of the code."""
    return [
        f"{d.line - FIRST + 1}:{d.column - 2}: {d.level}: {d.message} [{d.code}]"
        for d in result.diagnostics
    ]


def vendored(home: Path) -> None:
    """Let a module of Go require another one, which lies in its vendor folder."""
    folder = home / "vendor" / "x.org" / "dep"
    folder.mkdir(parents=True)
    (folder / "d.go").write_text("package dep\n\nfunc N() int { return 7 }\n", "utf-8")
    with (home / "go.mod").open("a", encoding="utf-8") as file:
        file.write("\nrequire x.org/dep v1.0.0\n")
    listed = "# x.org/dep v1.0.0\n## explicit; go 1.21\nx.org/dep\n"
    (home / "vendor" / "modules.txt").write_text(listed, "utf-8")
