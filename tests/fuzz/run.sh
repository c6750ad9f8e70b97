#!/bin/sh
# SPDX-License-Identifier: ISC
# Runs every fuzz target there is for some seconds each, from its own corpus; a crash fails the run.
# usage: B=BUILD run.sh [SECONDS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-60}
seed=${SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
echo "fuzz: seed $seed, $seconds s a target"
passed=0 failed=0
for target in "$B"/tests/fuzz_*; do
	[ -x "$target" ] && [ ! -d "$target" ] || continue
	name=${target##*/fuzz_}
	work=$(mktemp -d)
	mkdir -p "$here/corpus/$name"
	if "$target" -seed="$seed" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=512 -max_len=65536 \
		-artifact_prefix="$work/" "$work" "$here/corpus/$name" >"$work.log" 2>&1; then
		passed=$((passed + 1))
		echo "ok - $name: $(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\).*/\1 runs in \2 s/p' "$work.log")"
	else
		failed=$((failed + 1))
		echo "not ok - $name"
		tail -30 "$work.log"
		ls "$work"/crash-* "$work"/timeout-* "$work"/oom-* 2>/dev/null | head -3 | xargs -r -n1 base64 -w0
		echo
	fi
	rmdir "$here/corpus/$name" 2>/dev/null || true
	rm -rf "$work" "$work.log"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
