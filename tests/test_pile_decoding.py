"""Files in all kinds of encodings, and what is no text at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_audit.pile import decoding
from sphinx_audit.pile.decoding import NotText, decode
from sphinx_audit.pile.reading import read

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# Prüfung – „Öl“\n\n- ✅ **SI-001**: Pool\n"


def text(data: bytes) -> str:
    return "\n".join(decode(data).lines)


def said(data: bytes) -> list[str]:
    return [m.code for m in decode(data).mended]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_read_in_each_of_its_forms(codec: str) -> None:
    assert text(TEXT.encode(codec)) == TEXT
    assert said(TEXT.encode(codec)) == (
        [] if codec.startswith("utf-8") else ["encoding"]
    )


def test_windows_1252_is_read_and_said_with_its_first_line() -> None:
    data = "plain\nPrüfung – „Öl“\n".encode("cp1252")
    assert text(data) == "plain\nPrüfung – „Öl“\n"
    [mended] = decode(data).mended
    assert (mended.code, mended.line) == ("encoding", 2)
    assert "Windows-1252" in mended.text


def test_lines_in_two_encodings_are_read_each_in_its_own() -> None:
    data = "Prüfung ✅\n".encode() + "Prüfung\n".encode("latin-1") + b"\x81\n"
    assert text(data) == "Prüfung ✅\nPrüfung\n\x81\n"
    assert "mixed" in decode(data).mended[0].text


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_ends_of_lines_do_not_matter(end: str) -> None:
    data = TEXT.replace("\n", end).encode()
    assert text(data) == TEXT
    assert said(data) == []


def test_only_what_an_editor_counts_ends_a_line() -> None:
    assert decode("a\x0bb\x0cc\u2028d\x85e\nf".encode()).lines[1:] == ("f",)


@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_mojibake_is_repaired_and_said_once(codec: str) -> None:
    good = "a\n- ✅ Ja – „schön“\n- 🔄 nein\n├── x\n"
    bad = good.encode().decode("cp1252" if codec == "cp1252" else "latin-1", "replace")
    decoded = decode(bad.encode())
    assert "\n".join(decoded.lines).count("✅") == 1
    assert [(m.code, m.line) for m in decoded.mended] == [("mojibake", 2)]
    assert "3 lines" in decoded.mended[0].text


WORDS = [
    "Prüfung",
    "„schön“",
    "naïve",
    "€ 20",
    "–",
    "✅",
    "🔄",
    "Größe:",
    "|",
    "\n",
    "×",
]


@given(st.lists(st.sampled_from([*WORDS, "état", "«été»", "déjà", "…", "²", "ß"])))
def test_a_text_that_is_right_stays_as_it_is(words: list[str]) -> None:
    good = " ".join(words)
    assert text(good.encode()) == good


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04\x14\0\0\0", bytes(range(32)) * 9],
)
def test_binaries_are_refused(data: bytes) -> None:
    with pytest.raises(NotText, match="no text"):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        lines = decode(data).lines
    except NotText:
        return
    assert all("\n" not in line and "\r" not in line for line in lines)


def test_what_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_audit.pile.files.LARGEST", 2 * 1024**2)
    monkeypatch.setattr(decoding, "LARGEST", 2 * 1024**2)
    path = tmp_path / "large.md"
    path.write_bytes(b"x\n" * 1024 * 1024 * 2)
    [document] = read([path])
    [trouble] = document.troubles
    assert trouble.code == "unreadable"
    assert trouble.text == "4 MB are too much; split it, 2 MB are the limit"


# -- folders


def test_a_folder_is_read_sorted_with_names_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["b.md", "a/z.MD", "a/b.txt", ".git/c.md", "node_modules/d.md", "x.png"]
    for name in names:
        path = tmp_path / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", "utf-8")
    files = [d.file for d in read(["plans", "plans/b.md"])]
    assert files == ["plans/b.md", "plans/a/b.txt", "plans/a/z.MD", "plans"]
    assert read(["plans"])[-1].troubles[0].text.endswith("not read: x.png")


def test_a_folder_that_holds_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text", "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(read([tmp_path])) == 1


def test_what_is_not_there_is_a_document_with_a_trouble(tmp_path: Path) -> None:
    [document] = read([tmp_path / "none.md"])
    assert [t.code for t in document.troubles] == ["unreadable"]
    assert document.lines == ()
