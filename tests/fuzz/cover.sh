#!/bin/sh
# SPDX-License-Identifier: ISC
# Which lines of our parsers the unit tests and the fuzz targets' seeds reach, by gcov.
# usage: B=FOLDER cover.sh
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build-cover}
parsers="common/header common/mailid common/maildate common/address common/rfc2047 common/charset
	common/transfer common/subject common/copy common/utf8 common/template_parse common/schema
	common/text filters/ingest/mbox filters/ingest/postmark filters/aggregate/mime
	filters/aggregate/bound filters/aggregate/soft filters/aggregate/clean filters/aggregate/quote
	filters/aggregate/flowed filters/aggregate/html filters/aggregate/facts filters/aggregate/trailer
	filters/aggregate/thread store/record store/record_digest store/wire store/pack"
units="address charset clean config copy facts header maildate mailid mbox mime read record rfc2047 subject
	template text thread utf8"
targets=$(ls tests/fuzz/fuzz_*.c | sed 's,tests/fuzz/fuzz_\(.*\)\.c,\1,')
for name in $units; do
	[ -e "tests/unit/test_$name.c" ] || continue
	set -- "$@" "$B/tests/test_$name"
done
for name in $targets; do
	set -- "$@" "$B/replay/$name"
done
make -s B="$B" CFLAGS="-O0 -g" SANITIZE=--coverage "$@"
find "$B" -name '*.gcda' -delete
seeds=$(mktemp -d)
trap 'rm -rf "$seeds"' EXIT
python3 tests/fuzz/seeds.py . "$seeds"
for program in "$@"; do
	case $program in
	*/replay/*) [ ! -d "$seeds/${program##*/}" ] || "$program" "$seeds/${program##*/}"/* ;;
	*) "$program" ;;
	esac >"$B/cover.log" 2>&1 || echo "cover: $program fails, see $B/cover.log" >&2
done
for parser in $parsers; do
	[ -e "$parser.c" ] || continue
	gcov -n -o "$B/$parser.o" "$parser.c" 2>/dev/null | grep -A1 "^File '$parser.c'" |
		sed -n "s,^Lines executed:\([0-9.]*\)% of \([0-9]*\),$parser.c \1 \2,p"
done | awk '{ printf "%6.2f %% of %4d  %s\n", $2, $3, $1; hit += $2 * $3 / 100; all += $3 }
	END { printf "%6.2f %% of %4d lines\n", 100 * hit / all, all }'
