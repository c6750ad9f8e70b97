# Sourced by tests/bench/run.sh: one process a mail, beside the least that could do it (floor.c: fork,
# exec, one commit of LMDB) and whatever else is installed that takes mail on stdin, in turn for each
# mail (deliver.c), so that the ratios hold while the machine's speed drifts.  What a command says is not
# shown; how often it failed stands under "bad".
# SPDX-License-Identifier: ISC

nobody="--reuid=65534 --regid=65534 --clear-groups"

# deliver_to JOBS BLOCK LIST COMMANDS...: each store begins empty.
deliver_to() {
	jobs=$1 block=$2 list=$3; shift 3
	rm -rf "$tmp/store" "$tmp/peers"
	mkdir -p "$tmp/peers/floor" "$tmp/peers/procmail/cur" "$tmp/peers/procmail/new" "$tmp/peers/procmail/tmp"
	cp -R "$tmp/peers/procmail" "$tmp/peers/maildrop"
	cp -R "$tmp/peers/procmail" "$tmp/peers/notmuch"
	cp -R "$tmp/peers/procmail" "$tmp/peers/dovecot"
	NOTMUCH_CONFIG=$tmp/notmuch-insert.conf
	export NOTMUCH_CONFIG
	[ ! -e "$NOTMUCH_CONFIG" ] || notmuch new --quiet
	# An agent's environment is small, and a copy of it is a part of each exec.
	env -i PATH="$PATH" HOME="$tmp" NOTMUCH_CONFIG="$NOTMUCH_CONFIG" LISTBRIEF_CONFIG="$LISTBRIEF_CONFIG" \
		"$tmp/deliver" -j "$jobs" -b "$block" -n "${MAILS:-1000}" -f "$list" -- \
		"$tmp/floor" lmdb "$tmp/peers/floor" "$@" 2>/dev/null | cut -c1-141
}

# Each ingest has a store of its own: what another has put there would be a duplicate, and no commit.
ingests() {
	echo "::: listbrief-ingest bench"
	[ ! -x "$build/static/listbrief-ingest" ] || echo "::: $build/static/listbrief-ingest static"
}

# What deliver.c is to run besides, as far as it is here; and a program that does nothing.
peer_commands() {
	echo "::: $tmp/floor nop"
	ingests
	if command -v procmail >/dev/null; then
		printf 'MAILDIR=%s\nLOGFILE=/dev/null\n:0\nprocmail/\n' "$tmp/peers" >"$tmp/procmailrc"
		echo "::: procmail -m $tmp/procmailrc"
	fi
	if command -v maildrop >/dev/null; then
		echo "to \"$tmp/peers/maildrop\"" >"$tmp/maildroprc"
		chmod 600 "$tmp/maildroprc"
		echo "::: maildrop $tmp/maildroprc"
	fi
	lda=/usr/lib/dovecot/dovecot-lda
	if [ -x $lda ] && [ "$(id -u)" -eq 0 ]; then
		echo "dovecot-lda: not for root, passed over" >&2
	elif [ -x $lda ]; then
		cat >"$tmp/dovecot.conf" <<-EOF
			base_dir = $tmp/dovecot
			mail_location = maildir:$tmp/peers/dovecot
			log_path = $tmp/dovecot.log
			postmaster_address = postmaster@example.org
			ssl = no
			first_valid_uid = 0
		EOF
		echo "::: $lda -c $tmp/dovecot.conf"
	fi
	if command -v notmuch >/dev/null && [ "$1" = all ]; then
		printf '[database]\npath=%s/peers/notmuch\n[user]\nname=a\nprimary_email=a@example.org\n[new]\ntags=\n' \
			"$tmp" >"$tmp/notmuch-insert.conf"
		echo "::: notmuch insert"
	fi
}

# What takes a third of a second a mail: fewer mails of it.
slow_deliveries() {
	command -v public-inbox-mda >/dev/null || { echo "no public-inbox-mda, passed over"; return; }
	export PI_CONFIG="$tmp/inbox/config" ORIGINAL_RECIPIENT=bench@example.org
	public-inbox-init -V2 -L basic bench "$tmp/inbox/bench" http://example.org/bench bench@example.org 2>/dev/null
	git config -f "$PI_CONFIG" publicinboxmda.spamcheck none
	rm -rf "$tmp/store" "$tmp/peers" && mkdir -p "$tmp/peers/floor"
	echo "delivery beside public-inbox-mda:"
	# shellcheck disable=SC2046
	"$tmp/deliver" -w 3 -n 60 -f "$tmp/list" -- "$tmp/floor" lmdb "$tmp/peers/floor" \
		$(ingests) ::: public-inbox-mda --no-precheck 2>/dev/null | cut -c1-141
}

# notmuch_of N: a database of as many mails, BESIDE=notmuch; 100,000 take it ten minutes.
notmuch_of() {
	[ "${BESIDE-}" = notmuch ] || return 0
	rm -rf "$tmp/peers/notmuch"
	python3 "$floors/genmail.py" -n "$1" --maildir "$tmp/peers/notmuch" >/dev/null
	notmuch new --quiet
	echo "::: notmuch insert"
}

# Each delivery in the same store, at N mails.
growth() {
	for n in ${SIZES:-1000 10000 100000}; do
		rm -rf "$tmp/store" "$tmp/next"
		python3 "$floors/genmail.py" -n "$n" --mboxrd - >"$tmp/all.mbox"
		for list in bench static; do listbrief-ingest -q -m $list <"$tmp/all.mbox"; done
		python3 "$floors/genmail.py" --skip "$n" -n 200 --maildir "$tmp/next" >/dev/null
		find "$tmp/next/cur" -type f | sort >"$tmp/next.list"
		rm -rf "$tmp/peers" && mkdir -p "$tmp/peers/floor"
		beside=$(notmuch_of "$n")
		echo "delivery into a store of $n mails ($(du -k "$tmp/store/bench/data.mdb" | cut -f1) KB):"
		# shellcheck disable=SC2046,SC2086
		"$tmp/deliver" -n 200 -f "$tmp/next.list" -- "$tmp/floor" lmdb "$tmp/peers/floor" \
			$(ingests) $beside 2>/dev/null | cut -c1-141
	done
}

deliver() {
	[ -e "$floors/deliver.c" ] || { echo "deliver: no $floors/deliver.c, passed over"; return; }
	# As a user: that is who delivers, and dovecot-lda wants it so.
	if [ "$(id -u)" -eq 0 ] && setpriv $nobody test -x "$build/listbrief-ingest"; then
		setpriv $nobody env B="$build" sh "$here/run.sh" deliver
		return
	fi
	HOME=$tmp
	export HOME
	cc -O2 -o "$tmp/deliver" "$floors/deliver.c"
	cc -O2 -o "$tmp/floor" "$floors/floor.c" -llmdb
	python3 "$floors/genmail.py" -n 1000 --maildir "$tmp/mails" >/dev/null
	find "$tmp/mails/cur" -type f | sort >"$tmp/list"
	echo "delivery, one at a time:"
	# shellcheck disable=SC2046
	deliver_to 1 1 "$tmp/list" $(peer_commands all)
	echo "delivery, eight at a time:"
	# shellcheck disable=SC2046
	deliver_to 8 250 "$tmp/list" $(peer_commands quick)
	listbrief-aggregate -q bench
	if command -v strace >/dev/null; then
		python3 "$floors/genmail.py" --skip 1000 -n 1 --maildir "$tmp/one" >/dev/null
		cat "$tmp/one/cur"/* | strace -f -o "$tmp/calls" listbrief-ingest bench
		echo "one delivery: $(grep -c '(' "$tmp/calls") system calls," \
			"$(grep -cE '(execve|clone3?|v?fork)\(' "$tmp/calls") process," \
			"$(grep -cE '(fsync|fdatasync|msync)\(|O_DSYNC' "$tmp/calls") flushes"
	fi
	slow_deliveries
	growth
}
