#!/bin/sh
# mail-parser's odd mails: what we read equals its JSON, white space aside, or the case is named
# below with why ours is the better reading.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
[ -d "$corpora/mail-parser" ] || skip_all "no corpora"
command -v jq >/dev/null || skip_all "no jq"

cat >"$tmp/ours" <<'EOF'
legacy/002 text an HTML mail is told in words
legacy/024 text an HTML mail is told in words
legacy/025 text an HTML mail is told in words
legacy/039 text an HTML mail is told in words
legacy/050 text an HTML mail is told in words
legacy/010 subject raw Latin-1 is read as such, not as U+FFFD
legacy/020 subject raw Latin-1 is read as such, not as U+FFFD
legacy/022 subject raw Latin-1 is read as such, not as U+FFFD
legacy/027 subject raw Latin-1 is read as such, not as U+FFFD
legacy/052 subject raw Latin-1 is read as such, not as U+FFFD
legacy/052 text raw Latin-1 is read as such, not as U+FFFD
legacy/030 text a text file shown inline is kept, as code
legacy/042 text a text file shown inline is kept, as code
legacy/047 text a text file shown inline is kept, as code
rfc/000 text a mail inside the mail is kept, as a quote
rfc/002 text mails inside the mail are kept, as quotes
rfc/004 text mails inside the mail are kept, as quotes
rfc/007 text a mail inside the mail is kept, as a quote
rfc/009 text a mail inside the mail is kept, as a quote
EOF

# Both sides as lines "name field value", white space folded, in one order.
jq -r 'def header($n): [.parts[0].headers[] | select(.name == $n)][0].value;
def people: if type == "object" and .Address then
	.Address | (.List // [.Group[]?.addresses[]?]) else [] end;
def epoch: if type == "object" and .DateTime then .DateTime
	| ([.year, .month - 1, .day, .hour, .minute, .second, 0, 0] | mktime)
	- (.tz_hour * 3600 + .tz_minute * 60) * (if .tz_before_gmt then -1 else 1 end) else "" end;
. as $m | (input_filename | split("/")[-2:] | join("/") | rtrimstr(".json")) as $name
| ["subject", (header("subject").Text? // "")], ["from", (header("from") | people[0].name // "")],
  ["address", (header("from") | people[0].address // "")], ["date", (header("date") | epoch)],
  ["text", ([.text_body[] | $m.parts[.].body | (.Text // .Html // "")] | join("\n"))]
| ($name + " " + .[0] + " " + (.[1] | tostring)) | gsub("\\s+"; " ") | sub(" $"; "")
' "$corpora"/mail-parser/*/*.json >"$tmp/want"
"$build/tests/readmail" "$corpora"/mail-parser/*/*.eml | awk '
function out(field, value) {
	gsub(/[ \t]+/, " ", value); sub(/^ /, "", value)
	line = name " " field " " value; sub(/ +$/, "", line); print line
}
function flush() {
	if (name == "") return
	out("subject", f["subject"]); out("from", f["from"]); out("address", f["address"])
	sub(/ .*/, "", f["date"]); out("date", f["date"]); out("text", text)
}
/^== / { flush(); n = split($0, path, "/"); name = path[n - 1] "/" path[n]; sub(/\.eml$/, "", name)
	text = ""; head = 1; delete f; next }
head && /^$/ { head = 0; next }
head { key = $1; sub(/:$/, "", key); sub(/^[^ ]* ?/, ""); if (!(key in f)) f[key] = $0; next }
{ text = text " " substr($0, 2) }
END { flush() }' >"$tmp/got"
is "as many answers as questions" "$(wc -l <"$tmp/got")" "$(wc -l <"$tmp/want")"

exec 3<"$tmp/got"
while read -r name field want; do
	read -r _ _ have <&3
	# A date that mail-parser could not read, we tell from its arrival.
	case $field$want in date) continue ;; esac
	why=
	while read -r n f reason; do
		case "$n $f" in "$name $field") why=$reason ;; esac
	done <"$tmp/ours"
	if [ -z "$why" ]; then
		is "$name: $field" "$have" "$want"
	elif [ "$have" = "$want" ]; then
		is "$name: $field is no exception any more" same listed
	else
		is "$name: $field is ours: $why" "${have:+told}" told
	fi
done <"$tmp/want"
finish
