"""Put MapLibre GL JS, as its authors built it, into the assets of the map page: pinned, checked, with its licence.

``make page`` does this; what it writes is in git, so that a clone and an install need neither npm nor a network.
To take a newer version, change :data:`VERSION` and :data:`SHA256`, run it, and look at the page (``tests/page``).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VERSION = "6.17.0"
SHA256 = "587807d8d6c99349022e027fa310c16cfaa55392131f6263df080306db6809b0"
"""Of the package as npm packs it."""

FILES = {
    "dist/maplibre-gl.mjs": "maplibre-gl.mjs",
    "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
    "dist/maplibre-gl.css": "maplibre-gl.css",
    "LICENSE.txt": "LICENSE.txt",
}
"""The worker lies beside the map, where that looks for it: no script is made of text, which a strict policy forbids."""
CONTENTS = {
    "maplibre-gl.mjs": "e02cb08c572fd0950a75343cd558099c2a1dbbaf67f26b0c96f115431962d1ae",
    "maplibre-gl-worker.mjs": "73d7a024a4efe1a46e49db193e18cfe33271e3ecc652ec7542c281a4ef5f0f04",
    "maplibre-gl.css": "a90798a1953017790e590f7e1bd35ff103a8a4263972cb47290b78adf86f8c20",
    "LICENSE.txt": "ee5fc05a0677eaf69601d2c7db0d9ecd6cc27c3abc1d0733bc9ed34707cf8ef2",
}
"""SHA-256 of each, by which a test knows what is in git."""

TARGET = Path(__file__).resolve().parent.parent / "resources" / "page" / "assets" / "maplibre"


def main() -> int:
    """Fetch, check and unpack; a package other than the pinned one is refused."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"maplibre-gl@{VERSION}", "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        package = Path(folder) / f"maplibre-gl-{VERSION}.tgz"
        found = hashlib.sha256(package.read_bytes()).hexdigest()
        if found != SHA256:
            print(f"maplibre-gl {VERSION} has the SHA-256 {found}, not {SHA256}: nothing was changed.", file=sys.stderr)
            return 1
        TARGET.mkdir(parents=True, exist_ok=True)
        with tarfile.open(package) as archive:
            for source, name in FILES.items():
                member = archive.extractfile(f"package/{source}")
                assert member is not None
                (TARGET / name).write_bytes(member.read())
    (TARGET / "VERSION").write_text(f"{VERSION}\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
