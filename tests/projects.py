"""Small projects for tests."""

from __future__ import annotations


def finding(id_: str, title: str = "A title", body: str = "Body.", **facts: str) -> str:
    """Return a page; a fact's underscores stand for hyphens, ``None``-like "" omits."""
    given = {"phase": "2A"} | facts
    options = "".join(
        f":{name.replace('_', '-')}: {value}\n"
        for name, value in given.items()
        if value
    )
    return f"# {id_}: {title}\n\n```{{finding}} {id_}\n{options}\n{body}\n```\n"


def phase(id_: str, title: str = "Foundation", **facts: str) -> str:
    options = "".join(f":{name}: {value}\n" for name, value in facts.items())
    return f"# Phase {id_}: {title}\n\n```{{phase}} {id_}\n{options}```\n"


TWO_PHASES = {
    "index.md": "# Top\n\n```{toctree}\np2a\np2b\nother\n```\n",
    "p2a.md": phase("2A"),
    "p2b.md": phase("2B", "Security", after="2A"),
    "other.md": "# Other\n\nSee {finding}`SI-001`; {count}`phase=2A` in all.\n",
    "SI-001.md": finding("SI-001", effort="3-4 days", status="implemented"),
    "SI-002.md": finding("SI-002", depends="SI-001", priority="critical"),
    "BL-006.md": finding("BL-006", phase="2B", depends="phase 2A"),
}
"""Three findings in two phases, a view and references."""
