#!/bin/sh
# SPDX-License-Identifier: ISC
# The power is cut at any moment: what deliveries write, rename and sync is recorded, and what a disk
# may hold after a cut is made from it again and again (tests/faults/power.py), FAULTS_CUTS times.
# Where syncs are left out of the replay, mail must be lost: else the test would show nothing.
. "$(dirname "$0")/faults.sh"
strace_works || skip_all "$why"
command -v python3 >/dev/null || skip_all "no python3"
cuts=${FAULTS_CUTS:-1000}
calls=openat,close,read,write,pwrite64,writev,pwritev,pwritev2,lseek,ftruncate,fallocate,fsync,fdatasync
calls=$calls,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,exit_group
note "$cuts cuts, seed $seed"

# Mail after mail into a new store; then four while another program holds it; then one more, which
# finds it free.
mkdir "$tmp/mails" && "$tools/numbered" 1 16 "$tmp/mails"
cat >"$tmp/deliveries" <<'EOT'
for i in 1 2 3 4 5 6 7 8 9 10; do
	listbrief-ingest lab <"$1/mails/$i" || exit 1
done
exec 9>>"$1/store/lab/lock"
flock 9
for i in 11 12 13 14; do
	listbrief-ingest lab <"$1/mails/$i" 9>&- 2>>"$1/busy" &
done
wait
exec 9>&-
for i in 15 16; do
	listbrief-ingest lab <"$1/mails/$i" || exit 1
done
EOT
ok "deliveries are recorded" strace -f -y -xx -s 4000000 -e trace="$calls" -o "$tmp/log" \
	sh "$tmp/deliveries" "$tmp"

# The store is taken up where the cut left it.
cat >"$tmp/check" <<'EOT'
sed "s|^store:.*|store: $2|" "$1" >"$3.yaml"
for i in 1 2; do
	printf 'Message-ID: <%s@after>\n\nx\n' $i | listbrief-ingest -c "$3.yaml" lab || exit 1
done
exec "$TOOLS/stored" "$2" lab "$3"
EOT
TOOLS=$tools
export TOOLS
cut() {
	python3 "$top/tests/faults/power.py" "$tmp/log" "$store" "$1" "$seed" "$2" \
		sh "$tmp/check" "$tmp/config.yaml"
}

ok "nothing acknowledged is lost, and the store goes on" cut "$cuts" nothing
note "$(tail -n 1 "$tmp/.out")"
for forgotten in sync meta names; do
	exits "it would be lost, were it not for: $forgotten" 1 cut 200 $forgotten
	note "without $forgotten: $(tail -n 1 "$tmp/.out")"
done
finish
