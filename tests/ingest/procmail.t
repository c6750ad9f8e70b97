#!/bin/sh
# SPDX-License-Identifier: ISC
# The real procmail with the example recipe: what is stored is acknowledged, what could not be
# stored stays with the mail server, and nothing is delivered twice.
. "$(dirname "$0")/../lib.sh"
command -v procmail >/dev/null || skip_all "no procmail"
config_for kvmarm
unset LISTBRIEF_CONFIG

# mail ID LIST
mail() {
	printf 'From: Ada <ada@example.org>\nList-Id: A list <%s>\nMessage-ID: <%s@example.org>\n' "$2" "$1"
	printf 'Date: Fri, 14 Nov 2025 09:00:00 +0000\nSubject: %s\n\nHello.\n' "$1"
}

# deliver NAME=VALUE...: as a mail server does, but that the recipe is named; procmail passes on no
# environment but its variables.
deliver() {
	env -i HOME="$tmp" PATH=/usr/bin:/bin procmail "INGEST=$build/listbrief-ingest" \
		"LISTBRIEF_CONFIG=$tmp/config.yaml" "DEFAULT=$tmp/inbox" "MAILDIR=$tmp" "LOGFILE=$tmp/log" \
		"$@" "$top/examples/procmailrc"
}

stored() {
	listbrief-ingest -v -c "$tmp/config.yaml" kvmarm 2>&1 | sed 's/.*mail: //; s/, 0 dig.*//'
}

list=kvmarm.lists.linux.dev
mail one $list >"$tmp/one"
mail two $list >"$tmp/two"
mail three $list >"$tmp/three"
mail other other.lists.example.org >"$tmp/other"

exits "a mail of the list" 0 deliver <"$tmp/one"
is "it is in the store" "$(stored <"$tmp/one")" "0 new, 1 duplicate"
ok "and not in the inbox" [ ! -e "$tmp/inbox" ]
{ echo "From ada@example.org Fri Nov 14 09:00:00 2025"; cat "$tmp/two"; } >"$tmp/two.from"
exits "with the From line a mail server puts in front" 0 deliver <"$tmp/two.from"
is "it is the same mail" "$(stored <"$tmp/two")" "0 new, 1 duplicate"
exits "a mail of another list" 0 deliver <"$tmp/other"
is "it is in the inbox" "$(grep -c '^Subject: other' "$tmp/inbox")" 1
rm "$tmp/inbox"

mv "$tmp/store" "$tmp/away" && : >"$tmp/store"
exits "the store is away: the mail server keeps the mail" 75 deliver <"$tmp/three"
exits "no config" 75 deliver LISTBRIEF_CONFIG=/nowhere.yaml <"$tmp/three"
exits "no program" 75 deliver INGEST=/nowhere/listbrief-ingest <"$tmp/three"
printf '#!/bin/sh\nkill -KILL $$\n' >"$tmp/killed" && chmod 755 "$tmp/killed"
exits "ingest is killed" 75 deliver INGEST="$tmp/killed" <"$tmp/three"
ok "it was delivered nowhere else" [ ! -e "$tmp/inbox" ]
exits "a mail of another list goes its way" 0 deliver <"$tmp/other"
is "to the inbox" "$(grep -c '^Subject: other' "$tmp/inbox")" 1
rm "$tmp/store" && mv "$tmp/away" "$tmp/store"
exits "the store is back, the mail comes again" 0 deliver <"$tmp/three"
is "nothing was lost" "$(stored <"$tmp/three")" "0 new, 1 duplicate"

finish
