#!/bin/sh
# A digest to a hundred members, each with a server's ill will of its own: each ends accepted, refused or
# given up, and after a 5xx nobody is tried again.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/send.sh"
sample_list
server faults.d --mails 7
smtp "smtp://127.0.0.1:$port" "timeout: 3"

# FAULT NUMBER END
cat >"$tmp/faults" <<'END'
ok 20 accepted
rcpt450x3 8 accepted
rcpt450 4 expired
rcpt421x1 4 accepted
rcpt550 10 refused
rcpt552 4 refused
data451x2 6 accepted
data554 6 refused
dot451x1 6 accepted
dot452 3 expired
dot554 6 refused
cutrcptx2 6 accepted
cutdatax1 6 accepted
cutdotx1 6 accepted
slowrcptx1 1 accepted
slowdotx1 1 accepted
longrcptx1 1 accepted
longdotx1 2 accepted
END
while read -r fault n end; do
	i=0
	while [ $i -lt "$n" ]; do
		i=$((i + 1))
		echo "$fault-$i@example.com"
		echo "$fault-$i@example.com $end" >>"$tmp/ends"
	done
done <"$tmp/faults" | listbrief-members -q emberfs import
is "members" "$(wc -l <"$tmp/ends")" 100

at 2025-10-13T06:00:00Z
send -q --until 2025-10-13 2>"$tmp/said"
is "some are put off" $? 75
runs=0
while listbrief-report --status emberfs | grep -qE '	(queued|attempting|deferred)	' && [ $runs -lt 100 ]; do
	runs=$((runs + 1))
	at "@$((SOURCE_DATE_EPOCH + 4 * 3600))"
	listbrief-report -q --resend emberfs 2>>"$tmp/said"
done
echo "# $runs more runs" >&2
listbrief-report --status -v emberfs | sed -n 's/^	\([^	]*\)	\([a-z]*\)	.*/\1 \2/p' | sort >"$tmp/states"
sort "$tmp/ends" >"$tmp/wanted"
ok "each ends as it must" diff "$tmp/wanted" "$tmp/states"
ok "after five days" test $runs -le 32
listbrief-report -q --resend emberfs
is "and then there is nothing left" $? 0

cat >"$tmp/check.py" <<'END'
"""Who was told 5xx is not tried again; who was told 250 neither; each who ends accepted has the mail."""
import collections, email, glob, os, sys
folder, tries = sys.argv[1], collections.defaultdict(list)
for line in open(folder + "/log"):
    address, code = line.split()
    tries[address].append(code)
for address, codes in tries.items():
    final = [c for c in codes[:-1] if c[0] == "5" or c == "250"]
    assert not final, (address, codes)
mails = collections.defaultdict(list)
for name in glob.glob(folder + "/mails/*"):
    mails[os.path.basename(name).split(".", 1)[1]].append(open(name, "rb").read())
ends = dict(line.split() for line in open(sys.argv[2]))
for address, end in ends.items():
    n = len(mails[address])
    # Taken, and told by nobody, too late or at too great length: once more.
    most = 2 if address.startswith(("cutdot", "slowdot", "longdot")) else 1
    assert (1 <= n <= most) if end == "accepted" else n == 0, (address, end, n)
ids = {email.message_from_bytes(m)["message-id"] for all in mails.values() for m in all}
assert len(ids) == 1, ids
for address, all in mails.items():
    assert len(set(all)) <= 1, address
END
ok "5xx and 250 are last words; the mail is the same each time" \
	python3 "$tmp/check.py" "$tmp/faults.d" "$tmp/ends"
finish
