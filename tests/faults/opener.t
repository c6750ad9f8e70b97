#!/bin/sh
# SPDX-License-Identifier: ISC
# A deliverer stands still at each call it makes while it opens the store, another one comes along
# and waits, and the first is killed: in LMDB alone that loses a commit that was acknowledged.
# FAULTS_OPENERS pairs.  Then the same without the lock that keeps them apart: the second cure, the
# check of the transaction's number, must be seen to work.
. "$(dirname "$0")/faults.sh"
strace_works || skip_all "$why"
pairs=${FAULTS_OPENERS:-200}
unlocked=${FAULTS_UNLOCKED:-100}

"$tools/numbered" 0 | listbrief-ingest lab && echo 0 >>"$acks"
"$tools/numbered" 0 | strace -o "$tmp/trace" listbrief-ingest lab
# From the first look at the folder to the end; the lock file itself apart.
awk -F'[(]' '/^[a-z0-9_]+\(/ { n[$1]++; if (/O_DIRECTORY/) ours = 1
	if (ours && $1 != "exit_group" && $1 != "flock") print $1, n[$1] }' "$tmp/trace" >"$tmp/calls"
many=$(wc -l <"$tmp/calls")
ok "there are calls to stand still at" [ "$many" -gt 20 ]

# stopped PID: waits until the traced process stands still, or is gone.
stopped() {
	for look in $(seq 2000); do
		traced=$(cat "/proc/$1/task/$1/children" 2>/dev/null) || return 1
		[ -n "$traced" ] && case $(cut -d' ' -f3 "/proc/${traced% }/stat" 2>/dev/null) in
		t | T) return 0 ;;
		esac
		[ -e "/proc/$1" ] || return 1
	done
	return 1
}

# waits PID: until it does what waiting looks like, or has ended.
waits() {
	for look in $(seq 40); do
		case $(cat "/proc/$1/wchan" 2>/dev/null) in
		*nanosleep* | *lock* | "") return ;;
		esac
	done
}

# end PID: kills what it traces until it is done, too.
end() {
	for look in $(seq 2000); do
		case $(cut -d' ' -f3 "/proc/$1/stat" 2>/dev/null) in
		Z | "") break ;;
		esac
		kill -KILL $(cat "/proc/$1/task/$1/children") 2>/dev/null
	done
	wait "$1"
}

# pair N MORE...: mail N stands still at its call and is killed; mail N+1 waits beside it.
pair() {
	n=$1; shift
	line=$((n / 2 % many + 1))
	set -- $(sed -n "${line}p" "$tmp/calls") "$@"
	call=$1 nth=$2; shift 2
	"$tools/numbered" "$n" >"$tmp/one"
	"$tools/numbered" $((n + 1)) >"$tmp/two"
	strace -o /dev/null "$@" -e "inject=$call:signal=STOP:when=$nth" \
		listbrief-ingest lab <"$tmp/one" 2>/dev/null &
	first=$!
	stopped "$first" || echo "$call $nth: did not stop" >>"$tmp/odd"
	timeout 20 strace -o /dev/null "$@" listbrief-ingest lab <"$tmp/two" 2>>"$tmp/err" &
	second=$!
	waits "$second"
	end "$first"
	wait "$second"
	code=$?
	case $code in
	0) echo $((n + 1)) >>"$acks" ;;
	75) again=$((again + 1)) ;;
	*) echo "$call $nth: $code" >>"$tmp/bad" ;;
	esac
}

: >"$tmp/bad" && : >"$tmp/odd" && : >"$tmp/err"
again=0
for i in $(seq "$pairs"); do
	pair $((i * 2))
done 2>"$tmp/noise"
is "the second ends in 0 or 75" "$(cat "$tmp/bad")" ""
is "$pairs pairs, nobody sent away" "$again" 0
note "$(wc -l <"$tmp/odd") of $pairs did not stand still"
sound "$pairs pairs"

again=0
: >"$tmp/bad" && : >"$tmp/err"
for i in $(seq "$unlocked"); do
	pair $((10000 + i * 2)) -e inject=flock:retval=0
done 2>"$tmp/noise"
is "without the lock, the second ends in 0 or 75" "$(cat "$tmp/bad")" ""
caught=$(grep -c 'transaction .* was next' "$tmp/err")
ok "and some were caught by the transaction's number" [ "$caught" -gt 0 ]
note "without the lock: $again of $unlocked sent away, $caught by the transaction's number"
sound "without the lock"
finish
