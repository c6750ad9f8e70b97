#!/bin/sh
# The link of a heading leads to the mail whose subject it is.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for demo
SOURCE_DATE_EPOCH=$(date -u -d '2025-03-10T00:00:00Z' +%s)
export SOURCE_DATE_EPOCH

# mail ID SUBJECT [PARENT]
mail() {
	printf 'From demo@example.org Thu Jan  1 00:00:00 1970\nReceived: from a by b; Tue, 4 Mar 2025 12:00:00 +0000\n'
	printf 'Message-ID: <%s@x.example>\nDate: Tue, 4 Mar 2025 12:00:00 +0000\n' "$1"
	[ "${3-}" ] && printf 'In-Reply-To: <%s@x.example>\n' "$3"
	printf 'From: Ann <ann@a.example>\nSubject: %s\n\nThe frob is wrong, so mend it.\n' "$2"
	printf -- '---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n\n'
}
# The first part went to another list.
{
	mail part-35 '[PATCH AUTOSEL 35/49] frob: mend it' part-1
	mail cover '[PATCH 0/1] knob: a series that is here'
	mail knob-1 '[PATCH 1/1] knob: its part' cover
	mail answer 'Re: [PATCH] cog: what it answers is not here' cog
} >"$tmp/mbox"
exits "taken in" 0 listbrief-ingest -q -m demo <"$tmp/mbox"
exits "read" 0 listbrief-aggregate -q demo
exits "made" 0 listbrief-report --since 2025-03-03 --until 2025-03-10 --format json demo
url() { jq -r --arg s "$1" '.threads[] | select(.subject == $s) | .url' "$tmp/.out"; }
is "a part's" "$(url '[PATCH AUTOSEL 35/49] frob: mend it')" https://lists.example.org/r/part-35@x.example
is "a cover letter's" "$(url '[PATCH 0/1] knob: a series that is here')" https://lists.example.org/r/cover@x.example
is "of what is only answered" "$(url '[PATCH] cog: what it answers is not here')" https://lists.example.org/r/cog@x.example
finish
