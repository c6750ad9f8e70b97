#!/bin/sh
# SPDX-License-Identifier: ISC
# A wrong config is one line and 78 by hand, 75 from a delivery agent; each single fault is in
# tests/unit/test_config.c.
. "$(dirname "$0")/../lib.sh"
config_for lab
printf 'Subject: s\n\nx\n' >"$tmp/mail"
{ echo "From a@example.org Fri Nov 14 09:00:00 2025"; cat "$tmp/mail"; } >"$tmp/mbox"

# wrong WHAT LINE: the config on stdin; what stderr says behind the file's name.
wrong() {
	cat >"$tmp/wrong.yaml"
	exits "$1, by hand" 78 listbrief-ingest -c "$tmp/wrong.yaml" -m lab <"$tmp/mbox"
	says "$1: what and where" "^listbrief-ingest: $tmp/wrong.yaml:$2"
	exits "$1, from an agent" 75 listbrief-ingest -c "$tmp/wrong.yaml" lab <"$tmp/mail"
	says "$1: the same words" "^listbrief-ingest: $tmp/wrong.yaml:$2"
}

wrong "an unknown key" '3: found unknown key "windows", expected one of title, ' <<EOF
store: s
lists:
  lab: { windows: 7d }
EOF
wrong "a wrong type" '3: at title: found a sequence, expected text' <<EOF
store: s
lists:
  lab: { title: [lab] }
EOF
wrong "no lists" '1: found no list below "lists", expected one or more' <<EOF
store: s
EOF
wrong "no store" '1: found no "store", expected the folder of the store' <<EOF
lists: { lab: }
EOF
wrong "nothing" '1: at the top: found nothing, expected a mapping' </dev/null
wrong "a key twice" '4: found "title" a second time, expected it once' <<EOF
store: s
lists:
  lab: { title: a,
         title: b }
EOF
wrong "an alias bomb" '1: found unknown key "a", expected one of store' <<EOF
a: &a [x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
lists: *d
EOF
wrong "an anchor" '1: found an anchor' <<EOF
store: &s /s
lists: { lab: }
EOF
wrong "a merge" '4: found unknown key "<<"' <<EOF
store: s
lists:
  lab:
    <<: { title: x }
EOF
wrong "depth" '1: at the top: found a sequence' <<EOF
$(head -c 60000 /dev/zero | tr '\0' '[')
EOF
wrong "size" '1: found more than 65536 bytes' <<EOF
store: s
# $(head -c 65536 /dev/zero | tr '\0' x)
EOF
wrong "a tab" '3: not YAML: .*found character that cannot start any token' <<EOF
store: s
lists:
	lab:
EOF
wrong "a zone that is not" '3: at timezone: found "Asia/Atlantis", expected UTC, a zone such as' <<EOF
store: s
lists:
  lab: { timezone: Asia/Atlantis }
EOF
wrong "a control character" '1: found a control character' <<'EOF'
store: "s\e[31m"
lists: { lab: }
EOF
printf 'store: \377\n' >"$tmp/bytes"
wrong "no UTF-8" '1: found bytes that are no UTF-8 text' <"$tmp/bytes"

# All four programs read it alike.
echo "stor: x" >"$tmp/wrong.yaml"
line="$tmp/wrong.yaml:1: found unknown key \"stor\""
exits "aggregate" 78 listbrief-aggregate -c "$tmp/wrong.yaml" lab
says "aggregate: the line" "^listbrief-aggregate: $line"
exits "report" 78 listbrief-report -c "$tmp/wrong.yaml" lab
says "report: the line" "^listbrief-report: $line"
exits "members" 78 listbrief-members -c "$tmp/wrong.yaml" lab list
says "members: the line" "^listbrief-members: $line"

# Where it is looked for.
unset LISTBRIEF_CONFIG
exits "no config anywhere" 78 listbrief-ingest -m lab <"$tmp/mbox"
says "no config anywhere: where it may be" "no config: give -c FILE, or make"
mkdir -p "$HOME/.config/listbrief"
sed 's|^store:.*|store: here|' "$tmp/config.yaml" >"$HOME/.config/listbrief/config.yaml"
exits "at home" 0 listbrief-ingest lab <"$tmp/mail"
ok "a relative store lies beside the config" [ -d "$HOME/.config/listbrief/here/lab" ]

# The example.
sed 's|^store:.*|store: example|' "$top/examples/config.yaml" >"$tmp/example.yaml"
exits "the example" 0 listbrief-ingest -c "$tmp/example.yaml" kvmarm <"$tmp/mail"
sed 's/^#model:/model:/; s/^#  /  /' "$tmp/example.yaml" >"$tmp/model.yaml"
exits "the example with its model" 0 listbrief-ingest -v -c "$tmp/model.yaml" kvmarm <"$tmp/mail"
says "it is the same store" "0 new, 1 duplicate"

finish
