#!/bin/sh
# ImapTest's THREAD=REFERENCES mailboxes: our trees hold the mails its answers hold, but where the list says why not.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$top/tests/threads/linked.sh"
boxes=$corpora/imaptest
[ -d "$boxes" ] || skip_all "no $boxes"

while read -r name mails want; do
	case $name in '' | '#'*) continue ;; esac
	moved "$boxes/$name.mbox" only "$mails" >"$tmp/some.mbox"
	linked "$tmp/some.mbox"
	is "$name, mails $mails" "$(grouped "$tmp/some.mbox" 3)" "$want"
done <<'EOF'
# (3 2)(1); without the first (2 1)
thread 1,2,3 1|2 3
thread 2,3 1 2
# The answer is (1)(2): two mails of one id. To us the same bytes are the same mail, stored once.
thread2 1,2 1
# (1 2): here too the second is a copy of the first.
thread3 1,2 1
# The answer (1 2) comes from merging by subject; the reply names a mail that is not there.
thread4 1,2 1|2
# (1 (2 4)(3)); without the first two (1)(2); with another reply to the second (1)((2)(3))
thread5 1,2,3,4 1 2 3 4
thread5 3,4 1|2
thread5 3,4,5 1|2 3
# ((1)(2)): no ids, one missing parent; but byte for byte they are one mail.
thread6 1,2 ?
# (1 (2 3)(4)): the fourth has the id, author and subject of the second, and stands behind it; gone the
# second, (1 3 2)
thread7 1,2,3,4 1 2 3
thread7 1,3,4 1 2 3
# (1 2), then (1), then (1 2)
thread8 1,2 1 2
thread8 1 1
thread8 1,3 1 2
EOF

# The ORDEREDSUBJECT mailboxes hold no references: to us no mail of theirs says it belongs to another but the replies.
linked "$boxes/thread-orderedsubject2.mbox"
is "subjects alone join nothing" "$(told | cut -f3 | sort -u | wc -l)" 8
finish
