#!/bin/sh
# SPDX-License-Identifier: ISC
# Copies of a mail are one mail, and nothing else is; a digest of ours is no mail at all.
. "$(dirname "$0")/../lib.sh"
config_for lab

# take WHAT WANTED: a mail on stdin, and what became of it.
take() {
	exits "$1" 0 listbrief-ingest -v lab
	says "$1: $2" "1 mail: $2"
}

cat >"$tmp/mail" <<'EOF'
Received: from a.example.org by b.example.org; Fri, 14 Nov 2025 09:00:05 +0000
From: Ada <ada@example.org>
Subject: [PATCH] lab: mind the gap
Message-ID: <gap@example.org>
Date: Fri, 14 Nov 2025 09:00:00 +0000

The gap was not minded.

Signed-off-by: Ada <ada@example.org>
EOF
take "a mail" "1 new, 0 duplicates" <"$tmp/mail"
take "again" "0 new, 1 duplicate" <"$tmp/mail"
sed 's/^Received: from a/Received: from c/; s/\[PATCH\]/[lab] [PATCH]/' "$tmp/mail" >"$tmp/copy"
take "through another list, with its prefix" "0 new, 1 duplicate" <"$tmp/copy"
cat "$tmp/copy" - >"$tmp/footer" <<'EOF'
_______________________________________________
lab mailing list
lab@lists.example.org
https://lists.example.org/mailman/listinfo/lab
EOF
take "through another list, with its footer" "0 new, 1 duplicate" <"$tmp/footer"
sed 's/was not minded/is minded now, and everything else/' "$tmp/mail" >"$tmp/other"
take "another mail under the same id" "1 new, 0 duplicates" <"$tmp/other"

# A copy that was cut on its way must not stand in the way of the whole one.
cat >"$tmp/whole" <<'EOF'
From: Bob <bob@example.org>
Subject: a long story
Message-ID: <long@example.org>
Date: Fri, 14 Nov 2025 10:00:00 +0000

It begins here.
It goes on for a while, and then some more of it comes.
It ends here.
EOF
sed 7q "$tmp/whole" | head -c -20 >"$tmp/cut"
take "a cut copy" "1 new, 0 duplicates" <"$tmp/cut"
take "the whole one" "0 new, 0 duplicates, 0 digests of ours passed over, 1 in place of a cut copy" <"$tmp/whole"
take "the cut one again" "0 new, 1 duplicate" <"$tmp/cut"
take "the whole one again" "0 new, 1 duplicate" <"$tmp/whole"

# No Message-ID, or none that is one.
sed '/^Message-ID/d' "$tmp/whole" >"$tmp/anonymous"
take "a mail without an id" "1 new, 0 duplicates" <"$tmp/anonymous"
take "again" "0 new, 1 duplicate" <"$tmp/anonymous"
sed 's/^Message-ID:.*/Message-ID: <>/; s/story/poem/' "$tmp/whole" >"$tmp/absurd"
take "a mail with an absurd id" "1 new, 0 duplicates" <"$tmp/absurd"
printf '\n' >"$tmp/blank"
take "a blank line is a mail" "1 new, 0 duplicates" <"$tmp/blank"
head -c 4000 /dev/urandom >"$tmp/noise"
take "noise is a mail" "1 new, 0 duplicates" <"$tmp/noise"
take "the same noise" "0 new, 1 duplicate" <"$tmp/noise"
printf 'x' >"$tmp/letter"
take "one letter is a mail" "1 new, 0 duplicates" <"$tmp/letter"
printf 'y' >"$tmp/letter"
take "another letter is another" "1 new, 0 duplicates" <"$tmp/letter"

# A digest of ours.
cat >"$tmp/digest" <<'EOF'
From: lab digest <lab-digest@example.org>
Subject: lab: 12 mails in 3 threads
Message-ID: <lab.20251117T000000Z@example.org>
x-listbrief-digest: lab

News.
EOF
exits "a digest of ours" 0 listbrief-ingest lab <"$tmp/digest"
is "a digest of ours: no word" "$(cat "$tmp/.err")" ""
exits "a digest of ours, verbose" 0 listbrief-ingest -v lab <"$tmp/digest"
is "a digest of ours, verbose: said" "$(cat "$tmp/.err")" \
	"listbrief-ingest: a digest of ours is passed over
listbrief-ingest: 1 mail: 0 new, 0 duplicates, 1 digest of ours passed over"
for mail in digest whole digest other; do
	echo "From a@example.org Fri Nov 14 09:00:00 2025"
	cat "$tmp/$mail"
	echo
done >"$tmp/mbox"
exits "digests of ours in an mbox" 0 listbrief-ingest -m lab <"$tmp/mbox"
says "counted apart" "4 mails: 0 new, 2 duplicates, 2 digests of ours passed over"
{ sed '/^$/q' "$tmp/whole" | sed 's/long@/quoting@/'; cat "$tmp/digest"; } >"$tmp/quoting"
take "a mail that quotes one is a mail" "1 new, 0 duplicates" <"$tmp/quoting"

# A mailer that knows one id.
one_id() {
	for i in $(seq "$1"); do
		printf 'From a Fri Nov 14 09:00:00 2025\nFrom: a%d@example.org\nSubject: matter %d\n' "$i" "$i"
		printf 'Message-ID: <same@example.org>\nDate: Fri, 14 Nov 2025 09:00:00 +0000\n\nMail %d.\n\n' "$i"
	done
}
one_id 40 >"$tmp/mbox"
exits "forty mails of one id" 0 listbrief-ingest -m lab <"$tmp/mbox"
says "are forty" "40 mails: 40 new"
exits "forty mails of one id, again" 0 listbrief-ingest -m lab <"$tmp/mbox"
says "are none" "40 mails: 0 new, 40 duplicates"
exits "and forty for aggregate" 0 listbrief-aggregate lab
is "and in the digest" "$(listbrief-report --since 2025-11-14 --until 2025-11-15 --format json lab |
	jq -c '[.threads[].mails[].subject | select(startswith("matter"))] | length')" 40

finish
