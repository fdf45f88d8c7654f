#!/bin/sh
# Makes the pictures of the README with the program itself, on the fixture library of drawn faces.
set -eu
cd "$(dirname "$0")/.."
cache=$(mktemp -d)
keys=$cache/keys
trap 'rm -rf "$cache"' EXIT
shoot() {
  printf '%s\n' "$2" > "$keys"
  XDG_CACHE_HOME="$cache" .build/release/facetui --config none --replay "$keys" --size 110x34 --format svg --preview octants --colours true Tests/Fixtures/drawn > "docs/$1.svg"
}
shoot gallery 'l l'
shoot photo 'j j <Enter> <Tab>'
shoot matches '<Enter> <Enter>'
