#!/bin/sh
# SPDX-License-Identifier: ISC
# Long
# Every fuzz target over its seeds, and over all that ever crashed one: none dies, none takes long.
. "$(dirname "$0")/../lib.sh"
command -v python3 >/dev/null || skip_all "no python3"
ok "there are seeds" python3 "$top/tests/fuzz/seeds.py" "$top" "$tmp/seeds"

# Ten minutes: under a sanitizer, on a busy machine; alone no target takes three seconds.
for source in "$top"/tests/fuzz/fuzz_*.c; do
	name=${source##*/fuzz_} && name=${name%.c}
	set -- "$tmp/seeds/$name"/*
	[ -e "$1" ] || { skip "$name" "no seeds"; continue; }
	ok "$name: $# inputs" timeout 600 "$build/replay/$name" "$@"
done
finish
