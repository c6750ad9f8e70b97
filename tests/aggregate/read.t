#!/bin/sh
# Mails and what aggregate reads in them: x.eml -> x.expect, as readmail prints it.
# UPDATE=1 writes the expectations anew; read the difference before you commit it.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
cd "$top" || exit 1
for mail in tests/data/clean/*.eml tests/data/facts/*.eml tests/data/mime/*.eml; do
	expect=${mail%.eml}.expect
	[ -z "${UPDATE:-}" ] || "$build/tests/readmail" "$mail" >"$expect"
	"$build/tests/readmail" "$mail" >"$tmp/got" 2>"$tmp/err"
	ok "${mail#tests/data/}" diff -u "$expect" "$tmp/got"
done
finish
