#!/bin/sh
# SPDX-License-Identifier: ISC
# A digest to fifty members of a real Postfix, by its sendmail and again by SMTP, signed by opendkim on its way,
# read back from their Maildirs.
. "$(dirname "$0")/box.sh"
enter postfix
. "$top/tests/lib.sh"
config_for emberfs zh-CN Asia/Shanghai
sed -i 's/digest: { /&delimiter: +, owner: "Owner <owner@example.org>", /' "$tmp/config.yaml"
mailed_by() {
	sed -i '/^mail:/,$d' "$tmp/config.yaml"
	printf 'mail:\n  %s\n' "$1" >>"$tmp/config.yaml"
}

boxes=/var/mail/members
mkdir -p $boxes && chown 5000:5000 $boxes
seq 50 | sed 's,.*,member&@members.test member&/,' >/etc/postfix/boxes
cat >/etc/postfix/main.cf <<EOF
compatibility_level = 3.6
myhostname = box.test
mydestination = box.test, localhost
inet_interfaces = loopback-only
inet_protocols = ipv4
virtual_mailbox_domains = members.test
virtual_mailbox_base = $boxes
virtual_mailbox_maps = texthash:/etc/postfix/boxes
virtual_uid_maps = static:5000
virtual_gid_maps = static:5000
maillog_file = /var/log/mail.log
queue_directory = /var/spool/postfix
EOF
sed -i -E 's/^([a-z]+ +(unix|inet|fifo) +[-yn] +[-yn] +)y/\1n/' /etc/postfix/master.cf
# signed_as CANONICALIZATION: opendkim signs what Postfix takes.
signer=
signed_as() {
	[ -z "$signer" ] || kill "$signer"
	[ -z "$signer" ] || wait "$signer"
	opendkim -f -x /dev/null -u root -b s -c "$1" -d example.org -s digest -k /etc/dkim.key -p inet:8891@127.0.0.1 \
		>"$tmp/opendkim" 2>&1 &
	signer=$!
	looks=0
	until python3 -c 'import socket; socket.create_connection(("127.0.0.1", 8891))' 2>/dev/null; do
		looks=$((looks + 1))
		[ $looks -lt 200 ] && kill -0 $signer 2>/dev/null || { cat "$tmp/opendkim"; exit 1; }
	done
}
if command -v opendkim >/dev/null; then
	(umask 077; openssl genrsa -out /etc/dkim.key 2048 2>/dev/null)
	openssl rsa -in /etc/dkim.key -pubout -outform DER 2>/dev/null | base64 -w0 >"$tmp/public"
	echo "smtpd_milters = inet:127.0.0.1:8891" >>/etc/postfix/main.cf
	echo "non_smtpd_milters = inet:127.0.0.1:8891" >>/etc/postfix/main.cf
fi
postfix start >"$tmp/start" 2>&1 || { cat "$tmp/start"; exit 1; }
trap 'postfix stop >/dev/null 2>&1; [ -z "$signer" ] || kill "$signer"; rm -rf "$tmp"' EXIT

queued() {
	find /var/spool/postfix/maildrop /var/spool/postfix/incoming /var/spool/postfix/active \
		/var/spool/postfix/deferred -type f
}
# taken NAME: what the members have, once Postfix has nothing more to do, is in $tmp/NAME.
taken() {
	tries=0
	while [ -n "$(queued)" ] && [ $tries -lt 600 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	mkdir "$tmp/$1"
	mv "$boxes"/* "$tmp/$1"
}

listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
i=0
while [ $i -lt 50 ]; do
	i=$((i + 1))
	echo "\"会员 $i, Jr.\" <member$i@members.test>"
done | listbrief-members -q emberfs import
SOURCE_DATE_EPOCH=$(date -d 2025-10-20T06:00:00Z +%s)
export SOURCE_DATE_EPOCH

[ ! -e "$tmp/public" ] || signed_as relaxed/relaxed
mailed_by "sendmail: /usr/sbin/sendmail -oi"
is "by sendmail" "$(listbrief-report --send --until 2025-10-20 emberfs)" \
    "emberfs digest 1: 50 sent, 0 refused, 0 put off"
taken sendmail
[ ! -e "$tmp/public" ] || signed_as simple/simple
mailed_by "smtp: smtp://127.0.0.1:25"
is "the same by SMTP" "$(listbrief-report --resend emberfs $(seq -f 'member%g@members.test' 50))" \
    "emberfs digest 1: 50 sent, 0 refused, 0 put off"
taken smtp
is "over one connection" "$(grep -c 'smtpd.*: connect from' /var/log/mail.log)" 1

cat >"$tmp/check.py" <<'END'
"""Each member has one mail of each way, alike but for the trace; its fields are right; nothing in it is odd."""
import email, email.policy, glob, hashlib, re, sys

ONCE = """From To Subject Date Message-ID Reply-To List-Id List-Help List-Subscribe List-Unsubscribe List-Owner
Auto-Submitted Precedence X-Auto-Response-Suppress X-Listbrief-Digest Content-Language MIME-Version
Content-Type Return-Path""".split()
TRACE = ("return-path", "received", "delivered-to", "x-original-to", "dkim-signature")

def relaxed(raw):
    """RFC 6376 3.4.4: what a DKIM signature covers of the body."""
    body = re.sub(rb"[ \t]+", b" ", raw.replace(b"\r\n", b"\n").split(b"\n\n", 1)[1])
    lines = [line.rstrip(b" ") for line in body.split(b"\n")]
    return b"\r\n".join(lines).rstrip(b"\r\n") + b"\r\n"

def check(folder, i):
    address = "member%d@members.test" % i
    names = glob.glob("%s/member%d/new/*" % (folder, i))
    assert len(names) == 1, (address, names)
    raw = open(names[0], "rb").read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    for part in mail.walk():
        assert not part.defects, part.defects
    for name, value in mail.items():
        assert not value.defects, (name, value.defects)
    for name in ONCE:
        assert len(mail.get_all(name, [])) == 1, (name, mail.get_all(name))
    assert mail["to"].addresses[0].addr_spec == address
    assert mail["to"].addresses[0].display_name == "会员 %d, Jr." % i
    assert mail["from"].addresses[0].addr_spec == "emberfs-digest@example.org"
    assert mail["reply-to"].addresses[0].addr_spec == "owner@example.org"
    assert mail["auto-submitted"] == "auto-generated" and mail["precedence"] == "list"
    assert mail["content-language"] == "zh-CN"
    assert mail["list-id"] == "<emberfs-digest.example.org>"
    assert mail["delivered-to"] == address
    token = re.fullmatch(r"<emberfs-digest\+bounces-([a-z2-7]{32})@example\.org>", mail["return-path"])
    leave = re.search(r"<mailto:emberfs-digest\+unsub-([a-z2-7]{32})@example\.org>", mail["list-unsubscribe"])
    assert token and leave, (mail["return-path"], mail["list-unsubscribe"])
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    for part in mail.iter_parts():
        assert part.get_content_charset() == "utf-8" and "emberfs" in part.get_content()
    assert all(len(line) <= 998 for line in raw.split(b"\n")) and raw.isascii()
    own = [(n.lower(), v) for n, v in mail.items() if n.lower() not in TRACE]
    return token[1], leave[1], mail["message-id"], hashlib.sha256(relaxed(raw)).hexdigest(), own

a, b = [[check(folder, i) for i in range(1, 51)] for folder in sys.argv[1:]]
assert a == b
assert len({m[0] for m in a}) == 50 and len({m[1] for m in a}) == 50
assert len({m[2] for m in a}) == 1 and len({m[3] for m in a}) == 1
END
ok "one each of both, right in every field, the same bytes" \
	python3 "$tmp/check.py" "$tmp/sendmail" "$tmp/smtp"

cat >"$tmp/signed.py" <<'END'
"""Each mail as it was delivered has a signature that holds, of the kind that was asked for."""
import dkim, glob, re, sys
folder, kind, key = sys.argv[1:]
record = b"v=DKIM1; k=rsa; p=" + open(key, "rb").read()
names = glob.glob(folder + "/*/new/*")
for name in names:
    raw = open(name, "rb").read()
    mail = dkim.DKIM(raw)
    assert mail.verify(dnsfunc=lambda name, timeout=5: record), name
    fields = mail.signature_fields
    assert fields[b"c"] == kind.encode(), fields[b"c"]
    signed = {h.strip().lower() for h in fields[b"h"].split(b":")}
    assert {b"from", b"to", b"subject", b"date", b"list-unsubscribe", b"list-id"} <= signed, signed
    assert not dkim.verify(raw.replace(b"\nSubject: ", b"\nSubject: x", 1), dnsfunc=lambda name, timeout=5: record)
print(len(names))
END
python=
for try in python3 /usr/bin/python3; do
	! $try -c 'import dkim' 2>/dev/null || python=$try
done
if [ -e "$tmp/public" ] && [ -n "$python" ]; then
	for each in sendmail:relaxed/relaxed smtp:simple/simple; do
		is "signed, ${each#*:}, by ${each%:*}: each signature holds" \
			"$($python "$tmp/signed.py" "$tmp/${each%:*}" "${each#*:}" "$tmp/public" 2>&1)" 50
	done
else
	skip "signatures" "no opendkim, or no python3-dkim"
fi
finish
