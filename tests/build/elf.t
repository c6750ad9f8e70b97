#!/bin/sh
# SPDX-License-Identifier: ISC
# What the compiler and the linker were asked for against attackers is in the programs: read from the ELF.
. "$(dirname "$0")/../lib.sh"
command -v readelf >/dev/null || skip_all "no readelf"
readelf -d "$build/listbrief-ingest" | grep -q libasan && skip_all "built with a sanitizer"
has() {
	ok "$1" grep -E -- "$3" "$2"
}
lacks() {
	ok "$1" sh -c '! grep -E -- "$2" "$1"' sh "$2" "$3"
}

for program in ingest aggregate report members static/listbrief-ingest; do
	file=$build/listbrief-$program
	case $program in static/*) file=$build/$program ;; esac
	[ -x "$file" ] || { skip "$program" "not built"; continue; }
	all=$tmp/all symbols=$tmp/symbols
	readelf -Whld "$file" >"$all"
	readelf -Ws "$file" >"$symbols"
	has "$program: its address is drawn at random" "$all" 'Type: +DYN'
	has "$program: PIE" "$all" 'Flags: .*PIE'
	has "$program: relocations are read-only" "$all" 'GNU_RELRO'
	has "$program: and made at the start" "$all" '\(BIND_NOW\)|\(FLAGS(_1)?\) .*NOW'
	has "$program: its stack is no code" "$all" 'GNU_STACK .* RW +0x'
	lacks "$program: nothing is both written and run" "$all" 'LOAD .* RWE'
	has "$program: stack protector" "$symbols" '__stack_chk_fail'
	has "$program: FORTIFY" "$symbols" '__[a-z]+_chk'
	lacks "$program: no path of a library" "$all" '\((RPATH|RUNPATH)\)'
done

# Indirect branches and return addresses: the note stands in each object of ours, and in the whole where
# the libraries linked in have it too.
if cc -fcf-protection -dM -E - </dev/null | grep -q __CET__; then
	for object in $(find "$build/store" "$build/filters/ingest" -name '*.o'); do
		readelf -Wn "$object" 2>/dev/null | grep -q 'IBT, SHSTK' || echo "$object"
	done >"$tmp/without"
	is "CFI note: in every object" "$(cat "$tmp/without")" ""
else
	skip "CFI note" "the compiler has none"
fi
finish
