#!/bin/sh
# The digest as a mail, read by another program's parser.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for vtimer zh-CN Asia/Shanghai
sed -i 's/title: vtimer/title: "VTIMER 定时器 = ?utf-8?"/' "$tmp/config.yaml"
SOURCE_DATE_EPOCH=$(date -u -d 2025-10-20T01:00:00Z +%s)
export SOURCE_DATE_EPOCH

exits "a mail goes in" 0 listbrief-ingest -q -m vtimer <<'EOM'
From a@example.org Mon Oct 13 00:00:00 2025
Received: from a by b; Mon, 13 Oct 2025 01:00:00 +0000
Message-ID: <one@example.org>
Date: Mon, 13 Oct 2025 01:00:00 +0000
From: =?utf-8?B?546L5bCP5piO?= <wang@example.org>
To: vtimer@lists.example.org
Subject: [PATCH] vtimer: stop the timer
 =?utf-8?Q?=0D=0ABcc=3A_all=40example=2Eorg?=

The timer goes on after the guest was reset, and fires into the next one.
EOM
ok "and is read" listbrief-aggregate -q vtimer
exits "the mail comes out" 0 listbrief-report --since 2025-10-13 --until 2025-10-20 --format mail vtimer
cp "$tmp/.out" "$tmp/digest.eml"

cat >"$tmp/read.py" <<'EOP'
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
for part in mail.walk():
    for defect in part.defects:
        print('defect', defect)
    for name, value in part.items():
        for defect in value.defects if hasattr(value, 'defects') else []:
            print('defect', name, defect)
for line in mail.as_bytes().split(b'\n'):
    if len(line) > 998:
        print('long line')
raw = open(sys.argv[1], 'rb').read()
if any(byte > 126 for byte in raw) or b'\r' in raw:
    print('not plain ASCII')
if len(set(name.lower() for name in mail.keys())) != len(mail.keys()):
    print('a field twice', mail.keys())
print(mail.get_content_type(), [part.get_content_type() for part in mail.iter_parts()],
      [part.get_content_charset() for part in mail.iter_parts()])
text, html = (part.get_content() for part in mail.iter_parts())
print('whole:', all(s in part for part in (text, html) for s in ('stop the timer', 'one@example.org', '王小明')))
for name in sys.argv[2:]:
    print(name + ':', mail[name])
EOP
is "as its reader sees it" "$(python3 "$tmp/read.py" "$tmp/digest.eml" Subject Date Message-ID List-Id Bcc \
	Auto-Submitted Precedence X-Listbrief-Digest Content-Language)" "\
multipart/alternative ['text/plain', 'text/html'] ['utf-8', 'utf-8']
whole: True
Subject: VTIMER 定时器 = ?utf-8? 周报，10月13日至10月19日：1 个主题，1 封新邮件
Date: Mon, 20 Oct 2025 09:00:00 +0800
Message-ID: <vtimer.20251019T160000Z@example.org>
List-Id: <vtimer-digest.example.org>
Bcc: None
Auto-Submitted: auto-generated
Precedence: list
X-Listbrief-Digest: vtimer
Content-Language: zh-CN"
exits "the same window is the same mail" 0 listbrief-report --since 2025-10-13 --until 2025-10-20 --format mail vtimer
cp "$tmp/.out" "$tmp/again.eml"
ok "byte for byte" cmp "$tmp/again.eml" "$tmp/digest.eml"
exits "fed back" 0 listbrief-ingest vtimer <"$tmp/digest.eml"
ok "and read again" listbrief-aggregate -q vtimer
exits "it is no news" 0 listbrief-report --since 2025-10-13 --until 2025-10-21 --format json vtimer
is "of its own list" "$(jq .totals.messages "$tmp/.out")" 1
finish
