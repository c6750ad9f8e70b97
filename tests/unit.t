#!/bin/sh
# SPDX-License-Identifier: ISC
# Runs every unit test program there is; each prints TAP of its own.
. "$(dirname "$0")/lib.sh"
for program in "$build"/tests/test_*; do
	[ -x "$program" ] && [ ! -d "$program" ] || continue
	case $program in *.d | *.o) continue ;; esac
	name=${program##*/}
	CMOCKA_MESSAGE_OUTPUT=tap "$program" >"$tmp/$name.tap" 2>&1
	code=$?
	# One line per case, numbered anew; comments kept for those that fail.
	while IFS= read -r line; do
		case $line in
		"ok "*) count=$((count + 1)); echo "ok $count - $name: ${line#*- }" ;;
		# cmocka calls what it skips not ok.
		"not ok "*"# SKIP "*) skip "$name: ${line##*# SKIP }" "by itself" ;;
		"not ok "*) count=$((count + 1)); echo "not ok $count - $name: ${line#*- }" ;;
		"1.."*) ;;
		*) echo "# $line" ;;
		esac
	done <"$tmp/$name.tap"
	is "$name exits 0" $code 0
done
finish
