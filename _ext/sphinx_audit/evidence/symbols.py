"""Whether a text defines a symbol, as far as its words tell: no language is parsed."""

from __future__ import annotations

import re
from functools import lru_cache

WORDS = (
    "def|class|func|function|fn|fun|type|interface|struct|enum|trait|impl|mod|module|"
    "namespace|package|const|constexpr|let|var|val|static|object|record|protocol|"
    "extension|macro_rules!|sub|proc|procedure|trigger|view|table|index|resource|"
    "variable|data|message|service|rpc|target|task|alias|union|typedef|using|"
    "#define|\\\\newcommand"
)
"""What stands before a name that is being defined, in the languages of the day."""

HEADING = r"#{1,6}\s+"


@lru_cache(maxsize=256)
def definition(name: str) -> re.Pattern[str]:
    """Return what a line looks like that defines *name*.

    Besides a word such as ``def`` it may be a method of Go, a typed function as in C or
    Java, an assignment, a key of YAML or JSON, a target of make, a heading.
    """
    n = re.escape(name)
    return re.compile(
        rf"(?:^|[^\w.])(?:{WORDS})\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:\([^()\n]*\)\s*)?"
        rf"[`\"\[*&]?(?:\w+[.:]+)*{n}(?!\w)"
        rf"|^[ \t]*(?:[\w<>\[\],*&:.?@]+[ \t]+)+[*&]*(?:\w+::)*{n}[ \t]*\([^;]*$"
        rf"|^[ \t]*(?:export[ \t]+)?[\"']?{n}[\"']?[ \t]*(?::=|\?=|=(?!=)|:(?![:=]))"
        rf"|^[ \t]*(?:async[ \t]+)?{n}[ \t]*\([^;\n]*\)[ \t]*(?:\{{|=>)"
        rf"|^{HEADING}.*(?<!\w){n}(?!\w)",
        re.MULTILINE | re.IGNORECASE if name.isupper() else re.MULTILINE,
    )


def defines(text: str, symbol: str) -> bool:
    """Tell whether *text* defines a symbol.

    Of ``Class.method`` the method: its class may be defined elsewhere, but is named.
    """
    *around, name = re.split(r"::|[.#]", symbol.removesuffix("()"))
    return (
        bool(name)
        and all(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text) for n in around)
        and definition(name).search(text) is not None
    )
