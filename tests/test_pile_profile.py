"""What a project says of its words: over the defaults, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_audit.model import Priority, Status
from sphinx_audit.pile.profile import ProfileError, default, load
from sphinx_audit.pile.reading import read

if TYPE_CHECKING:
    from pathlib import Path


def profile(folder: Path, text: str) -> Path:
    path = folder / "profile.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_defaults_know_each_status_and_priority() -> None:
    known = default()
    assert set(known.status) == set(map(str, Status))
    assert set(known.priority) == set(map(str, Priority))
    assert set(known.legend.values()) <= set(map(str, Status))


def test_a_word_that_is_given_anew_leaves_its_old_meaning(tmp_path: Path) -> None:
    given = load(profile(tmp_path, '[status]\nin-progress = ["ready", "läuft"]\n'))
    assert given.status_of("READY") == given.status_of("läuft") == "in-progress"
    assert given.status_of("ongoing") == ""  # the list is replaced
    assert given.status_of("not started") == "open"
    assert default().status_of("READY") == "open"


@pytest.mark.parametrize(("key", "word"), [("open", "done"), ("verified", "new")])
def test_a_word_has_one_meaning_whatever_its_old_one(
    tmp_path: Path, key: str, word: str
) -> None:
    given = load(profile(tmp_path, f'[status]\n{key} = ["{word}"]\n'))
    assert given.status_of(word) == key


def test_the_legend_is_added_to(tmp_path: Path) -> None:
    given = load(profile(tmp_path, '[legend]\n"🔄" = "in-progress"\n"✅" = ""\n'))
    (tmp_path / "a.md").write_text("- 🔄 **SI-001**: a\n- ✅ **SI-002**: b\n", "utf-8")
    [document] = read([tmp_path / "a.md"], given)
    said = [(s.about, s.value) for s in document.statements if s.fact == "status"]
    assert said == [("SI-001", "in-progress")]
    assert document.troubles == ()


def test_ids_and_columns_are_those_of_the_project(tmp_path: Path) -> None:
    text = "id_pattern = 'F\\d+'\n[fields]\nstatus = [\"Ampel\"]\n"
    given = load(profile(tmp_path, text))
    (tmp_path / "a.md").write_text(
        "| Id | Ampel |\n|---|---|\n| F12 | done |\n| SI-001 | done |\n", "utf-8"
    )
    [document] = read([tmp_path / "a.md"], given)
    said = [(s.about, s.fact, s.value) for s in document.statements]
    assert said == [("F12", "status", "implemented")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\nid_patern = 'x'\n", 2, "no key id_patern; did you mean id_pattern?"),
        ("id_pattern = '['\n", 1, "id_pattern is no regular expression"),
        ("id_pattern = 3\n", 1, "id_pattern is no text"),
        ("not_ids = 'UTF'\n", 1, "not_ids is no list of texts"),
        ("not_ids = [1]\n", 1, "not_ids is no list of texts"),
        ("[status]\nopen = []\ndon = []\n", 3, "status has no don"),
        ("[status]\nopen = 'x'\n", 2, "open of status is no list of texts"),
        ("[fields]\nstats = ['x']\n", 2, "fields has no stats; did you mean status?"),
        ("\n[legend]\n'✅' = 'ok'\n", 3, "✅ of legend is 'ok', which is no status"),
        ("[legend]\n'✅' = 3\n", 2, "✅ of legend is 3, which is no status"),
        ("legend = 3\n", 1, "legend is no table"),
        ("[status.open]\nx = 1\n", 1, "open of status is no list of texts"),
    ],
)
def test_a_mistake_is_located(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    path = profile(tmp_path, text)
    with pytest.raises(ProfileError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:{line}: {message}")


@pytest.mark.parametrize("data", [b"[status\n", b"a = \xff\n", None])
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "profile.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ProfileError, match=r"profile\.toml: "):
        load(path)
