#!/bin/sh
# What code found stands in every format and both languages: which patches a tag and a decision are for, what changed
# since the last digest, which version is newest; and nothing stands there twice.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for frobs
sed -i 's|archive:.*|archive: https://lore.kernel.org/r/{message_id}|' "$tmp/config.yaml"

# mail ID DAY-AND-TIME FROM SUBJECT [PARENT]: header of one mail, the body follows on stdin.
mail() {
	printf 'From demo@example.org Thu Jan  1 00:00:00 1970\n'
	printf 'Received: from a by b; %s\nMessage-ID: <%s@x.example>\n' "$(date -R -u -d "2026-03-$2")" "$1"
	[ "${5-}" ] && printf 'In-Reply-To: <%s@x.example>\n' "$5"
	printf 'Date: %s\nFrom: %s\nTo: frobs@lists.example.org\nSubject: %s\n\n' \
		"$(date -R -u -d "2026-03-$2")" "$3" "$4"
	cat
	echo
}
# patch ID TIME SUBJECT [PARENT]
patch() {
	mail "$1" "$2" 'Ann Author <ann@a.example>' "$3" ${4+"$4"} <<'E1'
The frob is wrong, so mend it.

Signed-off-by: Ann Author <ann@a.example>
---
 frob.c | 2 +-

diff --git a/frob.c b/frob.c
--- a/frob.c
+++ b/frob.c
@@ -1 +1 @@
-old
+new
E1
}
# tag ID TIME FROM PARENT PART
tag() {
	mail "$1" "$2" "$3" "Re: [PATCH $5/7] frob: part $5" "$4" <<E1
Reviewed-by: $3
E1
}
{
mail c '02 09:00' 'Ann Author <ann@a.example>' '[PATCH 0/7] frob: mend all of it' <<'E1'
This mends what is wrong with the frob, all seven times.

Ann Author (7):
  frob: part 1
E1
for i in 1 2 3 4 5 6 7; do
	patch p$i "02 09:0$i" "[PATCH $i/7] frob: part $i" c
done
tag b1 '03 09:00' 'Bob Builder <bob@b.example>' p3 3
for i in 1 2 3 5; do
	tag z$i "03 10:0$i" 'Zoe Zhang <zoe@z.example>' p$i $i
done
mail t '03 11:00' 'Tim Tester <tim@t.example>' 'Re: [PATCH 0/7] frob: mend all of it' c <<'E1'
It survives a night on my boards, with the lock debugging turned on.

Tested-by: Tim Tester <tim@t.example>
E1
mail a '10 09:00' 'Max Maintainer <max@m.example>' 'Re: (subset) [PATCH 0/7] frob: mend all of it' c <<'E1'
Applied to frob/next, thanks!

[1/7] frob: part 1
      commit: 0123456789abcdef0123456789abcdef01234561
[3/7] frob: part 3
      commit: 0123456789abcdef0123456789abcdef01234563
E1
mail v1 '10 10:00' 'Ann Author <ann@a.example>' '[PATCH 0/2] nicate: paint it' <<'E1'
The paint is dropped by the old code, and every reader sees the bare metal.

Ann Author (2):
  nicate: part 1
E1
mail v1r '10 11:00' 'Bob Builder <bob@b.example>' 'Re: [PATCH 0/2] nicate: paint it' v1 <<'E1'
The second coat should wait until the first one is dry, or both come off.
E1
mail v2 '11 10:00' 'Ann Author <ann@a.example>' '[PATCH v2 0/2] nicate: paint it' <<'E1'
The paint is dropped by the old code, and every reader sees the bare metal.

Changes since v1:
- The second coat waits until the first one is dry.

Ann Author (2):
  nicate: part 1
E1
mail n '11 12:00' 'Max Maintainer <max@m.example>' 'Re: [PATCH v2 0/2] nicate: paint it' v2 <<'E1'
The second coat waits until the first one is dry.
The colour does not match anything else in the room.

What happens to the paint when the power fails in between?

Nacked-by: Max Maintainer <max@m.example>
E1
patch w '10 12:00' '[PATCH] gadget: oil every wheel of it'
mail g '12 09:00' 'Max Maintainer <max@m.example>' '[GIT PULL] gadgets for 7.0' <<'E1'
Please pull the gadgets for 7.0, which are

available in the Git repository at:

  git://git.example.org/gadget.git tags/gadget-7.0

Ann Author (1):
      gadget: oil every wheel of it
E1
mail ga '12 10:00' 'Linus Lead <lead@l.example>' 'Re: [GIT PULL] gadgets for 7.0' g <<'E1'
Pulled, thanks.
E1
} >"$tmp/mbox"
listbrief-ingest -q -m frobs <"$tmp/mbox"
listbrief-aggregate -q frobs

cat >"$tmp/mailer" <<'END'
#!/bin/sh
cat >"$1/mail"
END
chmod +x "$tmp/mailer"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"
listbrief-members -q frobs add ada@example.com
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-09 +%s)
export SOURCE_DATE_EPOCH
exits "the first week is sent" 0 listbrief-report -q --send frobs
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-16 +%s)

# draw LANGUAGE: the week after, from where the last digest ended, in every format.
draw() {
	sed -i "s/language: .*/language: $1/" "$tmp/config.yaml"
	for format in md text html json; do
		listbrief-report --format $format frobs >"$tmp/$1.$format" || return 1
	done
	# On one line, and without links and marks: what is read.
	sed 's/\*\*//g; s/\\//g; s/\[\([^]]*\)\]([^)]*)/\1/g' "$tmp/$1.md" >"$tmp/$1.md.read"
	tr '\n' ' ' <"$tmp/$1.text" | sed 's/  */ /g' >"$tmp/$1.text.read"
	sed 's/<[^>]*>//g; s/&#43;/+/g' "$tmp/$1.html" >"$tmp/$1.html.read"
}
# stands LANGUAGE WHAT TEXT: once or more in each format.
stands() {
	for format in md text html; do
		ok "$1, $format: $2" grep -qF -- "$3" "$tmp/$1.$format.read"
	done
}
# once LANGUAGE WHAT TEXT
once() {
	for format in md text html; do
		is "$1, $format: $2 once" "$(grep -oF -- "$3" "$tmp/$1.$format.read" | wc -l)" 1
	done
}
ok "the week after, English" draw en
stands en "the patch a tag is for" 'Bob Builder (3/7)'
stands en "the patches a tag is for" 'Zoe Zhang (1-3, 5 of 7)'
stands en "a tag on the letter is for all" 'Tested-by: Tim Tester'
stands en "what became of it, since the last digest" 'Under review → Partly applied (2 of 7: 1, 3)'
stands en "by whom, to which tree" 'by Max Maintainer to frob/next'
stands en "as what" '0123456789ab'
stands en "which version is newest" 'Superseded by a newer version: v2 (#'
stands en "the overview, kind by kind" 'NACKed'
stands en "the pull request that lists a patch" 'In the pull request: '
stands en "and that it was pulled" ', which was pulled'
stands en "who asks whom" 'Max Maintainer to Ann Author: What happens to the paint'
once en "what both letters say stands" 'every reader sees the bare metal'
once en "what the changelog says stands" 'waits until the first one is dry'
once en "the question stands" 'What happens to the paint'
is "a decision is told by the state" "$(cat "$tmp"/en.*.read | grep -c 'Applied to frob/next, thanks')" 0
is "no thread is large, and nothing is said of that" "$(cat "$tmp"/en.*.read | grep -ciE 'large threads|more than 20 mails')" 0
is "the digest itself has all of it" "$(grep -c 'waits until the first one is dry' "$tmp/en.json")" 2

for format in md text html; do
	listbrief-report --since 2026-03-11T09:00:00Z --until 2026-03-12T11:00:00Z --format $format frobs |
		sed 's/<[^>]*>//g; s/\*\*//g'
	listbrief-report --since 2026-03-11T09:00:00Z --until 2026-03-11T11:00:00Z --format $format frobs |
		sed 's/<[^>]*>//g; s/\*\*//g'
done >"$tmp/one"
ok "there is a digest of one mail" grep -q '1 thread, 1 mail' "$tmp/one"
is "one of a thing is no plural, and none of it is left out" \
	"$(grep -E '(^|[^0-9.:/-])1 (mails|threads|days|participants|people|patches)|(^|[^0-9.:/-])0 (mail|thread|of|older)' \
		"$tmp/one")" ""
ok "the week after, Chinese" draw zh-CN
stands zh-CN "the patch a tag is for" 'Bob Builder（3/7）'
stands zh-CN "the patches a tag is for" 'Zoe Zhang（补丁 1-3、5）'
stands zh-CN "what became of it, since the last digest" '评审中 → 部分合入到 frob/next（2/7：补丁 1、3），Max Maintainer'
stands zh-CN "which version is newest" '已被新版本取代：v2（#'
stands zh-CN "the overview, kind by kind" '收到 NACK'
stands zh-CN "the pull request that lists a patch" '列于拉取请求：'
stands zh-CN "and that it was pulled" '，已拉取'
stands zh-CN "who asks whom" 'Max Maintainer 问 Ann Author：What happens to the paint'
once zh-CN "what both letters say stands" 'every reader sees the bare metal'
is "no word of the other language's templates" \
	"$(cat "$tmp"/zh-CN.*.read | grep -oE 'Applied|Superseded|Waiting|mails|threads|Under review|extract|Window|Totals' | sort -u)" ""
is "a blank between wide characters and others, but in dates" \
	"$(cat "$tmp"/zh-CN.*.read | sed 's/[0-9]*[年月日]//g' | grep -oP '.{0,9}([\x{4e00}-\x{9fff}][A-Za-z0-9]|[A-Za-z0-9][\x{4e00}-\x{9fff}]).{0,9}')" ""
is "no colon, comma or bracket of half width beside a wide character" \
	"$(python3 - "$tmp"/zh-CN.text.read "$tmp"/zh-CN.md.read "$tmp"/zh-CN.html.read <<'END'
import re, sys
for name in sys.argv[1:]:
    for found in re.findall(r'.{0,20}[\u4e00-\u9fff][,:;()?!].{0,20}', open(name, encoding='utf-8').read()):
        print(found)
END
)" ""
# A thread did not start with the first answer that is stored.
mail lone '17 09:00' 'Bob Builder <bob@b.example>' 'Re: [PATCH] gizmo: turn it' gone <<'E1' >"$tmp/mbox"
The gizmo turns the other way here, since the boot of yesterday.
E1
mail wr '17 10:00' 'Bob Builder <bob@b.example>' 'Re: [PATCH] gadget: oil every wheel of it' w <<'E1' >>"$tmp/mbox"
The wheels have run without a sound since it is in.
E1
listbrief-ingest -q -m frobs <"$tmp/mbox"
listbrief-aggregate -q frobs
SOURCE_DATE_EPOCH=$(date -u -d 2026-03-23 +%s)
ok "a thread without its posting" draw en
for format in text html; do
	is "$format says when it was first answered" \
		"$(grep -oE '(started|first answer here) 17[^M]*Mar' "$tmp/en.$format.read" | sed 's/ 17.*//')" "first answer here"
done
for format in md text html; do
	ok "$format leads to a pull request that is not on the page" \
		grep -q 'https://lore.kernel.org/r/g@x.example' "$tmp/en.$format"
done
ok "md too" grep -q 'First answer here: 17' "$tmp/en.md.read"
ok "in Chinese" draw zh-CN
ok "text too" grep -q '最早的回复于' "$tmp/zh-CN.text.read"
finish
