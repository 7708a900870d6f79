#!/usr/bin/env bash
# Runs the plugin's tests in another release of QGIS, in a throw-away Debian of its own.
#   scripts/test-qgis.sh 3.40            Debian 13's QGIS
#   scripts/test-qgis.sh 3.44            that of its backports
#   scripts/test-qgis.sh 3.40 FILE ...   these test files alone; desktop is the drive by mouse and keyboard
# Needs root, debootstrap, about 3 GB and 4 minutes before the tests begin. KEEP=1 keeps the root for the next run;
# ALSO_MOUNT="FOLDER ..." is what a virtual environment needs besides, when its packages lie elsewhere.
set -euo pipefail

release=${1:?name a release of QGIS, such as 3.40}
shift
case $release in
3.40) suite=trixie from=trixie ;;
3.44) suite=trixie from=trixie-backports ;;
*)
    echo "No Debian with QGIS $release is known here: 3.40 or 3.44." >&2
    exit 2
    ;;
esac
for program in debootstrap chroot mount unshare; do
    command -v "$program" >/dev/null || {
        echo "$program is not installed: run 'apt-get install debootstrap' and try again." >&2
        exit 2
    }
done
if [ "$(id -u)" -ne 0 ]; then
    echo "A root file system can only be made by root: run this with sudo." >&2
    exit 2
fi

repository=$(cd "$(dirname "$0")/.." && pwd)
venv=$(readlink -f "${VENV:-$repository/.venv}")
root=${QGIS_ROOT:-$repository/build/qgis-$release}
# The package server that this machine uses, where it is a Debian; otherwise the one that debootstrap knows.
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Label: Debian' \
    2>/dev/null | head -n 1 || true)}
packages="qgis python3-qgis python3-pytest qttools5-dev-tools xvfb xdotool fonts-noto-cjk"
packages="$packages qgis-server-bin qgis-server-wms qgis-server-wmts ca-certificates"

# Everything is mounted in a namespace of our own, which goes with that process, whatever happens. The root is deleted
# out here, where nothing of this machine is mounted in it.
if [ "${QGIS_ROOT_UNSHARED:-}" != 1 ]; then
    if grep -qF " $root/" /proc/self/mountinfo; then
        echo "Something is mounted below $root: unmount it first." >&2
        exit 2
    fi
    [ -x "$root/usr/bin/qgis" ] || rm -rf "$root"
    status=0
    QGIS_ROOT_UNSHARED=1 unshare --mount --propagation private -- "$0" "$release" "$@" || status=$?
    if [ "${KEEP:-}" != 1 ]; then rm -rf "$root"; fi
    exit "$status"
fi

if [ ! -x "$root/usr/bin/qgis" ]; then
    mkdir -p "$root"
    debootstrap --variant=minbase "$suite" "$root" ${mirror:+"$mirror"}
    if [ "$from" != "$suite" ]; then
        sed -n "s/ $suite main.*/ $from main/p" "$root/etc/apt/sources.list" >"$root/etc/apt/sources.list.d/backports.list"
    fi
    # What the machine needs to reach its package server holds in there too.
    for file in /etc/resolv.conf /etc/ssl/certs/ca-certificates.crt; do
        if [ -e "$file" ]; then
            mkdir -p "$root$(dirname "$file")"
            cp -L "$file" "$root$file"
        fi
    done
    mkdir -p "$root/etc/xdg/pip"
    if [ -e /etc/pip.conf ]; then cp -L /etc/pip.conf "$root/etc/pip.conf"; fi
    if [ -e "$HOME/.config/pip/pip.conf" ]; then cp -L "$HOME/.config/pip/pip.conf" "$root/etc/xdg/pip/pip.conf"; fi
    for file in /etc/apt/apt.conf.d/*proxy*; do
        if [ -e "$file" ]; then cp -L "$file" "$root/etc/apt/apt.conf.d/"; fi
    done
    # A root that is thrown away need not survive a power cut.
    echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/quick"
    mount -t proc proc "$root/proc"
    chroot "$root" apt-get update -qq
    # shellcheck disable=SC2086 # a list of words
    chroot "$root" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends -t "$from" $packages >/dev/null
    rm -rf "$root/var/cache/apt/archives"
    # The package of certificates has written its own list over this machine's.
    if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
        cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
    fi
else
    mount -t proc proc "$root/proc"
fi

mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t tmpfs tmpfs "$root/tmp"
# The checkout, its virtual environment, the Python of which that was made, and where pip is told to look: under the paths
# that they have here.
python_home=$("$venv/bin/python" -c "import sys; print(sys.base_prefix)")
# shellcheck disable=SC2086 # a list of folders
for folder in "$repository" "$venv" "$python_home" "$(dirname "$repository")/shared" \
    ${PIP_FIND_LINKS:-} ${ALSO_MOUNT:-}; do
    if [ -d "$folder" ] && [ "$folder" != /usr ]; then
        mkdir -p "$root$folder"
        mount --bind "$folder" "$root$folder"
    fi
done

if [ "$python_home" = /usr ]; then
    # The system's own Python: with its libraries, beside those of the other Debian.
    version=$("$venv/bin/python" -c "import sys; print('%d.%d' % sys.version_info[:2])")
    for part in "/usr/bin/python$version" "/usr/lib/python$version"; do
        if [ ! -e "$root$part" ]; then
            if [ -d "$part" ]; then mkdir -p "$root$part"; else touch "$root$part"; fi
            mount --bind "$part" "$root$part"
        fi
    done
fi

tests=()
for name in "$@"; do
    case $name in
    desktop) tests+=(tests/plugin/desktop) ;;
    *) tests+=("tests/plugin/test_plugin_in_qgis.py::test_in_qgis[${name%.py}]") ;;
    esac
done
if [ ${#tests[@]} -eq 0 ]; then tests=(tests/plugin/test_plugin_in_qgis.py tests/plugin/desktop); fi
chroot "$root" /usr/bin/python3 -c "from qgis.core import Qgis; print('QGIS', Qgis.QGIS_VERSION)"
exec chroot "$root" env HOME=/tmp OMP_NUM_THREADS=1 PYTHONPATH="$repository" LC_ALL=C.UTF-8 \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    /bin/sh -c 'cd "$1" && shift && exec "$@"' sh "$repository" \
    "$venv/bin/python" -m pytest -q -p no:cacheprovider -m "not slow" "${tests[@]}"
