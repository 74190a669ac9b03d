"""Python, JSON, YAML and TOML, by the parsers that come with Python and Sphinx."""

from __future__ import annotations

import ast
import json
import re
import tomllib
import warnings
from typing import TYPE_CHECKING

import yaml

from .flaw import Flaw

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEP = "it is nested too deeply to be read"


def python(text: str) -> Iterator[Flaw]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "block", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as error:
        yield Flaw(error.lineno or 1, error.offset or 1, error.msg)
    except (RecursionError, MemoryError):
        yield Flaw(1, 1, DEEP)
    except (ValueError, OverflowError) as error:  # a zero byte, an absurd number
        yield Flaw(1, 1, str(error))


def json_(text: str) -> Iterator[Flaw]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        yield Flaw(error.lineno, error.colno, error.msg)
    except RecursionError:
        yield Flaw(1, 1, DEEP)
    except ValueError as error:  # a number of thousands of digits
        yield Flaw(1, 1, str(error))


def yaml_(text: str) -> Iterator[Flaw]:
    """Read YAML with the loader written in Python: the other one can be crashed."""
    try:
        for _ in yaml.compose_all(text, Loader=yaml.SafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = error.problem or error.context or "no YAML"
        yield Flaw(line, column, said)
    except yaml.reader.ReaderError as error:
        yield Flaw(1, 1, f"{error.reason}: #x{ord(str(error.character)[:1]):04x}")
    except (RecursionError, yaml.YAMLError, ValueError):
        yield Flaw(1, 1, DEEP)


PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
DOTTED = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){100}")
"""Keys of a hundred parts: Python's reader takes the square of their number."""


def toml(text: str) -> Iterator[Flaw]:
    if found := DOTTED.search(text):
        yield Flaw(text.count("\n", 0, found.start()) + 1, 1, DEEP)
        return
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = PLACE.search(said)
        line, column = (place[1], place[2]) if place and place[1] else (0, 1)
        lines = text.rstrip("\n").count("\n") + 1
        yield Flaw(int(line) or lines, int(column), PLACE.sub("", said))
    except RecursionError:
        yield Flaw(1, 1, DEEP)
    except ValueError as error:
        yield Flaw(1, 1, str(error))
