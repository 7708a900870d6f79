"""What the documentation site shows beside ``docs/``: pages that lie elsewhere in the repository, the API reference.

A hook of MkDocs. Links are written for readers of the repository; here they lead to the page of the site where there is
one, else to the file in the repository.
"""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent))

from import_graph import modules

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

REPOSITORY = Path(__file__).resolve().parent.parent
ELSEWHERE = {
    "index.md": "README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "running.md": "deploy/README.md",
    "terralex-mini.md": "resources/models/terralex-mini/README.md",
}
"""Pages of the site that lie outside ``docs/``."""

REFERENCE = ("backend", "training")
_LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the pages of the reference."""
    pages = [{package: [{name: uri} for name, uri in _reference(package)]} for package in REFERENCE]
    config.nav = [*(config.nav or []), {"API reference": pages}]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that lie elsewhere and those of the reference."""
    from mkdocs.structure.files import File

    for uri, source in ELSEWHERE.items():
        text = (REPOSITORY / source).read_text(encoding="utf-8")
        files.append(File.generated(config, uri, content=text))
    for package in REFERENCE:
        for name, uri in _reference(package):
            files.append(File.generated(config, uri, content=_reference_page(name)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let the links of a page lead somewhere on the site, or into the repository."""
    uri = page.file.src_uri
    return rewritten(markdown, uri, str(config.repo_url))


def rewritten(markdown: str, uri: str, repository_url: str) -> str:
    """The text of a page with its links as the site needs them."""
    folder = posixpath.dirname(ELSEWHERE.get(uri, f"docs/{uri}"))
    pages = {source: page for page, source in ELSEWHERE.items()}

    def led(match: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, match[1]))
        target = pages.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)
        if not (REPOSITORY / path).exists():
            return match[0]  # MkDocs says that it leads nowhere
        if target is None:
            kind = "tree" if (REPOSITORY / path).is_dir() else "blob"
            return f"{repository_url}/{kind}/main/{path}{match[2] or ''}"
        return f"{posixpath.relpath(target, posixpath.dirname(uri) or '.')}{match[2] or ''}"

    return _LINK.sub(led, markdown)


def _reference(package: str) -> list[tuple[str, str]]:
    """Name and page of every room of a package."""
    names = {
        ".".join((package, file.relative_to(REPOSITORY / package).with_suffix("").parts[0]))
        for file in modules(package)
    }
    return [(name, f"reference/{name}.md") for name in sorted(names - {f"{package}.__init__"})]


def _reference_page(room: str) -> str:
    """The modules of a room, one after the other."""
    folder = REPOSITORY.joinpath(*room.split("."))
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    named = [".".join(file.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__") for file in files]
    return f"# {room}\n\n" + "\n\n".join(f"::: {name}" for name in named) + "\n"
