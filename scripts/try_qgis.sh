#!/usr/bin/env bash
# QGIS with the plugin, a sample map and a local server, in a profile of its own: nothing of yours is touched.
set -euo pipefail
bin=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
repository=$(cd "$(dirname "$0")/.." && pwd)

if ! command -v qgis >/dev/null; then
    echo "QGIS is not installed: see scripts/install-qgis.sh." >&2
    exit 1
fi
plugins=$out/profile/profiles/default/python/plugins
mkdir -p "$plugins" "$out/profile/profiles/default/QGIS"
"$bin/python" -c "import sys; sys.path.insert(0, '$repository/scripts')
from pathlib import Path; from build_plugin import stage; stage(Path('$plugins'))"
[ -f "$out/sample/sample.tif" ] || "$bin/terralex" sample "$out/sample" --seed 7
settings=$out/profile/profiles/default/QGIS/QGIS3.ini
[ -f "$settings" ] || printf '[PythonPlugins]\nterralex=true\n\n[terralex]\ndata_folders=%s\n' "$out/sample" >"$settings"

echo "Type tlx river in the locator bar (Ctrl+K), or open the dock with the green button in the toolbar."
QGIS_CUSTOM_CONFIG_PATH=$out/profile TERRALEX_COMMAND=$bin/terralex qgis --nologo "$out/sample/sample.tif"
