#!/bin/sh
# make install and uninstall: all that belongs under PREFIX, programs that run from there, and
# nothing left behind.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
cd "$top" || exit 1
# What was built for another PREFIX is installed as it is: "-o all" builds nothing anew.
ok "make install" make -s -o all B="$build" PREFIX="$tmp/usr" install
for program in ingest aggregate report members; do
	ok "listbrief-$program runs" "$tmp/usr/bin/listbrief-$program" --version
	ok "  and has its page" test -s "$tmp/usr/share/man/man1/listbrief-$program.1"
done
ok "templates" test -d "$tmp/usr/share/listbrief/templates/en"
ok "examples" test -s "$tmp/usr/share/doc/listbrief/examples/sample.mbox"

config_for emberfs
PATH=$tmp/usr/bin:/usr/bin:/bin
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
is "the programs are the installed ones" "$(command -v listbrief-report)" \
    "$tmp/usr/bin/listbrief-report"
for language in en zh-CN; do
	sed -i "s/language: .*/language: $language/" "$tmp/config.yaml"
	exits "a digest in $language" 0 \
	    listbrief-report --format html --since 2025-10-13 --until 2025-10-20 emberfs
done
mv "$tmp/usr/share/listbrief/templates" "$tmp/usr/share/listbrief/away"
exits "its templates are those beside its bin" 78 listbrief-report emberfs
mv "$tmp/usr/share/listbrief/away" "$tmp/usr/share/listbrief/templates"

ok "make uninstall" make -s B="$build" PREFIX="$tmp/usr" uninstall
is "leaves no file" "$(find "$tmp/usr" -type f -o -type l)" ""
finish
