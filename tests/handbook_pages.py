"""Pages by lot: what anybody might write, in anything that may hold it."""

from __future__ import annotations

import random
import re

CONF = """\
project = "Pages"
extensions = ["sphinx_audit", "myst_parser", "sphinx_design"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "tasklist"]
numfig = True
"""
SIZES = {"fine.svg": (60, 30), "tall.svg": (300, 3000), "wide.svg": (3000, 300)}
PICTURES = {
    name: f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}">'
    f'<rect width="{w}" height="{h}" fill="#abc"/></svg>'
    for name, (w, h) in SIZES.items()
}


class Writer:
    """Writes pages by lot, the same ones for the same seed; each word is another."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.words: list[str] = []
        self.narrow = False
        """Whether it writes a cell, in which no other has room."""

    def word(self) -> str:
        self.words.append(f"W{len(self.words)}w")
        return self.words[-1]

    def phrase(self) -> str:
        marks = ("{}", "{}", "**{}**", "`{}`", "{{kbd}}`{}`", "[{}](https://e.org)")
        count = self.lot.randrange(1, 5)
        return " ".join(
            self.lot.choice(marks).format(self.word()) for _ in range(count)
        )

    def long(self) -> str:
        return " ".join(self.word() for _ in range(self.lot.choice((100, 300))))

    def page(self) -> str:
        parts = [f"# {self.phrase()}"]
        for _ in range(self.lot.randrange(3, 8)):
            if self.lot.random() < 0.5:
                parts.append(f"## {self.phrase()}")
            parts.append(self.block(self.lot.randrange(4)))
        return "\n\n".join(parts) + "\n"

    def blocks(self, depth: int) -> str:
        return "\n\n".join(self.block(depth) for _ in range(self.lot.randrange(1, 4)))

    def block(self, depth: int) -> str:
        leaves = (
            self.phrase,
            self.phrase,
            self.long,
            self.listing,
            self.diagram,
            self.table,
            self.figure,
            self.formula,
        )
        if depth <= 0 or self.lot.random() < 0.3:
            return self.lot.choice(leaves)()
        holders = [self.box, self.box, self.tabs, self.items]
        if not self.narrow:
            holders += [self.cards, self.cells]
        return self.lot.choice(holders)(depth - 1)

    def formula(self) -> str:
        return "$$\n\\frac{1}{2}\n$$"

    def listing(self) -> str:
        rows = self.lot.choice((1, 5, 11, 14))
        length = self.lot.choice((1, 10, 40))
        lines = (f"{self.word()} {'some code ' * length}" for _ in range(rows))
        return "```text\n" + "\n".join(lines) + "\n```"

    def diagram(self) -> str:
        count = self.lot.choice((2, 6, 25))
        lines = [f'  N{n}["{self.word()} and more"]' for n in range(count)]
        lines += [f"  N{self.lot.randrange(n)} --> N{n}" for n in range(1, count)]
        body = "\n".join([f"flowchart {self.lot.choice(('TD', 'LR'))}", *lines])
        return f"```{{mermaid}}\n{body}\n```"

    def table(self) -> str:
        count = self.lot.choice((2, 3, 6, 14))
        rows = [[self.word() for _ in range(count)] for _ in range(4)]
        head, *lines = (f"|{'|'.join(row)}|" for row in rows)
        return "\n".join([head, f"|{'---|' * count}", *lines])

    def figure(self) -> str:
        words = self.lot.choice((self.phrase, self.long))()
        name = self.lot.choice([*PICTURES])
        return fence("figure", name, f"{words}\n\n{self.phrase()}")

    def box(self, depth: int) -> str:
        name = self.lot.choice(("note", "warning", "admonition", "dropdown", "card"))
        title = "" if name in ("note", "warning") else self.word()
        return fence(name, title, self.blocks(depth))

    def cards(self, depth: int) -> str:
        count = self.lot.randrange(1, 4)
        cards = [
            fence("grid-item-card", self.word(), self.cell(depth)) for _ in range(count)
        ]
        return fence("grid", "2", "\n\n".join(cards))

    def tabs(self, depth: int) -> str:
        tabs = (fence("tab-item", self.word(), self.blocks(depth)) for _ in range(2))
        return fence("tab-set", "", "\n\n".join(tabs))

    def items(self, depth: int) -> str:
        mark = self.lot.choice(("- ", "1. ", "> "))
        fill = mark if mark == "> " else " " * len(mark)
        count = 1 if mark == "> " else self.lot.randrange(1, 4)
        return "\n".join(
            mark + self.blocks(depth).replace("\n", f"\n{fill}") for _ in range(count)
        )

    def cell(self, depth: int) -> str:
        self.narrow = True
        inside = self.blocks(depth)
        self.narrow = False
        return inside

    def cells(self, depth: int) -> str:
        count = self.lot.randrange(1, 4)
        body = ":header-rows: 1\n\n" if self.lot.random() < 0.5 else "\n"
        for _ in range(self.lot.randrange(2, 4)):
            for at in range(count):
                inside = self.cell(depth).replace("\n", "\n    ")
                body += f"{'  ' if at else '* '}- {inside}\n"
        return fence("list-table", self.phrase(), body, gap="\n")


def fence(name: str, title: str, body: str, gap: str = "\n\n") -> str:
    """Return a directive whose fence is longer than those in it."""
    inner = re.findall(r"^[ >*\d.-]*(:{3,})", body, re.MULTILINE)
    marks = ":" * (max([2, *map(len, inner)]) + 1)
    return f"{marks}{{{name}}} {title}{gap}{body}\n{marks}"
