"""On a restricted page nothing from outside gets in, and the text stays visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import CONF, warnings_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build

STRICT = CONF + 'audit_restricted_pages = ["plans/*"]\nhtml_theme = "basic"\n'
SECRET = "the-secret-of-the-machine"

CASES = {
    "raw HTML": ("Text <b onclick='x()'>bold</b>.", 3),
    "HTML block": ("<script>alert(1)</script>", 3),
    "raw directive": ("```{raw} html\n<i>x</i>\n```", 3),
    "raw file": ("```{raw} html\n:file: ../../secret.txt\n```", 3),
    "include": ("```{include} ../../secret.txt\n```", 0),
    "include as code": ("```{include} ../../secret.txt\n:literal:\n```", 0),
    "literalinclude": ("```{literalinclude} ../../secret.txt\n```", 3),
    "literalinclude from the root": ("```{literalinclude} /../secret.txt\n```", 3),
    "csv file": ("```{csv-table} T\n:file: ../../secret.txt\n```", 3),
    "file to compare": (
        "```{literalinclude} ../free.md\n:diff: ../../secret.txt\n```",
        3,
    ),
    "raw file by its whole path": ("```{raw} html\n:file: WHOLE\n```", 3),
    "csv file by its whole path": ("```{csv-table} T\n:file: WHOLE\n```", 3),
    "script in a contents tree": ("```{toctree}\nx <javascript://%0aa>\n```", 3),
    "sent away": (
        "```{eval-rst}\n.. meta::\n   :http-equiv=refresh: 0; url=https://x.org\n```",
        0,
    ),
    "mermaid file": ("```{mermaid} ../../secret.txt\n```", 3),
    "remote image": ("![x](https://example.org/x.png)", 3),
    "outside image": ("![x](../../secret.png)", 3),
    "download": ("{download}`x <../../secret.txt>`", 3),
    "rst include": ("```{eval-rst}\n.. include:: ../../secret.txt\n```", 0),
    "rst include as code": (
        "```{eval-rst}\n.. include:: ../../secret.txt\n   :literal:\n```",
        0,
    ),
    "rst script link": ("```{eval-rst}\n`x <javascript:alert(1)>`__\n```", 0),
}


def project(text: str) -> dict[str, str]:
    return {
        "conf.py": STRICT,
        "index.md": "# Top\n\n```{toctree}\nplans/x\nfree\n```\n",
        "plans/x.md": f"# X\n\n{text}\n",
        "free.md": "# Free\n\nAn <i>open</i> page.\n",
    }


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_with_its_line_and_shown_as_text(
    build: Build, tmp_path: Path, case: str
) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    (tmp_path / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    text, line = CASES[case]
    text = text.replace("WHOLE", str(tmp_path / "secret.txt"))
    app = build(project(text))
    said = [w for w in warnings_of(app) if "[audit.restricted]" in w]
    assert len(said) == 1, warnings_of(app)
    assert said[0].startswith(f"plans/x.md:{line}:" if line else "plans/x")
    html = (app.outdir / "plans/x.html").read_text("utf-8")
    body = html[html.index('<div class="body"') : html.index("sphinxsidebar")]
    assert SECRET not in html
    for danger in ("<script>alert", "<b onclick", 'href="javascript:', "<i>x"):
        assert danger not in body
    assert not list(app.outdir.rglob("secret*"))
    for word in ("secret", "alert", "bold", "example.org"):
        assert (word in text) <= (word in body)


def test_other_pages_are_free(build: Build) -> None:
    app = build(project("Nothing."))
    assert "<i>open</i>" in (app.outdir / "free.html").read_text("utf-8")
    assert warnings_of(app) == []


def test_what_myst_makes_itself_is_no_danger(build: Build) -> None:
    conf = STRICT + 'myst_enable_extensions = ["tasklist", "strikethrough"]\n'
    app = build({**project("- [x] done\n- [ ] open\n\n% a comment\n"), "conf.py": conf})
    assert warnings_of(app) == []


def test_a_link_inside_the_folder_that_leads_out_is_refused(
    build: Build, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    pages = project("```{literalinclude} link.txt\n```")
    (tmp_path / "source" / "plans").mkdir(parents=True)
    (tmp_path / "source" / "plans" / "link.txt").symlink_to(tmp_path / "secret.txt")
    app = build(pages)
    assert SECRET not in (app.outdir / "plans/x.html").read_text("utf-8")
