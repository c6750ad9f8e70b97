#!/bin/sh
# SPDX-License-Identifier: ISC
# Long
# A store, indexes and all, takes at most half of its raw mail, however the mail came; and less
# where it was imported: its file was never larger.
. "$(dirname "$0")/../lib.sh"
command -v python3 >/dev/null || skip_all "no python3"
config_for lab

# share FILE: hundredths of its bytes that the store takes on the disk.
share() {
	echo $(($(du -sk "$tmp/store/lab" | cut -f1) * 102400 / $(wc -c <"$1")))
}

# at_most WHAT FILE HUNDREDTHS
at_most() {
	got=$(share "$2")
	echo "# $1: 0.$got of $(wc -c <"$2") bytes"
	ok "$1: at most 0.$3" [ "$got" -le "$3" ]
}

# One process a mail, with an aggregate behind each hundred, as cron runs it.
cat >"$tmp/deliver.py" <<'EOF'
import mailbox, subprocess, sys
for i, mail in enumerate(mailbox.mbox(sys.argv[1])):
    subprocess.run(["listbrief-ingest", "lab"], input=mail.as_bytes(unixfrom=False), check=True)
    if i % 100 == 99:
        subprocess.run(["listbrief-aggregate", "-q", "lab"], check=True)
subprocess.run(["listbrief-aggregate", "-q", "lab"], check=True)
EOF

# sizes NAME FILE HUNDREDTHS: an import takes at most so much.
sizes() {
	rm -rf "$tmp/store"
	ok "$1: imported" listbrief-ingest -q -m lab <"$2"
	at_most "$1, imported" "$2" "$3"
	ok "$1: aggregated" listbrief-aggregate -q lab
	at_most "$1, imported and aggregated" "$2" 50
	ok "$1: and once more, for nothing" listbrief-aggregate -q lab
	at_most "$1, aggregated again" "$2" 50
	ok "$1: imported again, for nothing" listbrief-ingest -q -m lab <"$2"
	at_most "$1, imported again" "$2" 50
}

ok "letters of our own" sh -c 'python3 "$1" 2000 >"$2"' sh "$top/tests/store/letters.py" "$tmp/letters"
sizes letters "$tmp/letters" 38
if [ -e "$corpora/kvmarm-2022-05-06.mbox.xz" ]; then
	xzcat "$corpora/kvmarm-2022-05-06.mbox.xz" >"$tmp/kvmarm"
	sizes "a list's two months" "$tmp/kvmarm" 30
	rm -rf "$tmp/store"
	ok "delivered one by one" python3 "$tmp/deliver.py" "$tmp/kvmarm"
	at_most "delivered one by one" "$tmp/kvmarm" 50
else
	skip "a list's two months" "no $corpora/kvmarm-2022-05-06.mbox.xz"
fi
finish
