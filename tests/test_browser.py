"""The tests never skip the browser: without one they stop and say what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import browser

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_systems_browser_is_found() -> None:
    path = browser.find()
    assert path
    assert os.access(path, os.X_OK)


def test_without_a_browser_the_command_to_run_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.main() == 1
    assert "sudo apt-get install -qq -y chromium" in capsys.readouterr().err
