"""What is wrong with the text of a page was noted when it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import Fault
from .problem import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .problem import Problem, Subject


def check(subject: Subject) -> Iterator[Problem]:
    for page in subject.register.pages.values():
        yield from page.problems


RULES = (
    Rule(
        fault=Fault.BAD_ID,
        level=Level.WARNING,
        why="Ids of another form are found by no search and no script.",
        remedy="Write the id as `id_pattern` asks, or change the setting.",
        wrong="# X: One\n\n```{finding} X\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n```\n",
    ),
    Rule(
        fault=Fault.MISSING_ARGUMENT,
        level=Level.ERROR,
        why="A thing without an id is in no table, and nothing can refer to it.",
        remedy="Write the id behind the directive's name.",
        wrong="# One\n\n```{finding}\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n```\n",
    ),
    Rule(
        fault=Fault.UNKNOWN_OPTION,
        level=Level.WARNING,
        why="What stands behind a misspelt option is not taken into account.",
        remedy="Correct the option's name.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n:ownre: Ada\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n:owner: Ada\n```\n",
    ),
    Rule(
        fault=Fault.BAD_VALUE,
        level=Level.ERROR,
        why="A value that cannot be understood counts as not given.",
        remedy="Write one of the values, or in the form, that the message names.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n:effort: 4-3 days\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n:effort: 3-4 days\n```\n",
    ),
    Rule(
        fault=Fault.TITLE,
        level=Level.WARNING,
        why="A thing with two titles, or none, is called differently in each place.",
        remedy="Keep the title in the heading alone.",
        wrong="# XX-001: One\n\n```{finding} XX-001 Another\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n```\n",
    ),
    Rule(
        fault=Fault.BAD_ITEM,
        level=Level.WARNING,
        why="An item without a mark counts as open, whatever its author meant.",
        remedy="Begin it with `[ ]`, `[x]` or `[-]`.",
        wrong="# X\n\n```{checklist} X\n- tested\n```\n",
        right="# X\n\n```{checklist} X\n- [x] tested\n```\n",
    ),
    Rule(
        fault=Fault.EMPTY_CHECKLIST,
        level=Level.WARNING,
        why="A checklist without items is ticked by nobody and asks for nothing.",
        remedy="Write its items, or remove it.",
        wrong="# X\n\n```{checklist} X\n```\n",
        right="# X\n\n```{checklist} X\n- [ ] tested\n```\n",
    ),
    Rule(
        fault=Fault.BAD_QUERY,
        level=Level.ERROR,
        why="A view or a count that is not understood shows nothing.",
        remedy="Ask with the fields and values that the message names.",
        wrong="# X\n\n```{finding-table}\n:status: dnoe\n```\n",
        right="# X\n\n```{finding-table}\n:status: verified\n```\n",
    ),
    Rule(
        fault=Fault.ROLE_IN_HEADING,
        level=Level.WARNING,
        why="Readers see the markup instead of the number.",
        remedy="Say it in the text below.",
        wrong="# {count}`status=open` open\n",
        right="# Open\n\n{count}`status=open` are.\n",
    ),
    Rule(
        fault=Fault.FENCE,
        level=Level.ERROR,
        why="What a broken fence swallows is in no register.",
        remedy="Close the fence, or open it with more marks.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n\nNever closed.\n",
        right="# XX-001: One\n\n```{finding} XX-001\n\nClosed.\n```\n",
    ),
    Rule(
        fault=Fault.RESTRICTED,
        level=Level.ERROR,
        why="A plan that nobody vouches for may not bring in scripts or files.",
        remedy="Say it in Markdown, or lift the restriction for a page you trust.",
        wrong="# X\n\n<script>1</script>\n",
        right="# X\n\nNo script.\n",
    ),
)
