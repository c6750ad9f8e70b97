#!/bin/sh
# Mails made to kill or stall a MIME parser: each is read in time, and the reader lives.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
faults=${LISTBRIEF_FAULTS:-$top/../shared/faults}
[ -f "$faults/mail/gen.py" ] || skip_all "no faults"
command -v python3 >/dev/null || skip_all "no python3"

mkdir "$tmp/mails"
python3 - "$faults/mail/gen.py" "$tmp/mails" <<'EOF'
import contextlib, re, runpy, sys
program, folder = sys.argv[1:]
for kind in re.findall(r'if k=="([a-z0-9]+)":', open(program).read()):
    for size in 1, 100, 10000, 100000:
        sys.argv = [program, kind, str(size)]
        with open(f"{folder}/{kind}-{size}.eml", "w", newline="") as out, contextlib.redirect_stdout(out):
            runpy.run_path(program)
EOF
cp "$faults"/mail/*.eml "$tmp/mails"
"$build/tests/readmail" -q "$tmp"/mails/*.eml >"$tmp/read" 2>"$tmp/err"
is "the reader lives" $? 0
is "every mail is read" "$(wc -l <"$tmp/read")" "$(ls "$tmp/mails" | wc -l)"
# A busy machine is slow at times: what is slow five times is.  A sanitizer takes as long as it does.
seconds=2
readelf -d "$build/tests/readmail" | grep -q libasan && seconds=20
slow() {
	awk -v seconds=$seconds '$1 >= seconds { print $3 }' "$1"
}
slow "$tmp/read" >"$tmp/slow"
for try in 1 2 3 4; do
	[ -s "$tmp/slow" ] || break
	"$build/tests/readmail" -q $(cat "$tmp/slow") >"$tmp/again" 2>>"$tmp/err"
	slow "$tmp/again" >"$tmp/slow"
done
is "each in under $seconds s" "$(cat "$tmp/slow")" ""
is "none kills the child" "$(awk 'int($2 / 4) % 2' "$tmp/read")" ""
finish
