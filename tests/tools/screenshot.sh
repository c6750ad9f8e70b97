#!/bin/sh
# screenshot.sh [LANGUAGE]: draws examples/digest.png, the sample's digest in headless Chromium.
# B is the build, as for make.
# SPDX-License-Identifier: ISC
set -eu
cd "$(dirname "$0")/../.."
build=${B:-build}
language=${1:-en}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
sh examples/demo.sh "$language" >/dev/null 2>&1
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$tmp/profile" \
    --blink-settings=preferredColorScheme=1 --window-size=700,1040 \
    --screenshot="$tmp/digest.png" "file://$(realpath "$build")/demo/digest.html" >/dev/null 2>&1
mv "$tmp/digest.png" examples/digest.png
ls -l examples/digest.png
