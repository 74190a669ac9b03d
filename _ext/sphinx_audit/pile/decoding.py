"""Bytes of a file to its text, with what had to be mended."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import ftfy

LARGEST = 50 * 1024 * 1024
"""Bytes of a file above which it is refused: what is read is held in memory."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
NEWLINE = re.compile(r"\r\n?|\n")
"""What ends a line in an editor; `str.splitlines` knows more."""
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
HEAD = 8192
"""Bytes from which a binary is known."""


class NotText(ValueError):  # noqa: N818 - no error of the program
    """The bytes are no text; the message says what they are."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done to lines, of which the first is named."""

    code: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Decoded:
    lines: tuple[str, ...]
    mended: tuple[Mended, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the lines of a file; raises NotText for what is none."""
    if len(data) > LARGEST:
        raise NotText(too_large(len(data)))
    lines, said = in_lines(data)
    repaired, first, count = [], 0, 0
    for number, line in enumerate(lines, start=1):
        better = line if line.isascii() else ftfy.fix_encoding(line)
        if better != line:
            first, count = first or number, count + 1
        repaired.append(better)
    if count:
        lines_ = "1 line was" if count == 1 else f"{count} lines were"
        text = f"{lines_} decoded wrongly, from line {first} on; they were repaired"
        said = (*said, Mended("mojibake", first, text))
    return Decoded(tuple(repaired), said)


def too_large(size: int) -> str:
    limit = LARGEST // 1024**2
    return f"{size / 1024**2:.0f} MB are too much; split it, {limit} MB are the limit"


def in_lines(data: bytes) -> tuple[list[str], tuple[Mended, ...]]:
    for mark, codec, name in BOMS:
        if data.startswith(mark):
            return with_codec(data, codec, name)
    if wide := without_mark(data[:HEAD]):
        return with_codec(data, wide, "UTF-16")
    head = data[:HEAD]
    if b"\0" in head or len(CONTROLS.findall(head)) > len(head) // 20:
        raise NotText("it is no text")
    try:
        return NEWLINE.split(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        return in_pieces(data)


def with_codec(
    data: bytes, codec: str, name: str
) -> tuple[list[str], tuple[Mended, ...]]:
    text = data.decode(codec, "replace")
    said = (Mended("encoding", 1, f"it is {name}, read as such"),) if name else ()
    return NEWLINE.split(text), said


def without_mark(head: bytes) -> str:
    """Return the codec of UTF-16 without its mark: every second byte is nearly 0."""
    half = len(head) // 2
    if half < 2:
        return ""
    even, odd = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.1 * half else ""


def in_pieces(data: bytes) -> tuple[list[str], tuple[Mended, ...]]:
    """Decode line by line: what is no UTF-8 is taken for Windows-1252."""
    lines, first, mixed = [], 0, False
    pieces = re.split(rb"\r\n?|\n", data)
    for number, piece in enumerate(pieces, start=1):
        try:
            lines.append(piece.decode("utf-8"))
            mixed = mixed or not piece.isascii()
        except UnicodeDecodeError:
            first = first or number
            lines.append(western(piece))
    what = "UTF-8 and Windows-1252 mixed" if mixed else "Windows-1252"
    text = f"it is {what}, from line {first} on; read as such"
    return lines, (Mended("encoding", first, text),)


def western(piece: bytes) -> str:
    try:
        return piece.decode("cp1252")
    except UnicodeDecodeError:  # five bytes that cp1252 does not define
        return piece.decode("latin-1")
