#!/bin/sh
# SPDX-License-Identifier: ISC
# make static: an ingest that needs no loader, no library and no file but its configuration and store.
. "$(dirname "$0")/../lib.sh"
static=$build/static/listbrief-ingest
[ -x "$static" ] || skip_all "not built: make static"
config_for lab
mail() {
	printf 'Subject: s\nMessage-ID: <%s@example.org>\n\nHello.\n' "$1" >"$tmp/mail"
}

is "it has no loader and needs no library" \
	"$(readelf -ld "$static" | grep -E 'INTERP|NEEDED|Requesting')" ""
mail one
exits "with paths of the loader that lead nowhere" 0 env LD_LIBRARY_PATH=/nowhere \
	LD_PRELOAD=/nowhere/lib.so "$static" lab <"$tmp/mail"
is "with paths of the loader that lead nowhere: no word" "$(cat "$tmp/.err")" ""

# In a root of its own there is nothing else at all.
root=$tmp/root
mkdir -p "$root/store"
cp "$static" "$root/ingest"
sed 's|^store:.*|store: /store|' "$tmp/config.yaml" >"$root/config.yaml"
enter="chroot"
[ "$(id -u)" -eq 0 ] || enter="unshare -r chroot"
if $enter "$root" /ingest --version >/dev/null 2>&1; then
	mail two
	exits "alone in a root" 0 $enter "$root" /ingest -c /config.yaml lab <"$tmp/mail"
	is "alone in a root: no word" "$(cat "$tmp/.err")" ""
	exits "alone in a root, again" 0 $enter "$root" /ingest -v -c /config.yaml lab <"$tmp/mail"
	says "alone in a root: it was stored" "0 new, 1 duplicate"
	exits "alone in a root, no home" 75 env -u HOME -u LISTBRIEF_CONFIG $enter "$root" /ingest lab <"$tmp/mail"
	says "alone in a root, no home: said" "no config: give -c FILE"
	cp "$build/listbrief-ingest" "$root/shared"
	exits "the shared one cannot even start there" 127 $enter "$root" /shared -c /config.yaml lab <"$tmp/mail"
else
	skip "alone in a root" "no right to chroot"
fi

finish
