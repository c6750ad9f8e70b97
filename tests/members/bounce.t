#!/bin/sh
# Digests that come back: from the real --send to the suspension, and leaving by a digest's own token.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
config_for emberfs
sed -i 's/digest: {/digest: { owner: owner@example.org, delimiter: "+", unsubscribe_url: "https:\/\/example.org\/u\/{token}",/' "$tmp/config.yaml"
cat >"$tmp/mailer" <<'END'
#!/bin/sh
# Keeps each mail as sent/RECIPIENT, and its envelope sender beside it.
cat >"$1/sent/$5"
echo "$3" >"$1/sent/$5.sender"
END
chmod +x "$tmp/mailer"
mkdir "$tmp/sent"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"
at() {
	SOURCE_DATE_EPOCH=$(date -d "$1" +%s)
	export SOURCE_DATE_EPOCH
}
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
at 2025-10-10T08:00:00Z
for who in 'Ada <ada@example.com>' bo@example.com; do listbrief-members -q emberfs add "$who"; done
# send DATE: the digest up to then; who got it.
send() {
	rm -f "$tmp"/sent/*
	at "${1}T08:00:00Z"
	listbrief-report -q --send ${2:+--since "$2"} --until "$1" emberfs
	ls "$tmp/sent" | grep -v sender | tr '\n' ' ' | sed 's/ $//'
}
# extension ADDRESS: of the envelope sender of its copy.
extension() {
	sed 's/.*+\(.*\)@.*/\1/' "$tmp/sent/$1.sender"
}
# report ACTION
report() {
	cat <<END
Return-Path: <>
From: MAILER-DAEMON@example.com
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

<bo@example.com>: user unknown

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; bo@example.com
Action: $1

--b--
END
}
bounce() {
	listbrief-members -v emberfs bounce "$@" 2>&1 | cut -d: -f3-
}
members() {
	listbrief-members emberfs list | tr '\n' ' ' | sed 's/ $//'
}

is "a digest" "$(send 2025-10-13 2025-10-06)" "ada@example.com bo@example.com"
is "each copy has a sender of its own" \
    "$(sort -u "$tmp"/sent/*.sender | sed 's/[a-z2-7]\{32\}/TOKEN/')" \
    "emberfs-digest+bounces-TOKEN@example.org
emberfs-digest+bounces-TOKEN@example.org"
ada=$(extension ada@example.com)
cp "$tmp/sent/ada@example.com" "$tmp/digest"
is "a delay is no bounce" "$(report delayed | bounce "$ada")" " passed over: no bounce"
for kind in disposition-notification feedback-report; do
	is "nor is a $kind" "$(printf 'Return-Path: <>\nContent-Type: multipart/report;\n report-type=%s; boundary=b\n\n--b--\n' $kind |
		bounce "$ada")" " passed over: no bounce"
done
is "nor is an answer of a vacation program" "$(printf \
    'Return-Path: <>\nAuto-Submitted: auto-replied\nSubject: away\n\n' | bounce "$ada")" " passed over: no bounce"
for field in "Auto-Submitted: auto-replied; owner-email=x@example.com" "Precedence: bulk" "Precedence: junk" \
    "Precedence: auto_reply" "X-Autoreply: yes" "X-Auto-Response-Suppress: All"; do
	is "nor an older one's: $field" "$(printf 'Return-Path: <>\n%s\nSubject: away\n\n' "$field" | bounce "$ada")" \
	    " passed over: no bounce"
done
is "nor a mail of a person" "$(printf 'From: x@example.com\nSubject: hi\n\n' |
	bounce --sender x@example.com "$ada")" " passed over: no bounce"
is "nor a forged token" "$(report failed | bounce "$(printf %s "$ada" | tr 'x-z2-7' '2-7x-z')")" \
    " passed over: no member's bounce"
is "a report is, whatever address it tells" "$(report failed | bounce "$ada")" \
    " digest 1 for ada@example.com came back"
is "twice is once" "$(report failed | bounce "$ada")" ""
is "an old mail server's, with a token in capitals" "$(send 2025-10-14 >/dev/null
	printf 'Subject: failure notice\n\n' | bounce --sender '' "$(extension ada@example.com | tr a-z A-Z)")" \
    " digest 2 for ada@example.com came back"
is "three in three days are no reason yet" "$(send 2025-10-15 >/dev/null
	report failed | bounce "$(extension ada@example.com)")$(members)" \
    " digest 3 for ada@example.com came back""Ada <ada@example.com> bo@example.com"
is "one arrives" "$(send 2025-10-16)" "ada@example.com bo@example.com"
for day in 17 18; do
	send 2025-10-$day >/dev/null
	report failed | bounce "$(extension ada@example.com)" >/dev/null
done
at 2025-10-30T08:00:00Z
is "two in a row behind it, over two weeks" "$(members)" "Ada <ada@example.com> bo@example.com"
send 2025-10-19 >/dev/null
ada=$(extension ada@example.com)
rm "$tmp"/sent/*
at 2025-10-30T08:00:00Z
report failed | listbrief-members -q emberfs bounce "$ada"
is "three are: suspended" "$(members)" "# suspended: Ada <ada@example.com> bo@example.com"
is "as JSON" "$(listbrief-members emberfs list --json | jq -c 'map(.suspended)')" \
    '["2025-10-30T08:00:00+00:00",null]'
is "the owner is told" "$(ls "$tmp/sent" | head -n 1)" "owner@example.org"
ok "who" sh -c "sed '1,/^\$/d' '$tmp/sent/owner@example.org' | base64 -d | grep -q '^    ada@example.com'"
is "once" "$(rm "$tmp"/sent/*; report failed | bounce "$ada"; ls "$tmp/sent")" ""
is "no digest goes there" "$(send 2025-10-20 2025-10-18)" "bo@example.com"
is "added again" "$(listbrief-members emberfs add ada@example.com)" "ada@example.com gets digests again"
is "by the old name" "$(members)" "Ada <ada@example.com> bo@example.com"
is "and from the beginning" "$(send 2025-11-03 2025-10-06)" "ada@example.com bo@example.com"
is "counted" "$(report failed | bounce "$(extension ada@example.com)")" \
    " digest 9 for ada@example.com came back"
ok "still sent to" sh -c "listbrief-members emberfs list | grep -q '^Ada'"

# Eight digests come back at once, in any order; then one a week later.
listbrief-members -q emberfs add di@example.com
for day in 04 05 06 07 08 09 10 11; do
	send 2025-11-$day 2025-10-06 >/dev/null
	extension di@example.com >"$tmp/di.$day"
done
report failed >"$tmp/report"
# A disk that takes its time: each has read the member before another has written.
slow=
strace -o /dev/null true 2>/dev/null && slow="env ASAN_OPTIONS=detect_leaks=0 strace -f -qq -o /dev/null -e trace=fdatasync -e inject=fdatasync:delay_enter=50000"
for file in "$tmp"/di.*; do
	$slow listbrief-members -q emberfs bounce "$(cat "$file")" <"$tmp/report" &
	$slow listbrief-members -q emberfs add "Di ${file##*.} <di@example.com>" &
done
wait
send 2025-11-18 2025-10-06 >/dev/null
at 2025-11-19T08:00:00Z
is "each of eight that came back at once counts" \
    "$(report failed | bounce "$(extension di@example.com)" | head -n 1)" \
    " di@example.com is suspended: 9 digests in a row came back"
listbrief-members -q emberfs remove di@example.com

# Who chose threads does not get each digest: those that are made for him count.
listbrief-members -q emberfs import <<'END'
cy@example.com
	subject=fsync
END
for day in 10 14 18; do
	send 2025-12-$day 2025-10-06 >/dev/null
	report failed | listbrief-members -q emberfs bounce "$(extension cy@example.com)"
	is "none for him" "$(send 2025-12-$((day + 1)) 2025-10-18T12:00:00Z)" "ada@example.com bo@example.com"
done
is "three of his in a row, over two weeks" "$(listbrief-members emberfs list | grep cy)" "# suspended: cy@example.com"
listbrief-members -q emberfs remove cy@example.com

# Leaving with the token of the digest.
token=$(sed -n 's/.*+unsub-\([a-z2-7]*\)@.*/\1/p' "$tmp/digest")
is "the URL has it too" "$(tr -d '\n' <"$tmp/digest" | grep -c "<https://example.org/u/$token>")" 1
exits "a forged one" 65 listbrief-members emberfs unsubscribe "$(printf %s "$token" | tr 'a-z' 'b-za')"
says "says so" 'no member has that token'
exits "no token" 65 listbrief-members emberfs unsubscribe x
rm -f "$tmp"/sent/*
at 2026-10-30T08:00:00Z
printf 'Return-Path: <ada@elsewhere.example>\nAuto-Submitted: auto-generated\n\n' |
	listbrief-members emberfs request "unsub-$token"
is "by mail, a year later, whoever sends it" "$(members)" "bo@example.com"
is "a program is not answered" "$(ls "$tmp/sent")" ""
exits "again" 65 listbrief-members emberfs unsubscribe "$token"
token=$(listbrief-members -q emberfs add ada@example.com; printf %s "$token")
exits "by the URL: one click" 0 listbrief-members emberfs unsubscribe "$token"
is "gone" "$(members)" "bo@example.com"

# A digest fed back.
exits "a digest sent to request" 0 listbrief-members emberfs request <"$tmp/digest"
exits "by its sender" 0 listbrief-members emberfs request --sender ada@example.com <"$tmp/digest"
exits "and to bounce" 0 listbrief-members emberfs bounce --sender ada@example.com "$ada" <"$tmp/digest"
exits "and to ingest" 0 listbrief-ingest emberfs <"$tmp/digest"
is "answers nobody" "$(ls "$tmp/sent")" ""
exits "a bounce without an extension" 75 listbrief-members emberfs bounce <"$tmp/digest"
finish
