#!/bin/sh
# What a digest says of a small list of our own.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for demo en Asia/Shanghai
SOURCE_DATE_EPOCH=$(date -u -d '2025-03-10T00:00:00Z' +%s)
export SOURCE_DATE_EPOCH

# mail ID DAY FROM SUBJECT [PARENT]: header of one mail, the body follows on stdin.
mail() {
	printf 'From demo@example.org Thu Jan  1 00:00:00 1970\n'
	printf 'Received: from a by b; %s\nMessage-ID: <%s@x.example>\n' "$(date -R -u -d "2025-03-$2")" "$1"
	[ "${5-}" ] && printf 'In-Reply-To: <%s@x.example>\nReferences: <%s@x.example>\n' "$5" "$5"
	printf 'Date: %s\nFrom: %s\nTo: demo@lists.example.org\nSubject: %s\n\n' \
		"$(date -R -u -d "2025-03-$2")" "$3" "$4"
	cat
	echo
}
{
mail cover '01 10:00' 'Ann Example <ann@work.example>' '[PATCH 0/2] timer: disarm it on reset' <<'E1'
Hi all,

The reset path leaves the timer armed, so the guest sees a stale interrupt.
This series disarms it before the device is reset.

Ann Example (2):
  timer: split out the disarming
  timer: disarm on reset
E1
mail p1 '01 10:00:01' 'Ann Example <ann@work.example>' '[PATCH 1/2] timer: split out the disarming' cover <<'E1'
Move the disarming into a function of its own.

Fixes: 0123456789ab ("timer: add reset")
Signed-off-by: Ann Example <ann@work.example>
---
 timer.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/timer.c b/timer.c
--- a/timer.c
+++ b/timer.c
@@ -1 +1 @@
-a();
+b();
E1
mail p2 '01 10:00:01' 'Ann Example <ann@work.example>' '[PATCH 2/2] timer: disarm on reset' cover <<'E1'
Call it from the reset path.

Signed-off-by: Ann Example <ann@work.example>
---
 timer.c | 1 +
 1 file changed, 1 insertion(+)

diff --git a/timer.c b/timer.c
--- a/timer.c
+++ b/timer.c
@@ -1 +1,2 @@
 b();
+c();
E1
mail r1 '03 09:00' 'Bob Reviewer <bob@r.example>' 'Re: [PATCH 1/2] timer: split out the disarming' p1 <<'E1'
On Sat, 1 Mar 2025, Ann Example wrote:
> Move the disarming into a function of its own.
> Reviewed-by: Eve Quoted <eve@q.example>

The function should take the lock itself, because two of its callers forget to.
With that changed:

Reviewed-by: Bob Reviewer <bob@r.example>
Reviewed-by: Carol Other <carol@o.example>

-- 
Bob Reviewer
E1
mail a1 '04 09:00' 'Ann Example <ann@home.example>' 'Re: [PATCH 1/2] timer: split out the disarming' r1 <<'E1'
> The function should take the lock itself

All of the callers hold it already, and I would rather assert that.
E1
mail v2 '06 09:00' 'Ann Example <ann@work.example>' '[PATCH v2 0/2] timer: disarm it on reset' cover <<'E1'
The callers now assert that the lock is held while the timer is disarmed.
E1
mail ap '07 09:00' 'Carol Maintainer <carol@m.example>' 'Re: [PATCH v2 0/2] timer: disarm it on reset' v2 <<'E1'
Applied to timers/next, thanks!
E1
mail q '02 12:00' 'Dan Asks <dan@d.example>' 'How do I read the trace buffer?' <<'E1'
My board prints nothing but dots when the trace buffer is read twice. What have I missed?
E1
mail bad '05 12:00' 'Eve <eve@q.example>' 'Re: something that was never seen here' nowhere <<'E1'
I cannot confirm this on the boards that I have got here.
E1
mail w1 '02 13:00' 'Ann Example <ann@work.example>' '[PATCH] trace: say what the dots mean' <<'E1'
The dots in front of each line are never explained, so explain them.
---
 trace.txt | 1 +

diff --git a/trace.txt b/trace.txt
--- a/trace.txt
+++ b/trace.txt
@@ -1 +1,2 @@
 dots
+one for each level
E1
mail w2 '04 13:00' 'Ann Example <ann@home.example>' '[PATCH v2] trace: say what the dots mean' <<'E1'
The dots in front of each line are never explained, so explain them well.
---
 trace.txt | 1 +

diff --git a/trace.txt b/trace.txt
--- a/trace.txt
+++ b/trace.txt
@@ -1 +1,2 @@
 dots
+one for each level of the call
E1
mail w3 '04 14:00' 'Eve <eve@q.example>' '[PATCH v3] trace: say what the dots mean' <<'E1'
This is another one, by another author, under the same title.
---
 trace.txt | 1 +

diff --git a/trace.txt b/trace.txt
--- a/trace.txt
+++ b/trace.txt
@@ -1 +1,2 @@
 dots
+two for each level
E1
mail slash/+id '08 12:00' 'Eve <eve@q.example>' 'A slash in an id' <<'E1'
The quick check of the archive's link is all that this mail is for.
E1
} >"$tmp/mbox"

exits "taken in" 0 listbrief-ingest -q -m demo <"$tmp/mbox"
exits "read" 0 listbrief-aggregate -q demo
exits "made" 0 listbrief-report --since 2025-03-02 --until 2025-03-09 --format json demo
cp "$tmp/.out" "$tmp/digest.json"

# of SUBJECT FILTER: of the thread with that subject.
of() {
	jq -c --arg s "$1" ".threads[] | select(.subject == \$s) | $2" "$tmp/digest.json"
}
old='[PATCH 0/2] timer: disarm it on reset'
new='[PATCH v2 0/2] timer: disarm it on reset'
question='How do I read the trace buffer?'

is "the keys, in their order" "$(jq -c 'keys_unsorted' "$tmp/digest.json")" \
	'["schema","list","generated","window","totals","categories","overview","threads","model"]'
is "a thread's keys, in their order" "$(jq -c '.threads[0] | keys_unsorted' "$tmp/digest.json")" \
	'["id","category","subject","url","messages","new","context","participants","started","last","waiting_days","parent","series","state","trailers","summary","mails","paths","others"]'
is "a mail's keys, in their order" "$(jq -c '.threads[0].mails[0] | keys_unsorted' "$tmp/digest.json")" \
	'["n","date","subject","from","message_id","new","url","robot"]'
is "context is the ancestors of new mails" "$(of "$old" '[.mails[] | [.message_id, .new]]')" \
	'[["cover@x.example",false],["p1@x.example",false],["r1@x.example",true],["a1@x.example",true]]'
is "a person with two addresses is one" "$(of "$old" .participants)" 2
is "times are in the list's zone" "$(of "$old" .started)" '"2025-03-01T18:00:00+08:00"'
is "a new version is an entry of its own" "$(of "$new" '[.messages, .new]')" '[2,2]'
is "which hangs where it was posted" "$(of "$new" .parent)" "$(of "$old" .id)"
is "versions are chained" "$(of "$old" '[.series.chain[] | [.version, .message_id]]')" \
	'[[2,"v2@x.example"],[1,"cover@x.example"]]'
is "and tell their thread" "$(of "$old" '.series.chain[0].thread')" "$(of "$new" .id)"
is "versions in threads of their own are chained, of one author" \
	"$(of '[PATCH] trace: say what the dots mean' '[.series.chain[] | [.version, .message_id]]')" \
	'[[2,"w2@x.example"],[1,"w1@x.example"]]'
is "which supersedes the first only" "$(of '[PATCH] trace: say what the dots mean' .state.kind
	of '[PATCH v2] trace: say what the dots mean' .state.kind)" '"superseded"
"waiting"'
is "parts of the series" "$(of "$new" '[.series.version, .series.parts]')" '[2,2]'
is "the old one is superseded" "$(of "$old" .state.kind)" '"superseded"'
is "the new one is applied" "$(of "$new" '[.state.kind, .state.by, .state.cites]')" \
	'["applied","Carol Maintainer",[2]]'
is "trailers count unquoted, and it is told who gave them" \
	"$(of "$old" '[.trailers[] | [.name, .value, .cites, .relayed]]')" \
	'[["Fixes","0123456789ab (\"timer: add reset\")",[2],false],["Reviewed-by","Bob Reviewer <bob@r.example>",[3],false],["Reviewed-by","Carol Other <carol@o.example>",[3],true]]'
is "what was answered does not wait" "$(of "$old" .waiting_days)" null
is "a question nobody answered does" "$(of "$question" .waiting_days)" 6
is "a missing parent is no mail" "$(of "something that was never seen here" '[.messages, .participants]')" '[1,1]'
is "the link of an id with a slash" "$(of "A slash in an id" .url)" \
	'"https://lists.example.org/r/slash%2F%2Bid@x.example"'
is "the summary's first part" "$(of "$old" '[.summary.original[] | [.text, .cites]]')" \
	'[["The reset path leaves the timer armed, so the guest sees a stale interrupt.",[1]],["This series disarms it before the device is reset.",[1]]]'
is "what is new in it" "$(of "$old" '[.summary.this_week[] | [.text, .cites]]')" \
	'[["The function should take the lock itself, because two of its callers forget to.",[3]],["All of the callers hold it already, and I would rather assert that.",[4]]]'
is "nothing earlier" "$(of "$old" .summary.earlier)" '[]'
is "the overview" "$(jq -c '[.overview[] | [.kind, .text]]' "$tmp/digest.json")" \
	'[["applied","[PATCH v2 0/2] timer: disarm it on reset"],["version","[PATCH v3] trace: say what the dots mean"],["version","[PATCH v2] trace: say what the dots mean"]]'
is "replies of others come first" "$(jq -r '.threads[0].subject' "$tmp/digest.json")" "$new"
exits "the week after has earlier mails" 0 \
	listbrief-report --since 2025-03-04 --until 2025-03-05 --format json demo
is "and says what they said" "$(jq -c '[.threads[].summary.earlier[].cites]' "$tmp/.out")" '[[3]]'
exits "an empty window" 0 listbrief-report --since 2024-01-01 --until 2024-01-08 --format json demo
is "gives a digest with no threads" "$(jq -c '[.totals.threads, .threads, .categories]' "$tmp/.out")" '[0,[],[]]'
finish
