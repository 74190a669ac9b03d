"""Tries pictures for `trial`, which runs this file in a process of its own.

It imports nothing of ours, so that it starts in a moment. Each line that comes in
names a picture, each that goes out says why Typst refuses it: for archives, at all.
"""

from __future__ import annotations

import json
import sys

import typst

MEMORY = 4 << 30
"""Bytes, of which a picture that may be used needs a tenth."""


def main(fonts: list[str], system: str) -> None:
    goals: tuple[list[typst.PDFStandard], ...] = (["a-3b"], [])
    known = typst.Fonts(include_system_fonts=system == "system", font_paths=fonts)
    for line in sys.stdin:
        root, path = json.loads(line)
        said = [refused(root, path, known, kind) for kind in goals]
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def refused(
    root: str, path: str, fonts: typst.Fonts, standards: list[typst.PDFStandard]
) -> str:
    source = f"#set page(width: auto, height: auto)\n#image({json.dumps(path)})"
    # a new one each time: the second run of one made of bytes finds no file
    compiler = typst.Compiler(source.encode(), root=root, font_paths=fonts)
    try:
        compiler.compile(format="pdf", pdf_standards=standards)
    except typst.TypstError as error:
        return str(error.message)
    return ""


def limit() -> None:
    """Fail early where a picture would take all memory, if the system knows how."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    limit()
    main(sys.argv[2:], sys.argv[1])
