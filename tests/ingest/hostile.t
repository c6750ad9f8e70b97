#!/bin/sh
# SPDX-License-Identifier: ISC
# Long
# Mails that are known to kill readers of mail: each is kept, and the answer is 0.
. "$(dirname "$0")/../lib.sh"
config_for lab
take() {
	exits "$1" 0 timeout 8 listbrief-ingest lab
}

head='From: a@example.org\nSubject: s\nMIME-Version: 1.0\n'
many() {
	head -c "$2" /dev/zero | sed "s/\\x00/$1/g"
}
{ printf "${head}"'Content-Type: multipart/mixed; boundary="\\\\""\n\nx\n'; } >"$tmp/m"
take "a boundary that ends in its escape" <"$tmp/m"
{ printf "Message-ID: <"; many a 2000000; printf "@x>\n\nx\n"; } >"$tmp/m"
take "an id of 2 MB" <"$tmp/m"
{ printf "From: "; many '(' 1000000; printf '\n\nx\n'; } >"$tmp/m"
take "a million comments opened" <"$tmp/m"
{ printf "Date: "; many '(' 1000000; printf '\n\nx\n'; } >"$tmp/m"
take "a million comments opened in Date" <"$tmp/m"
{ printf "Received: "; many ';' 1000000; printf '\n\nx\n'; } >"$tmp/m"
take "a million semicolons in Received" <"$tmp/m"
{ many 'a:\\n' 2000000; printf '\nx\n'; } >"$tmp/m"
take "two million fields" <"$tmp/m"
{ printf 'Message-ID: '; many '<' 2000000; printf '\n\nx\n'; } >"$tmp/m"
take "two million brackets opened" <"$tmp/m"
{ printf 'Message-ID: '; many '\\n ' 2000000; printf '<a@b>\n\nx\n'; } >"$tmp/m"
take "an id behind two million folds" <"$tmp/m"
{ printf 'Subject: s\n\n'; head -c 1000000 /dev/zero; } >"$tmp/m"
take "a million NUL" <"$tmp/m"
{ many '\\n' 3000000; } >"$tmp/m"
take "three million blank lines" <"$tmp/m"
{ many 'From x\\n' 1000000; } >"$tmp/m"
take "a million mbox lines" <"$tmp/m"
is "all are stored" "$(tail -c 0 "$tmp/m"; listbrief-ingest -v lab <"$tmp/m" 2>&1)" \
	"listbrief-ingest: 1 mail: 0 new, 1 duplicate, 0 digests of ours passed over"

# Generated ones: all by one python, which is the slowest part.
gen=${LISTBRIEF_FAULTS:-$top/../shared/faults}/mail/gen.py
if [ -r "$gen" ] && command -v python3 >/dev/null; then
	mkdir "$tmp/generated"
	python3 -c '
import contextlib, runpy, sys
gen, folder, kinds = sys.argv[1], sys.argv[2], sys.argv[3:]
for kind in kinds:
    with open(folder + "/" + kind, "w") as out, contextlib.redirect_stdout(out):
        sys.argv = [gen, *kind.split(":")]
        runpy.run_path(gen)
' "$gen" "$tmp/generated" nest:20000 nestopen:20000 rfc822:30000 parts:100000 emptyparts:200000 \
		hdrs:300000 samehdr:100000 comment:120000 commentopen:120000 refs:40000 msgid:100000 \
		addrs:100000 params:100000 fold:200000 enc:100000 quotes:200000 nul:1000000 \
		boundaries:500000 dashes:1000000 group:100000
	cp "${gen%/*}/bq.eml" "$tmp/generated"
	for mail in "$tmp"/generated/*; do
		take "generated: ${mail##*/}" <"$mail"
	done
else
	skip "generated mails" "no generator"
fi

finish
