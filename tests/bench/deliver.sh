# Sourced by tests/bench/run.sh: one process a mail, beside the least that could do it (floor.c: fork,
# exec, one commit of LMDB) and whatever else is installed that takes mail on stdin, in turn for each
# mail (deliver.c), so that the ratios hold while the machine's speed drifts.
# SPDX-License-Identifier: ISC

# deliver_to JOBS BLOCK LIST COMMANDS...: each store begins empty.
deliver_to() {
	jobs=$1 block=$2 list=$3; shift 3
	rm -rf "$tmp/store" "$tmp/peers"
	mkdir -p "$tmp/peers/floor" "$tmp/peers/procmail/cur" "$tmp/peers/procmail/new" "$tmp/peers/procmail/tmp"
	cp -R "$tmp/peers/procmail" "$tmp/peers/maildrop"
	cp -R "$tmp/peers/procmail" "$tmp/peers/notmuch"
	NOTMUCH_CONFIG=$tmp/notmuch-insert.conf
	export NOTMUCH_CONFIG
	[ ! -e "$NOTMUCH_CONFIG" ] || notmuch new --quiet
	# An agent's environment is small, and a copy of it is a part of each exec.
	env -i PATH="$PATH" HOME="$tmp" NOTMUCH_CONFIG="$NOTMUCH_CONFIG" LISTBRIEF_CONFIG="$LISTBRIEF_CONFIG" \
		"$tmp/deliver" -j "$jobs" -b "$block" -n "${MAILS:-1000}" -f "$list" -- \
		"$tmp/floor" lmdb "$tmp/peers/floor" "$@" | cut -c1-141
}

# What deliver.c is to run besides, as far as it is here.
peer_commands() {
	echo "::: listbrief-ingest bench"
	[ ! -x "$build/static/listbrief-ingest" ] || echo "::: $build/static/listbrief-ingest bench"
	if command -v procmail >/dev/null; then
		printf 'MAILDIR=%s\nLOGFILE=/dev/null\n:0\nprocmail/\n' "$tmp/peers" >"$tmp/procmailrc"
		echo "::: procmail -m $tmp/procmailrc"
	fi
	if command -v maildrop >/dev/null; then
		echo "to \"$tmp/peers/maildrop\"" >"$tmp/maildroprc"
		chmod 600 "$tmp/maildroprc"
		echo "::: maildrop $tmp/maildroprc"
	fi
	if command -v notmuch >/dev/null && [ "$1" = all ]; then
		printf '[database]\npath=%s/peers/notmuch\n[user]\nname=a\nprimary_email=a@example.org\n[new]\ntags=\n' \
			"$tmp" >"$tmp/notmuch-insert.conf"
		echo "::: notmuch insert"
	fi
}

# Each delivery in the same store, at N mails.
growth() {
	for n in ${SIZES:-1000 10000 100000}; do
		rm -rf "$tmp/store" "$tmp/next"
		python3 "$floors/genmail.py" -n "$n" --mboxrd - | listbrief-ingest -q -m bench
		python3 "$floors/genmail.py" --skip "$n" -n 200 --maildir "$tmp/next" >/dev/null
		find "$tmp/next/cur" -type f | sort >"$tmp/next.list"
		rm -rf "$tmp/peers" && mkdir -p "$tmp/peers/floor"
		echo "delivery into a store of $n mails ($(du -k "$tmp/store/bench/data.mdb" | cut -f1) KB):"
		"$tmp/deliver" -n 200 -f "$tmp/next.list" -- "$tmp/floor" lmdb "$tmp/peers/floor" \
			::: listbrief-ingest bench | cut -c1-141
	done
}

deliver() {
	[ -e "$floors/deliver.c" ] || { echo "deliver: no $floors/deliver.c, passed over"; return; }
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
	growth
}
