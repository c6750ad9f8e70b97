#!/bin/sh
# SPDX-License-Identifier: ISC
# Long
# No signal kills it, no hang outlasts the agent's patience, and what it took is never lost.
. "$(dirname "$0")/../lib.sh"
config_for lab
mail() {
	printf 'Subject: s\nMessage-ID: <%s@example.org>\n\nHello.\n' "$1"
}
mail first | listbrief-ingest lab || exit 1

# start NAME: ingest in the background, waiting for a mail that does not come; its pid in $pid.
start() {
	mkfifo "$tmp/$1"
	listbrief-ingest lab <"$tmp/$1" 2>"$tmp/.err" &
	pid=$!
	eval "exec $2>\"$tmp/$1\""
	# SIGRTMAX is blocked once all else is in place.
	until grep -q '^SigBlk:.[89a-f]' "/proc/$pid/status"; do :; done
}

for signal in PIPE XFSZ CONT WINCH CHLD TRAP USR1 USR2 VTALRM PROF IO PWR RTMIN RTMAX; do
	start "$signal" 7
	kill -s "$signal" "$pid"
	mail "$signal" >&7
	exec 7>&-
	wait "$pid"
	is "SIG$signal is nothing" "$?" 0
done

began=$(date +%s)
start hangs 9
hanging=$pid

for signal in HUP INT QUIT ILL ABRT BUS FPE SEGV ALRM TERM XCPU SYS; do
	start "$signal" 7
	kill -s "$signal" "$pid"
	wait "$pid"
	is "SIG$signal" "$? $(wc -l <"$tmp/.err")" "75 1"
	exec 7>&-
done
wait "$hanging"
is "a mail that does not end" "$?" 75
took=$(($(date +%s) - began))
ok "within 8 seconds ($took)" [ "$took" -le 8 ]
exec 9>&-

# Nobody reads what it says: it does not wait to say it, for no other signal would end it.
mkfifo "$tmp/full"
exec 8<>"$tmp/full"
head -c 65536 /dev/zero >&8
# ends PID: its code; 137 where it had to be killed.
ends() {
	tries=0
	while sed -n 's/^State:.//p' "/proc/$1/status" 2>/dev/null | grep -q '^[^Z]'; do
		tries=$((tries + 1))
		[ "$tries" -lt 2000 ] || kill -KILL "$1"
	done
	wait "$1"
}
mkfifo "$tmp/endless"
listbrief-ingest lab <"$tmp/endless" 2>&8 &
pid=$!
exec 7>"$tmp/endless"
until grep -q '^SigBlk:.[89a-f]' "/proc/$pid/status"; do :; done
kill -TERM "$pid"
ends "$pid"
is "a signal, and stderr is a full pipe" "$?" 75
exec 7>&- 8>&-

finish
