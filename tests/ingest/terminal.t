#!/bin/sh
# SPDX-License-Identifier: ISC
# What a person at a terminal sees: a bar, and what to do where it was called without mail.
. "$(dirname "$0")/../lib.sh"
command -v script >/dev/null || skip_all "no script"
script -qefc true /dev/null </dev/null >/dev/null 2>&1 || skip_all "no terminal can be had here"
config_for lab
printf 'From a@example.org Fri Nov 14 09:00:00 2025\nSubject: s\n\nx\n' >"$tmp/mbox"
mkdir -p "$tmp/box/new"
sed 1d "$tmp/mbox" >"$tmp/box/new/1"
cat >"$tmp/tty" <<'EOF'
script -qefc "$1" /dev/null </dev/null >"$2"
EOF

# on_terminal CODE COMMAND: what it writes, control characters as text; TERM is the caller's.
on_terminal() {
	exits "$2" "$1" sh "$tmp/tty" "$2" "$tmp/seen"
	cat -v "$tmp/seen" >"$tmp/.err"
}
has() {
	ok "$1" grep -qF -- "$2" "$tmp/.err"
}
lacks() {
	ok "$1" sh -c '! grep -qF -- "$1" "$2"' sh "$2" "$tmp/.err"
}

TERM=xterm
export TERM
on_terminal 0 "listbrief-ingest -m lab <$tmp/mbox"
has "a bar that is full" "^Mreading the mbox  [########################] 100%  1 mails"
has "and the sum on its own line" "listbrief-ingest: 1 mail: 1 new, 0 duplicates"
on_terminal 0 "cat $tmp/mbox | listbrief-ingest -m lab"
lacks "through a pipe no bar, since its length is unknown" "[#"
has "but a count" "reading the mbox  1 mails"
on_terminal 0 "listbrief-ingest -d $tmp/box lab"
has "a bar for a Maildir" "reading the Maildir  [########################] 100%  1 mails"
on_terminal 0 "listbrief-ingest -q -m lab <$tmp/mbox"
is "quiet: no word" "$(cat "$tmp/.err")" ""
TERM=dumb
on_terminal 0 "listbrief-ingest -m lab <$tmp/mbox"
lacks "a dumb terminal is sent no controls" "^["
on_terminal 0 "listbrief-ingest -m lab <$tmp/mbox 2>$tmp/redirected"
is "a file gets no bar" "$(wc -l <"$tmp/redirected")" 1

{ cat "$tmp/mbox"; echo; cat "$tmp/mbox"; } >"$tmp/two"
on_terminal 75 "listbrief-ingest lab <$tmp/two"
has "an mbox is not one mail" "stdin is an mbox of more than one mail: -m takes it"
exits "but an agent's mail is taken whatever it is" 0 listbrief-ingest lab <"$tmp/two"
on_terminal 0 "cat $tmp/two | listbrief-ingest lab"
lacks "nor is it asked of a program that fetches mail in the foreground" "mbox"
on_terminal 64 "listbrief-ingest lab"
has "a mail is wanted, not a keyboard" "stdin is a terminal: mail is read from it (listbrief-ingest --help tells how to use it)"
on_terminal 64 "listbrief-ingest"
has "no LIST" "one LIST is wanted, 0 given"
on_terminal 64 "listbrief-ingest --bogus lab"
on_terminal 64 "listbrief-ingest -m lab"

finish
