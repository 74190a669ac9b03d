"""What was met while the documents were read: their troubles, as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rule import Code, Level, Rule, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Document
    from .rule import Problem

FACTS = frozenset({"status", "priority", "severity", "effort", "due"})
TABLE = "| Id | Status |\n|---|---|\n"
RULES = (
    Rule(
        fault=Code.UNREADABLE,
        level=Level.ERROR,
        why="What it says was not compared with anything.",
        remedy="Give a text file that exists and can be read.",
    ),
    Rule(
        fault=Code.SKIPPED,
        level=Level.NOTE,
        why="What they say was not compared with anything.",
        remedy="Name such a file itself if it is Markdown after all.",
    ),
    Rule(
        fault=Code.EMPTY,
        level=Level.WARNING,
        why="Something was meant to stand there.",
        remedy="Write it, or delete the file.",
        wrong="\n",
        right="Text.\n",
    ),
    Rule(
        fault=Code.ENCODING,
        level=Level.WARNING,
        why="Other tools read other letters.",
        remedy="Save the file as UTF-8.",
    ),
    Rule(
        fault=Code.MOJIBAKE,
        level=Level.WARNING,
        why="Marks and quotes have become rows of letters.",
        remedy="Repair the text, as `sphinx-audit import` does, and save it as UTF-8.",
        wrong="- âœ… **XX-001**: Pool\n",
        right="- ✅ **XX-001**: Pool\n",
    ),
    Rule(
        fault=Code.FRONT_MATTER,
        level=Level.WARNING,
        why="None of its fields is read.",
        remedy="Correct the YAML, such as quotes around a text with a colon.",
        wrong="---\nid: [XX-001\n---\n\nText.\n",
        right="---\nid: XX-001\n---\n\nText.\n",
    ),
    Rule(
        fault=Code.MARK_LEARNT,
        level=Level.NOTE,
        why="The same mark means something else in other documents.",
        remedy="Name it in the legend of a profile.",
        wrong="### 🔄 READY FOR IMPLEMENTATION\n\n- 🔄 **XX-001**: Pool\n",
        right="### READY FOR IMPLEMENTATION\n\n- ⬜ **XX-001**: Pool\n",
    ),
    Rule(
        fault=Code.MARK_UNKNOWN,
        level=Level.WARNING,
        why="A mark without a legend means what each reader likes.",
        remedy="Write the status in words, or name it in the legend of a profile.",
        wrong="- 🔄 **XX-001**: Pool\n",
        right="- ⬜ **XX-001**: Pool\n",
    ),
    Rule(
        fault=Code.UNREAD_VALUE,
        level=Level.NOTE,
        why="It can be compared with nothing.",
        remedy="Use one of the words of the profile, or name the word there.",
        wrong=f"{TABLE}| XX-001 | Complete (8/9) |\n",
        right=f"{TABLE}| XX-001 | In progress |\n",
    ),
    Rule(
        fault=Code.OUTSIDE_TABLE,
        level=Level.ERROR,
        why="What renders the table drops the cell, so that nobody reads it.",
        remedy="Give the table a column for it.",
        wrong=f"{TABLE}| XX-001 | Open | Blocked by XX-002 |\n",
        right="| Id | Status | Note |\n|---|---|---|\n| XX-001 | Open | Blocked |\n",
    ),
    Rule(
        fault=Code.BROKEN_TABLE,
        level=Level.WARNING,
        why="Readers see a row of bars instead of a table.",
        remedy="Give the header and the line below it the same number of columns.",
        wrong="| Id | Status |\n|---|\n| XX-001 | Open |\n",
        right=f"{TABLE}| XX-001 | Open |\n",
    ),
    Rule(
        fault=Code.NO_STATUS,
        level=Level.WARNING,
        why="Nobody can tell whether it is open or was forgotten.",
        remedy="Give the row a status.",
        wrong=f"{TABLE}| XX-001 | Open |\n| XX-002 | |\n",
        right=f"{TABLE}| XX-001 | Open |\n| XX-002 | Open |\n",
    ),
    Rule(
        fault=Code.EMPHASIS,
        level=Level.NOTE,
        why="Its stars are shown, and often its end is missing.",
        remedy="Close it, and complete the text.",
        wrong="## **PHASE 2A: FOUNDATION -\n",
        right="## **PHASE 2A: FOUNDATION**\n",
    ),
    Rule(
        fault=Code.OPEN_FENCE,
        level=Level.WARNING,
        why="The rest of the document is shown as code.",
        remedy="Close it with as many marks as open it.",
        wrong="```sh\nmake\n",
        right="```sh\nmake\n```\n",
    ),
    Rule(
        fault=Code.NESTED_FENCE,
        level=Level.WARNING,
        why="The end of the inner one ends the outer, and what follows is misread.",
        remedy="Open and close the outer one with one mark more.",
        wrong="```md\n```sql\nBEGIN;\n```\n",
        right="````md\n```sql\nBEGIN;\n```\n````\n",
    ),
    Rule(
        fault=Code.LEFT_OVER,
        level=Level.WARNING,
        why="Words of the template tell that nobody thought about this place.",
        remedy="Replace them, or take them out.",
        wrong="It takes [X-Y days].\n",
        right="It takes three days.\n",
    ),
)
MERGED = frozenset({Code.LEFT_OVER, Code.EMPHASIS})


def look(document: Document) -> Iterator[Problem]:
    for trouble in document.troubles:
        ids: tuple[str, ...] = (document.file, trouble.text)
        yield found(trouble.code, trouble.text, [trouble.place], ids)
    for one in document.statements:
        if one.fact in FACTS and not one.value and one.words.isascii():
            message = f"{one.fact} of {one.about} is {one.words!r}: {why(one.words)}"
            ids = (one.about, one.fact, one.words)
            yield found(Code.UNREAD_VALUE, message, [one.place], ids)


def why(words: str) -> str:
    several = any(mark in words for mark in "/,(&")
    return "it says two things" if several else "nobody can tell what that means"
