#!/bin/sh
# What became of a posting: said only where it is sure.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for demo
SOURCE_DATE_EPOCH=$(date -u -d '2025-03-10T00:00:00Z' +%s)
export SOURCE_DATE_EPOCH
echo 0 >"$tmp/hour"

# mail ID FROM SUBJECT [PARENT]: one mail an hour.
mail() {
	hour=$(($(cat "$tmp/hour") + 1))
	echo $hour >"$tmp/hour"
	at=$(date -R -u -d "2025-03-01 + $hour hours")
	printf 'From demo@example.org Thu Jan  1 00:00:00 1970\nReceived: from a by b; %s\n' "$at"
	printf 'Message-ID: <%s@x.example>\nDate: %s\nFrom: %s\nSubject: %s\n' "$1" "$at" "$2" "$3"
	[ "${4-}" ] && printf 'In-Reply-To: <%s@x.example>\n' "$4"
	echo
	cat
	echo
}
ann='Ann Author <ann@a.example>'
max='Max Maintainer <max@m.example>'
patch() {
	printf 'The thing is wrong, so mend it.\n\nSigned-off-by: %s\n---\n f | 2 +-\n\n' "$ann"
	printf 'diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n'
}
# series NAME SUBJECT: a cover and two patches.
series() {
	echo "This mends the things that are wrong." | mail "$1" "$ann" "[PATCH 0/2] $2"
	patch | mail "$1-1" "$ann" "[PATCH 1/2] $2 a" "$1"
	patch | mail "$1-2" "$ann" "[PATCH 2/2] $2 b" "$1"
}
{
series whole 'whole: mend it'
echo 'Applied to things/next, thanks!' | mail whole-a "$max" 'Re: [PATCH 0/2] whole: mend it' whole
series part 'part: mend it'
echo 'Applied to things/next, thanks!' | mail part-a "$max" 'Re: [PATCH 2/2] part: mend it b' part-2
series listed 'listed: mend it'
mail listed-a "$max" 'Re: [PATCH 0/2] listed: mend it' listed <<'E1'
On Sat, 01 Mar 2025 03:00:00 +0000, Ann Author wrote:
> This mends the things that are wrong.

Applied to things/next, thanks!

[2/2] listed: mend it b
      commit: 0123456789abcdef0123456789abcdef01234567
E1
patch | mail self "$ann" '[PATCH] self: applied by a word in the quote'
printf '> Applied to things/next, thanks!\n\nIs that so?\n' |
	mail self-a "$max" 'Re: [PATCH] self: applied by a word in the quote' self
patch | mail no "$ann" '[PATCH] no: refused'
printf 'This breaks every board that I have.\n\nNacked-by: %s\n' "$max" |
	mail no-a "$max" 'Re: [PATCH] no: refused' no
patch | mail own "$ann" '[PATCH] own: refused by its author'
printf 'I was wrong about this.\n\nNacked-by: %s\n' "$ann" |
	mail own-a "$ann" 'Re: [PATCH] own: refused by its author' own
mail pull "$max" '[GIT PULL] things for the release' <<'E1'
Please pull the things for the release.

The following changes since commit 0123456789abcdef0123456789abcdef01234567:

  Things (2025-02-01 00:00:00 +0000)

are available in the Git repository at:

  git://git.example.org/things.git tags/things
E1
mail pull-a 'pr-tracker-bot@kernel.org' 'Re: [GIT PULL] things for the release' pull <<'E1'
The pull request you sent on Sat, 1 Mar 2025 00:00:00 +0000:

> git://git.example.org/things.git tags/things

has been merged into torvalds/linux.git:
https://git.kernel.org/torvalds/c/0123456789abcdef0123456789abcdef01234567

Thank you!
E1
patch | mail bot "$ann" '[PATCH] bot: what a robot says'
echo 'Applied to things/next, thanks!' | mail bot-a 'kernel test robot <lkp@intel.com>' 'Re: [PATCH] bot: what a robot says' bot
# The list writes its own address into From, for whoever it is.
via() {
	printf '%s via things <things@l.example>\nReply-To: %s' "${1% <*}" "$1"
}
patch | mail via "$(via "$ann")" '[PATCH] via: answered by way of the list'
echo 'Does this not break every board?' |
	mail via-a "$(via "$max")" 'Re: [PATCH] via: answered by way of the list' via
patch | mail relay 'Ann Author via B4 Relay <devnull+ann.a.example@kernel.org>
Reply-To: ann@a.example' '[PATCH] relay: its author answers himself'
echo 'This wants the other one first.' | mail relay-a "$ann" 'Re: [PATCH] relay: its author answers himself' relay
} >"$tmp/mbox"
listbrief-ingest -q -m demo <"$tmp/mbox" && listbrief-aggregate -q demo || exit 1
exits "made" 0 listbrief-report --since 2025-03-01 --until 2025-03-09 --format json demo
cp "$tmp/.out" "$tmp/digest.json"

of() {
	jq -c --arg s "$1" ".threads[] | select(.subject == \$s) | $2" "$tmp/digest.json"
}
is "a series is applied" "$(of '[PATCH 0/2] whole: mend it' '.state | [.kind, .by, .tree, .cites]')" \
	'["applied","Max Maintainer","things/next",[4]]'
is "a part of it is not all of it" "$(of '[PATCH 0/2] part: mend it' '.state | [.kind, .parts]')" \
	'["partly applied",[2]]'
is "nor is one commit of two" "$(of '[PATCH 0/2] listed: mend it' '.state | [.kind, .parts]')" \
	'["partly applied",[2]]'
is "quoted words do not count" "$(of '[PATCH] self: applied by a word in the quote' .state.kind)" \
	'"under review"'
is "refused" "$(of '[PATCH] no: refused' '.state | [.kind, .by, .cites]')" '["nacked","Max Maintainer",[2]]'
is "an author does not refuse himself" "$(of '[PATCH] own: refused by its author' .state.kind)" '"waiting"'
is "a pull is believed of the robot that watches pulls" \
	"$(of '[GIT PULL] things for the release' '.state | [.kind, .by, .cites]')" '["pulled",null,[2]]'
is "robots apply nothing" "$(of '[PATCH] bot: what a robot says' .state.kind)" '"waiting"'
is "nor do they answer" "$(of '[PATCH] bot: what a robot says' .waiting_days)" 7
is "one who answers himself still waits" "$(of '[PATCH] own: refused by its author' .waiting_days)" 7
is "what was pulled does not wait" "$(of '[GIT PULL] things for the release' .waiting_days)" null
is "what is refused stands apart" "$(jq -c '[.overview[] | select(.kind == "nacked") | .text]' "$tmp/digest.json")" \
	'["[PATCH] no: refused"]'
is "who writes by way of the list is another one each" \
	"$(of '[PATCH] via: answered by way of the list' '[.state.kind, .state.by, .participants]')" \
	'["under review","Max Maintainer",2]'
is "who writes by way of a relay is himself" \
	"$(of '[PATCH] relay: its author answers himself' '[.state.kind, .waiting_days, .participants]')" \
	'["waiting",6,1]'
is "robots are no participants" "$(of '[PATCH] bot: what a robot says' .participants)" 1
finish
