"""CPU of the overview graphs of a large register: ``graphs.py COUNT`` prints rows."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from environments import surroundings
from registers import PHASES, facts, id_of
from rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_audit.model import Effort, Finding, Register
    from sphinx_audit.show.context import Context


def graphs(count: int) -> list[Row]:
    """Return the rows of a process of its own, so that nothing is warm."""
    command = [sys.executable, __file__, str(count)]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=surroundings("ours")
    )
    return [Row(**row) for row in json.loads(done.stdout)]


def register(count: int) -> Register:
    from sphinx_audit.model import Effort, Page, Phase, Place, Register  # noqa: PLC0415

    pages = {f"p{n}": Page() for n in range(PHASES)}
    for n in range(PHASES):
        place = Place(docname=f"p{n}", line=1)
        found = Phase(id=str(n), title=f"Part {n}", place=place, anchor="phase")
        pages[f"p{n}"].phases.append(found)
    effort = Effort.read("1-3 days")
    for n in range(count):
        page = pages[f"plans/{id_of(n)}"] = Page()
        page.findings.append(finding(n, count, effort))
    return Register(pages)


def finding(number: int, count: int, effort: Effort) -> Finding:
    from sphinx_audit.model import Finding, Place, Status  # noqa: PLC0415

    stated, id_ = facts(number, count), id_of(number)
    return Finding(
        id=id_,
        title=stated["title"],
        place=Place(docname=f"plans/{id_}", line=3),
        anchor="finding",
        phase=stated["phase"],
        status=Status(stated["status"]),
        effort=effort,
        depends=tuple(filter(None, stated["depends"].split(", "))),
    )


def overviews(found: Register) -> Iterator[tuple[str, Sequence[Finding], str]]:
    """Yield the name, the findings and the layout of each overview graph."""
    yield "all findings", found.counted, ""
    yield "all findings, layout phases", found.counted, "phases"
    for phase in found.phases:
        yield f"phase {phase}", found.members(phase), ""


def shown(chosen: Sequence[Finding], layout: str, context: Context) -> None:
    """Draw a graph as a page does that shows it."""
    from sphinxcontrib.mermaid import mermaid  # noqa: PLC0415

    from sphinx_audit.draw import fit  # noqa: PLC0415
    from sphinx_audit.draw.page import for_page  # noqa: PLC0415
    from sphinx_audit.show.views import graph  # noqa: PLC0415

    pictures = graph(chosen, context, layout=layout, outside=not layout)
    for node in (part for part in pictures if isinstance(part, mermaid)):
        drawing = fit.best(node["code"], fit.HTML)
        links = dict.fromkeys(node["audit_links"], "#there")
        for_page(drawing, prefix="graph", hrefs=links, title="Graph")


def main(count: int) -> None:
    from sphinx.locale import init  # noqa: PLC0415

    from sphinx_audit.show.context import Context  # noqa: PLC0415

    init([], "en", catalog="audit")
    found = register(count)
    context = Context(register=found, docname="index", html=True, pictures=True)
    rows = []
    for name, chosen, layout in overviews(found):
        start = time.process_time()
        shown(chosen, layout, context)
        rows.append({"step": name, "tool": "ours", "cpu": time.process_time() - start})
    print(json.dumps(rows))


if __name__ == "__main__":
    main(int(sys.argv[1]))
