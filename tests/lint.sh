#!/bin/sh
# What no compiler holds: the direction of the house, sizes, and what must not stand in a source.
# Says each finding on a line of its own; exits 1 where there is one.
# SPDX-License-Identifier: ISC
set -u
cd "$(dirname "$0")/.." || exit 1
LC_ALL=C
export LC_ALL
findings=$(mktemp) || exit 1
trap 'rm -f "$findings"' EXIT

c_files=$(find common store filters tests -name '*.[ch]' | sort)
sh_files=$(find tests examples .ci -name '*.sh' -o -name '*.t' -o -path .ci/run | sort)
py_files=$(find tests examples bench -name '*.py' 2>/dev/null | sort)
pages=$(find man -name '*.[1-8]' | sort)

# finds WHAT: what comes in on stdin, if anything, is wrong.
finds() {
	sed "s/^/$1: /" >>"$findings"
}
# among PATTERN FILE...: where it stands, by file and line; no files is no finding.
among() {
	pattern=$1; shift
	[ $# -eq 0 ] || grep -nHE -- "$pattern" "$@" | cut -c1-120
}

# Direction: common <- store <- filters, and no filter knows another.
among '^#include "(store|filters)/' $(find common -name '*.[ch]') |
	finds "common looks up"
among '^#include "filters/' $(find store -name '*.[ch]') | finds "store looks up"
for filter in ingest aggregate report members; do
	among '^#include "filters/' $(find filters/$filter -name '*.[ch]') |
		grep -v "\"filters/$filter/" | finds "a filter looks at another"
done

# The rooms of filters/report, each with those below that it may use; what stands beside them uses all.
while read -r room below; do
	among '^#include "filters/report/' $(find "filters/report/$room" -name '*.[ch]') |
		grep -vE "\"filters/report/($room$below)/|/window\.h\"" | finds "$room looks up"
done <<-ROOMS
	extract
	verify |extract
	entry |extract
	model |entry|verify
	view
	delivery |entry|view
ROOMS

# A third party's header: in no header of ours, and in one source file.
third='(libetpan/[a-z0-9_-]+|lmdb|yaml|jansson|libxml/[A-Za-z]+|uni(str|width|lbrk|norm|case|types|ctype|conv|gbrk)|zstd|nettle/[a-z0-9-]+|ut(hash|list|array|string)|curl/[a-z]+)\.h'
sources=$(find common store filters -name '*.c')
among "^#include <$third>" $(find common store filters -name '*.h') |
	finds "a third party's header in a header of ours"
among "^#include <$third>" $sources | sed -E 's/.*<(.*)>.*/\1/' | sort | uniq -d |
	finds "included by more than one file"
# All else in angle brackets is libc's.
among '^#include <' $sources | grep -vE "<$third>" |
	sed -E 's/([^:]*):[0-9]*:#include <(.*)>.*/\2 \1/' | while read -r header file; do
	echo "#include <$header>" | ${CC:-cc} -D_GNU_SOURCE -E -M -x c - 2>/dev/null |
		tr ' ' '\n' | grep -qE "(/|^)$header\$" && continue
	echo "$header in $file"
done | finds "no such header in libc"

# Memory, exits, and functions that know no bounds.
among '(^|[^_a-z])(malloc|calloc|realloc|strdup|strndup|asprintf|vasprintf)\(' $sources |
	grep -vE '^common/(arena|buf)\.c:' | while IFS=: read -r file line; do
	grep -q 'out_of_memory()' "$file" || echo "$file:$line"
done | finds "memory outside arena and buf, without out_of_memory()"
among '(^|[^_a-z])exit\(' $sources | grep -vE '/main\.c:' | finds "exit outside main"
among '(^|[^_a-z])(strcpy|strcat|sprintf|vsprintf|gets|system|popen|strtok|alloca)\(' $sources |
	finds "not here"
# What a reader sees is words, and words stand in templates.
among '[^ -~	]' $(find filters/report -name '*.[ch]') | finds "words in C"

# Sizes.
awk 'FNR == 1 { start = 0 }
	/^\{/ { start = FNR }
	/^\}/ && start { if (FNR - start - 1 > 100) print FILENAME ":" start; start = 0 }
	FNR == 501 { print FILENAME ": more than 500 lines" }' $c_files | finds "too long"

# Every file says its licence, has clean line ends and nothing left to do.
for file in $c_files $sh_files $py_files; do
	head -n 5 "$file" | grep -q 'SPDX-License-Identifier: ISC' || echo "$file"
done | finds "no licence line"
all="$c_files $sh_files $py_files $pages Makefile $(ls ./*.md 2>/dev/null)"
among '[ 	]+$' $all | grep -v ':-- $' | finds "white space at the end"
# Split, so that this line does not find itself.
among "(^|[^A-Za-z])(TO""DO|FIX""ME|XX""X)([^A-Za-z]|\$)" $all | finds "left to do"

for file in $sh_files; do
	sh -n "$file" 2>&1
done | finds "sh"
for file in $py_files; do
	python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read())' "$file" 2>&1 | tail -n 1
done | finds "python"
# mandoc looks for other manuals in the system, where ours need not be.
[ -z "$pages" ] || mandoc -Tlint -Wstyle $pages 2>&1 | grep -v -e 'referenced manual not found' -e 'mandoc.db' |
	finds "man"
[ -z "$pages" ] || grep -ho '^\.Xr listbrief[a-z.-]* [1-8]' $pages | sort -u |
	while read -r _ page section; do
		[ -e "man/$page.$section" ] || echo "$page($section)"
	done | finds "no such page"
# What our own pages point to is there.
grep -oE '\]\([^):]+\)' ./*.md | sed 's/.*(//; s/)$//' | sort -u | while read -r file; do
	[ -e "$file" ] || echo "$file"
done | finds "a page points to what is not there"
for program in ingest aggregate report members; do
	[ -e man/listbrief-$program.1 ] || echo "listbrief-$program"
done | finds "no man page"
clang-format --dry-run $(find common store filters tests -name '*.c') 2>&1 |
	grep 'clang-format-violations' | cut -d: -f1 | sort -u | finds "not as clang-format has it"

if [ -s "$findings" ]; then
	cat "$findings"
	exit 1
fi
echo "lint: $(echo "$all" | wc -w) files, nothing found"
