#!/bin/sh
# SPDX-License-Identifier: ISC
# No delivery waits for another program: a mail is spooled where the store is held or out of reach,
# and stored by whoever finds it free.
. "$(dirname "$0")/../lib.sh"
config_for lab
mail() {
	printf 'Subject: s\nMessage-ID: <%s@example.org>\n\nHello.\n' "$1"
}
spooled() {
	find "$tmp/store/lab/spool" -type f | wc -l
}
take() {
	mail "$1" >"$tmp/mail"
	exits "$2" 0 listbrief-ingest -v lab <"$tmp/mail"
	says "$2: $3" "$3"
}
hold() {
	exec 8>>"$tmp/store/lab/lock"
	flock 8
}
let_go() {
	exec 8>&-
}

take first "a store that is free" "1 new"
hold
took=$(date +%s)
take held "a store that is held" "0 new, .* 1 spooled"
took=$(($(date +%s) - took))
ok "and nobody waited ($took)" [ "$took" -le 2 ]
mail quiet >"$tmp/mail"
exits "to an agent" 0 listbrief-ingest lab <"$tmp/mail"
is "to an agent: no word" "$(cat "$tmp/.err")" ""
is "both are in the spool" "$(spooled)" 2
let_go
take next "the next delivery" "1 new"
is "takes them along" "$(spooled)" 0
take held "the mail of the held store again" "0 new, 1 duplicate"

hold
take again "a store that is held again" "1 spooled"
let_go
exits "aggregate" 0 listbrief-aggregate -v lab
is "aggregate takes the spool first" "$(sed -n 's/.*: \(.*\) out of the spool/\1/p' "$tmp/.err")" "1 mails"
is "and links what was in it" "$(grep -c 'lab: 5 mails,' "$tmp/.err")" 1
is "then the spool is empty" "$(spooled)" 0

hold
take import "and once more" "1 spooled"
let_go
{ echo "From a@example.org Fri Nov 14 09:00:00 2025"; mail import; } >"$tmp/mbox"
exits "an import takes the spool along too" 0 listbrief-ingest -m lab <"$tmp/mbox"
says "an import: its mail was there" "0 new, 1 duplicate"
is "an import: the spool is empty" "$(spooled)" 0

# A file system that cannot rename without replacing, as NFS: a link does it.
entries() {
	(cd "$tmp/store/lab/spool" && find . -mindepth 1 ! -name 'bad-*' | wc -l)
}
# A leak checker cannot work beside strace.
on() {
	error=$1; shift
	env ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o "$tmp/calls" -e trace=renameat2,linkat,unlinkat \
		-e "inject=renameat2:error=$error" "$@" listbrief-ingest -v lab
}
if strace -o /dev/null true 2>/dev/null; then
	for error in EINVAL ENOSYS; do
		hold
		mail "plain-$error" >"$tmp/mail"
		exits "$error: a store that is held" 0 on "$error" <"$tmp/mail"
		says "$error: the mail is spooled" "0 new, .* 1 spooled"
		ok "$error: it was the answer" grep -q "renameat2.*$error.*INJECTED" "$tmp/calls"
		is "$error: under one name" "$(entries) $(spooled)" "1 1"
		let_go
		take "behind-$error" "$error: the next delivery" "1 new"
		is "$error: it took it along, and nothing is left" "$(entries)" 0
		take "plain-$error" "$error: the mail again" "0 new, 1 duplicate"
	done
	# Killed between the two steps: the mail has both names.
	hold
	mail killed >"$tmp/mail"
	on EINVAL -e inject=unlinkat:signal=KILL <"$tmp/mail" >/dev/null 2>&1
	is "killed behind the link: it has two names" "$(entries)" 2
	let_go
	take behind-killed "killed behind the link: the next delivery" "1 new"
	is "killed behind the link: one is taken" "$(cd "$tmp/store/lab/spool" && echo * | cut -c 1-4)" "tmp-"
	take killed "killed behind the link: the mail again" "0 new, 1 duplicate"
	touch -d "2 hours ago" "$tmp/store/lab/spool"/tmp-*
	exits "killed behind the link: aggregate, hours later" 0 listbrief-aggregate lab
	is "killed behind the link: the other one is gone" "$(entries)" 0

	echo "no mail" >"$tmp/store/lab/spool/1-none"
	mail aside >"$tmp/mail"
	exits "what is no mail" 0 on EINVAL <"$tmp/mail"
	is "what is no mail: has another name" "$(cd "$tmp/store/lab/spool" && echo *)" "bad-1-none"
	# As where one was killed between the two steps.
	ln "$tmp/store/lab/spool/bad-1-none" "$tmp/store/lab/spool/1-none"
	exits "what is no mail, under both names" 0 on EINVAL <"$tmp/mail"
	is "what is no mail, under both names: has the other one" "$(cd "$tmp/store/lab/spool" && echo *)" \
		"bad-1-none"
	echo "no mail either" >"$tmp/store/lab/spool/1-none"
	exits "another one, whose name is taken" 0 on EINVAL <"$tmp/mail"
	is "another one, whose name is taken: both are kept" "$(cat "$tmp/store/lab/spool/bad-1-none" \
		"$tmp/store/lab/spool/1-none")" "no mail
no mail either"
	rm "$tmp/store/lab/spool"/*1-none
else
	skip "a file system that cannot rename without replacing" "no strace"
fi

# Many at once, of which one at most has the store: all are safe, and all are stored in the end.
mkdir "$tmp/many"
for i in 1 2 3 4 5 6 7 8; do
	for k in 1 2 3 4 5; do
		mail "many-$i-$k" | listbrief-ingest lab || echo failed
	done >"$tmp/many/$i" 2>&1 &
done
wait
is "forty at once: all are safe" "$(cat "$tmp/many"/*)" ""
listbrief-aggregate -v lab 2>"$tmp/.err"
is "forty at once: all are stored, once" "$(sed -n 's/.*lab: \([0-9]*\) mails,.*/\1/p' "$tmp/.err")" 41
is "forty at once: none is left" "$(spooled)" 0

finish
