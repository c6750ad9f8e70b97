# Sourced by tests/faults/*.t: a list "lab" in a store in memory, numbered mails, seeds that are said.
# SPDX-License-Identifier: ISC
# Nothing here is about disks, but where a test says so: a killed process loses nothing it wrote.
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || TMPDIR=/dev/shm
export TMPDIR
. "$(dirname "$0")/../lib.sh"
tools=$build/tools
seed=${FAULTS_SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
config_for lab
store=$tmp/store
acks=$tmp/acks
: >"$acks"

# note WORDS: shown whether the test passes or not.
note() {
	echo "# ${0##*/}: $*" >&2
}

# strace_works: whether ingest can be traced here; sets $why where not.
strace_works() {
	why=
	strace -o /dev/null true 2>/dev/null || why="no strace"
	readelf -d "$build/listbrief-ingest" | grep -q libasan && why="built with a sanitizer"
	[ -z "$why" ]
}

# settle: no mail is left in a spool; each delivery takes in some, and it may be thousands that came
# while aggregate had the lock.  What a killed deliverer had begun to write, tmp-*, is no mail.
settle() {
	step=0 left=
	while [ "$left" != 0 ]; do
		step=$((step + 1)) before=$left
		printf 'Message-ID: <settle-%s@example.org>\n\nx\n' "$step" | listbrief-ingest lab || return
		left=$(find "$store" -path '*/spool/[0-9]*' -type f 2>/dev/null | wc -l)
		[ -z "$before" ] || [ "$left" -lt "$before" ] || return
	done
}

# sound WHAT: after all that, the store takes mail, and what was acknowledged is in it, once, right.
sound() {
	sort -un "$acks" >"$acks.sorted"
	exits "$1: the store takes mail as before" 0 settle
	ok "$1: what was acknowledged is stored, once, byte for byte" \
		"$tools/stored" "$store" lab "$acks.sorted"
	note "$1: $(tail -n 1 "$tmp/.out")"
}
