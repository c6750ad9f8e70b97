# Sourced by tests/bench/run.sh: what a store takes on the disk, indexes and all, beside its raw mail: where
# an mbox was imported, where that was aggregated, and where each mail was delivered by a process of its own
# with an aggregate behind each hundred.
# SPDX-License-Identifier: ISC

# share FILE: of its bytes, on the disk.
share() {
	awk -v kb="$(du -sk "$tmp/store/bench" | cut -f1)" -v raw="$(wc -c <"$1")" 'BEGIN { printf "%.3f", kb * 1024 / raw }'
}

# size_of NAME MBOX [one-by-one]
size_of() {
	rm -rf "$tmp/store"
	listbrief-ingest -q -m bench <"$2"
	imported=$(share "$2")
	listbrief-aggregate -q bench
	aggregated=$(share "$2")
	delivered=
	if [ "${3-}" ]; then
		rm -rf "$tmp/store"
		python3 - "$2" <<'EOF'
import mailbox, subprocess, sys
for i, mail in enumerate(mailbox.mbox(sys.argv[1])):
    subprocess.run(["listbrief-ingest", "bench"], input=mail.as_bytes(unixfrom=False), check=True)
    if i % 100 == 99:
        subprocess.run(["listbrief-aggregate", "-q", "bench"], check=True)
subprocess.run(["listbrief-aggregate", "-q", "bench"], check=True)
EOF
		delivered=$(share "$2")
	fi
	printf '%-24s %9d %9s %10s %9s\n' "$1" $(($(wc -c <"$2") / 1000)) "$imported" "$aggregated" "$delivered"
}

size() {
	printf '%-24s %9s %9s %10s %9s\n' "bytes of the store" "raw, kB" imported aggregated "one by one"
	mail=$corpora/kvmarm-2022-05-06.mbox.xz
	if [ -e "$mail" ]; then
		xzcat "$mail" >"$tmp/in.mbox"
		size_of "a list's two months" "$tmp/in.mbox" one-by-one
	else
		echo "size: no $mail, passed over"
	fi
	[ -e "$floors/genmail.py" ] || { echo "size: no $floors/genmail.py, passed over"; return; }
	for n in ${SIZES:-1000 10000 100000}; do
		python3 "$floors/genmail.py" -n "$n" --mboxrd - >"$tmp/in.mbox"
		size_of "$n generated mails" "$tmp/in.mbox" "$([ "$n" -gt 10000 ] || echo one-by-one)"
	done
}
