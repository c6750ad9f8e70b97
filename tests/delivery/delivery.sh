# SPDX-License-Identifier: ISC
# Sourced by the tests of mail servers, in the box: the list kvmarm, numbered mails, and what a server
# must do when all is well and when it is not.  A test gives the functions
#	send N		mail N to the list, as a stranger
#	waiting		how many mails the server still has
#	again		it is to try those once more
. "$top/tests/lib.sh"
store=/var/lib/listbrief/store
config_for kvmarm
sed "s|^store:.*|store: $store|" "$tmp/config.yaml" >/etc/listbrief.yaml
LISTBRIEF_CONFIG=/etc/listbrief.yaml
unset HOME
mkdir -p "$store" && mount -t tmpfs -o size=3m tmpfs "$store"
: >"$tmp/sent"
owner=${owner:-listbrief}
chown "$owner" "$store" && chmod 700 "$store"
ingest=/usr/local/bin/listbrief-ingest
cp "$ingest" "$tmp/ingest"
chmod 755 "$tmp"
as_owner() {
	setpriv --reuid="$owner" --regid="$owner" --clear-groups "$@"
}

# until_none: until the server has nothing left to do; false after 20 s.
until_none() {
	for look in $(seq 200); do
		[ "$(waiting)" -eq 0 ] && return
		sleep 0.1
	done
	return 1
}

# tried: until the server has tried the mail: the log says so of mail N.
tried() {
	for look in $(seq 200); do
		deferred "$1" && return
		sleep 0.1
	done
	return 1
}

# kept WHAT N: mail N is sent, cannot be taken, and the server keeps it.
kept() {
	send "$2"
	ok "$1: tried" tried "$2"
	is "$1: the mail server keeps the mail" "$(waiting)" 1
}

# then WHAT: the cause is gone.
then_taken() {
	again
	ok "$1: it comes again and is taken" until_none
	all_stored "$1"
}

# all_stored WHAT: all that was sent is in the store, once; the server adds fields, so not byte for byte.
all_stored() {
	is "$1: stored once" "$(as_owner "$build/tools/stored" "$store" kvmarm "$tmp/sent" 2>&1 | sed 's/ wrong.*//')" \
		"stored $(wc -l <"$tmp/sent") acknowledged $(wc -l <"$tmp/sent") lost 0 twice 0"
}

# mail N: to be sent; its number is noted.
mail() {
	echo "$1" >>"$tmp/sent"
	"$build/tools/numbered" "$1" | sed '2i To: kvmarm-in@box.test\nList-Id: <kvmarm.lists.linux.dev>'
}

# use_up N: mails from N on, until what room the store has of its own is full.
use_up() {
	next=$1
	while "$build/tools/numbered" "$next" | as_owner "$ingest" kvmarm 2>/dev/null; do
		echo "$next" >>"$tmp/sent"
		next=$((next + 1))
	done
}

# failures FIRST WHAT: from mail FIRST on, everything that may go wrong, one after the other.
failures() {
	n=$1
	mv "$store/kvmarm" "$store/away" && : >"$store/kvmarm"
	kept "$2: the store is away" $((n + 1))
	rm "$store/kvmarm" && mv "$store/away" "$store/kvmarm"
	then_taken "$2: the store is away"

	head -c 3000000 /dev/zero >"$store/ballast" 2>/dev/null
	use_up $((n * 1000 + 1000000))
	# A big one: a small one may still find room in the store.
	kept "$2: the disk is full" $((n * 64 + 63))
	rm "$store/ballast"
	then_taken "$2: the disk is full"

	printf '#!/bin/sh\nkill -KILL $$\n' >"$ingest"
	kept "$2: ingest is killed" $((n + 3))
	cat "$tmp/ingest" >"$ingest"
	then_taken "$2: ingest is killed"

	mv /etc/listbrief.yaml /etc/listbrief.away
	kept "$2: no config" $((n + 4))
	mv /etc/listbrief.away /etc/listbrief.yaml
	then_taken "$2: no config"

	mv "$ingest" "$ingest.away"
	kept "$2: no program" $((n + 5))
	mv "$ingest.away" "$ingest"
	then_taken "$2: no program"
}
