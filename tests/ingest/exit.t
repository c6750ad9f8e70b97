#!/bin/sh
# SPDX-License-Identifier: ISC
# What ingest answers: a delivery agent 0 or 75, a person the code of the case; one line each.
. "$(dirname "$0")/../lib.sh"
config_for lab
cat >"$tmp/mail" <<'EOF'
From: Ada <ada@example.org>
Subject: one
Message-ID: <one@example.org>
Date: Fri, 14 Nov 2025 09:00:00 +0000

Hello.
EOF
sed 's/one/two/' "$tmp/mail" >"$tmp/mail2"
sed 's/one/three/' "$tmp/mail" >"$tmp/mail3"
{ echo "From ada@example.org Fri Nov 14 09:00:00 2025"; cat "$tmp/mail"; } >"$tmp/mbox"
mkdir -p "$tmp/empty/cur" "$tmp/empty/new" "$tmp/plain"
: >"$tmp/nothing"
echo "stor: x" >"$tmp/bad.yaml"
sed "s|^store:.*|store: /dev/null/store|" "$tmp/config.yaml" >"$tmp/away.yaml"
mkdir -p "$tmp/odd/lab" && echo "no database" >"$tmp/odd/lab/data.mdb"
sed "s|^store:.*|store: $tmp/odd|" "$tmp/config.yaml" >"$tmp/odd.yaml"

# WHAT | CODE | stdin | stderr, one line, or - for none | arguments
table() {
	while IFS='|' read -r what code input line arguments; do
		# shellcheck disable=SC2086
		exits "$what" "$code" listbrief-ingest $arguments <"$tmp/$input"
		case $line in
		-) is "$what: no word" "$(cat "$tmp/.err")" "" ;;
		*) says "$what: one line" "$line" ;;
		esac
	done
}

# As a delivery agent runs it.
table <<EOF
a mail|0|mail|-|lab
the same mail again|0|mail|-|lab
the same, verbose|0|mail|1 mail: 0 new, 1 duplicate, 0 digests|-v lab
no LIST|75|mail|one LIST is wanted, 0 given|
two LISTs|75|mail|one LIST is wanted, 2 given|lab lab
an unknown LIST|75|mail|labb: no such list in .*config.yaml|labb
a LIST that is a path|75|mail|no such list in|../lab
an unknown option|75|mail|unrecognized option|--bogus lab
an unknown letter|75|mail|invalid option|-z lab
an option without its value|75|mail|requires an argument|lab -c
no config there|75|mail|/nowhere.yaml: No such file|-c /nowhere.yaml lab
a config that is a folder|75|mail|Is a directory|-c $tmp lab
a wrong config|75|mail|bad.yaml:1: found unknown key "stor"|-c $tmp/bad.yaml lab
a store out of reach|75|mail|/dev/null|-c $tmp/away.yaml lab
a store that is none|75|mail|odd|-c $tmp/odd.yaml lab
nothing on stdin|75|nothing|nothing on stdin: expected a mail|lab
a folder on stdin|75|plain|cannot read the mail from stdin: Is a directory|lab
EOF

# By hand.
table <<EOF
an mbox|0|mbox|1 mail: 0 new, 1 duplicate, 0 digests of ours passed over|-m lab
an mbox, quiet|0|mbox|-|-qm lab
an empty Maildir|0|nothing|0 mails: 0 new, 0 duplicates|-d $tmp/empty lab
no LIST, -m|64|mbox|one LIST is wanted, 0 given|-m
an unknown option, -m|64|mbox|unrecognized option|--bogus -m lab
-m and -d|64|mbox|-m and -d exclude each other|-m -d $tmp/empty lab
an unknown LIST, -m|78|mbox|labb: no such list|-m labb
no config there, -m|78|mbox|/nowhere.yaml: No such file|-m -c /nowhere.yaml lab
a wrong config, -m|78|mbox|bad.yaml:1: found unknown key|-m -c $tmp/bad.yaml lab
a store out of reach, -m|78|mbox|/dev/null|-m -c $tmp/away.yaml lab
a store that is none, -m|78|mbox|odd|-m -c $tmp/odd.yaml lab
nothing on stdin, -m|65|nothing|nothing on stdin|-m lab
a folder on stdin, -m|65|plain|Is a directory|-m lab
a mail on stdin, -m|65|mail|stdin is no mbox: its first line|-m lab
no Maildir|65|nothing|cannot read the Maildir|-d $tmp/plain lab
a Maildir that is not there|65|nothing|cannot read the Maildir|-d $tmp/nowhere lab
EOF

exits "--help" 0 listbrief-ingest --help <"$tmp/nothing"
is "--help goes to stdout" "$(head -c 6 "$tmp/.out")$(cat "$tmp/.err")" "usage:"
exits "--version" 0 listbrief-ingest --version <"$tmp/nothing"
is "--version goes to stdout" "$(sed 's/ [0-9.]*$//' "$tmp/.out")" "listbrief-ingest"

# No file may take the place of a closed descriptor.
exits "stdin closed" 75 sh -c 'listbrief-ingest lab <&-'
exits "stdout and stderr closed" 0 sh -c 'listbrief-ingest lab <"$1" >&- 2>&-' sh "$tmp/mail2"
exits "stdout and stderr closed, a wrong config" 75 \
	sh -c 'listbrief-ingest -c "$2" lab <"$1" >&- 2>&-' sh "$tmp/mail2" "$tmp/bad.yaml"
exits "the store is whole" 0 listbrief-ingest -v lab <"$tmp/mail2"
says "and the mail was in it" "0 new, 1 duplicate"
exits "nothing in the environment" 0 \
	env -i "$build/listbrief-ingest" -c "$LISTBRIEF_CONFIG" lab <"$tmp/mail2"
exits "nothing in the environment, and no -c" 75 env -i "$build/listbrief-ingest" lab <"$tmp/mail2"

# Root may write anywhere, so another one tries.
mkdir "$tmp/closed" && chmod 755 "$tmp" && chmod 555 "$tmp/closed"
sed "s|^store:.*|store: $tmp/closed/store|" "$tmp/config.yaml" >"$tmp/closed.yaml"
as_other=
[ "$(id -u)" -ne 0 ] || as_other="setpriv --reuid=65534 --regid=65534 --clear-groups"
exits "an unwritable store" 75 $as_other "$build/listbrief-ingest" -c "$tmp/closed.yaml" lab <"$tmp/mail3"
says "an unwritable store: one line" "$tmp/closed/store.*: Permission denied"
exits "an unwritable store, -m" 75 $as_other "$build/listbrief-ingest" -c "$tmp/closed.yaml" -m lab <"$tmp/mbox"

exits "a file size limit" 75 sh -c 'ulimit -f 0; exec listbrief-ingest lab' <"$tmp/mail3"
exits "and afterwards the mail is taken" 0 listbrief-ingest -v lab <"$tmp/mail3"
says "as new" "1 new"

# An agent that writes more than we want must not meet a closed pipe.
head -c 3000000 /dev/zero >"$tmp/long"
{ cat "$tmp/long"; echo $? >"$tmp/writer"; } | listbrief-ingest labb 2>"$tmp/.err"
is "stdin is read to its end, whatever is wrong" "$(cat "$tmp/writer")" 0

finish
