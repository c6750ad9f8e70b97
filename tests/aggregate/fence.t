#!/bin/sh
# SPDX-License-Identifier: ISC
# The child that opens mail is fenced in; a kernel that cannot do it is said, and mail is read all the same.
. "$(dirname "$0")/../lib.sh"
strace -o /dev/null true 2>/dev/null || skip_all "no strace"
readelf -d "$build/listbrief-aggregate" | grep -q libasan && skip_all "built with a sanitizer"
config_for lab
mail() {
	printf 'Subject: s\nMessage-ID: <%s@example.org>\nDate: Fri, 14 Nov 2025 09:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\nHello.\n' "$1" |
		listbrief-ingest lab
}

mail one
exits "a kernel that has no Landlock" 0 strace -f -o "$tmp/calls" -e trace=prctl,landlock_create_ruleset,landlock_restrict_self \
	-e inject=landlock_create_ruleset:error=ENOSYS listbrief-aggregate lab
says "it is said" "this kernel has no Landlock"
is "the mail is read" "$(listbrief-report --since 2000-01-01 --format json lab | jq '.threads | length')" 1
has_privs() {
	grep -c 'prctl(PR_SET_NO_NEW_PRIVS, 1' "$tmp/calls"
}
is "no new privileges, there too" "$(has_privs)" 1

mail two
exits "a kernel that fails at it" 75 strace -f -o "$tmp/calls" \
	-e inject=landlock_restrict_self:error=EPERM listbrief-aggregate lab
says "it is said" "fencing in the child that opens mail: Operation not permitted"
is "its child reads nothing then" "$(grep -c 'restrict_self.*INJECTED' "$tmp/calls")" 1
exits "another run" 0 listbrief-aggregate lab
is "reads the mail" "$(listbrief-report --since 2000-01-01 --format json lab | jq '.totals.messages')" 2

mail three
for call in socketpair clone; do
	exits "a system that has no $call to give" 75 strace -o "$tmp/calls" \
		-e trace=socketpair,clone,clone3,fork,vfork -e inject=$call,clone3:error=EAGAIN:when=1 \
		listbrief-aggregate lab
	says "it is said" 'a socket|a child'
done
exits "the next run" 0 listbrief-aggregate lab
is "reads the mail" "$(listbrief-report --since 2000-01-01 --format json lab | jq '.totals.messages')" 3

finish
