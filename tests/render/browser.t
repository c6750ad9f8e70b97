#!/bin/sh
# The digest in Chromium, light, dark, on a phone: contrast as computed, nothing beyond the edge, links
# that lead somewhere.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
command -v chromium >/dev/null || skip_all "no chromium"
listbrief_digest() {
	config_for emberfs "$1" Europe/Stockholm
	listbrief-report --since 2025-10-13 --until 2025-10-20 --format html emberfs
}
SOURCE_DATE_EPOCH=$(date -d 2025-10-20T06:00:00Z +%s)
export SOURCE_DATE_EPOCH
config_for emberfs
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
for language in en zh-CN; do
	listbrief_digest $language >"$tmp/$language.html"
	for width in 320 1000; do
		for scheme in light dark; do
			is "$language, $width pixels, $scheme" "$(python3 "$top/tests/render/browser.py" \
			    $scheme $width "$tmp/$language.html" 2>&1)" "True True"
		done
	done
done
# It can fail.
sed 's/color:#57606a/color:#a0a0a0/; s|</h1>|</h1><p style="width:900px"><img src="https://example.org/x.png">x</p>|; s/href="#t/href="#x/' \
    "$tmp/en.html" >"$tmp/bad.html"
is "what is wrong is seen" "$(python3 "$top/tests/render/browser.py" light 320 "$tmp/bad.html" 2>&1 |
	sed 's/ #x[0-9]*$//; s/ [0-9.]* on .*//; s/^contrast [0-9.]* .*/contrast/' | sort -u)" \
    "True True
beyond the edge P
contrast
element IMG
no place
wide"
finish
