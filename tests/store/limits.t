#!/bin/sh
# SPDX-License-Identifier: ISC
# Where memory, disk or the lock is short: nothing lost, and it goes on by itself.
. "$(dirname "$0")/../lib.sh"
config_for lab

mail() {
	printf 'Subject: s\nMessage-ID: <%s@example.org>\n\n' "$1"
	head -c "${2:-100}" /dev/urandom | base64
}
trap 'umount "$tmp/small" 2>/dev/null; rm -rf "$tmp"' EXIT

if readelf -d "$build/listbrief-ingest" | grep -q libasan; then
	skip "address space" "built with a sanitizer"
else
	# Dovecot gives a sieve's programs 256 MiB.
	mail a 200000 >"$tmp/a"
	exits "256 MiB of address space" 0 sh -c 'ulimit -v 262144; exec listbrief-ingest lab' <"$tmp/a"
	for kib in 65536 32768 16384 12288; do
		mail "v$kib" >"$tmp/a"
		sh -c "ulimit -v $kib; exec listbrief-ingest lab" <"$tmp/a" >"$tmp/.out" 2>&1
		code=$?
		ok "$kib KiB of address space: 0 or 75, not $code" [ $code -eq 0 -o $code -eq 75 ]
	done
fi

mail b >"$tmp/b"
exits "goes on afterwards" 0 listbrief-ingest lab <"$tmp/b"

# A full disk: mails until it is, then room again.
mkdir "$tmp/small"
if mount -t tmpfs -o size=3m none "$tmp/small" 2>/dev/null; then
	sed "s|^store:.*|store: $tmp/small|" "$tmp/config.yaml" >"$tmp/small.yaml"
	LISTBRIEF_CONFIG=$tmp/small.yaml
	n=0 code=0
	while [ $n -lt 100 ] && [ $code -eq 0 ]; do
		n=$((n + 1))
		mail "full$n" 100000 >"$tmp/full$n"
		listbrief-ingest lab <"$tmp/full$n" >"$tmp/.out" 2>"$tmp/.err"
		code=$?
	done
	is "a full disk: 75" $code 75
	# Neither the store nor the spool can take it: a line each.
	is "and why, a line a place" "$(grep -c "No space left" "$tmp/.err")" "$(wc -l <"$tmp/.err")"
	mount -o remount,size=30m "$tmp/small"
	exits "with room again the same mail is taken" 0 listbrief-ingest lab <"$tmp/full$n"
	kept=0
	for i in $(seq "$n"); do
		listbrief-ingest -v lab <"$tmp/full$i" 2>&1 | grep -q "0 new, 1 duplicate" && kept=$((kept + 1))
	done
	is "and every mail it took is there" $kept "$n"
	umount "$tmp/small"
	LISTBRIEF_CONFIG=$tmp/config.yaml
else
	skip "a full disk" "cannot mount"
fi

# A store that starts on a full disk.
if mount -t tmpfs -o size=16k none "$tmp/small" 2>/dev/null; then
	LISTBRIEF_CONFIG=$tmp/small.yaml
	# The spool may have the room that the store has not.
	listbrief-ingest lab <"$tmp/b" 2>"$tmp/.err"
	code=$?
	ok "no room to begin: 0 or 75, not $code" [ $code -eq 0 -o $code -eq 75 ]
	mount -o remount,size=30m "$tmp/small"
	exits "begins once there is" 0 listbrief-ingest lab <"$tmp/b"
	ok "and holds the mail once" sh -c 'listbrief-ingest -v lab <"$1" 2>&1 | grep -q "0 new, 1 duplicate"' sh "$tmp/b"
	umount "$tmp/small"
	LISTBRIEF_CONFIG=$tmp/config.yaml
else
	skip "no room to begin" "cannot mount"
fi

finish
