"""Pictures tried before they are used, where nothing else goes down with them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .fonts import FontSet

TRIER = Path(__file__).with_name("trier.py")
PATIENCE = 60
"""Seconds that a picture may take."""


class Trial:
    """A process that draws pictures: begun with the first, anew after each failure.

    A drawing of a few bytes can stop Typst altogether, and the program it runs in.
    """

    def __init__(self, fonts: FontSet) -> None:
        self._fonts = fonts
        self._process: subprocess.Popen[str] | None = None

    def cause(self, root: Path, path: str) -> str:
        """Return why no file for archives can hold a picture below *root*, or "".

        Raises ValueError with the reason if Typst cannot draw it at all.
        """
        answer = self._asked(json.dumps([str(root), path]))
        if not answer:
            raise ValueError(
                f"Typst fails at it, or takes more than {PATIENCE} seconds; simplify it"
            )
        cause, broken = json.loads(answer)
        if broken:
            raise ValueError(broken)
        return str(cause)

    def _asked(self, question: str) -> str:
        process = self._process = self._process or self._begun()
        assert process.stdin
        assert process.stdout
        watch = Timer(PATIENCE, process.kill)
        watch.start()
        try:
            process.stdin.write(question + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        finally:
            watch.cancel()
        if not answer:
            self.close()
        return answer

    def _begun(self) -> subprocess.Popen[str]:
        system = "system" if self._fonts.system else "none"
        command = [sys.executable, "-P", str(TRIER), system]
        return subprocess.Popen(
            [*command, *map(str, self._fonts.folders)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what Typst says when it fails is for itself
            encoding="utf-8",
        )

    def close(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def __del__(self) -> None:
        self.close()
