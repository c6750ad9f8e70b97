#!/bin/sh
# SPDX-License-Identifier: ISC
# A disk of 2 MB is filled and made free again, FAULTS_FILLS times: while it is full the answer is 75
# and no signal, then mail is taken as before.  And a map that may not grow is no end either.
. "$(dirname "$0")/faults.sh"
fills=${FAULTS_FILLS:-12}

if [ "${FAULTS_DISK-}" = "" ]; then
	unshare -m true 2>/dev/null || skip_all "no mount namespace may be made here"
	rm -rf "$tmp"
	FAULTS_DISK=private exec unshare -m --propagation private sh "$0"
fi
mkdir "$store" && mount -t tmpfs -o size=2m tmpfs "$store" || skip_all "no tmpfs may be mounted here"
trap 'umount -l "$store"; rm -rf "$tmp"' EXIT
note "$fills fills"

"$tools/numbered" 0 | listbrief-ingest lab && echo 0 >>"$acks"
n=1 again=0
: >"$tmp/bad"
# deliver: mail $n; its answer in $code.
deliver() {
	"$tools/numbered" "$n" | listbrief-ingest lab 2>"$tmp/err"
	code=$?
	case $code in
	0) echo "$n" >>"$acks" ;;
	75) again=$((again + 1)) ;;
	*) echo "mail $n: $code: $(cat "$tmp/err")" >>"$tmp/bad" ;;
	esac
	n=$((n + 1))
}

for i in $(seq "$fills"); do
	# Room is left for some mails, another number of them each time.
	room=$((i % 4 * 12 + i % 3))
	head -c 2000000 /dev/zero >"$store/ballast" 2>/dev/null
	dd if=/dev/null of="$store/ballast" bs=1k seek=$(($(stat -c %s "$store/ballast") / 1024 - room)) \
		2>/dev/null
	# And the store has some room of its own.
	code=0 m=0
	while [ $code = 0 ] && [ $m -lt 200 ]; do
		deliver
		m=$((m + 1))
	done
	head -c 2000000 /dev/zero >"$store/ballast.more" 2>/dev/null
	deliver
	rm -f "$store/ballast" "$store/ballast.more"
	deliver
	[ "$code" = 0 ] || echo "mail $n is not taken though there is room: $(cat "$tmp/err")" >>"$tmp/bad"
	# The disk fills up with mail itself in the end: a new one, then.
	if [ "$(df --output=avail "$store" | tail -n 1)" -lt 400 ]; then
		sort -un "$acks" >"$acks.sorted"
		settle && "$tools/stored" "$store" lab "$acks.sorted" >>"$tmp/bad.stored" ||
			tail -n 1 "$tmp/bad.stored" >>"$tmp/bad"
		rm -rf "$store/lab" && : >"$acks"
		deliver
	fi
done
is "0 or 75 while the disk is full, 0 when there is room" "$(cat "$tmp/bad")" ""
ok "it was full at times ($again answers of 75)" [ "$again" -gt "$fills" ]
sound "a full disk"

# A limit of address space that a small map fits in, and a larger one does not.
umount "$store" && : >"$acks" && : >"$tmp/bad"
again=0
for i in $(seq 40); do
	n=$((i * 64 + 63))
	"$tools/numbered" "$n" | (ulimit -v 14000 && exec listbrief-ingest lab) 2>"$tmp/err"
	code=$?
	case $code in
	0) echo "$n" >>"$acks" ;;
	75) again=$((again + 1)) ;;
	*) echo "mail $n: $code" >>"$tmp/bad" ;;
	esac
done
is "with little address space: 0 or 75" "$(cat "$tmp/bad")" ""
note "with 14 MB of address space: $again of 40 sent away: $(tail -n 1 "$tmp/err")"
sound "with little address space"
trap 'rm -rf "$tmp"' EXIT
finish
