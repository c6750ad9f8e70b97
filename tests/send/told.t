#!/bin/sh
# What changed since the last digest is told against what that digest told, also where more is known of then today.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for frob
printf '#!/bin/sh\ncat >/dev/null\n' >"$tmp/mailer" && chmod +x "$tmp/mailer"
printf 'mail:\n  sendmail: %s\n' "$tmp/mailer" >>"$tmp/config.yaml"

# mail DAY ID SUBJECT [PARENT]: one mail of March 2026, its text from stdin.
mail() {
	at=$(date -u -d "2026-03-$1 09:00" '+%a, %d %b %Y %H:%M:%S +0000')
	{
		printf 'Received: from a by b; %s\nMessage-ID: <%s@x.example>\nDate: %s\nFrom: Ann Author <ann@a.example>\n' \
			"$at" "$2" "$at"
		printf 'To: frob@lists.example.org\nSubject: %s\n' "$3"
		[ -z "${4:-}" ] || printf 'In-Reply-To: <%s@x.example>\n' "$4"
		printf '\n'
		cat
	} | listbrief-ingest frob && listbrief-aggregate -q frob
}
patch() {
	printf 'Mend it.\n\nSigned-off-by: Ann Author <ann@a.example>\n---\n f | 2 +-\n\n'
	printf 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n'
}
report() { SOURCE_DATE_EPOCH=$(date -u -d 2026-03-16 +%s) listbrief-report --until 2026-03-16 --format json frob; }
was() { report | jq -c '.threads[] | select(.subject == "[PATCH] frob: mend it") | [.state.kind, .state.was]'; }

listbrief-members -q frob add ada@example.com
patch | mail 03 c1 '[PATCH] frob: mend it'
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-09 +%s) listbrief-report -q --send --since 2026-03-02 --until 2026-03-09 frob
# The second version was there by then, and comes in late.
patch | mail 05 c2 '[PATCH v2] frob: mend it'
echo "I will post another." | mail 10 r1 'Re: [PATCH] frob: mend it' c1
is "what was told is what changed" "$(was)" '["superseded","waiting"]'
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-16 +%s) listbrief-report -q --send --until 2026-03-16 frob
echo "It is in v2." | mail 17 r2 'Re: [PATCH] frob: mend it' c1
is "and told once" "$(SOURCE_DATE_EPOCH=$(date -u -d 2026-03-23 +%s) listbrief-report --until 2026-03-23 --format json frob |
	jq -c '.threads[] | [.state.kind, .state.was]')" '["superseded",null]'
finish
