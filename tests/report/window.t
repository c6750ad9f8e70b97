#!/bin/sh
# Which window is taken, where the digest goes, and what is wrong on the command line.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for demo en Europe/Berlin
SOURCE_DATE_EPOCH=$(date -u -d '2025-03-31T12:00:00Z' +%s)
export SOURCE_DATE_EPOCH
sed -i '/^lists:/i mail: { sendmail: /bin/true }' "$tmp/config.yaml"

# mail ID TIME: one mail into the list.
mail() {
	{
		printf 'Received: from a by b; %s\nMessage-ID: <%s@x.example>\n' "$(date -R -u -d "$2")" "$1"
		printf 'From: Ann <ann@x.example>\nSubject: %s\nDate: %s\n\n' "$1" "$(date -R -u -d "$2")"
		echo "There is nothing to say but this."
	} | listbrief-ingest demo && listbrief-aggregate -q demo
}
report() {
	listbrief-report --format json "$@" demo
}
window() {
	report "$@" | jq -r '.window | .since + " " + .until'
}
new() {
	report "$@" | jq -c '[.threads[].mails[] | select(.new) | .subject] | sort'
}
ok "first mail" mail first 2025-03-25T00:00:00Z
ok "second mail" mail second 2025-03-30T12:00:00Z

is "the last seven days" "$(window)" "2025-03-24T13:00:00+01:00 2025-03-31T14:00:00+02:00"
is "dates are midnight, on the day of the change too" "$(window --since 2025-03-30 --until 2025-03-31)" \
	"2025-03-30T00:00:00+01:00 2025-03-31T00:00:00+02:00"
is "a span counts back from the end" "$(window --since 2d --until 2025-03-20)" \
	"2025-03-18T00:00:00+01:00 2025-03-20T00:00:00+01:00"
is "an end alone takes the list's window" "$(window --until 2025-03-20)" \
	"2025-03-13T00:00:00+01:00 2025-03-20T00:00:00+01:00"
is "times with a zone" "$(window --since 2025-03-25T00:00:00Z --until 2025-03-25T00:00:01Z)" \
	"2025-03-25T01:00:00+01:00 2025-03-25T01:00:01+01:00"
is "since is in, until is out" "$(new --since 2025-03-25T00:00:00Z --until 2025-03-30T12:00:00Z)" '["first"]'
is "half open at the other end" "$(new --since 2025-03-25T00:00:01Z --until 2025-03-30T12:00:01Z)" '["second"]'

while IFS='|' read -r what code pattern arguments; do
	# shellcheck disable=SC2086
	exits "$what" "$code" listbrief-report $arguments
	says "$what: one line" "$pattern"
done <<'E1'
no list|64|which LIST|
two lists|64|one LIST|demo demo
an unknown list|78|nosuch: no such list|nosuch
an unknown format|64|--format pdf|--format pdf demo
no time|64|--since yesterday: not a time|--since yesterday demo
no day|64|--until 2025-02-30: not a time|--until 2025-02-30 demo
a window that ends before it starts|64|ends before it starts|--since 2025-03-10 --until 2025-03-09 demo
send and dry run|64|exclude each other|--send --dry-run demo
send and a format|64|prints nothing|--send --format md demo
a file that cannot be|73|nowhere|--format json --output /nowhere/at/all demo
no config|78|nosuch.yaml|-c /nosuch.yaml demo
E1

umask 027
exits "into a file" 0 listbrief-report --format json --output "$tmp/out.json" demo
is "which is all there is" "$(cd "$tmp" && echo out.json*)" out.json
is "and as readable as the umask says" "$(stat -c %a "$tmp/out.json")" 640
is "the same as printed" "$(cat "$tmp/out.json")" "$(report)"
echo old >"$tmp/out.json"
ln "$tmp/out.json" "$tmp/held"
exits "in the place of an old one" 0 listbrief-report --format json --output "$tmp/out.json" demo
is "which a reader still has whole" "$(cat "$tmp/held")" old
exits "into a pipe" 0 listbrief-report --format json --output /dev/null demo
ok "the device is left alone" test -c /dev/null
ln -s /proc/self/fd/1 "$tmp/stdout"
{ echo first; listbrief-report --format json --output "$tmp/stdout" demo; echo last; } >"$tmp/into"
is "to what stdout is, a file: all of it" "$(cat "$tmp/into")" "first
$(report)
last"
ok "the link is left alone" test -L "$tmp/stdout"
exits "to a full disk" 73 sh -c 'exec listbrief-report --format json demo >/dev/full'

ok "printing sends nothing" sh -c 'listbrief-report --format json demo >/dev/null && [ -z "$(listbrief-members demo list)" ]'
is "and the window stays" "$(window)" "2025-03-24T13:00:00+01:00 2025-03-31T14:00:00+02:00"
ok "a member" listbrief-members demo add bob@x.example
exits "sent" 0 listbrief-report --send demo
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 86400))
is "the next one goes on where the last one ended" "$(window)" \
	"2025-03-31T14:00:00+02:00 2025-04-01T14:00:00+02:00"
ok "a mail in time" mail third 2025-04-01T00:00:00Z
ok "a mail that comes late" mail late 2025-03-28T00:00:00Z
is "the late one is new too" "$(new)" '["late","third"]'
is "but not in a window that was asked for" "$(new --since 2025-03-31T12:00:00Z)" '["third"]'
exits "sent again" 0 listbrief-report --send demo
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 86400))
is "then it is new no more" "$(new)" '[]'
exits "an empty digest" 0 listbrief-report demo
is "of which there is nothing to say" "$(cat "$tmp/.err")" ""
printf 'Message-ID: <waits@x>\nDate: Wed, 02 Apr 2025 00:00:00 +0000\nSubject: s\n\nx\n' |
	listbrief-ingest demo
exits "and one before aggregate has run" 0 listbrief-report demo
says "which is told" "demo: no new mail, but 1 wait for listbrief-aggregate"

# What is sent by hand between is no reason to tell anything twice, nor to wait.
exits "an older week by hand" 0 listbrief-report --send --since 2025-03-24 --until 2025-03-30 demo
is "the next one goes on where the last one ended, still" "$(window)" \
	"2025-04-01T14:00:00+02:00 2025-04-02T14:00:00+02:00"
exits "one of days to come" 0 listbrief-report --send --since 2025-03-24 --until 2030-01-01 demo
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 86400))
is "the next one goes on where it was made" "$(window)" \
	"2025-04-02T14:00:00+02:00 2025-04-03T14:00:00+02:00"
ok "what came since" mail fourth 2025-04-03T00:00:00Z
is "is new, and what waited" "$(new)" '["fourth","s"]'
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 10 * 365 * 86400))
exits "one under a clock that is wrong" 0 listbrief-report --send demo
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH - 10 * 365 * 86400))
exits "behind which there is no window" 64 listbrief-report demo
exits "until another is sent" 0 listbrief-report --send --since 2025-03-25 demo
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 86400))
is "from where it goes on" "$(window)" "2025-04-03T14:00:00+02:00 2025-04-04T14:00:00+02:00"
finish
