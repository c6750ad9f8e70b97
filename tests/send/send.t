#!/bin/sh
# --send: one mail for each member, each once, whatever the mailer answers and whoever is killed.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/send.sh"
sample_list

at 2025-10-13T06:00:00Z
exits "no members" 0 send --since 2025-10-06 --until 2025-10-13
says "says so" 'emberfs has no members: no digest sent'

listbrief-members -q emberfs import <<'EOF'
Ada Holm <ada@example.com>
神田歩美 <bo@example.com>
cy@example.com
EOF
is "a mail for each" "$(send --since 2025-10-06 --until 2025-10-13)" \
    "emberfs digest 1: 3 sent, 0 refused, 0 put off"
is "to each, once" "$(sent)" "ada@example.com bo@example.com cy@example.com"
first=$(field "$tmp/last/0.ada@example.com" message-id)
cat >"$tmp/check.py" <<'EOF'
"""Each mail is well-formed, addressed to its member, and the same but for that."""
import email, email.policy, sys

def read(path):
    mail = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
    defects = [d for part in mail.walk() for d in part.defects]
    defects += [d for value in mail.values() for d in value.defects]
    assert not defects, (path, defects)
    return mail

mails = [read(path) for path in sys.argv[1:]]
for path, mail in zip(sys.argv[1:], mails):
    to = mail["to"].addresses[0]
    assert path.endswith("." + to.addr_spec), (path, to)
    assert len(mail["to"].addresses) == 1
    for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "List-Id",
                 "List-Unsubscribe", "Auto-Submitted", "Precedence", "X-Listbrief-Digest"):
        assert len(mail.get_all(name, [])) == 1, (name, mail.get_all(name))
    assert mail["auto-submitted"] == "auto-generated" and mail["precedence"] == "list"
    assert mail["from"].addresses[0].addr_spec == "emberfs-digest@example.org"
    assert mail.get_content_type() == "multipart/alternative"
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    for part in mail.iter_parts():
        assert "fsync" in part.get_content()
    raw = open(path, "rb").read()
    assert max(map(len, raw.split(b"\n"))) <= 998 and b"\r" not in raw
    raw.decode("ascii")
names = [mail["to"].addresses[0].display_name for mail in mails]
assert names == ["Ada Holm", "神田歩美", ""], names
bodies = {tuple(p.get_content() for p in mail.iter_parts()) for mail in mails}
ids = {mail["message-id"] for mail in mails}
assert len(bodies) == 1 and len(ids) == 1, ids
EOF
ok "well-formed, and the same for all" python3 "$tmp/check.py" "$tmp"/last/*
exits "the same window again" 0 send --since 2025-10-06 --until 2025-10-13
says "was sent before" 'the digest up to 2025-10-13T00:00:00\+02:00 was sent before'
is "nobody gets it twice" "$(sent)" ""

# From here on each window begins where the last digest ended.
at 2025-10-14T06:00:00Z
answer bo@example.com 'exit 75'
exits "a mailer that puts off" 75 send --until 2025-10-14
is "says how many" "$(cat "$tmp/.out")" "emberfs digest 2: 2 sent, 0 refused, 1 put off"
is "all were tried" "$(sent)" "ada@example.com bo@example.com cy@example.com"
cp "$tmp/last/1.bo@example.com" "$tmp/put-off"
is "it answers the digest before" "$(field "$tmp/put-off" in-reply-to)" "$first"
rm "$tmp/answer.bo@example.com"
at 2025-10-14T08:00:00Z
is "the next run" "$(send --until 2025-10-14)" "emberfs digest 2: 1 sent, 0 refused, 0 put off"
is "is for whom it was put off" "$(sent)" "bo@example.com"
ok "with the same bytes" cmp "$tmp/put-off" "$tmp/last/0.bo@example.com"

# Kill the sender while a mailer has the mail, and again while it has none.
at 2025-10-15T06:00:00Z
answer bo@example.com 'kill -9 $PPID'
send --until 2025-10-15 >/dev/null 2>&1
is "killed at the second member" "$?" 137
is "two were tried" "$(sent)" "ada@example.com bo@example.com"
cp "$tmp/last/1.bo@example.com" "$tmp/cut-short"
rm "$tmp/answer.bo@example.com"
at 2025-10-15T07:00:00Z
is "the next run takes it up" "$(send --until 2025-10-15)" \
    "emberfs digest 3: 2 sent, 0 refused, 0 put off"
is "where it was cut short" "$(sent)" "bo@example.com cy@example.com"
ok "with the same bytes and Message-ID" cmp "$tmp/cut-short" "$tmp/last/0.bo@example.com"

# A refusal is final.
at 2025-10-16T06:00:00Z
answer cy@example.com 'exit 67'
is "an unknown user" "$(send --until 2025-10-16 2>/dev/null)" \
    "emberfs digest 4: 2 sent, 1 refused, 0 put off"
sent >/dev/null
rm "$tmp/answer.cy@example.com"
exits "is not tried again" 0 send --until 2025-10-16
is "by any later run" "$(sent)" ""

# The digest that is left over goes first, then the one that is due.
at 2025-10-17T06:00:00Z
answer ada@example.com 'exit 75'
answer cy@example.com 'exit 75'
exits "two put off" 75 send --until 2025-10-17
sent >/dev/null
rm "$tmp/answer.ada@example.com" "$tmp/answer.cy@example.com"
listbrief-members -q emberfs remove cy@example.com
at 2025-10-18T06:00:00Z
is "left over first" "$(send --until 2025-10-18)" "emberfs digest 5: 1 sent, 1 refused, 0 put off
emberfs digest 6: 2 sent, 0 refused, 0 put off"
is "and not to who left meanwhile" "$(sent)" "ada@example.com ada@example.com bo@example.com"

at 2025-10-19T06:00:00Z
answer ada@example.com 'exit 75'
exits "put off" 75 send --until 2025-10-19
at 2025-10-24T07:00:00Z
is "given up after five days" "$(send --until 2025-10-19 2>"$tmp/.err")" \
    "emberfs digest 7: 0 sent, 0 refused, 0 put off, 1 given up"
ok "and said so" grep -q 'ada@example.com: put off for too long, given up' "$tmp/.err"
rm "$tmp/answer.ada@example.com"
sent >/dev/null

exits "a window without mail" 0 send --since 2025-10-22 --until 2025-10-23
says "says so" 'emberfs: no new mail: no digest sent'
is "sends nothing" "$(sent)" ""

# Two at once: the mailer of the first starts the second.
rm -rf "$tmp/store"
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
listbrief-members -q emberfs add ada@example.com
cat >"$tmp/others" <<EOF
SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH
export SOURCE_DATE_EPOCH
listbrief-report -c $tmp/config.yaml --send --since 2025-10-13 --until 2025-10-20 emberfs
echo \$?
listbrief-report -q -c $tmp/config.yaml --resend emberfs
echo \$?
listbrief-report -c $tmp/config.yaml --resend emberfs ada@example.com
echo \$?
EOF
answer ada@example.com "PATH=$PATH sh $tmp/others >$tmp/second 2>&1"
is "one run at a time" "$(send --since 2025-10-13 --until 2025-10-20)" \
    "emberfs digest 1: 1 sent, 0 refused, 0 put off"
is "another asks to be run again, but where this one does its work too" "$(cut -d: -f2- "$tmp/second")" \
    " send the digest of emberfs: another run is sending; try again
75
0
 send the digest of emberfs: another run is sending; try again
75"

sed -i "s,sendmail: .*,sendmail: $tmp/none," "$tmp/config.yaml"
exits "a mailer that is not there" 75 send --since 2025-10-06 --until 2025-10-13
ok "says so" grep -q "run $tmp/none: No such file or directory" "$tmp/.err"
finish
