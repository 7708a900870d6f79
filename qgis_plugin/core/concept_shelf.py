"""The user's saved concepts: small files in the profile, one per name."""

from __future__ import annotations

import re
from pathlib import Path

from .concept_file import EXTENSION, ConceptFile, read_concept_file, write_concept_file
from .errors import BadInput, OutputNotWritable
from .paths import user_folder
from .translation import tr

FOLDER = "concepts"


class ConceptShelf:
    """A folder of concepts; read on every access, so that files may come and go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[ConceptFile]:
        """The concepts by name; other files are left out."""
        found = {concept.name: concept for _, concept in self._files()}
        return sorted(found.values(), key=lambda concept: concept.name.casefold())

    def find(self, name: str) -> ConceptFile | None:
        """The concept with a name, ignoring case."""
        return next((one for one in self.all() if one.name.casefold() == name.casefold()), None)

    def keep(self, concept: ConceptFile) -> None:
        """Save a concept; replaces the one of the same name.

        Raises:
            OutputNotWritable: it cannot be written.
        """
        same = [file for file, one in self._files() if one.name.casefold() == concept.name.casefold()]
        write_concept_file(same[0] if same else self._free_file(concept.name), concept.content)

    def remove(self, concept: ConceptFile) -> None:
        """Delete a concept.

        Raises:
            OutputNotWritable: it cannot be deleted.
        """
        for file, one in self._files():
            if one.name.casefold() == concept.name.casefold():
                try:
                    file.unlink(missing_ok=True)
                except OSError as error:
                    raise OutputNotWritable(tr("The concept {file} cannot be deleted.", file=concept.name)) from error

    def _files(self) -> list[tuple[Path, ConceptFile]]:
        found = []
        for file in sorted(self.folder.glob(f"*{EXTENSION}")):
            try:
                found.append((file, read_concept_file(file)))
            except BadInput:
                # Somebody put it there; it is no concept.
                continue
        return found

    def _free_file(self, name: str) -> Path:
        base = file_stem(name)
        file, number = self.folder / f"{base}{EXTENSION}", 1
        while file.exists():
            number += 1
            file = self.folder / f"{base}_{number}{EXTENSION}"
        return file


def file_stem(name: str) -> str:
    """What a file of this name may be called on any disk."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_")[:40] or "concept"


def users_concepts() -> ConceptShelf:
    """Those of the user."""
    return ConceptShelf(user_folder(FOLDER))
