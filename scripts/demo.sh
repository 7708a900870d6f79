#!/usr/bin/env bash
# The demo: a rendered orthophoto, searched in three languages, with results and previews to open.
set -euo pipefail
terralex=$1
out=$2
mkdir -p "$out"

echo "Rendering a sample orthophoto into $out (no network needed) ..."
"$terralex" sample "$out" --seed 7
layer=$out/sample.tif

search() { # name, query
    echo
    "$terralex" search "$2" --layer "$layer" --index "$out/index" --top 5 \
        -o "$out/$1.gpkg" --preview "$out/$1.png"
}
search airport-en "airport"
search stadium-pt "estádio de futebol"
search tanks-ko "저장 탱크"

echo
echo "Open $out/*.png to look at the answers, or the .gpkg files in any GIS."
echo "Search a file of your own:  $terralex search \"tennis courts\" --layer YOUR.tif -o found.gpkg --preview found.png"
