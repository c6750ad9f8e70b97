#!/bin/sh
# A cut copy gives way to the whole mail, whenever that comes: linked is what is stored, and nothing else.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for lab

# put ID BODY: delivers a mail.
put() { printf 'Message-ID: <%s@x>\nFrom: a@x\nSubject: %s\nDate: Fri, 14 Nov 2025 10:00:00 +0000\n\n%s' "$1" "$1" "$2" | listbrief-ingest lab; }
linked() { "$build/tools/linked" "$tmp/store" lab; }
# slow ID WORDS: a mail that takes a while to read, with WORDS at its end.
slow() {
	{
		printf 'Message-ID: <%s@x>\nFrom: a@x\nSubject: slow\nContent-Type: text/html\n\n' "$1"
		yes '<a><b>&lt;' | head -n 400000
		printf '%s' "$2"
	} | listbrief-ingest lab
}
# start: aggregate, stopped when it has read the log once and is at work on what it found.
start() {
	listbrief-aggregate -q lab &
	pid=$!
	until [ "$(cat "/proc/$pid/task/$pid/children" 2>/dev/null)" ] || ! kill -0 "$pid" 2>/dev/null; do :; done
	ok "$1: it is caught at work" kill -STOP "$pid"
}
finish_it() {
	kill -CONT "$pid"
	wait "$pid"
	is "$1: it ends" $? 0
	exits "$1: and again" 0 listbrief-aggregate -q lab
}

begin='The scheduler takes the lock'
# What is replaced leaves a gap in the log, so that there is room for what comes late in the same batch.
put gap 'One gap'; put gap 'One gap more'; put gap 'One gap more, and on'
put cut "$begin"
slow slow "$begin"
start "between two looks"
put cut "$begin in the error path, and regresses."
finish_it "between two looks"
is "between two looks: no cut one beside it" "$(linked)" "stored 3 linked 3"

# Now the only mail that was read is gone, and then its heir too.
slow alone "$begin"
start "before it is linked"
slow alone "$begin in the error path"
slow alone "$begin in the error path, and regresses."
finish_it "before it is linked"
is "before it is linked: no cut one beside it" "$(linked)" "stored 4 linked 4"

# Batches of one mail, the first of which tells of three that are gone.
for n in One Two Three; do put many "$n was cut"; done
exits "three of an id" 0 "$build/tools/link" "$tmp/store" lab 1
for n in One Two Three; do put many "$n was cut, and is whole."; done
exits "all replaced" 0 "$build/tools/link" "$tmp/store" lab 1
is "three of an id, whole" "$(linked)" "stored 7 linked 7"
finish
