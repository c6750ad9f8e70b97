#!/bin/sh
# demo.sh [en|zh-CN]: builds listbrief, feeds it two weeks of a list that never was, and prints the
# digest of the second week.  Needs nothing but this checkout; as root on Debian it installs what
# the build wants.  What it makes lies in build/demo; nothing else is touched.
# SPDX-License-Identifier: ISC
set -eu
cd "$(dirname "$0")/.."
language=${1:-en}
build=${B:-build}
demo=$build/demo

sh tests/packages.sh build
rm -rf "$demo"
mkdir -p "$demo"

echo "building listbrief" >&2
if ! make -s -j"$(nproc)" B="$build" all >"$demo/build.log" 2>&1; then
	cat "$demo/build.log" >&2
	exit 1
fi
rm "$demo/build.log"

cat >"$demo/config.yaml" <<EOF
store: store
lists:
  emberfs:
    title: EmberFS
    address: emberfs@lists.example.org
    language: $language
    timezone: Europe/Stockholm
    archive: https://lists.example.org/r/{message_id}
    digest: { from: "EmberFS digest <emberfs-digest@example.org>" }
EOF
LISTBRIEF_CONFIG=$demo/config.yaml
SOURCE_DATE_EPOCH=$(date -d 2025-10-20T06:00:00Z +%s)
export LISTBRIEF_CONFIG SOURCE_DATE_EPOCH

report() {
	"$build/listbrief-report" --since 2025-10-13 --until 2025-10-20 "$@" emberfs
}
"$build/listbrief-ingest" -m emberfs <examples/sample.mbox
"$build/listbrief-aggregate" emberfs
for format in html md json; do
	report --format $format --output "$demo/digest.$format"
done
report --format mail --output "$demo/digest.eml"
report --format text
cat >&2 <<EOF

The same digest: $demo/digest.html  for a browser
                 $demo/digest.eml   as its readers get it
                 $demo/digest.md    for a wiki or a forge
                 $demo/digest.json  for programs
EOF
