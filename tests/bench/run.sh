#!/bin/sh
# SPDX-License-Identifier: ISC
# make bench: what the README says of speed, measured here and now beside a peer or a floor.
# Mail: $LISTBRIEF_CORPORA, generator and floors: $LISTBRIEF_BENCH; what is not there is passed over, aloud.
# usage: run.sh [deliver] [imports] [size] [whole] [threads] [aggregate] [fanout] [send] [hostile]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=${B:-build}
case $build in /*) ;; *) build=$top/$build ;; esac
corpora=${LISTBRIEF_CORPORA:-$top/../shared/corpora}
floors=${LISTBRIEF_BENCH:-$top/../shared/bench}
rounds=${ROUNDS:-3}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/listbrief-bench.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
PATH=$build:$PATH
export PATH

cat >"$tmp/config.yaml" <<EOF
store: $tmp/store
lists:
  bench: { title: bench, timezone: UTC }
  static: { title: bench, timezone: UTC }
EOF
LISTBRIEF_CONFIG=$tmp/config.yaml
export LISTBRIEF_CONFIG

# The whole run over a real list's two months, beside notmuch new on the same mails.
whole() {
	mail=$corpora/kvmarm-2022-05-06.mbox.xz
	[ -e "$mail" ] || { echo "whole run: no $mail, passed over"; return; }
	command -v notmuch >/dev/null || { echo "whole run: no notmuch, passed over"; return; }
	xzcat "$mail" >"$tmp/in.mbox"
	mkdir -p "$tmp/maildir/cur" "$tmp/maildir/new" "$tmp/maildir/tmp"
	python3 - "$tmp/in.mbox" "$tmp/maildir/cur" <<'EOF'
import mailbox, os, sys
for i, m in enumerate(mailbox.mbox(sys.argv[1])):
    open(os.path.join(sys.argv[2], "%06d:2,S" % i), "wb").write(m.as_bytes(unixfrom=False))
EOF
	printf '[database]\npath=%s/maildir\n[user]\nname=a\nprimary_email=a@example.org\n[new]\ntags=\n' \
		"$tmp" >"$tmp/notmuch.conf"
	NOTMUCH_CONFIG=$tmp/notmuch.conf
	export NOTMUCH_CONFIG
	echo "whole run over $(grep -c '^From ' "$tmp/in.mbox") mails, $rounds rounds:"
	python3 "$here/measure.py" "$rounds" \
		"notmuch new" "rm -rf $tmp/maildir/.notmuch ;; notmuch new --quiet" \
		"ingest -m, aggregate, report" "rm -rf $tmp/store ;; listbrief-ingest -q -m bench <$tmp/in.mbox; listbrief-aggregate bench
			listbrief-report --since 2022-05-30 --until 2022-06-06 --format html bench" \
		"  ingest -m" "rm -rf $tmp/store ;; listbrief-ingest -q -m bench <$tmp/in.mbox" \
		"  aggregate" "rm -rf $tmp/store; listbrief-ingest -q -m bench <$tmp/in.mbox ;; listbrief-aggregate bench" \
		"  report" "true ;; listbrief-report --since 2022-05-30 --until 2022-06-06 --format html bench"
}

# Linking alone (aggregate -v says it apart from MIME), beside threadfloor lmdb.
threads() {
	[ -e "$floors/genmail.py" ] || { echo "threads: no $floors/genmail.py, passed over"; return; }
	cc -O2 -o "$tmp/threadfloor" "$floors/threadfloor.c" -llmdb
	echo "threads, in $tmp on $(stat -f -c %T "$tmp"):"
	python3 "$here/threads.py" "$tmp" "$floors" "$rounds" ${SIZES:-1000 10000 100000}
}

# 100 new mails on ever more that are stored: the whole of aggregate.
aggregate() {
	[ -e "$floors/genmail.py" ] || { echo "aggregate: no $floors/genmail.py, passed over"; return; }
	echo "aggregate, in $tmp on $(stat -f -c %T "$tmp"):"
	python3 "$here/aggregate.py" "$tmp" "$floors" "$rounds" ${SIZES:-1000 10000 100000}
}

# shellcheck source=tests/bench/deliver.sh
. "$here/deliver.sh"
# shellcheck source=tests/bench/imports.sh
. "$here/imports.sh"
# shellcheck source=tests/bench/size.sh
. "$here/size.sh"
# shellcheck source=tests/bench/send.sh
. "$here/send.sh"
# shellcheck source=tests/bench/hostile.sh
. "$here/hostile.sh"
# Questions to a model that takes 200 ms for each, so many in flight: the time beside the least there can be.
fanout() {
	mkdir -p "$tmp/cases"
	printf 'send: answer\ndelay: 0.2\n\nwell' >"$tmp/cases/answer"
	python3 "$top/tests/tools/modelserver.py" "$tmp/cases" "$tmp/port" &
	server=$!
	while [ ! -s "$tmp/port" ]; do kill -0 $server; done
	echo "200 questions at 200 ms each, 2000 words to a question:"
	for n in 1 4 16 64; do
		cat >"$tmp/model.yaml" <<EOF
store: $tmp/store
lists: { bench: }
model: { url: "http://127.0.0.1:$(cat "$tmp/port")/v1", name: m, parallel: $n }
EOF
		"$build/tools/ask" "$tmp/model.yaml" 200 2000 | tail -n 1 |
			awk -v n=$n '{ least = int((200 + n - 1) / n) * 200
				printf "  %2d in flight: %5d ms, %.3f times %d; %s kB\n", n, $1, $1 / least, least, $(NF - 1) }'
	done
	kill $server
}

[ $# -gt 0 ] || set -- deliver imports size whole threads aggregate fanout send hostile
for part; do
	"$part"
done
