#!/bin/sh
# Two weeks' digests in mutt, in a terminal of 80 columns: the index with who and what, the second week
# below the first, and the text part, none of its lines broken by mutt.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
for needed in mutt tmux; do
	command -v $needed >/dev/null || skip_all "no $needed"
done
config_for emberfs en Europe/Stockholm
cat >"$tmp/mailer" <<'END'
#!/bin/sh
cat >"$1/box/new/$(ls "$1/box/new" | wc -l).$5"
END
chmod +x "$tmp/mailer"
mkdir -p "$tmp/box/new" "$tmp/box/cur" "$tmp/box/tmp"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
listbrief-members -q emberfs add ada@example.com "Ada Holm"
for until in 2025-10-13 2025-10-20; do
	SOURCE_DATE_EPOCH=$(date -d "${until}T06:00:00Z" +%s) \
		listbrief-report -q --send --since "$(date -d "$until - 7 days" +%Y-%m-%d)" --until $until emberfs
done
is "two digests" "$(ls "$tmp/box/new" | wc -l)" 2

cat >"$tmp/muttrc" <<END
set folder=$tmp spoolfile=$tmp/box record= postponed= tmpdir=$tmp header_cache=
set sort=threads strict_threads=yes charset=utf-8 send_charset=utf-8 move=no quit=yes mark_old=no
set index_format="%4C %[%m-%d] %-12.12F %s" pager_index_lines=0 beep=no help=no wrap=0 markers=yes ascii_chars=yes
alternative_order text/plain text/html
ignore *
unignore from subject date
END
terminal="tmux -L listbrief.$$ -f /dev/null"
trap '$terminal kill-server 2>/dev/null; rm -rf "$tmp"' EXIT
# shown PATTERN: the screen, once it has a line that matches; what it is at last where it never has.
shown() {
	looks=0
	while [ $looks -lt 1000 ]; do
		looks=$((looks + 1))
		$terminal capture-pane -p >"$tmp/screen" 2>/dev/null
		grep -qE -- "$1" "$tmp/screen" && return
	done
	sed 's/^/# /' "$tmp/screen" >&2
	return 1
}
key() {
	$terminal send-keys "$@"
}
TERM=xterm $terminal new-session -d -x 80 -y 50 "TERM=screen LC_ALL=C.UTF-8 mutt -n -F '$tmp/muttrc' -f '$tmp/box'" || skip_all "tmux does not start"

ok "mutt opens it" shown '^ +2 '
cp "$tmp/screen" "$tmp/index"
is "the index: who, what, and the second an answer to the first" \
	"$(sed -n 's/^ *\([12]\) \([0-9-]*\) emberfs dig[a-z]* \(.*\):.*/\1 \2 \3/p' "$tmp/index")" \
	"$(printf '1 10-13 emberfs digest, 6 Oct to 12 Oct\n2 10-20 `->emberfs digest, 13 Oct to 19 Oct')"
key 2 Enter Enter
ok "the second opens" shown '^Window: '
is "its head" "$(sed -n '1,4{s/ *$//; s/\(13 Oct to 19 Oct\):.*/\1/; /^ /d; p}' "$tmp/screen")" \
	"$(printf 'From: emberfs digest <emberfs-digest@example.org>\nSubject: emberfs digest, 13 Oct to 19 Oct\nDate: Mon, 20 Oct 2025 08:00:00 +0200')"
is "its text, not its HTML" "$(grep -cE '</?[a-z0-9]+>' "$tmp/screen")" 0
# Down to its end, page by page: what is shown of it.
: >"$tmp/pages"
page=
pages=0
while [ $pages -lt 60 ]; do
	pages=$((pages + 1))
	cat "$tmp/screen" >>"$tmp/pages"
	grep -q '(end)\|(all)' "$tmp/screen" && break
	at=$(grep -e "-- (" "$tmp/screen")
	key Space
	looks=0
	while [ "$(grep -e "-- (" "$tmp/screen")" = "$at" ] && [ $looks -lt 1000 ]; do
		looks=$((looks + 1))
		$terminal capture-pane -p >"$tmp/screen"
	done
	[ $looks -lt 1000 ] || break
done
ok "it has an end" grep -q '(end)' "$tmp/pages"
python3 - "$tmp/box/new" >"$tmp/text" <<'END'
import email, email.policy, glob, sys
name = sorted(glob.glob(sys.argv[1] + "/../*/1.*"))[0]
mail = email.message_from_binary_file(open(name, "rb"), policy=email.policy.default)
print(mail.get_body(("plain",)).get_content().replace("\r\n", "\n"), end="")
END
cat >"$tmp/check.py" <<'END'
"""Each line of the text is on the screen as it is; mutt broke URLs alone, which it marks with a +."""
import sys
lines = [l.rstrip() for l in open(sys.argv[1], encoding="utf-8")]
screen = {l.rstrip() for l in open(sys.argv[2], encoding="utf-8")}
missing = [l for l in lines if l and l not in screen and "://" not in l]
assert not missing, missing[:5]
broken = {l for l in screen if l.startswith("+")}
assert len(broken) <= sum("://" in l and len(l) > 79 for l in lines), broken
assert len(lines) > 60
END
ok "each line of it is shown whole" python3 "$tmp/check.py" "$tmp/text" "$tmp/pages"
key q q
finish
