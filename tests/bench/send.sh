# send.sh: the part "send" of make bench; sourced by run.sh.
# SPDX-License-Identifier: ISC

# A digest to 1,000 members over SMTP, each its own transaction and a commit of the ledger, beside a bare
# client that sends as many mails of that size over one reused connection and marks nothing.  A commit goes on
# while its mail does; what the disk takes beyond that is seen beside the last line, whose store is in memory.
send() {
	mail=$corpora/kvmarm-2022-05-06.mbox.xz
	for needed in "$mail" "$floors/smtpfan.c"; do
		[ -e "$needed" ] || { echo "send: no $needed, passed over"; return; }
	done
	command -v smtp-sink >/dev/null || { echo "send: no smtp-sink (package postfix), passed over"; return; }
	cc -O2 -o "$tmp/smtpfan" "$floors/smtpfan.c" -lcurl
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	smtp-sink -u "$(id -un)" -c "127.0.0.1:$port" 100 >/dev/null 2>&1 &
	sink=$!
	cat >"$tmp/send.yaml" <<EOF
store: $tmp/sent
lists:
  bench: { title: bench, timezone: UTC, digest: { from: bench-digest@example.org } }
mail: { smtp: "smtp://127.0.0.1:$port/bench.example" }
EOF
	xzcat "$mail" | listbrief-ingest -q -c "$tmp/send.yaml" -m bench
	listbrief-aggregate -q -c "$tmp/send.yaml" bench
	week="--since 2022-05-30 --until 2022-06-06"
	# shellcheck disable=SC2086
	size=$(listbrief-report -c "$tmp/send.yaml" --dry-run $week bench | wc -c)
	memory=$(mktemp -d /dev/shm/listbrief-bench.XXXXXX)
	sed "s,^store: .*,store: $memory/sent," "$tmp/send.yaml" >"$tmp/memory.yaml"
	for n in 100 1000; do
		seq -f 'member%g@sink.example' $n | listbrief-members -q -c "$tmp/send.yaml" bench import
		cp -R "$tmp/sent" "$tmp/ready"
		echo "send: a digest of $size bytes to $n members, smtp-sink, $rounds rounds:"
		python3 "$here/measure.py" "$rounds" \
			"bare client" "$tmp/smtpfan reuse 127.0.0.1 $port $n 1 $size" \
			"report --send" "rm -rf $tmp/sent; cp -R $tmp/ready $tmp/sent ;; listbrief-report -c $tmp/send.yaml --send $week bench" \
			"  its store in memory" "rm -rf $memory/sent; cp -R $tmp/ready $memory/sent ;; listbrief-report -c $tmp/memory.yaml --send $week bench"
		rm -rf "$tmp/sent"
		mv "$tmp/ready" "$tmp/sent"
	done
	rm -rf "$memory"
	kill $sink
}
