"""On a restricted page nothing from outside gets in, and the text stays visible."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import CONF, warnings_of
from sphinx_audit.read.restricted.directives import RUNNERS

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

STRICT = (
    CONF
    + """\
audit_restricted_pages = ["plans/*"]
html_theme = "basic"
myst_enable_extensions += ["dollarmath"]
"""
)
SECRET = "the-secret-of-the-machine"

CASES = {
    "raw HTML": ("Text <b onclick='x()'>bold</b>.", 3),
    "HTML block": ("<script>alert(1)</script>", 3),
    "raw directive": ("```{raw} html\n<i>x</i>\n```", 3),
    "raw file": ("```{raw} html\n:file: ../../secret.txt\n```", 3),
    "include": ("```{include} ../../secret.txt\n```", 3),
    "include as code": ("```{include} ../../secret.txt\n:literal:\n```", 3),
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
        1,
    ),
    "mermaid file": ("```{mermaid} ../../secret.txt\n```", 3),
    "remote image": ("![x](https://example.org/x.png)", 3),
    "outside image": ("![x](../../secret.png)", 3),
    "download": ("{download}`x <../../secret.txt>`", 3),
    "rst include": ("```{eval-rst}\n.. include:: ../../secret.txt\n```", 4),
    "rst include as code": (
        "```{eval-rst}\n.. include:: ../../secret.txt\n   :literal:\n```",
        4,
    ),
    "rst script link": ("```{eval-rst}\n`x <javascript:alert(1)>`__\n```", 4),
    "script between comments": ("<!-- --><script>alert(1)</script><!-- -->", 3),
    "comment that a browser ends": ("<!--><script>alert(1)</script>-->", 3),
    "comment ended wrongly": ("<!-- a --!><script>alert(1)</script> -->", 3),
    "script as a download": ("{download}`x <javascript://x/%0aalert(1)>`", 3),
    "rst script as a download": (
        "```{eval-rst}\n:download:`x <javascript://x/%0aalert(1)>`\n```",
        4,
    ),
    "text as a page": ("```{eval-rst}\n`x <data:text/html,alert(1)>`__\n```", 4),
    "link to a program": ("```{eval-rst}\n`x <ms-word:alert>`__\n```", 4),
    "hidden scheme": ("{download}`x <\x01javascript://x/%0aalert(1)>`", 3),
    "remote image by one slash": ("![x](https:/example.org/x.png)", 3),
    "remote image by the other slash": (
        "```{eval-rst}\n.. image:: /\\\\example.org/x.png\n```",
        4,
    ),
    "remote image without words": ("![](https://example.org/x.png)", 3),
    "words beside a film": (
        "```{eval-rst}\n.. image:: x.mp4\n   :alt: <b onclick=alert(1)>\n```",
        4,
    ),
    "embedded picture": (
        "```{eval-rst}\n.. image:: /alert.svg\n   :loading: embed\n```",
        4,
    ),
    "standard include that goes on": (
        "```{eval-rst}\n.. include:: <../../secret.txt>\n```",
        4,
    ),
    "included by another parser": (
        "```{eval-rst}\n.. include:: x\n   :parser: myst_parser.docutils_\n```",
        4,
    ),
    "class diagram of a module": ("```{autoclasstree} alert\n```", 3),
    "files in math": ("$$\n\\input{../../secret}\n$$", 3),
    "files by an environment": ("$\\begin{input}{../../secret}$", 3),
    "names put together": ("$\\csname in\\string put\\endcsname{secret}$", 3),
    "script in math": ("$\\href{javascript:alert(1)}{x}$", 3),
    "label of math": ("```{math}\n:label: x}\\secret{\nx\n```", 3),
    "columns": ("```{tabularcolumns} >{\\input{secret}}l\n```", 3),
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


def test_each_well_known_runner_is_refused(build: Build, tmp_path: Path) -> None:
    extensions = ("autodoc", "autosummary", "graphviz", "ifconfig", "doctest")
    conf = "".join(f"extensions.append('sphinx.ext.{name}')\n" for name in extensions)
    runners = {
        "automodule": "os",
        "autosummary": "os",
        "graphviz": "",
        "digraph": "x",
        "ifconfig": "open('secret')",
        "testcode": "",
    }
    text = "".join(
        f"```{{{name}}} {said}\nkept\n```\n" for name, said in runners.items()
    )
    app = build({**project(text), "conf.py": STRICT + conf})
    said = warnings_of(app)
    assert len(said) == len(runners), said
    for number, name in enumerate(runners):
        fault = f"{name} is not allowed on a restricted page [audit.restricted]"
        assert said[number] == f"plans/x.md:{3 + 3 * number}: WARNING: {fault}"
    assert text_of(app).count("kept") == len(runners)


def test_the_guide_names_all_that_are_refused() -> None:
    guide = Path(__file__).parents[1] / "source" / "guide" / "trouble.md"
    text = guide.read_text("utf-8")
    assert [n for n in RUNNERS if f"`{n.replace('*', '…')}`" not in text] == []


def test_a_role_that_imports_is_refused(build: Build) -> None:
    conf = STRICT + 'extensions.append("sphinx.ext.autosummary")\n'
    app = build({**project("{autolink}`os.path`"), "conf.py": conf})
    (said,) = warnings_of(app)
    assert said.startswith("plans/x.md:3: WARNING: autolink is not allowed")
    assert "autolink:`os.path`" in text_of(app)


JINJA = "{{ 40 + 2 }}"


def test_front_matter_gives_no_power(build: Build) -> None:
    pages = project("")
    matter = "---\norphan: true\nmyst:\n  enable_extensions: [substitution]\n---\n"
    app = build({**pages, "plans/x.md": f"{matter}# X\n\n{JINJA}\n"})
    (said,) = warnings_of(app)
    message = "the front matter of a restricted page may not set myst"
    assert said == f"plans/x.md:3: WARNING: {message} [audit.restricted]"
    assert "enable_extensions: [substitution]" in text_of(app)
    assert JINJA in text_of(app)


def test_front_matter_that_is_never_closed_gives_no_power(build: Build) -> None:
    matter = "---\nmyst: {enable_extensions: [substitution]}\nx: ~~~\n"
    app = build({**project(""), "plans/x.md": f"{matter}\na: '{JINJA}'\n"})
    assert any("may not set myst" in w for w in warnings_of(app))
    assert JINJA in text_of(app)


def test_front_matter_that_only_says_something_stays(build: Build) -> None:
    app = build({**project(""), "plans/x.md": "---\norphan: true\n---\n# X\n"})
    assert warnings_of(app) == []
    assert "orphan" in app.env.metadata["plans/x"]


def test_values_of_the_project_are_filled_in_on_free_pages_alone(build: Build) -> None:
    conf = """
myst_enable_extensions += ["substitution"]
myst_substitutions = {"name": "value"}
"""
    pages = project(f"{JINJA}\n\n`{{{{ code }}}}`\n\n% {{{{ hidden }}}}")
    app = build(
        {**pages, "free.md": "# Free\n\n{{ name }}\n", "conf.py": STRICT + conf}
    )
    (said,) = warnings_of(app)
    message = "no value is filled in on a restricted page"
    assert said == f"plans/x.md:3: WARNING: {message} [audit.restricted]"
    assert JINJA in text_of(app)
    assert "value" in text_of(app, "free")


def test_a_style_is_taken_off_and_its_text_stays(build: Build) -> None:
    text = ":::{div} a\n:style: background:url(//example.org)\n\nKept.\n:::"
    conf = STRICT + 'extensions.append("sphinx_design")\n'
    app = build({**project(text), "conf.py": conf})
    (said,) = warnings_of(app)
    assert said.startswith("plans/x.md:3: WARNING: a style is not allowed")
    html = (app.outdir / "plans/x.html").read_text("utf-8")
    assert "example.org" not in html
    assert "Kept." in html


def test_the_includes_of_docutils_are_allowed(build: Build) -> None:
    include = ".. include:: <isonum.txt>\n\n|copy| 2025\n"
    pages = {**project(""), "plans/x.rst": f"X\n=\n\n{include}"}
    del pages["plans/x.md"]
    app = build(pages)
    assert warnings_of(app) == []
    assert "© 2025" in text_of(app)


def test_messages_know_nothing_of_this_machine(build: Build) -> None:
    app = build(project("```{include} <../states.py>\n```"))
    (said,) = warnings_of(app)
    assert said == (
        "plans/x.md:3: WARNING: include may not read <../states.py> on a restricted "
        "page [audit.restricted]"
    )
    assert "site-packages" not in (app.outdir / "plans/x.html").read_text("utf-8")


def test_other_parsers_are_for_free_pages(build: Build) -> None:
    text = (
        "```{eval-rst}\n.. include:: plans/x.md\n   :parser: myst_parser.sphinx_\n```"
    )
    app = build({**project("Included."), "free.md": f"# Free\n\n{text}\n"})
    assert warnings_of(app) == []
    assert "Included." in text_of(app, "free")


def test_a_python_session_is_not_run_by_the_doctest_builder(build: Build) -> None:
    conf = STRICT + 'extensions.append("sphinx.ext.doctest")\n'
    text = "```{eval-rst}\n>>> open('ran', 'w')\n1\n```"
    app = build({**project(text), "conf.py": conf}, "doctest")
    assert app.statuscode == 0
    assert "0 tests" in (app.outdir / "output.txt").read_text("utf-8")


@pytest.mark.parametrize("name", ["y.md", "y.png", "y.en.png"])
def test_nothing_is_read_through_a_link(
    build: Build, tmp_path: Path, name: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"# {SECRET}", "utf-8")
    plans = tmp_path / "source" / "plans"
    plans.mkdir(parents=True)
    (plans / name).symlink_to(secret)
    (plans / "z.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    app = build(project("![y](y.*)\n\n```{toctree}\n:glob:\n*\n```\n"))
    assert any("[audit.restricted]" in w for w in warnings_of(app))
    written = (p for p in app.outdir.rglob("*") if p.is_file())
    assert not [p for p in written if SECRET.encode() in p.read_bytes()]


def text_of(app: SphinxTestApp, docname: str = "plans/x") -> str:
    return app.env.get_doctree(docname).astext()
