#!/bin/sh
# Refreshes the vendored front-end files. Needs npm; `make vendor` calls it. Versions stand here and in static/vendor/VERSIONS.
set -eu

GOVUK=6.3.0
INTER=5.3.0
AXE=4.14.1

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() { # package version folder
    (cd "$work" && npm pack --silent "$1@$2" >"$3.name")
    mkdir -p "$work/$3"
    tar -xzf "$work/$(tail -n 1 "$work/$3.name")" -C "$work/$3" --strip-components=1
}

fetch govuk-frontend "$GOVUK" govuk
fetch @fontsource-variable/inter "$INTER" inter
fetch axe-core "$AXE" axe

# The npm package of govuk-frontend carries no licence file: LICENSE.txt beside it is the MIT notice of its repository.
static="$root/static/vendor"
mkdir -p "$static/govuk-frontend" "$static/inter" "$root/tests/vendor/axe-core"

python3 "$root/scripts/without_crown.py" "$work/govuk/dist/govuk/govuk-frontend.min.css" \
    >"$static/govuk-frontend/govuk-frontend.min.css"
sed '/^\/\/# sourceMappingURL=/d' "$work/govuk/dist/govuk/govuk-frontend.min.js" \
    >"$static/govuk-frontend/govuk-frontend.min.js"
cp "$work/inter/files/inter-latin-wght-normal.woff2" "$static/inter/inter-latin-wght-normal.woff2"
cp "$work/inter/LICENSE" "$static/inter/LICENSE.txt"
cp "$work/axe/axe.min.js" "$work/axe/LICENSE" "$work/axe/LICENSE-3RD-PARTY.txt" "$root/tests/vendor/axe-core/"

cat >"$static/VERSIONS" <<LIST
govuk-frontend $GOVUK MIT changed: font rules, crown and crest removed, font named Inter
@fontsource-variable/inter $INTER OFL-1.1 latin subset
axe-core $AXE MPL-2.0 tests only, in tests/vendor
LIST

cd "$root"
LC_ALL=C find static/vendor tests/vendor -type f ! -name SHA256SUMS | LC_ALL=C sort | xargs sha256sum >static/vendor/SHA256SUMS
