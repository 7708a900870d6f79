"""A PostGIS of its own with one raster table, in a folder, reached over a socket."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []
MISSING = (
    "PostgreSQL is not installed"
    if not _BIN
    else ""
    if list(Path("/usr/share/postgresql").glob("*/extension/postgis_raster.control"))
    else "PostGIS is not installed: postgresql-postgis"
)


class PostgisServer:
    """Holds a raster file, cut in pieces, as ``public.ortho (rast)``."""

    def __init__(self, folder: Path, raster: Path, epsg: int) -> None:
        self.folder = folder
        self._as = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self._as:
            # PostgreSQL does not run as root; its user has to get to the folder.
            for one in (folder, *folder.parents):
                if one.stat().st_uid == os.getuid() and one != Path("/"):
                    one.chmod(one.stat().st_mode | 0o011)
            shutil.chown(folder, "postgres")
        # The path of a socket has 107 bytes at most: that of a test's own folder may be longer.
        self._socket = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        if self._as:
            shutil.chown(self._socket, "postgres")
            self._socket.chmod(0o755)
        self._run("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "--no-sync")
        options = f"-c listen_addresses='' -c fsync=off -c unix_socket_directories='{self._socket}'"
        self._run("pg_ctl", "-D", "data", "-o", options, "-l", "log", "-w", "start")
        picture = "\\x" + raster.read_bytes().hex()
        self._sql(
            "CREATE EXTENSION postgis; CREATE EXTENSION postgis_raster;"
            "SET postgis.gdal_enabled_drivers = 'GTiff';"
            "CREATE TABLE ortho (rid serial PRIMARY KEY, rast raster);"
            f"INSERT INTO ortho (rast) SELECT ST_Tile(ST_FromGDALRaster('{picture}'::bytea, {epsg}), 256, 256);"
            "CREATE INDEX ON ortho USING gist (ST_ConvexHull(rast));"
            "SELECT AddRasterConstraints('ortho'::name, 'rast'::name);"
        )

    @property
    def source(self) -> str:
        """What QGIS is told to show it."""
        return f"dbname='postgres' host={self._socket} user='postgres' key='rid' table=\"public\".\"ortho\" (rast)"

    def close(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self._socket, ignore_errors=True)

    def _sql(self, text: str) -> None:
        script = self.folder / "load.sql"
        script.write_text(text)
        script.chmod(0o644)
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self._socket), "-U", "postgres", "-f", str(script))

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(_BIN[-1] / program), *arguments]
        log = self.folder / "commands.log"
        with log.open("ab") as said:
            done = subprocess.run(command, cwd=self.folder, stdout=said, stderr=said, timeout=60, check=False)
        assert done.returncode == 0, log.read_text()[-2000:]
