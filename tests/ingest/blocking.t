#!/bin/sh
# SPDX-License-Identifier: ISC
# Descriptors that do not block, for whoever gave them to us wanted it so: they are waited for.
. "$(dirname "$0")/../lib.sh"
command -v python3 >/dev/null || skip_all "no python3"
config_for lab
cat >"$tmp/late.py" <<'PYTHON'
# late.py END PROGRAM...: the mail in file END.mail comes late, or what comes out is read late, through
# a pipe that does not block at the program's end.  What came out is in END.out.
import os, subprocess, sys
end, program = sys.argv[1], sys.argv[2:]
name = os.environ["tmp"] + "/" + end
mail = open(name + ".mail", "rb")
out = open(name + ".out", "wb")
r, w = os.pipe()
if end == "in":
    os.set_blocking(r, False)
    p = subprocess.Popen(program, stdin=r, stdout=out)
else:
    os.set_blocking(w, False)
    p = subprocess.Popen(program, stdin=mail, stdout=w)
    os.close(w)
try:
    p.wait(0.3)
    print("it did not wait")
except subprocess.TimeoutExpired:
    pass
if end == "in":
    os.close(r)
    with os.fdopen(w, "wb") as pipe:
        pipe.write(mail.read())
else:
    with os.fdopen(r, "rb") as pipe:
        out.write(pipe.read())
sys.exit(p.wait())
PYTHON
# late WHAT CODE END PROGRAM...
late() {
	what=$1 code=$2; shift 2
	exits "$what" "$code" env tmp="$tmp" python3 "$tmp/late.py" "$@"
	is "$what: it waits" "$(cat "$tmp/.out" "$tmp/.err")" ""
}

printf 'Subject: s\nMessage-ID: <1@example.org>\n\nx\n' >"$tmp/in.mail"
late "a mail that comes late" 0 in listbrief-ingest lab
exits "it is stored" 0 listbrief-ingest -v lab <"$tmp/in.mail"
says "whole" "0 new, 1 duplicate"
{ echo "From a@example.org Fri Nov 14 09:00:00 2025"; cat "$tmp/in.mail"; } >"$tmp/mbox"
cp "$tmp/mbox" "$tmp/in.mail"
late "an mbox that comes late" 0 in listbrief-ingest -qm lab
late "no LIST, and a mail that comes late" 75 in sh -c 'listbrief-ingest 2>&-'

{ printf 'Subject: s\nMessage-ID: <2@example.org>\n\n'; head -c 3000000 /dev/zero; } >"$tmp/out.mail"
late "a reader that is late" 0 out listbrief-ingest --passthrough lab
ok "it has the mail" cmp "$tmp/out.mail" "$tmp/out.out"

finish
