#!/bin/sh
# Members by mail: asked back, confirmed by answer, and no stranger is written to often.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for ember
cat >"$tmp/mailer" <<'END'
#!/bin/sh
# Keeps each mail as sent/N.RECIPIENT.
folder=$1
[ "$2 $3 $4" = "-f <> --" ] && [ "$#" -eq 5 ] || exit 64
[ ! -e "$folder/answer" ] || exit "$(cat "$folder/answer")"
cat >"$folder/sent/$(ls "$folder/sent" | wc -l).$5"
END
chmod +x "$tmp/mailer"
mkdir "$tmp/sent"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"

at() {
	SOURCE_DATE_EPOCH=$(date -d "$1" +%s)
	export SOURCE_DATE_EPOCH
}
# mail SENDER SUBJECT [FIELD...]: a mail as a delivery agent leaves it.
mail() {
	sender=$1 subject=$2; shift 2
	printf 'Return-Path: <%s>\nFrom: Ada Holm <%s>\nTo: ember-digest@example.org\n' "$sender" "$sender"
	printf 'Message-ID: <%s@example.com>\nSubject: %s\n' "$(echo "$subject" | tr -dc a-z0-9)" "$subject"
	[ "$#" -eq 0 ] || printf '%s\n' "$@"
	printf '\nHello.\n'
}
request() {
	listbrief-members ember request "$@"
}
# asks SENDER SUBJECT [FIELD...]: what comes of it: recipient and subject of each mail that left.
asks() {
	mail "$@" | request || echo "exit $?"
	sent
}
sent() {
	for file in "$tmp"/sent/*; do
		[ -e "$file" ] || continue
		printf '%s: %s\n' "${file##*/?.}" "$(sed -n 's/^Subject: //p' "$file")"
		mv "$file" "$tmp/last"
	done
}
body() {
	sed '1,/^$/d' "$tmp/last" | base64 -d | tr -d '\r'
}
members() {
	listbrief-members ember list | tr '\n' ' ' | sed 's/ $//'
}
token() {
	sed -n 's/^Subject: confirm //p' "$tmp/last"
}

at 2025-11-03T08:00:00Z
first=$(asks ada@example.com 'Subscribe')
is "subscribe: she is asked" "${first%confirm*}" "ada@example.com: "
ada=$(token)
is "the token is base32" "$(printf %s "$ada" | tr -d a-z2-7 | wc -c),${#ada}" "0,32"
is "nobody is a member yet" "$(members)" ""
body >"$tmp/body"
ok "the mail says for whom" grep -q '^    ada@example.com$' "$tmp/body"
ok "and quotes nothing of the request" sh -c "! grep -q 'Hello\|Holm' '$tmp/body'"
cat >"$tmp/fields.py" <<'END'
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
assert not [d for v in mail.values() for d in v.defects] and not mail.defects
for name, value in (("From", "ember digest <ember-digest@example.org>"), ("To", "ada@example.com"),
                    ("In-Reply-To", "<ubscribe@example.com>"), ("Auto-Submitted", "auto-replied"),
                    ("Precedence", "bulk"), ("X-Auto-Response-Suppress", "All"),
                    ("X-Listbrief-Digest", "ember"), ("Content-Language", "en")):
    assert mail.get_all(name) == [value], (name, mail.get_all(name))
assert len(mail.get_all("Message-ID")) == len(mail.get_all("Date")) == 1
END
ok "its fields are those of an automatic answer" python3 "$tmp/fields.py" "$tmp/last"
cp "$tmp/last" "$tmp/question"
is "she asks again: once a day" "$(asks ada@example.com 'subscribe')" ""
is "in any letters" "$(asks ADA@Example.com 'subscribe')" ""
upper=$(printf %s "$ada" | tr a-z A-Z)
at 2025-11-03T09:00:00Z
is "she confirms, the token in capitals" "$(asks ada@example.com "Re: confirm $upper")" \
    "ada@example.com: You get the digest of ember now"
is "she is a member, by her name" "$(members)" "Ada Holm <ada@example.com>"
is "the same token again" "$(asks bo@example.com "confirm $ada")" \
    "bo@example.com: This answer came too late"
is "who is a member" "$(at 2025-11-05T08:00:00Z; asks ada@example.com subscribe)" \
    "ada@example.com: You get the digest of ember already"

# Leaving, and why a question may not be answered twice.
at 2025-11-07T08:00:00Z
asks ada@example.com unsubscribe >"$tmp/said"
leave=$(token)
is "still there" "$(members)" "Ada Holm <ada@example.com>"
is "a robot's answer confirms nothing" "$(asks ada@example.com "Re: confirm $leave" 'Auto-Submitted: auto-replied')" ""
is "still there" "$(members)" "Ada Holm <ada@example.com>"
is "confirmed" "$(asks ada@example.com "=?utf-8?B?$(printf '回复：confirm %s' "$leave" | base64 -w0)?=")" \
    "ada@example.com: You get the digest of ember no longer"
is "gone" "$(members)" ""
is "the old subscription cannot be replayed" "$(at 2025-11-09T08:00:00Z
	asks ada@example.com "confirm $ada")" "ada@example.com: This answer came too late"
is "gone" "$(members)" ""
is "who is no member" "$(asks cy@example.com unsubscribe)" \
    "cy@example.com: You do not get the digest of ember"

# Tokens that are not to be believed.
at 2025-11-11T08:00:00Z
asks di@example.com subscribe >/dev/null
di=$(token)
forged=$(printf %s "$di" | tr 'a-y2-6' 'b-z3-7')
asks e1@example.com "confirm $forged" >/dev/null
is "forged" "$(members)" ""
cat >>"$tmp/config.yaml" <<END
END
sed -i 's/^mail:/  other:\n    digest: { from: other-digest@example.org }\nmail:/' "$tmp/config.yaml"
mail e2@example.com "confirm $di" | listbrief-members other request
is "of another list" "$(sent)$(listbrief-members other list)$(members)" \
    "e2@example.com: This answer came too late"
at 2025-11-14T08:00:00Z
is "expired to the second" "$(asks di@example.com "confirm $di")$(members)" \
    "di@example.com: This answer came too late"
at 2025-11-16T08:00:00Z
asks di@example.com subscribe >/dev/null
at 2025-11-19T07:59:59Z
is "in its last second" "$(asks di@example.com "confirm $(token)" >/dev/null; members)" \
    "Ada Holm <di@example.com>"

# RFC 3834 section 2.
at 2025-11-21T08:00:00Z
while IFS= read -r field; do
	is "not answered: $field" "$(asks fay@example.com subscribe "$field")" ""
done <<'END'
Auto-Submitted: auto-replied
Auto-Submitted: auto-generated (by cron)
auto-submitted: AUTO-NOTIFIED; owner-email="x@example.com"
Precedence: bulk
Precedence: List
Precedence: junk
List-Id: <x.example.org>
List-Unsubscribe: <mailto:x@example.org>
Mailing-List: contact x@example.org
X-Listbrief-Digest: other
X-Auto-Response-Suppress: All
X-Loop: x@example.org
END
for sender in '' MAILER-DAEMON mailer-daemon@example.com owner-x@example.com x-request@example.com \
    no-reply@example.com x-bounces@example.com ember-digest@example.org EMBER-digest@example.org \
    ember@lists.example.org EMBER@lists.example.org \
    'a b@example.com' -oQ@example.com 'x@example.com>, <y@example.com'; do
	is "not answered: <$sender>" "$(asks "$sender" subscribe)" ""
done
is "no word of the sender" "$(printf 'From: fay@example.com\nSubject: subscribe\n\n' | request; sent)" ""
is "the sender's word goes before the mail's" "$(mail x@example.com help | request --sender ''; sent)" ""
is "Auto-Submitted: no is a person" "$(asks fay@example.com help 'Auto-Submitted: no')" \
    "fay@example.com: The digest of ember"
is "the From line of procmail" "$(printf 'From gil@example.com Fri Nov 21 08:00:00 2025\nFrom: x@example.com\nSubject: help\n\n' |
	request; sent)" "gil@example.com: The digest of ember"
is "no word we know" "$(asks hal@example.com 'what is this?')" "hal@example.com: The digest of ember"
is "no subject, no header at all" "$(printf 'hello' | request --sender ivo@example.com; sent)" \
    "ivo@example.com: The digest of ember"
# id WORD: the lines of the answer to that Message-ID that name it, and those no server need take.
id() {
	printf 'Message-ID: <%s@x>\nSubject: help\n\n' "$1" | request --sender "$2"
	sent >/dev/null
	echo "$(grep -c '^In-Reply-To:' "$tmp/last") $(LC_ALL=C grep -c '[^ -~]' "$tmp/last") $(awk 'length > 998' "$tmp/last" | wc -l)"
}
is "an id as long as a line" "$(id "$(head -c 980 /dev/zero | tr '\0' a)" i1@example.com)" "1 0 0"
is "and one longer" "$(id "$(head -c 981 /dev/zero | tr '\0' a)" i2@example.com)" "0 0 0"
is "an id of bytes" "$(id "$(printf '\303\244')" i3@example.com)" "0 0 0"
is "our own question comes back" "$(request --sender jo@example.com <"$tmp/question"; sent)" ""

# Limits.
at 2025-11-23T08:00:00Z
for n in $(seq 30); do mail "victim$n@example.com" subscribe | request; done
is "twenty an hour" "$(sent | wc -l)" 20
at 2025-11-23T08:59:59Z
is "not one more within it" "$(asks new@example.com subscribe)" ""
at 2025-11-23T09:00:00Z
is "then again" "$(asks new@example.com subscribe | wc -l)" 1
is "to one address once a day" "$(at 2025-11-24T07:59:59Z; asks victim1@example.com subscribe)" ""
is "and no longer than that" "$(at 2025-11-24T08:00:00Z; asks victim1@example.com subscribe | wc -l)" 1

# The mailer is away: come again, and it counts as never asked.
at 2025-11-26T08:00:00Z
echo 75 >"$tmp/answer"
mail kim@example.com subscribe >"$tmp/kim"
exits "the mailer is away" 75 request <"$tmp/kim"
rm "$tmp/answer"
exits "it is back" 0 request <"$tmp/kim"
is "the same request is answered" "$(sent | wc -l)" 1

# 0 or 75, whatever is wrong.
exits "no such list" 75 listbrief-members nope request <"$tmp/kim"
exits "no configuration" 75 listbrief-members -c /nowhere ember request <"$tmp/kim"
exits "too many arguments" 75 request a b <"$tmp/kim"
exits "an option there is not" 75 request --frob <"$tmp/kim"
exits "a mail of 2 MB" 0 sh -c "{ cat '$tmp/kim'; head -c 2000000 /dev/zero; } | listbrief-members ember request"
exits "stdin is closed" 0 sh -c 'listbrief-members ember request --sender lou@example.com <&-'
mv "$tmp/store" "$tmp/away" && : >"$tmp/store"
exits "no store" 75 request <"$tmp/kim"
rm "$tmp/store" && mv "$tmp/away" "$tmp/store"

# A list with addresses of its own for commands, in Chinese.
sed -i 's/language: en/language: zh-CN/; s/digest: { from: "ember digest /digest: { delimiter: "+", from: "ember digest /' "$tmp/config.yaml"
at 2025-12-01T08:00:00Z
rm -f "$tmp"/sent/*
mail mo@example.com '' | request subscribe
sent >/dev/null
is "subscribe by address" "$(sed -n 's/^Reply-To: //p' "$tmp/last")" "ember-digest+confirm-$(token)@example.org"
ok "in Chinese" grep -q '如需订阅' <<END
$(body)
END
mail mo@example.com 'hello' | request --sender mo@example.com "CONFIRM-$(token)"
is "confirmed by address" "$(members)" "Ada Holm <di@example.com> Ada Holm <mo@example.com>"
ok "welcome in Chinese" grep -q '^Content-Language: zh-CN' "$tmp"/sent/*
finish
