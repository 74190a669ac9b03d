"""The handbook of this repository, built once for all tests; a browser to read it."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import fcntl
import functools
import io
import os
import re
import socket
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings, filterwarnings

import pytest
from playwright.sync_api import sync_playwright
from sphinx.cmd.build import build_main

from browser import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "source"
PDF = "handbook.pdf"
"""What stands in for the PDF the pages link to; the tests make none."""

DATE = "1750636800"
"""23 June 2025, the date of the register."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Run(NamedTuple):
    """What a build returned and said."""

    code: int
    said: str
    warnings: list[str]


def refuse_network(patch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> NoReturn:
        raise OSError("no network")

    patch.setattr(socket, "getaddrinfo", refuse)
    for name in ("connect", "connect_ex", "sendto"):
        patch.setattr(socket.socket, name, refuse)


def sphinx(builder: str, out: Path, doctrees: Path, *more: str) -> Run:
    """Build the handbook as the Makefile does, in this process."""
    said, warned = io.StringIO(), io.StringIO()
    places = ["--conf-dir", str(ROOT), "--doctree-dir", str(doctrees)]
    flags = ["--no-color", "--fail-on-warning", "--keep-going", "--nitpicky"]
    paths = [str(SOURCE), str(out)]
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(warned),
        catch_warnings(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SOURCE_DATE_EPOCH", DATE)  # an e-book must bear a date
        refuse_network(patch)
        # What others call that Sphinx has deprecated is theirs to change.
        filterwarnings("ignore")
        filterwarnings("error", module="sphinx_audit")
        code = build_main(["--builder", builder, *places, *flags, *more, *paths])
    warnings = warned.getvalue().replace(f"{ROOT}/", "").splitlines()
    return Run(code, said.getvalue(), [line for line in warnings if line.strip()])


@dc.dataclass(frozen=True, kw_only=True)
class Site:
    """The web site of the handbook, and what reading left behind."""

    html: Path
    doctrees: Path

    @property
    def pages(self) -> dict[str, Path]:
        """Every page, by its path."""
        found = sorted(self.html.rglob("*.html"))
        return {file.relative_to(self.html).as_posix(): file for file in found}


@contextlib.contextmanager
def shared(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Give a folder that all processes of a test run share, and tell if it is made.

    The others wait until the first has made it.
    """
    base = factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    done = base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield base / name, done.exists()
        done.touch()


@pytest.fixture(scope="session")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the web site once, whichever process is the first to need it."""
    with shared(tmp_path_factory, "handbook") as (base, made):
        site = Site(html=base / "html", doctrees=base / "doctrees")
        said = base / "warnings"
        if not made:
            base.mkdir(exist_ok=True)
            link = ["-A", f"handbook_pdf={PDF}"]
            run = sphinx("html", site.html, site.doctrees, *link)
            said.write_text("\n".join(run.warnings), "utf-8")
            if site.html.is_dir():
                (site.html / PDF).write_bytes(b"%PDF-1.7\n")
    assert (site.html / "search.html").is_file(), said.read_text("utf-8")
    return site


@pytest.fixture(scope="session")
def warnings(handbook: Site) -> list[str]:
    """What the build of the web site complained about."""
    return (handbook.html.parent / "warnings").read_text("utf-8").splitlines()


class Quiet(SimpleHTTPRequestHandler):
    """Serve files and say nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Keep the test run's output readable."""

    def send_error(self, code: int, *args: str | None, **more: str | None) -> None:
        """Answer what a browser asks of every site, without a page naming it."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
            return
        super().send_error(code, *args, **more)


@pytest.fixture(scope="session")
def address(handbook: Site) -> Iterator[str]:
    """Serve the web site, and return where."""
    serve = functools.partial(Quiet, directory=str(handbook.html))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find()
    assert path, "no browser: run tests/browser.py"
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield launched
        launched.close()


@dc.dataclass
class Reader:
    """A reader's window, and what went out of it or wrong in it."""

    context: BrowserContext
    requests: list[str] = dc.field(default_factory=list)
    errors: list[str] = dc.field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on(
            "console", lambda message: self.note(message.type, message.text)
        )
        self.context.on("weberror", lambda error: self.note("error", str(error.error)))

    def note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.errors.append(text)

    def open(self, url: str) -> None:
        self.page.goto(url, wait_until="load")

    def foreign(self, own: str) -> list[str]:
        """Return the requests that left the site, or the page itself."""
        inside = re.compile(rf"{re.escape(own)}(/|$)|data:|blob:|about:")
        return [url for url in self.requests if not inside.match(url)]


class Readers:
    """Makes windows of any kind, and closes them when the test is over."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.open: list[BrowserContext] = []

    def __call__(
        self, *, width: int = 1280, dark: bool = False, scripts: bool = True
    ) -> Reader:
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        self.open.append(context)
        return Reader(context)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Readers]:
    """Give windows to read in."""
    readers = Readers(browser)
    yield readers
    for context in readers.open:
        context.close()
