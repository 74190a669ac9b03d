"""JSON whose objects know on which line they begin."""

from __future__ import annotations

import json
import re
from typing import TypeVar

T = TypeVar("T")

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)

OFTEN = 2_000
"""Levels of objects in each other that nobody writes by hand."""


class NoJson(ValueError):  # noqa: N818 - becomes a line of the report
    """The text is no JSON; the message says where."""


class Lined(dict[str, object]):
    """An object of JSON, and the line of its brace."""

    line: int = 1
    twice: tuple[str, ...] = ()
    """Keys given more than once, of which the last counts."""


def load(text: str) -> object:
    """Return the data; raises NoJson."""
    lines = iter(closing_lines(text))

    def made(pairs: list[tuple[str, object]]) -> Lined:
        found = Lined(pairs)
        found.line = next(lines, 1)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            found.twice = tuple(n for n in found if names.count(n) > 1)
        return found

    try:
        return json.loads(text, object_pairs_hook=made)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}"
        raise NoJson(f"no JSON: {error.msg} in {at}") from error
    except RecursionError as error:
        raise NoJson("this JSON is nested too deeply") from error
    except ValueError as error:  # a number with thousands of digits
        raise NoJson(f"no JSON that can be read: {error}") from error


def closing_lines(text: str) -> list[int]:
    """Return the line on which each object begins, in the order in which they end.

    It is the order in which the decoder makes them.
    """
    found: list[int] = []
    opened: list[int] = []
    line, at = 1, 0
    for match in TOKEN.finditer(text):
        mark = match[0]
        if mark == "{":
            line += text.count("\n", at, match.start())
            at = match.start()
            opened.append(line)
        elif mark == "}" and opened:
            found.append(opened.pop())
    return found


# -- reading without surprises


def table(data: object) -> Lined:
    return data if isinstance(data, Lined) else Lined()


def tables(data: object) -> list[Lined]:
    """Return the objects of a list, or of what stands where a list should."""
    if isinstance(data, list):
        return [d for d in data if isinstance(d, Lined)]
    return [data] if isinstance(data, Lined) else []


def text(data: object) -> str:
    return data if isinstance(data, str) else ""


def items(data: object) -> list[object]:
    return data if isinstance(data, list) else []
