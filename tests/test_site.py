"""The handbook's web site, as its readers meet it: in a browser, or page by page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe

from sites import PDF, SOURCE

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from sites import Reader, Readers, Site

FINDING = "phase_2a_foundation/SI-001.html"
PHASE = "phase_2a_foundation/index.html"
WRITTEN = sorted(
    p.relative_to(SOURCE).with_suffix("").as_posix() for p in SOURCE.rglob("*.md")
)
PAGES = [f"{name}.html" for name in (*WRITTEN, "search", "genindex", "audit-findings")]
VARIED = ["index.html", PHASE, FINDING, "register.html", "drift.html"]
VARIED += ["patterns/phase-2a.html", "search.html?q=SI-001", "audit-findings.html"]
PHONE, WIDE = 390, 1280


def test_the_handbook_builds_without_a_warning(warnings: list[str]) -> None:
    assert warnings == []


# -- the files


class Seen(HTMLParser):
    """What a page names and what it points to."""

    POINTERS = ("href", "src", "xlink:href", "poster", "data", "action")
    NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.names: list[str] = []
        self.pointers: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            elif name in self.NAMING and value:
                self.names += value.split()
            elif name in self.POINTERS and value:
                self.pointers.append((tag, value))
            self.names += re.findall(r"url\(#([^)]+)\)", value or "")


@pytest.fixture(scope="module")
def seen(handbook: Site) -> dict[str, Seen]:
    return {
        name: Seen(file.read_text("utf-8")) for name, file in handbook.pages.items()
    }


def test_the_site_has_the_pages_that_were_written(handbook: Site) -> None:
    assert set(handbook.pages) == set(PAGES)


def test_a_browser_finds_no_error_in_any_page(handbook: Site) -> None:
    faults = []
    for name, file in handbook.pages.items():
        parser = html5lib.HTMLParser()
        parser.parse(file.read_text("utf-8"))
        faults += [(name, *error) for error in parser.errors]
    assert faults == []


def test_every_link_leads_somewhere(handbook: Site, seen: dict[str, Seen]) -> None:
    lost = []
    for name, page in seen.items():
        for _tag, to in page.pointers:
            url = urlsplit(to)
            if url.scheme or url.netloc:
                continue
            path = urlsplit(urljoin(name, unquote(url.path))).path if url.path else name
            known = seen[path].ids if path in seen else None
            anchor = unquote(url.fragment)
            if not (handbook.html / path).is_file():
                lost.append(f"{name}: {to}: no such file")
            elif anchor and known is not None and anchor not in known:
                lost.append(f"{name}: {to}: no such place")
    assert lost == []


def test_an_id_is_given_once_and_what_names_one_finds_it(seen: dict[str, Seen]) -> None:
    twice = [(n, i) for n, p in seen.items() for i in set(p.ids) if p.ids.count(i) > 1]
    lost = [(n, i) for n, p in seen.items() for i in p.names if i not in p.ids]
    assert twice == []
    assert lost == []


def test_each_box_of_a_graph_leads_to_its_finding(handbook: Site) -> None:
    box = re.compile(
        r'<g class="pele-node[^>]*data-id="([A-Z]{2}-\d{3})"[^>]*>(<a [^>]*>)?'
    )
    found, wrong = 0, []
    for name, file in handbook.pages.items():
        for id_, link in box.findall(file.read_text("utf-8")):
            found += 1
            own = name.endswith(f"/{id_}.html") or (
                f'id="audit-finding-{id_}"' in file.read_text("utf-8")
            )
            if not own and f'#audit-finding-{id_}"' not in link:
                wrong.append((name, id_, link))
    assert found > 50
    assert wrong == []


def test_every_page_names_its_release_and_leads_to_the_pdf(
    seen: dict[str, Seen], handbook: Site
) -> None:
    for name, file in handbook.pages.items():
        to = "../" * name.count("/") + PDF
        assert ("a", to) in seen[name].pointers, name
        assert '<span class="edition-release">2.0</span>' in file.read_text("utf-8")


# -- in a browser


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_and_asks_for_nothing_outside(
    address: str, reader: Readers, name: str
) -> None:
    window = reader(width=PHONE)
    window.open(f"{address}/{name}")
    assert window.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert window.errors == []
    assert window.foreign(address) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_from_a_folder_without_scripts(
    handbook: Site, reader: Readers, name: str
) -> None:
    window = reader(scripts=False)
    window.open(f"{handbook.html.as_uri()}/{name}")
    article = window.page.locator("article")
    assert article.is_visible()
    assert len(article.inner_text()) > 30
    for picture in window.page.locator(".audit-diagram-view > svg").all():
        assert picture.is_visible()
        box = picture.bounding_box()
        assert box
        assert box["width"] > 50
    assert window.errors == []
    assert window.foreign(handbook.html.as_uri()) == []


@pytest.mark.parametrize("name", VARIED)
def test_scripts_work_from_a_folder_too(
    handbook: Site, reader: Readers, name: str
) -> None:
    window = reader()
    window.open(f"{handbook.html.as_uri()}/{name}")
    assert window.errors == []
    assert window.foreign(handbook.html.as_uri()) == []


class Known(NamedTuple):
    """A fault that is not ours: the rule, what it is found at, and why it stays."""

    rule: str
    at: str
    why: str


THEIRS = [
    Known("aria-required-attr", "p.caption[role=heading]", "Sphinx, contents trees"),
    Known("aria-required-attr", "p.admonition-title[role=heading]", "Sphinx"),
    Known("landmark-unique", "aside.sidebar-drawer", "furo, its two sidebars"),
    Known("scrollable-region-focusable", ".highlight > pre", "Sphinx, code blocks"),
    Known("page-has-heading-one", "html:has(#search-results)", "furo, search page"),
]


@pytest.mark.parametrize("name", VARIED)
def test_a_page_is_accessible_on_a_phone_in_light_and_on_a_desk_in_the_dark(
    address: str, reader: Readers, name: str
) -> None:
    window = reader(width=PHONE)
    window.open(f"{address}/{name}")
    faults = audit(window.page)
    window.page.set_viewport_size({"width": WIDE, "height": 800})
    window.page.emulate_media(color_scheme="dark")
    window.page.reload()
    assert [*faults, *audit(window.page)] == []


def audit(page: Page) -> list[tuple[str, str, str]]:
    """Return the faults that axe finds, without those that others have to mend."""
    return [
        (fault["id"], node["target"][-1], node["failureSummary"])
        for fault in Axe().run(page).response["violations"]
        for node in fault["nodes"]
        if not theirs(page, fault["id"], node["target"][-1])
    ]


def theirs(page: Page, rule: str, target: str) -> bool:
    """Tell whether the fault is one of those that others have to mend."""
    at = page.locator(target).first
    places = [known.at for known in THEIRS if known.rule == rule]
    return any(at.evaluate("(node, at) => node.matches(at)", place) for place in places)


@pytest.mark.parametrize("way", ["served", "folder"])
def test_a_search_for_an_id_finds_the_finding_first(
    handbook: Site, address: str, reader: Readers, way: str
) -> None:
    base = address if way == "served" else handbook.html.as_uri()
    window = reader()
    window.open(f"{base}/index.html")
    window.page.fill(".sidebar-search", "SI-001")
    window.page.press(".sidebar-search", "Enter")
    window.page.locator("#search-results h2", has_text="Search Results").wait_for()
    first = window.page.locator("#search-results li a").first
    assert first.inner_text().startswith("SI-001")
    first.click()
    window.page.wait_for_url(re.compile(r"/phase_2a_foundation/SI-001\.html"))
    assert window.foreign(base) == []


def test_the_keyboard_reaches_every_box_of_a_graph(
    address: str, reader: Readers
) -> None:
    window = reader()
    window.open(f"{address}/{FINDING}")
    page = window.page
    view = page.locator(".audit-diagram-view").first
    wanted = view.locator("a[href]").evaluate_all(
        "(all) => all.map(a => a.getAttribute('href'))"
    )
    view.focus()
    reached = []
    for _box in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.getAttribute('href')"))
    assert wanted
    assert reached == wanted
    lit = page.locator(".audit-diagram.audit-lit .pele-node.audit-on")
    assert lit.count()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: FINDING not in url)


def test_a_click_on_a_box_opens_the_finding(address: str, reader: Readers) -> None:
    window = reader()
    window.open(f"{address}/register.html")
    window.page.locator('.pele-node[data-id="AR-003"] a').first.click()
    window.page.wait_for_url(re.compile(r"AR-003\.html#audit-finding-AR-003$"))
    assert window.page.locator("h1").inner_text().startswith("AR-003")


def colours(window: Reader, url: str, theme: str = "") -> tuple[str, str]:
    """Return the colours of a box of the first graph and of its label."""
    window.open(url)
    page = window.page
    if theme:
        page.evaluate("(theme) => { document.body.dataset.theme = theme }", theme)
    fill = "(node) => getComputedStyle(node).fill"
    box = page.locator(".audit-diagram .pele-node rect").first
    label = page.locator(".audit-diagram .pele-node .pele-label").first
    return box.evaluate(fill), label.evaluate(fill)


def test_dark_mode_changes_the_colours_of_a_graph(
    address: str, reader: Readers
) -> None:
    url = f"{address}/{FINDING}"
    light, dark = colours(reader(), url), colours(reader(dark=True), url)
    assert light[0] != dark[0]
    assert light[1] != dark[1]
    assert colours(reader(), url, "dark") == dark
    assert colours(reader(dark=True), url, "light") == light
    assert colours(reader(dark=True, scripts=False), url) == dark
