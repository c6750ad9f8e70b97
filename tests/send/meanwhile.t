#!/bin/sh
# Mail that is put into threads while digests are made and sent is new in one of them, and in one only.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/send.sh"
config_for emberfs
sed -i 's/timezone:.*/&\n    window: 2d/' "$tmp/config.yaml"
printf 'mail:\n  sendmail: %s\n' "$tmp/mailer $tmp" >>"$tmp/config.yaml"
# mail ID TIME
mail() {
	printf 'From x@x.example Mon Oct 13 00:00:00 2025\nReceived: from a by b; %s\nMessage-ID: <%s@x.example>\nFrom: Ann <ann@x.example>\n' "$(date -R -u -d "$2")" "$1"
	printf 'Subject: %s\nDate: %s\n\nThere is nothing to say but this.\n\n' "$1" "$(date -R -u -d "$2")"
}
# While the first digest leaves, mail comes in of its window, and of the next.
mail early 2025-10-12T00:00:00Z >"$tmp/early"
mail meanwhile 2025-10-14T00:00:00Z >"$tmp/meanwhile"
cat >"$tmp/mailer" <<'END'
#!/bin/sh
cat >"$1/sent.$(ls "$1" | grep -c '^sent\.')"
[ ! -e "$1/early" ] || {
	cat "$1/early" "$1/meanwhile" | listbrief-ingest -q -c "$1/config.yaml" -m emberfs &&
	    listbrief-aggregate -q -c "$1/config.yaml" emberfs && rm "$1/early"
}
END
chmod +x "$tmp/mailer"
mail one 2025-10-11T00:00:00Z | listbrief-ingest emberfs
mail two 2025-10-13T06:00:00Z | listbrief-ingest emberfs
mail three 2025-10-15T06:00:00Z | listbrief-ingest emberfs
listbrief-aggregate -q emberfs
listbrief-members -q emberfs add ada@example.com
# told: the subjects of each digest, in order.
told() {
	for file in "$tmp"/sent.*; do
		python3 - "$file" <<-'END'
			import email, email.policy, re, sys
			mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
			text = mail.get_body(("plain",)).get_content()
			print(" ".join(sorted(set(re.findall(r"(?m)^\d+\. (\w+)\r?$", text)))))
		END
	done
}
at 2025-10-16T08:00:00Z
listbrief-report -q --send --since 2025-10-10T08:00:00Z --catch-up each emberfs
mail four 2025-10-17T06:00:00Z | listbrief-ingest emberfs
listbrief-aggregate -q emberfs
at 2025-10-18T08:00:00Z
listbrief-report -q --send emberfs
is "each is new once" "$(told)" "one
two
three
early four meanwhile"
finish
