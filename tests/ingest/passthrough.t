#!/bin/sh
# SPDX-License-Identifier: ISC
# Long
# --passthrough: the mail on stdout, byte for byte, whatever happened to the store.
. "$(dirname "$0")/../lib.sh"
config_for lab
{
	printf 'From a@example.org Fri Nov 14 09:00:00 2025\r\nSubject: s\nMessage-ID: <1@example.org>\n\n'
	printf '5.7.1 no\0 news\377\n>From me\n\n.\nno end'
} >"$tmp/mail"

# pass WHAT CODE ARGUMENTS...: what goes in comes out, and the answer is this.
pass() {
	what=$1 code=$2; shift 2
	exits "$what" "$code" listbrief-ingest --passthrough "$@" <"$tmp/mail"
	ok "$what: the mail" cmp "$tmp/mail" "$tmp/.out.kept"
}
# exits keeps the output where ok writes its own: a copy in between.
exits() {
	what=$1 want=$2; shift 2
	count=$((count + 1))
	"$@" >"$tmp/.out.kept" 2>"$tmp/.err"
	code=$?
	[ "$code" -eq "$want" ] || printf 'not '
	echo "ok $count - $what (exit $code)"
}

pass "a mail" 0 lab
is "no word" "$(cat "$tmp/.err")" ""
pass "again" 0 -v lab
says "it was stored" "0 new, 1 duplicate"
sed 's/1@/held@/' "$tmp/mail" >"$tmp/held" && mv "$tmp/held" "$tmp/mail"
exec 8>>"$tmp/store/lab/lock"
flock 8
pass "a store that is held" 0 -v lab
says "it is spooled" "1 spooled"
exec 8>&-
pass "an unknown LIST" 75 labb
pass "no LIST" 75
pass "an unknown option" 75 --bogus lab
pass "no config there" 75 -c /nowhere lab
sed "s|^store:.*|store: /dev/null/store|" "$tmp/config.yaml" >"$tmp/away.yaml"
pass "a store out of reach" 75 -c "$tmp/away.yaml" lab
mkdir "$tmp/broken" "$tmp/broken/lab" && echo "no database" >"$tmp/broken/lab/data.mdb"
sed "s|^store:.*|store: $tmp/broken|" "$tmp/config.yaml" >"$tmp/broken.yaml"
pass "a store that is none" 75 -c "$tmp/broken.yaml" lab

printf 'Subject: a digest\nX-Listbrief-Digest: lab\n\nNews.\n' >"$tmp/mail"
pass "a digest of ours, which is not stored" 0 lab
{ printf 'Subject: s\nMessage-ID: <long@example.org>\n\n'; head -c 27000000 /dev/zero; } >"$tmp/mail"
pass "a mail longer than what is kept" 0 lab
: >"$tmp/mail"
pass "no mail" 75 lab
head -c 134217728 /dev/zero >"$tmp/mail"
pass "the longest mail that is passed" 0 lab
echo >>"$tmp/mail"
exits "one byte more" 75 listbrief-ingest --passthrough lab <"$tmp/mail"
says "one byte more: said" "it has more than 134217728 bytes"
is "one byte more: nothing comes out" "$(wc -c <"$tmp/.out.kept")" 0

# Half a mail, or none, must not be taken for a whole one.
printf 'Subject: s\nMessage-ID: <2@example.org>\n\nx\n' >"$tmp/mail"
exits "a full stdout" 75 sh -c 'listbrief-ingest --passthrough lab >/dev/full' <"$tmp/mail"
says "a full stdout: said" "cannot write the mail to stdout: No space left"
exits "a closed stdout" 75 sh -c 'listbrief-ingest --passthrough lab >&-' <"$tmp/mail"
says "a closed stdout: said" "cannot write the mail to stdout: Bad file descriptor"
head -c 3000000 /dev/zero >>"$tmp/mail"
{ listbrief-ingest --passthrough lab <"$tmp/mail" 2>"$tmp/.err"; echo $? >"$tmp/code"; } | head -c 10 >/dev/null
is "a reader that goes away" "$(cat "$tmp/code")" 75
exits "a folder on stdin" 75 listbrief-ingest --passthrough lab <"$tmp"
is "a folder on stdin: nothing comes out" "$(cat "$tmp/.out.kept")" ""

exits "an mbox is not passed" 64 listbrief-ingest --passthrough -m lab <"$tmp/mail"
exits "help alone" 0 listbrief-ingest --passthrough --help <"$tmp/mail"
is "help alone: no mail behind it" "$(tail -n 1 "$tmp/.out.kept")" \
	"With one mail it answers a delivery agent: 0, the mail is safe; 75, try again."

if command -v procmail >/dev/null; then
	printf 'Subject: s\nMessage-ID: <3@example.org>\n\nHello.\n' >"$tmp/mail"
	cat >"$tmp/rc" <<EOT
SHELL=/bin/sh
PATH=$PATH
LISTBRIEF_CONFIG=\${CONFIG:-$tmp/config.yaml}
DEFAULT=$tmp/inbox
:0 fw
| listbrief-ingest --passthrough lab
EOT
	exits "procmail's filter" 0 procmail -m "$tmp/rc" <"$tmp/mail"
	is "procmail's filter: delivered once" "$(grep -c '^Hello' "$tmp/inbox")" 1
	listbrief-ingest -v lab <"$tmp/mail" 2>"$tmp/.err"
	says "procmail's filter: and stored" "0 new, 1 duplicate"
	sed -i 's/^LISTBRIEF_CONFIG=.*/LISTBRIEF_CONFIG=\/nowhere/' "$tmp/rc"
	exits "procmail's filter, no config" 0 procmail -m "$tmp/rc" <"$tmp/mail"
	is "procmail's filter, no config: delivered once too" "$(grep -c '^Hello' "$tmp/inbox")" 2
else
	skip "procmail's filter" "no procmail"
fi

finish
