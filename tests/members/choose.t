#!/bin/sh
# What a member chose, changed by mail: asked back, bound to what was asked, and nothing of a forged mail
# is quoted.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for ember
cat >"$tmp/mailer" <<'END'
#!/bin/sh
# Keeps the mail as last, and whom it is for.
[ ! -e "$1/answer" ] || exit "$(cat "$1/answer")"
cat >"$1/last" && echo "$5" >>"$1/sent"
END
chmod +x "$tmp/mailer"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"
listbrief-members -q ember add ada@example.com "Ada Holm"
listbrief-members -q ember add bo@example.com

day=1 hour=8
# Each mail a day later: one answer a day leaves to an address.
tomorrow() {
	day=$((day + 1))
	SOURCE_DATE_EPOCH=$(date -d "2025-11-01T08:00:00Z + $day days" +%s)
	export SOURCE_DATE_EPOCH
}
# asks SENDER SUBJECT [EXTENSION]: what comes of it: recipient and subject of the mail that left.
asks() {
	rm -f "$tmp/sent" "$tmp/last"
	printf 'Return-Path: <%s>\nFrom: %s\nSubject: %s\nMessage-ID: <%s@x>\n\nset depth full\n' "$1" "$1" "$2" \
	    "$day.$(printf %s "$2" | md5sum | cut -c1-12)" | listbrief-members ember request ${3:+"$3"} || echo "exit $?"
	[ ! -e "$tmp/sent" ] || printf '%s: %s\n' "$(cat "$tmp/sent")" "$(sed -n 's/^Subject: //p' "$tmp/last")"
}
body() {
	sed '1,/^$/d' "$tmp/last" | base64 -d | tr -d '\r'
}
token() {
	sed -n 's/^Subject: confirm //p' "$tmp/last"
}
chose() {
	listbrief-members ember list | sed -n "/$1/,/^[^	]/p" | grep '^	' | tr '\t\n' '  ' | tr -s ' '
}

tomorrow
first=$(asks ada@example.com 'Set language zh-cn; set depth OVERVIEW; filter author Tomasz; filter path = fs/ember; filter mine')
is "she is asked" "${first%confirm*}" "ada@example.com: "
is "nothing has changed yet" "$(chose ada)" ""
body >"$tmp/body"
ok "the question says what would be" sh -c "grep -q 'language    zh-CN' '$tmp/body' && grep -q 'depth       overview' '$tmp/body' && grep -q 'by 2 filters, and those you have written in' '$tmp/body'"
ok "and quotes nothing of the request" sh -c "! grep -q 'Tomasz\|fs/ember' '$tmp/last' '$tmp/body'"
ada=$(token)
is "she confirms" "$(asks ada@example.com "Re: confirm $ada")" "ada@example.com: Your digest of ember"
is "it is done" "$(chose ada)" " language=zh-CN depth=overview author=Tomasz path=fs/ember mine=yes "
ok "the answer tells all of it" sh -c "sed '1,/^$/d' '$tmp/last' | base64 -d | grep -q '    path: fs/ember'"
tomorrow
is "the token again" "$(asks ada@example.com "confirm $ada")" "ada@example.com: This answer came too late"
tomorrow
is "show" "$(asks ada@example.com show)" "ada@example.com: Your digest of ember"
ok "tells it" sh -c "sed '1,/^$/d' '$tmp/last' | base64 -d | grep -q '    author: Tomasz'"
tomorrow
is "what is so already is shown" "$(asks ada@example.com 'set depth overview')" "ada@example.com: Your digest of ember"
tomorrow
asks ada@example.com 'set author Marta; set author Oleg; unset path; unset mine; set language' >"$tmp/said"
asks ada@example.com "confirm $(token)" >"$tmp/said"
is "set takes the place of what was" "$(chose ada)" " depth=overview author=Marta author=Oleg "
tomorrow
asks ada@example.com '=?utf-8?B?'"$(printf 'Re: filter subject 检查点' | base64 -w0)"'?=' >"$tmp/said"
asks ada@example.com "confirm $(token)" >"$tmp/said"
is "filter adds, in any script" "$(chose ada)" " depth=overview subject=检查点 author=Marta author=Oleg "
tomorrow
asks ada@example.com unset >"$tmp/said"
asks ada@example.com "confirm $(token)" >"$tmp/said"
is "unset takes all" "$(chose ada)" ""

# What is wrong is said, without its words.
# wrong SUBJECT SAYS
wrong() {
	tomorrow
	is "wrong: $1" "$(asks ada@example.com "$1")" "ada@example.com: This was not understood"
	body >"$tmp/body"
	ok "says so" grep -q "$2" "$tmp/body"
}
wrong 'set frob 1' 'no such order, or no such name'
wrong 'set' 'no such order'
wrong 'filter depth full' 'no such order'
wrong 'set depth full; frob' 'Order 2 in the subject'
wrong 'set language tlh' 'There are: en zh-CN'
wrong 'set language ../../etc' 'There are: en zh-CN'
wrong 'set depth deep' 'overview, standard or full'
wrong 'set mine perhaps' 'yes or no'
wrong 'filter category Cat' 'A category is'
wrong 'filter author' 'at most 100 bytes'
wrong "set depth full; filter subject $(printf '%0101d' 0)" 'at most 100 bytes'
orders=
for n in $(seq 17); do orders="$orders;filter author n$n"; done
wrong "$orders" 'Order 17'
orders='set depth full'
for n in $(seq 32); do orders="$orders;set depth full"; done
wrong "$orders" 'Order 33'
is "nothing has changed" "$(chose ada)" ""
tomorrow
orders='set depth full'
for n in $(seq 31); do orders="$orders;set depth full"; done
asked=$(asks ada@example.com "$orders")
is "32 orders are none too many" "${asked%confirm*}" "ada@example.com: "
tomorrow
is "prose that holds such a word is no order" "$(asks ada@example.com 'How do I set or show a filter?')" \
    "ada@example.com: The digest of ember"
ok "help lists them" sh -c "sed '1,/^$/d' '$tmp/last' | base64 -d | grep -q 'set language LANGUAGE.*en zh-CN'"
tomorrow
is "who is no member" "$(asks cy@example.com 'set depth full')" "cy@example.com: You do not get the digest of ember"
tomorrow
is "nor shown anything" "$(asks cy@example.com show)" "cy@example.com: You do not get the digest of ember"
is "once a day" "$(asks cy@example.com show)" ""
is "the null sender" "$(asks '' show)" ""

# Tokens are bound to the address and to each value.
tomorrow
asks ada@example.com 'set depth full' >"$tmp/said"
ada=$(token)
asks bo@example.com 'set depth overview' >"$tmp/said"
bo=$(token)
forged=$(printf %s "$bo" | tr 'a-y2-6' 'b-z3-7')
asks eve@example.com "confirm $forged" >"$tmp/said"
is "forged" "$(chose ada)$(chose bo)" ""
asks bo@example.com "confirm $ada" >"$tmp/said"
is "hers does what she asked, whoever mails it" "$(chose ada),$(chose bo)" " depth=full ,"
tomorrow
asks bo@example.com unsubscribe >"$tmp/said"
asks x@example.com "confirm $bo" >"$tmp/said"
is "his is good for what he asked alone" "$(chose bo)" " depth=overview "
tomorrow
asks ada@example.com 'set depth overview' >"$tmp/said"
ada=$(token)
SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 3 * 86400))
is "expired" "$(asks ada@example.com "confirm $ada"; chose ada)" "ada@example.com: This answer came too late
 depth=full "
day=$((day + 4))
# A member who left between asking and confirming chooses nothing.
tomorrow
asks bo@example.com 'set depth full' >"$tmp/said"
bo=$(token)
listbrief-members -q ember remove bo@example.com
is "who left" "$(asks bo@example.com "confirm $bo")" "bo@example.com: You do not get the digest of ember"
is "is no member by that" "$(listbrief-members ember list | grep -c bo@)" 0

# The mailer is away when word of it is due: it is done, and told when the mail comes again.
tomorrow
asks ada@example.com 'set depth overview' >"$tmp/said"
ada=$(token)
echo 75 >"$tmp/answer"
is "the mailer is away" "$(asks ada@example.com "confirm $ada")" "exit 75"
is "it is done" "$(chose ada)" " depth=overview "
listbrief-members -q ember set ada@example.com depth=standard
rm "$tmp/answer"
is "word of it is sent" "$(asks ada@example.com "confirm $ada")" "ada@example.com: Your digest of ember"
is "and it is not done twice" "$(chose ada)" ""

# In Chinese, and by an address of its own.
sed -i 's/language: en/language: zh-CN/; s/digest: { from/digest: { delimiter: "+", from/' "$tmp/config.yaml"
tomorrow
is "by address" "$(asks ada@example.com hello show)" "ada@example.com: =?UTF-8?B?$(printf '您的 ember 摘要' | base64 -w0)?="
tomorrow
asks ada@example.com 'set depth full' >"$tmp/said"
is "the answer goes to an address of its own" "$(sed -n 's/^Reply-To: //p' "$tmp/last")" \
    "ember-digest+confirm-$(token)@example.org"
for name in choose choice wrong help; do
	ok "$name.txt names the same in both languages" sh -c "
		cd '$top/templates'
		for l in en zh-CN; do
			grep -oE '\{\{[^}]*\}\}' \$l/request/$name.txt | sort -u >'$tmp/'\$l
		done
		cmp '$tmp/en' '$tmp/zh-CN'"
done
finish
