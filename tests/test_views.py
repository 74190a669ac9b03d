"""What a reader sees: the resolved doctree of a page, as a snapshot to review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from projects import TWO_PHASES, finding, phase
from sphinx_audit.show import views

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp
    from syrupy.assertion import SnapshotAssertion

    from conftest import Build


class Xml(SingleFileSnapshotExtension):
    file_extension = "xml"
    _write_mode = WriteMode.TEXT


SAMPLE = {
    **TWO_PHASES,
    "p2a.md": phase("2A", gate="Lead")
    + "\n```{signoff} 2A\n:decision: claimed\n:source: minutes\n```\n",
    "views.md": """\
# Views

{count}`status=open` open, {count}`left` left. [](#SI-002) and {phase}`2A`.
{finding}`~SI-001`, {finding}`yours <SI-001>`, {checklist}`SI-002-ci`.

```{progress}
```

```{phase-index}
```

```{finding-table}
:columns: id, title, phase, status, state, depends, needed-by, waits-for, checklist
:group-by: phase
```

```{checklist-table}
```
""",
    "graphs.md": """\
# Graphs

```{dependency-graph}
```

```{dependency-graph}
:layout: phases
```
""",
    "SI-002.md": finding("SI-002", depends="SI-001", priority="critical", uses="claim")
    + """
```{checklist} SI-002-ci CI
:mandatory:

- [x] one {by}`me` {on}`2026-01-02` {evidence}`a.txt`
- [ ] two
  - [-] nested (none)
- [ ] with {depends}`SI-002`
```

## claim: Claim a row

```{pattern} claim
:phase: 2A
:for: SI-001
```
""",
    "old.md": finding("OLD-1", phase="", status="superseded", reason="dropped"),
    "a.txt": "one is done\n",
    "problems.md": "# Problems\n\n```{problem-table}\n:phase: 2A, 2B\n```\n",
    "index.md": "# Top\n\n```{toctree}\n:glob:\n\n*\n```\n",
}


def doctree(app: SphinxTestApp, docname: str) -> str:
    text = app.env.get_and_resolve_doctree(
        docname, app.builder, tags=app.tags
    ).pformat()
    text = re.sub(r' audit_svg="[^"]*"', "", text.replace(str(app.srcdir), "SOURCE"))
    return re.sub(r' code="([^"]*)"', readable, text)


def readable(code: re.Match[str]) -> str:
    """Give each line of a diagram a line of the snapshot."""
    return ' code="' + code[1].replace("\\n", "\n        ") + '"'


@pytest.mark.parametrize(
    "page", ["SI-002", "p2a", "views", "graphs", "old", "other", "problems"]
)
def test_resolved_doctree(
    build: Build,
    snapshot: SnapshotAssertion,
    page: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As any builder sees it; what is written as HTML at once is compared with it."""
    monkeypatch.setattr(views, "has_pages", lambda _builder: False)
    app = build(SAMPLE)
    assert doctree(app, page) == snapshot(extension_class=Xml)
