"""Mermaid's own settings of a diagram, in whichever form its author wrote them."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence


def front_matter(lines: Sequence[str]) -> str:
    """Return what stands between a first line of ``---`` and the next."""
    if not lines or not lines[0].startswith("---"):
        return ""
    return "\n".join(takewhile(lambda line: not line.startswith("---"), lines[1:]))


def from_front(text: str) -> dict[str, object]:
    """Return title and config; raises ValueError as `mapping` does."""
    given = mapping(text) if text.strip() else {}
    return {name: given[name] for name in ("config", "title") if given.get(name)}


def as_json(config: object) -> str:
    """Return a mapping, or the YAML or JSON text of one, as the directive takes it."""
    known = mapping(config) if isinstance(config, str) else config
    if not isinstance(known, dict):
        raise unreadable(f"names with values are expected, not {config}")
    try:
        return json.dumps(known, default=str)
    except (TypeError, RecursionError) as error:
        raise unreadable(error) from None


def mapping(text: str) -> dict[object, object]:
    """Read YAML, of which JSON is a part; raises ValueError with the reason."""
    try:
        for event in yaml.parse(text, yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):  # a few can stand for gigabytes
                raise yaml.YAMLError(f"*{event.anchor} is a reference")  # noqa: TRY301
        known = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        raise unreadable(error.problem) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise unreadable(error) from None
    if not isinstance(known, dict):
        raise unreadable("names with values are expected, such as theme: dark")
    return known


def unreadable(reason: object) -> ValueError:
    return ValueError(f"config: {reason}")
