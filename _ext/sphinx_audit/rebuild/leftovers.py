"""Files of a former build that a fresh one would not make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.text import TextBuilder

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
    if not isinstance(builder, StandaloneHTMLBuilder) or builder.name == "singlehtml":
        return
    indices = getattr(builder, "domain_indices", [])  # which writing makes
    pages = [*env.found_docs, *(index[0] for index in indices)]
    for docname in pages:
        path = Path(builder.get_output_path(docname))
        yield path.relative_to(outdir).as_posix()
    for docname in env.found_docs:
        source = env.doc2path(docname, base=False)
        suffix = builder.config.html_sourcelink_suffix
        suffix = "" if Path(source).suffix == suffix else suffix
        yield f"_sources/{Path(source).as_posix()}{suffix}"
    yield from (f"_images/{name}" for _pages, name in env.images.values())
    yield from (f"_downloads/{name}" for _pages, name in env.dlfiles.values())


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
