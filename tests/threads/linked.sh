# SPDX-License-Identifier: ISC
# Sourced by tests/threads/*.t behind lib.sh.
here=$top/tests/threads
SOURCE_DATE_EPOCH=1800000000
export SOURCE_DATE_EPOCH
config_for l

# linked MBOX [MAX]: a new store of these mails, linked in batches of at most MAX.
linked() {
	rm -rf "$tmp/store/l"
	listbrief-ingest -q -m l <"$1" && "$build/tools/link" "$tmp/store" l "${2:-2000}"
}
# told: every mail in its thread.
told() { "$build/tools/threads" "$tmp/store" l; }
# grouped MBOX COLUMN: its mails by tree (3) or by entry (4).
grouped() {
	told >"$tmp/told"
	awk -v column="$2" -f "$here/groups.awk" "$1" "$tmp/told"
}
# moved MBOX HOW...: to stdout.
moved() { python3 "$here/mbox.py" "$@"; }
