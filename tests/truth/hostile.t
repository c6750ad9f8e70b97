#!/bin/sh
# What one sender may do to everybody's digest: mails by the thousand with one subject, one change-id, one link, in
# circles, parts of n/9999.  Four times the mails cost about four times the time.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for l
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-09 +%s)
export SOURCE_DATE_EPOCH

# mbox KIND N
mbox() {
	awk -v kind="$1" -v n="$2" '
	function mail(i, from, subject, parent, body) {
		at = sprintf("Mon, %d Mar 2026 %02d:%02d:%02d +0000", 2 + int(i / 86400), int(i / 3600) % 24,
		    int(i / 60) % 60, i % 60)
		printf "From a@b Thu Jan  1 00:00:00 1970\nReceived: from a by b; %s\nMessage-ID: <%d@x>\n", at, i
		printf "Date: %s\nFrom: %s\nSubject: %s\n", at, from, subject
		if (parent >= 0)
			printf "In-Reply-To: <%d@x>\n", parent
		printf "\n%s\n%s\n", body, diff
	}
	BEGIN {
		diff = "---\n f | 2 +-\n\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n"
		link = "https://lore.kernel.org/r/"
		for (i = 0; i < n; i++) {
			patch = "[PATCH v" (i % 7 + 1) "] frob: mend it"
			if (kind == "subject")
				mail(i, "A <a@b>", patch, -1, "x")
			if (kind == "people")
				mail(i, "A" i " <a" i "@b>", patch, -1, "x")
			if (kind == "change-id")
				mail(i, "A <a@b>", patch " " i, -1, "x\n\nchange-id: 20260101-frob-1")
			if (kind == "links")
				mail(i, "A <a@b>", patch " " i, -1, "v1: " link "0@x\n\nCloses: " link "0@x")
			if (kind == "circle")
				mail(i, "A <a@b>", patch, (i + 1) % n, "v1: " link ((i + 1) % n) "@x")
			if (kind == "parts")
				mail(i, "A <a@b>", sprintf("[PATCH %04d/9999] frob: part %d", i % 10000, i), i ? 0 : -1, "x")
			if (kind == "questions")
				mail(i, "A" i % 9 " <a" i % 9 "@b>", "Re: [PATCH] frob", i % 2 ? 0 : i - 1,
				    "The lock of number " i " is never taken on the way there, right?")
			if (kind == "tags")
				mail(i, "A" i " <a" i "@b>", "Re: [PATCH] frob", i ? 0 : -1,
				    "Reviewed-by: A" i " <a" i "@b>\n\nApplied to next, thanks!")
		}
	}'
}

# taken KIND N: milliseconds that aggregate and report take.
taken() {
	rm -rf "$tmp/store"
	mbox "$1" "$2" >"$tmp/mbox"
	listbrief-ingest -q -m l <"$tmp/mbox" || return 1
	began=$(date +%s%N)
	listbrief-aggregate -q l || return 1
	listbrief-report --since 2026-03-01 --until 2026-03-09 --format json l >"$tmp/digest.json" || return 1
	echo $((($(date +%s%N) - began) / 1000000))
}

for kind in subject people change-id links circle parts questions tags; do
	few=$(taken $kind 500) many=$(taken $kind 2000)
	ok "$kind: $few ms for 500 mails, $many ms for 2000" [ "$many" -lt $((few * 10 + 500)) ]
done
few=$(taken parts 10)
is "parts that are not there are listed within a bound" \
	"$(jq '.threads[0].series | [.parts, (.missing | length)]' -c "$tmp/digest.json")" '[9999,100]'
finish
