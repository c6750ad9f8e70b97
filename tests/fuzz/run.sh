#!/bin/sh
# SPDX-License-Identifier: ISC
# Runs every fuzz target there is for some seconds each, or RUNS times, from its own seeds; a crash
# fails the run.  TARGETS names some of them; LEN is the longest input, FLAGS goes to libFuzzer as it is.
# usage: B=BUILD run.sh [SECONDS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-60}
seed=${SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
echo "fuzz: seed $seed, $seconds s a target"
passed=0 failed=0
seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
python3 "$here/seeds.py" "$here/../.." "$seeds"
for source in "$here"/fuzz_*.c; do
	name=${source##*/fuzz_} && name=${name%.c}
	case " ${TARGETS:-$name} " in *" $name "*) ;; *) continue ;; esac
	target=$B/tests/fuzz_$name
	work=$(mktemp -d)
	mkdir -p "$seeds/$name"
	if "$target" -seed="$seed" ${RUNS:+-runs="$RUNS"} -max_total_time="$seconds" -timeout=5 \
		-rss_limit_mb=512 -max_len="${LEN:-65536}" ${FLAGS:-} -dict="$here/mail.dict" \
		-artifact_prefix="$work/" "$work" "$seeds/$name" >"$work.log" 2>&1; then
		passed=$((passed + 1))
		echo "ok - $name: $(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\).*/\1 runs in \2 s/p' "$work.log")"
	else
		failed=$((failed + 1))
		echo "not ok - $name"
		tail -30 "$work.log"
		ls "$work"/crash-* "$work"/timeout-* "$work"/oom-* 2>/dev/null | head -3 | xargs -r -n1 base64 -w0
		echo
	fi
	rm -rf "$work" "$work.log"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
