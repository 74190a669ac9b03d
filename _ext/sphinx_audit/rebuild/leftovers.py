"""Files of a former build that a fresh one would not make."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.text import TextBuilder
from sphinx.util.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx


def made_by(app: Sphinx) -> list[str]:
    """Return what a build made of pages, relative to its folder."""
    return sorted(set(files(app)))


def files(app: Sphinx) -> Iterator[str]:
    env, builder, outdir = app.env, app.builder, Path(app.outdir)
    if isinstance(builder, TextBuilder):
        yield from (f"{docname}{builder.out_suffix}" for docname in env.found_docs)
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    if builder.name != "singlehtml":
        yield from pages(builder)
    yield from (f"_images/{name}" for _pages, name in env.images.values())
    yield from (f"_downloads/{name}" for _pages, name in env.dlfiles.values())
    yield from (name for name in copied(app) if (outdir / name).is_file())


def pages(builder: StandaloneHTMLBuilder) -> Iterator[str]:
    """Yield what is written of pages and indices."""
    docs = builder.env.found_docs
    indices = getattr(builder, "domain_indices", [])  # which writing makes
    start = len(os.path.join(builder.outdir, ""))  # noqa: PTH118 - paths would cost
    for page in (*docs, *(index[0] for index in indices)):
        yield str(builder.get_output_path(page))[start:].replace(os.sep, "/")
    suffix = builder.config.html_sourcelink_suffix
    for docname in docs:
        source = str(builder.env.doc2path(docname, base=False)).replace(os.sep, "/")
        yield f"_sources/{source.removesuffix(suffix)}{suffix}"


def copied(app: Sphinx) -> Iterator[str]:
    """Yield what Sphinx copies from the folders that the settings name."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        config = app.config
        hidden = Matcher([*config.exclude_patterns, "**/.*"])
        for folder in config.html_static_path:
            for name in names_in(Path(app.confdir, folder), hidden):
                yield f"_static/{name.removesuffix('.jinja').removesuffix('_t')}"
        excluded = Matcher(config.exclude_patterns)
        for folder in config.html_extra_path:
            yield from names_in(Path(app.confdir, folder), excluded)


def names_in(folder: Path, excluded: Matcher) -> Iterator[str]:
    """Yield the files in a folder as Sphinx takes them, by their paths below it."""
    if folder.is_file():
        yield folder.name
    for root, inner, names in os.walk(folder, followlinks=True):
        below = Path(root).relative_to(folder).as_posix()
        inner[:] = [name for name in inner if not excluded(f"{below}/{name}")]
        for name in names:
            if not excluded(f"{below}/{name}"):
                yield Path(below, name).as_posix()


def remove(app: Sphinx, names: Iterable[str]) -> None:
    """Remove files, and folders that are empty then."""
    outdir = Path(app.outdir)
    for name in sorted(names):
        path = outdir / name
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == outdir or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()
