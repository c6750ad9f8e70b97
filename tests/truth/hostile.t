#!/bin/sh
# What one sender may do to everybody's digest: twice the hostile mails cost twice the processor's time, of aggregate
# and of report.  HOSTILE_MAILS=50000 is that with 50,000 and 100,000, HOSTILE_KINDS="subject circle" of some kinds.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
config_for l
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-09 +%s)
export SOURCE_DATE_EPOCH

# mbox KIND N [DAY]
mbox() {
	awk -v kind="$1" -v n="$2" -v day="${3:-2}" '
	function mail(i, from, subject, parent, body) {
		at = sprintf("Mon, %d Mar 2026 %02d:%02d:%02d +0000", day + int(i / 86400), int(i / 3600) % 24,
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
			if (kind == "earlier")
				mail(i, "A <a@b>", "Re: frob: mend it", -1, "x")
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
			if (kind == "chain")
				mail(i, "A" i % 9 " <a" i % 9 "@b>", i ? "Re: [PATCH] frob" : "[PATCH] frob", i - 1, "x")
			if (kind == "ghosts")
				mail(i, "A" i % 9 " <a" i % 9 "@b>", "Re: [PATCH v2 " i % 9999 "/9999] frob: part", n + i, "x")
			if (kind == "deeds")
				mail(i, i ? "A" i " <a" i "@b>" : "B <b@b>", i ? "Re: [PATCH] frob" : "[PATCH] frob", i ? 0 : -1,
				    i % 2 ? "Applied, thanks!" : "I dropped this patch.")
			if (kind == "reverts")
				mail(i, "A <a@b>", "[PATCH] " (i % 2 ? "Revert \"frob: mend it\"" : "frob: mend it"), -1,
				    "This reverts commit 0123456789ab.")
			if (kind == "commits")
				mail(i, "A" i % 2 " <a" i % 2 "@b>", i ? "Re: [PATCH] frob" : "[PATCH] frob", i ? 0 : -1,
				    "Applied to next, thanks!\n\n[1/1] frob\n      commit: 0123456789ab")
			if (kind == "tags")
				mail(i, "A" i " <a" i "@b>", "Re: [PATCH] frob", i ? 0 : -1,
				    "Reviewed-by: A" i " <a" i "@b>\n\nApplied to next, thanks!")
		}
	}'
}

# One mail with N References, in a thread with what it names.
references() {
	awk -v n="$1" 'BEGIN {
		print "From a@b Thu Jan  1 00:00:00 1970\nReceived: from a by b; Mon, 2 Mar 2026 00:00:00 +0000"
		print "Message-ID: <all@x>\nFrom: A <a@b>\nSubject: Re: frob\nReferences:"
		for (i = 0; i < n; i++)
			printf " <%d@x>\n", i
		print "\nx\n"
	}'
}

# cpu COMMAND...: milliseconds of the processor that it takes.
cpu() {
	(
		"$@" >"$tmp/out" || exit 1
		times
	) | awk 'NR == 2 { split($1 "m" $2, t, /[ms]/); printf "%d\n", 1000 * (t[1] * 60 + t[2] + t[4] * 60 + t[5]) }'
}

digest() { listbrief-report --since 2026-03-01 --until 2026-03-09 --format json l; }

# taken KIND N: of aggregate and of report.
taken() {
	rm -rf "$tmp/store"
	if [ "$1" = references ]; then references "$2"; else mbox "$1" "$2"; fi >"$tmp/mbox"
	listbrief-ingest -q -m l <"$tmp/mbox" || return 1
	# All of them come in again, and were there before.
	[ "$1" != earlier ] || { listbrief-aggregate -q l && mbox "$1" "$2" 1 | listbrief-ingest -q -m l; } || return 1
	echo "$(cpu listbrief-aggregate -q l) $(cpu digest)"
	mv "$tmp/out" "$tmp/digest.json"
}

# The machine's own noise: less than this is not looked at.
floor=100
# linear ONCE TWICE
linear() { [ "$2" -lt $(($1 * 26 / 10 + floor)) ]; }
# grows KIND N: what 2 N cost is less than 2.6 times what N cost, in one of three tries: others are at work here.
grows() {
	for _ in 1 2 3; do
		set -- "$1" "$2" $(taken "$1" "$2") $(taken "$1" $((2 * $2)))
		linear "$3" "$5" && linear "$4" "$6" && break
	done
	ok "$1: $3 ms to aggregate $2, $5 ms to aggregate twice that" linear "$3" "$5"
	ok "$1: $4 ms to report on $2, $6 ms to report on twice that" linear "$4" "$6"
}

n=${HOSTILE_MAILS:-2000}
for kind in ${HOSTILE_KINDS:-subject earlier people change-id links circle chain parts questions tags ghosts deeds reverts commits}; do
	grows $kind "$n"
done
grows references 20000
taken parts 10 >/dev/null
is "parts that are not there are listed within a bound" \
	"$(jq '.threads[0].series | [.parts, (.missing | length)]' -c "$tmp/digest.json")" '[9999,100]'
finish
