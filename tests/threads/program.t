#!/bin/sh
# listbrief-aggregate on the command line.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$top/tests/threads/linked.sh"
cat >>"$tmp/config.yaml" <<'EOF'
  other: {}
EOF
cp "$tmp/config.yaml" "$tmp/two.yaml"

printf 'From: a@example.org\nMessage-ID: <a@x>\nSubject: One\nDate: Mon, 1 Jan 2024 00:00:00 +0000\n\nText\n' >"$tmp/one.eml"
exits "nothing came in yet" 0 listbrief-aggregate
is "and nothing is said" "$(cat "$tmp/.out" "$tmp/.err")" ""
listbrief-ingest l <"$tmp/one.eml" && listbrief-ingest other <"$tmp/one.eml"
exits "all lists where none is named" 0 listbrief-aggregate -v
is "says what was done" "$(sed 's/[0-9]*\.[0-9]* s/N s/g' "$tmp/.err")" \
	"listbrief-aggregate: l: 1 mails, 1 threads written, reading N s, linking N s, N s of it storing
listbrief-aggregate: other: 1 mails, 1 threads written, reading N s, linking N s, N s of it storing"
exits "again, one list" 0 listbrief-aggregate -v l
ok "nothing is new" grep -q 'l: 0 mails, 0 threads written' "$tmp/.err"

exits "a list that the configuration does not know" 78 listbrief-aggregate l nowhere
says "is named" "nowhere: no such list in .*config.yaml"
exits "an option nobody knows" 64 listbrief-aggregate --nonsense
exits "help" 0 listbrief-aggregate --help
exits "version" 0 listbrief-aggregate --version
exits "no configuration" 78 listbrief-aggregate -c "$tmp/none.yaml"

# Another one at work on the list: the claim is a lock on a file of the store.
(
	exec 9>"$tmp/store/l/claim-aggregate"
	flock 9
	listbrief-aggregate l 2>"$tmp/second"
	echo $? >"$tmp/code"
)
is "a second one leaves in peace" "$(cat "$tmp/code")" 0
ok "and says so" grep -q 'another listbrief-aggregate' "$tmp/second"

printf 'not a store' >"$tmp/file"
sed "s|^store:.*|store: $tmp/file|" "$tmp/config.yaml" >"$tmp/wrong.yaml"
exits "a store that is a file" 78 listbrief-aggregate -c "$tmp/wrong.yaml" l
finish
