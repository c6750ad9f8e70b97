#!/bin/sh
# The examples for the digest's own address, each with its real agent where that is installed.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
config_for kvmarm
sed -i 's/digest: {/digest: { delimiter: "+",/' "$tmp/config.yaml"
cat >"$tmp/mailer" <<'END'
#!/bin/sh
# Keeps each mail as sent/RECIPIENT.
cat >"$1/sent/$5"
END
chmod 755 "$tmp" "$tmp/mailer"
mkdir "$tmp/sent"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"
unset LISTBRIEF_CONFIG
members() {
	listbrief-members -c "$tmp/config.yaml" kvmarm "$@"
}
# mail SENDER SUBJECT
mail() {
	printf 'From: Ada <%s>\nTo: kvmarm-digest@example.org\nSubject: %s\n' "$1" "$2"
	printf 'Message-ID: <1@example.com>\n\nHello.\n'
}
token() {
	sed -n 's/^Subject: confirm //p' "$tmp/sent/$1"
}

# procmail EXTENSION: as Postfix runs it, but that the recipe is named.
run_procmail() {
	env -i HOME="$tmp" PATH=/usr/bin:/bin procmail -a "$1" "MEMBERS=$build/listbrief-members" \
	    "LISTBRIEF_CONFIG=${2:-$tmp/config.yaml}" "DEFAULT=$tmp/inbox" "MAILDIR=$tmp" \
	    "LOGFILE=$tmp/log" "$top/examples/digest-procmailrc"
}
if command -v procmail >/dev/null; then
	{ echo 'From ada@example.com Mon Nov  3 08:00:00 2025'; mail ada@example.com hello; } >"$tmp/mail"
	exits "procmail: subscribe" 0 run_procmail subscribe <"$tmp/mail"
	token=$(token ada@example.com)
	is "procmail: she is asked" "${#token}" 32
	exits "procmail: an extension of no good is one word" 0 run_procmail '--json; touch x $(id) "' <"$tmp/mail"
	exits "procmail: something fails" 75 run_procmail "confirm-$token" /nowhere.yaml <"$tmp/mail"
	exits "procmail: confirm" 0 run_procmail "CONFIRM-$token" <"$tmp/mail"
	is "procmail: she is a member" "$(members list)" "Ada <ada@example.com>"
	{ echo 'From bo@example.com Mon Nov  3 08:00:00 2025'; mail bo@example.com subscribe; } >"$tmp/bo"
	exits "procmail: no extension: the subject" 0 run_procmail '' <"$tmp/bo"
	ok "procmail: he is asked" test -n "$(token bo@example.com)"
	ok "procmail: all was taken" [ ! -e "$tmp/inbox" ]
else
	skip "procmail" "no procmail"
fi

if command -v sieve-test >/dev/null; then
	mkdir -p "$tmp/sieve/bin"
	cat >"$tmp/sieve/dovecot.conf" <<END
log_path = /dev/stderr
recipient_delimiter = +
plugin {
  sieve_plugins = sieve_extprograms
  sieve_extensions = +vnd.dovecot.execute
  sieve_execute_bin_dir = $tmp/sieve/bin
}
END
	cp "$build/listbrief-members" "$top/examples/digest-sieve" "$tmp/sieve/"
	cp -RL "$build/templates" "$tmp/sieve/"
	cat >"$tmp/sieve/bin/listbrief-members" <<END
#!/bin/sh
exec $tmp/sieve/listbrief-members -c $tmp/sieve/config.yaml "\$@"
END
	chmod 755 "$tmp/sieve/bin/listbrief-members"
	sed "s|^store:.*|store: store|" "$tmp/config.yaml" >"$tmp/sieve/config.yaml"
	as_user=
	if [ "$(id -u)" -eq 0 ]; then
		# Sieve refuses to run as root.
		as_user="setpriv --reuid=65534 --regid=65534 --clear-groups env USER=nobody"
		chown -R 65534:65534 "$tmp/sieve" "$tmp/sent"
	fi
	# run_sieve RECIPIENT FILE
	run_sieve() {
		# shellcheck disable=SC2086
		HOME=$tmp/sieve $as_user sieve-test -c "$tmp/sieve/dovecot.conf" -e -f cy@example.com \
		    -a "$1" -r "$1" -l "maildir:$tmp/sieve/mail" "$tmp/sieve/digest-sieve" "$2" >"$tmp/sieve.out" 2>&1
	}
	{ echo 'Return-Path: <cy@example.com>'; mail cy@example.com hello; } >"$tmp/cy"
	exits "sieve: subscribe" 0 run_sieve kvmarm-digest+subscribe@example.org "$tmp/cy"
	token=$(token cy@example.com)
	is "sieve: asked" "${#token}" 32
	exits "sieve: confirm" 0 run_sieve "kvmarm-digest+confirm-$token@example.org" "$tmp/cy"
	is "sieve: a member" "$($as_user "$tmp/sieve/listbrief-members" -c "$tmp/sieve/config.yaml" kvmarm list)" \
	    "Ada <cy@example.com>"
	rm "$tmp/sieve/config.yaml"
	exits "sieve: something fails" 0 run_sieve kvmarm-digest+help@example.org "$tmp/cy"
	is "sieve: it is kept" "$(ls "$tmp/sieve/mail/.listbrief-failed/new" | wc -l)" 1
else
	skip "sieve" "no sieve-test"
fi

# Postfix runs the program itself, with next to no environment.
# run_postfix SENDER EXTENSION
run_postfix() {
	set -- "$1" "$2" $(sed -n 's/^ .*argv=//p' "$top/examples/digest-postfix-master.cf")
	sender=$1 extension=$2; shift 2
	for word; do
		shift
		case $word in
		/usr/local/bin/*) word=$build/${word##*/} ;;
		/etc/listbrief.yaml) word=$tmp/config.yaml ;;
		'${nexthop}') word=kvmarm ;;
		'--sender=${sender}') word=--sender=$sender ;;
		'${extension}') word=$extension ;;
		esac
		set -- "$@" "$word"
	done
	env -i MAIL_CONFIG=/etc/postfix "$@"
}
mail di@example.com hello >"$tmp/di"
exits "postfix: subscribe" 0 run_postfix di@example.com subscribe <"$tmp/di"
exits "postfix: confirm" 0 run_postfix di@example.com "confirm-$(token di@example.com)" <"$tmp/di"
ok "postfix: a member" sh -c "'$build/listbrief-members' -c '$tmp/config.yaml' kvmarm list | grep -q di@"
rm "$tmp"/sent/* 2>/dev/null
exits "postfix: the null sender" 0 run_postfix '' help <"$tmp/di"
is "postfix: is not answered" "$(ls "$tmp/sent")" ""
if command -v postconf >/dev/null; then
	mkdir "$tmp/postfix"
	grep -v '^#' "$top/examples/digest-postfix-master.cf" >"$tmp/postfix/master.cf"
	: >"$tmp/postfix/main.cf"
	is "postfix: reads the entry" "$(postconf -c "$tmp/postfix" -M 2>&1 | tr -s ' ' | head -n 1)" \
	    "listbrief-members unix - n n - 4 pipe user=listbrief null_sender= argv=/usr/local/bin/listbrief-members -c /etc/listbrief.yaml \${nexthop} request --sender=\${sender} -- \${extension}"
else
	skip "postfix: reads the entry" "no postconf"
fi

# One click.  web METHOD PATH: the status.
web() {
	env -i PATH=/usr/bin:/bin "MEMBERS=$build/listbrief-members" "LISTBRIEF_CONFIG=${3:-$tmp/config.yaml}" \
	    "REQUEST_METHOD=$1" "PATH_INFO=$2" "$top/examples/unsubscribe.cgi" 2>/dev/null </dev/null |
		sed -n 's/^Status: \([0-9]*\).*/\1/p'
}
sed -i 's|digest: {|digest: { unsubscribe_url: "https://example.org/unsubscribe.cgi/{token}",|' "$tmp/config.yaml"
listbrief-ingest -q -c "$tmp/config.yaml" kvmarm <"$tmp/di"
listbrief-aggregate -q -c "$tmp/config.yaml" kvmarm
SOURCE_DATE_EPOCH=$(($(date +%s) + 60)) listbrief-report -q -c "$tmp/config.yaml" --send kvmarm
link=$(tr -d '\n' <"$tmp/sent/di@example.com" | sed 's|.*<https://example.org/unsubscribe.cgi\(/[a-z2-7]*\)>.*|\1|')
is "web: a link that was opened" "$(web GET "$link")" 200
ok "web: takes nobody off" sh -c "'$build/listbrief-members' -c '$tmp/config.yaml' kvmarm list | grep -q di@"
is "web: no store" "$(web POST "$link" /nowhere.yaml)" 503
is "web: one click" "$(web POST "$link")" 200
ok "web: it does" sh -c "! '$build/listbrief-members' -c '$tmp/config.yaml' kvmarm list | grep di@"
is "web: once more" "$(web POST "$link")" 404
is "web: no token" "$(web POST '/$(id)')$(web POST /)" 404404
finish
