#!/bin/sh
# SPDX-License-Identifier: ISC
# Which lines of our parsers the unit tests and the fuzz targets' seeds reach, by gcov.
# usage: B=FOLDER cover.sh
set -eu
cd "$(dirname "$0")/../.."
B=${B:-build-cover}
# Where bytes of others are read.  Of aggregate that is all but what runs it and what asks the store.
parsers="common/address.c common/charset.c common/copy.c common/header.c common/maildate.c common/mailid.c
	common/rfc2047.c common/schema.c common/subject.c common/template_parse.c common/text.c
	common/transfer.c common/utf8.c filters/ingest/mbox.c filters/ingest/postmark.c
	$(ls filters/aggregate/*.c | grep -v -e /main.c -e /link.c -e /worker.c -e /fence.c -e /affected.c)
	filters/members/letter.c filters/members/orders.c filters/report/model/answer.c
	filters/report/verify/*.c store/record.c store/record_digest.c store/lines.c store/wire.c store/pack.c"
for source in tests/unit/test_*.c; do
	name=${source##*/}
	set -- "$@" "$B/tests/${name%.c}"
done
for source in tests/fuzz/fuzz_*.c; do
	name=${source##*/fuzz_}
	set -- "$@" "$B/replay/${name%.c}"
done
make -s -j"$(nproc)" B="$B" CFLAGS="-O0 -g" SANITIZE=--coverage "$@"
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
	gcov -n -o "$B/${parser%.c}.o" "$parser" 2>/dev/null | grep -A1 "^File '$parser'" |
		sed -n "s,^Lines executed:\([0-9.]*\)% of \([0-9]*\),$parser \1 \2,p"
done | awk '{ printf "%6.2f %% of %4d  %s\n", $2, $3, $1; hit += $2 * $3 / 100; all += $3 }
	END { printf "%6.2f %% of %4d lines\n", 100 * hit / all, all }'
