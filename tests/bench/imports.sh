# Sourced by tests/bench/run.sh: an archive of N mails taken in at once, beside programs that index one.
# notmuch, mu and mairix read a Maildir that is there already and keep no copy of a mail; ingest and
# public-inbox read an mbox and keep all of it.
# SPDX-License-Identifier: ISC

# What measure.py is to run besides, as far as it is here: a name, and a command that begins with nothing done.
import_peers() {
	set --
	if command -v notmuch >/dev/null; then
		printf '[database]\npath=%s\n[user]\nname=a\nprimary_email=a@example.org\n[new]\ntags=\n' \
			"$tmp/archive" >"$tmp/notmuch.conf"
		set -- "$@" "notmuch new" "rm -rf $tmp/archive/.notmuch ;; exec env NOTMUCH_CONFIG=$tmp/notmuch.conf notmuch new --quiet"
	fi
	if command -v mu >/dev/null; then
		set -- "$@" "mu index" "rm -rf $tmp/mu; mu init --quiet --muhome=$tmp/mu --maildir=$tmp/archive ;; \
			exec mu index --quiet --muhome=$tmp/mu"
	fi
	if command -v mairix >/dev/null; then
		printf 'base=%s\nmaildir=archive\nmfolder=found\ndatabase=%s\n' "$tmp" "$tmp/mairix.db" >"$tmp/mairixrc"
		set -- "$@" "mairix" "rm -f $tmp/mairix.db ;; exec mairix -f $tmp/mairixrc"
	fi
	if command -v public-inbox-init >/dev/null && [ -e "$floors/pi_import.pl" ]; then
		set -- "$@" "public-inbox, basic" "rm -rf $tmp/inbox; PI_CONFIG=$tmp/inbox/config public-inbox-init -V2 -L basic \
			bench $tmp/inbox/bench http://example.org/bench bench@example.org 2>/dev/null ;; \
			exec perl -w $floors/pi_import.pl $tmp/inbox/bench bench basic $tmp/in.mbox 2>/dev/null"
	fi
	python3 "$here/measure.py" "$rounds" \
		"ingest -m" "rm -rf $tmp/store ;; exec listbrief-ingest -q -m bench <$tmp/in.mbox" "$@"
}

imports() {
	[ -e "$floors/genmail.py" ] || { echo "imports: no $floors/genmail.py, passed over"; return; }
	for n in ${IMPORTS:-10000}; do
		rm -rf "$tmp/archive"
		python3 "$floors/genmail.py" -n "$n" --maildir "$tmp/archive" >/dev/null
		python3 "$floors/genmail.py" -n "$n" --mboxrd - >"$tmp/in.mbox"
		echo "an archive of $n mails, $(du -k "$tmp/in.mbox" | cut -f1) KB, $rounds rounds:"
		import_peers
	done
}
