#!/bin/sh
# digest.quiet: a window without mail is told by nothing, or by one line.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for emberfs en Europe/Stockholm
cat >"$tmp/mailer" <<'END'
#!/bin/sh
cat >"$1/mail"
END
chmod +x "$tmp/mailer"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
listbrief-members -q emberfs add ada@example.com
# send UNTIL [SINCE]
send() {
	rm -f "$tmp/mail"
	SOURCE_DATE_EPOCH=$(date -d "$1 08:00" +%s) listbrief-report -q --send --until "$1" ${2:+--since "$2"} emberfs
}
# part TYPE
part() {
	python3 - "$tmp/mail" "$1" <<'END'
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(mail.get_body((sys.argv[2],)).get_content().replace("\r\n", "\n").strip())
END
}
quiet() {
	sed -i "s/digest: {\( quiet: [a-z]*,\)\{0,1\}/digest: { quiet: $1,/" "$tmp/config.yaml"
}
exits "a window without mail" 0 send 2025-11-10 2025-11-03
ok "sends nothing" [ ! -e "$tmp/mail" ]
quiet skip
exits "quiet: skip" 0 send 2025-11-10 2025-11-03
ok "sends nothing" [ ! -e "$tmp/mail" ]
quiet line
exits "quiet: line" 0 send 2025-11-10 2025-11-03
is "sends one line" "$(part plain)" "Nothing new on emberfs from 3 November 2025 to 9 November 2025."
ok "in HTML too" sh -c "echo '$(part html)' | grep -q '<p>Nothing new on emberfs from 3 November 2025 to 9 November 2025.</p>'"
cp "$tmp/mail" "$tmp/first"
exits "the same window again" 0 send 2025-11-10 2025-11-03
ok "is not told twice" [ ! -e "$tmp/mail" ]
exits "the next" 0 send 2025-11-17
is "begins where it ended" "$(part plain)" "Nothing new on emberfs from 10 November 2025 to 16 November 2025."
ok "and answers it" grep -qF "In-Reply-To: $(sed -n 's/^Message-ID: //p' "$tmp/first")" "$tmp/mail"
exits "a window with mail" 0 send 2025-10-13 2025-10-06
ok "is told as ever" [ "$(part plain | wc -l)" -gt 50 ]
sed -i 's/language: en/language: zh-CN/' "$tmp/config.yaml"
exits "in Chinese" 0 send 2025-11-24 2025-11-17
is "one line" "$(part plain)" "2025年11月17日至2025年11月23日，emberfs 没有新邮件。"
quiet never
exits "quiet: never" 78 send 2025-12-01
says "says what is wanted" 'found "never", expected skip or line'
finish
