"""The documents: no link leads nowhere, and the site is built without a warning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(REPOSITORY / "scripts"))

import docs_site  # noqa: E402

DOCUMENTS = sorted(
    [
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "docs").glob("*.md"),
        *(REPOSITORY / source for source in docs_site.ELSEWHERE.values()),
    ]
)
LINK = re.compile(r"\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]*))?\)")


def anchors(document: Path) -> set[str]:
    """The headings of a document as GitHub and MkDocs make anchors of them."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", dict.fromkeys(DOCUMENTS), ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    for path, anchor in LINK.findall(document.read_text(encoding="utf-8")):
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}#{anchor}"


def test_links_lead_to_pages_of_the_site_or_into_the_repository() -> None:
    text = "[a](docs/models.md#fetching) [b](resources/models/terralex-mini/README.md) [c](metadata.txt) [d](https://x.org)"
    assert docs_site.rewritten(text, "index.md", "https://r") == (
        "[a](models.md#fetching) [b](terralex-mini.md) [c](https://r/blob/main/metadata.txt) [d](https://x.org)"
    )
    assert docs_site.rewritten("![p](images/qgis-search.jpg) [q](../tests)", "user-guide.md", "https://r") == (
        "![p](images/qgis-search.jpg) [q](https://r/tree/main/tests)"
    )


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="the extra docs is not installed")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert "LayerIndex" in (tmp_path / "reference" / "backend.index" / "index.html").read_text(encoding="utf-8")
