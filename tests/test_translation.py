"""A translated handbook shows the same facts in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import CONF, warnings_of
from projects import TWO_PHASES, finding

if TYPE_CHECKING:
    from conftest import Build

ITEMS = """
```{checklist} SI-001-ci Checks
- [x] tested {by}`ci`
- [ ] released
```
"""
GERMAN = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "SI-001: A title"
msgstr "SI-001: Ein Titel"

msgid "[x] tested {by}`ci`"
msgstr "[x] geprüft {by}`ci`"

msgid "[ ] released"
msgstr "[ ] ausgeliefert"
"""


def test_items_keep_their_boxes_and_views_show_translated_titles(build: Build) -> None:
    pages = {
        "conf.py": CONF + 'language = "de"\nlocale_dirs = ["locale"]\n',
        "locale/de/LC_MESSAGES/SI-001.po": GERMAN,
        "SI-001.md": finding("SI-001") + ITEMS,
    }
    app = build(TWO_PHASES | pages, "text")
    assert warnings_of(app) == []
    text = (app.outdir / "SI-001.txt").read_text("utf-8")
    assert "1 of 2" in text
    assert "☑ geprüft ci" in text
    assert "☐ ausgeliefert" in text
    assert "SI-001: Ein Titel" in (app.outdir / "p2a.txt").read_text("utf-8")
