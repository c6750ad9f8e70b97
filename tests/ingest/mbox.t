#!/bin/sh
# SPDX-License-Identifier: ISC
# An mbox in every dress; the reader itself is tested in tests/unit/test_mbox.c.
. "$(dirname "$0")/../lib.sh"

# sum WHAT WANTED LIST: what -m says of stdin, without "LIST digests of ours".
sum() {
	is "$1" "$(listbrief-ingest -m "$3" 2>&1)" \
		"listbrief-ingest: $2, 0 digests of ours passed over"
}

config_for plain
for list in quoted crlf same large; do
	sed -n '/^  plain:/,$p' "$tmp/config.yaml" | sed "s/plain/$list/" >>"$tmp/lists"
done
cat "$tmp/lists" >>"$tmp/config.yaml"

cat >"$tmp/mbox" <<'EOF'
From ada@example.org Fri Nov 14 09:00:00 2025
From: Ada <ada@example.org>
Subject: one
Message-ID: <one@example.org>
Date: Fri, 14 Nov 2025 09:00:00 +0000

From here on it is easy.

From Monday on, too.

>From what I know.

From bob@example.org Fri Nov 14 10:00:00 2025
From: Bob <bob@example.org>
Subject: Re: one
Message-ID: <two@example.org>
In-Reply-To: <one@example.org>
Date: Fri, 14 Nov 2025 10:00:00 +0000

Yes.

From bob@example.org Fri Nov 14 11:00:00 2025
From: Bob <bob@example.org>
Subject: no id
Date: Fri, 14 Nov 2025 11:00:00 +0000

No id.
EOF
sum "three mails" "3 mails: 3 new, 0 duplicates" plain <"$tmp/mbox"
sum "once more: nothing changes" "3 mails: 0 new, 3 duplicates" plain <"$tmp/mbox"
sed 's/$/\r/' "$tmp/mbox" >"$tmp/crlf"
sum "with CRLF: the same mails" "3 mails: 0 new, 3 duplicates" plain <"$tmp/crlf"
sum "with CRLF from the start" "3 mails: 3 new, 0 duplicates" crlf <"$tmp/crlf"
printf %s "$(cat "$tmp/mbox")" >"$tmp/cut"
sum "without the final newline" "3 mails: 0 new, 3 duplicates" plain <"$tmp/cut"
is "through a pipe" "$(gzip -c "$tmp/mbox" | zcat | listbrief-ingest -m plain 2>&1)" \
	"listbrief-ingest: 3 mails: 0 new, 3 duplicates, 0 digests of ours passed over"

# What mboxrd quoted is the mail that a delivery agent hands over as it is.
sed -n '2,/^>From/p' "$tmp/mbox" | sed 's/^>From/From/' | listbrief-ingest -v plain 2>"$tmp/.err"
says "a line that was quoted is the line it was" "1 mail: 0 new, 1 duplicate"
sed 1q "$tmp/mbox" | cat - "$tmp/mbox" | sed 2d | sed -n '1,/^>From/p' >"$tmp/single"
listbrief-ingest -v plain <"$tmp/single" 2>"$tmp/.err"
says "one mail with its From line in front" "1 mail: 0 new, 1 duplicate"

# More than a batch, without ids, in one transaction each thousand.
i=0
while [ $i -lt 2500 ]; do
	printf 'From a@example.org Fri Nov 14 09:00:00 2025\nSubject: %d\n\nmail %d\n\n' $i $i
	i=$((i + 1))
done >"$tmp/many"
sum "2500 mails" "2500 mails: 2500 new, 0 duplicates" large <"$tmp/many"
# A big mail costs its own size in memory, not that of the box.
{
	for i in 1 2 3 4; do
		printf 'From a@example.org Fri Nov 14 09:00:00 2025\nSubject: big %d\nMessage-ID: <%d@big>\n\n' $i $i
		head -c 9000000 /dev/urandom | base64
		echo
	done
} >"$tmp/big"
sum "four mails of 12 MB" "4 mails: 4 new, 0 duplicates" large <"$tmp/big"
{
	printf 'Subject: too big\nMessage-ID: <huge@big>\n\n'
	head -c 30000000 /dev/zero | tr '\0' 'x'
} >"$tmp/huge"
exits "a mail beyond what is kept" 0 listbrief-ingest -v large <"$tmp/huge"
says "it is taken, cut" "1 mail: 1 new"
{ sed 1q "$tmp/mbox"; cat "$tmp/huge"; } | listbrief-ingest -m large 2>"$tmp/.err"
says "the same cut through an mbox" "1 mail: 0 new, 1 duplicate"

box=$corpora/kvmarm-2022-05-06.mbox.xz
if [ -r "$box" ]; then
	xzcat "$box" >"$tmp/kvmarm"
	sum "two months of a real list" "903 mails: 903 new, 0 duplicates" same <"$tmp/kvmarm"
	sum "again" "903 mails: 0 new, 903 duplicates" same <"$tmp/kvmarm"
	sed 's/$/\r/' "$tmp/kvmarm" >"$tmp/kvmarm.crlf"
	sum "again, with CRLF" "903 mails: 0 new, 903 duplicates" same <"$tmp/kvmarm.crlf"
else
	skip "two months of a real list" "no corpora"
fi

finish
