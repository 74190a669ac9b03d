"""What a page shows of Sphinx's own facts: names, contents trees, numbers."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx import __display_version__
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import docname_join
from sphinx.util.i18n import format_date

from ..settings import as_of, settings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sphinx import addnodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


NAME = "name:"
"""What begins the key of a name in a reference."""

ASSETS = frozenset({".css", ".js", ".css_t", ".js_t", ".jinja", ".html"})


def digest(*data: object) -> str:
    return blake2b(repr(data).encode(), digest_size=16).hexdigest()


def names_in(references: Iterable[addnodes.pending_xref]) -> set[str]:
    """Return the keys of what a page refers to, in each way a domain may look it up."""
    names: set[str] = set()
    for node in references:
        target = node["reftarget"]
        names |= {target, target.lower(), target.rpartition(".")[2]}
        names.add(docname_join(node.get("refdoc", ""), target))
        if inside := node.get("reftargetid"):
            names |= {inside, inside.lower()}
    return {NAME + name for name in names}


# -- facts by name


def targets(env: BuildEnvironment, wanted: Collection[str]) -> dict[str, list[object]]:
    """Return what each key of a name in *wanted* refers to: place, text and number."""
    table: dict[str, list[object]] = {}
    keys = {key for key in wanted if key.startswith(NAME)}

    def note(value: tuple[object, ...], *names: str) -> None:
        for key in {NAME + name for name in names} & keys:
            table.setdefault(key, []).append(value)

    for domain in env.domains.sorted() if keys else ():
        for name, text, kind, doc, anchor, _priority in domain.get_objects():
            value = (domain.name, kind, text, doc, anchor, number(env, doc, anchor))
            note(value, name, name.lower(), name.rpartition(".")[2])
        for more in ("equations", "citations"):  # which are not among the objects
            for name, place in getattr(domain, more, {}).items():
                note((more, place), name)
    for doc in env.found_docs:
        if NAME + doc in keys:
            slugs = sorted(env.metadata[doc].get("myst_slugs", {}).items())
            note(tuple((s, v[1:]) for s, v in slugs), doc)
    return table


def number(env: BuildEnvironment, doc: str, anchor: str) -> object:
    """Return the numbers of a figure or section, and of the page it is on."""
    figures = env.toc_fignumbers.get(doc, {}).values()
    sections = env.toc_secnumbers.get(doc, {})
    numbers = [f[anchor] for f in figures if anchor in f]
    return numbers, sections.get(f"#{anchor}"), sections.get("")


def numbers(env: BuildEnvironment, docname: str) -> object:
    """Return the numbers of a page's own sections and figures."""
    figures = env.toc_fignumbers.get(docname, {})
    return (
        sorted(env.toc_secnumbers.get(docname, {}).items()),
        sorted((kind, sorted(found.items())) for kind, found in figures.items()),
    )


# -- facts of the whole site


def common(app: Sphinx) -> str:
    """Return a digest of what every page of a builder depends on."""
    config, builder = app.config, app.builder
    found: list[object] = [
        __display_version__,
        plain({v.name: v.value for v in config.filter({"env"})}),
        sorted(app.tags),
        sorted((name, made.version) for name, made in app.extensions.items()),
    ]
    if isinstance(builder, StandaloneHTMLBuilder):
        info, form = builder.build_info, config.html_last_updated_fmt
        found += [info.config_hash, info.tags_hash, *assets(app, builder)]
        if form is not None:
            found.append(format_date(form, language=config.language))
    return digest(*found)


def indices(env: BuildEnvironment) -> list[str]:
    """Return the indices that have entries, and so a link on every page."""
    return [
        f"{domain.name}-{index.name}"
        for domain in env.domains.sorted()
        for index in domain.indices
        if index(domain).generate()[0]
    ]


def plain(value: object) -> object:
    """Keep of a setting what reads the same in every process."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return sorted((str(key), repr(plain(value[key]))) for key in value)
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return getattr(value, "__qualname__", type(value).__qualname__)


def assets(app: Sphinx, builder: StandaloneHTMLBuilder) -> Iterator[object]:
    """Yield templates, style sheets and scripts: pages name the latter's checksums."""
    folders = [Path(app.confdir, p) for p in app.config.templates_path]
    folders += [Path(app.confdir, p) for p in app.config.html_static_path]
    folders += map(Path, builder.theme.get_theme_dirs())
    for path in (p for f in folders for p in sorted(f.rglob("*")) if f.is_dir()):
        if path.suffix in ASSETS and path.is_file():
            yield (text := path.read_bytes())
            if re.search(rb"\baudit_today\b", text):
                yield as_of(settings_of(app.config))
