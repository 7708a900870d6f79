#!/usr/bin/env bash
# Installs QGIS and Chromium for the tests that run in them, where the machine is Debian or Ubuntu and we may install.
# Elsewhere it says so and the tests that need QGIS are skipped with that reason.
set -euo pipefail

packages="chromium qgis python3-qgis python3-pytest qttools5-dev-tools xvfb xdotool fonts-noto-cjk"
# A map server, so that WMS and WMTS are spoken as they are in the world.
packages="$packages qgis-server-bin qgis-server-wms qgis-server-wmts"

if /usr/bin/python3 -c "import qgis.core, pytest" 2>/dev/null && command -v lrelease >/dev/null &&
    command -v xdotool >/dev/null && command -v qgis_mapserver >/dev/null &&
    command -v chromium >/dev/null; then
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "Not Debian or Ubuntu: install QGIS yourself to run the tests that need it." >&2
    exit 0
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "No right to install packages: run 'sudo apt-get install $packages' for the QGIS tests." >&2
        exit 0
    fi
    as_root=(sudo -n)
fi
echo "Installing QGIS for the tests ..."
"${as_root[@]}" apt-get update -qq
# shellcheck disable=SC2086 # a list of words
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
