# Sourced by tests/model/*.t behind lib.sh: a small list in a store, and servers that do what cases tell them.
# SPDX-License-Identifier: ISC
servers=
trap 'for pid in $servers; do kill "$pid" 2>/dev/null; done; rm -rf "$tmp"' EXIT
SOURCE_DATE_EPOCH=$(date -u -d '2025-03-10T00:00:00Z' +%s)
export SOURCE_DATE_EPOCH
unset OPENAI_API_KEY OPENAI_BASE_URL http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

# serve NAME [OPTION...]: a server with the cases of $tmp/NAME; $port, and its log $tmp/NAME.log.
serve() {
	name=$1; shift
	mkdir -p "$tmp/$name"
	: >"$tmp/$name.log"
	python3 "$top/tests/tools/modelserver.py" --log "$tmp/$name.log" "$@" "$tmp/$name" "$tmp/$name.port" \
		2>"$tmp/$name.err" &
	servers="$servers $!"
	while [ ! -s "$tmp/$name.port" ]; do
		kill -0 $! 2>/dev/null || { cat "$tmp/$name.err" >&2; exit 1; }
	done
	port=$(cat "$tmp/$name.port")
}

# case_in SERVER NAME: a case, on stdin.
case_in() {
	cat >"$tmp/$1/$2"
}

# requests SERVER: how many it got.
requests() {
	wc -l <"$tmp/$1.log" | tr -d ' '
}

# config_model FILE PORT [LINE...]: a config whose model is there, with these lines below "model:".
config_model() {
	file=$1
	cat >"$file" <<E
store: $tmp/store
lists:
  demo:
    address: demo@lists.example.org
    language: ${language:-en}
    archive: https://lists.example.org/r/{message_id}
    digest: { from: "demo digest <demo-digest@example.org>" }
model:
  name: test-model
E
	[ "$2" ] && echo "  url: http://127.0.0.1:$2/v1" >>"$file"
	shift 2
	for line; do
		printf '  %s\n' "$line"
	done >>"$file"
}

# mail ID DAY FROM SUBJECT [PARENT]: one mail of an mbox, its body on stdin.
mail() {
	printf 'From demo@example.org Thu Jan  1 00:00:00 1970\n'
	printf 'Received: from a by b; %s\nMessage-ID: <%s@x.example>\n' "$(date -R -u -d "2025-03-$2")" "$1"
	[ "${5-}" ] && printf 'In-Reply-To: <%s@x.example>\nReferences: <%s@x.example>\n' "$5" "$5"
	printf 'Date: %s\nFrom: %s\nTo: demo@lists.example.org\nSubject: %s\n\n' \
		"$(date -R -u -d "2025-03-$2")" "$3" "$4"
	cat
	echo
}

# make_store: three threads.
make_store() {
	{
	mail t1 '05 10:00' 'Ann Example <ann@x.example>' '[PATCH] timer: disarm it on reset' <<'E'
The reset path leaves the timer armed, so the guest sees a stale interrupt.
Disarm the timer before the device is reset.
E
	mail t2 '06 10:00' 'Bob Reviewer <bob@r.example>' 'Re: [PATCH] timer: disarm it on reset' t1 <<'E'
The function should take the lock itself, because two of its callers forget to.
Please add an assertion that the lock is held.
E
	mail q1 '05 12:00' 'Dan Asks <dan@d.example>' 'How do I read the trace buffer?' <<'E'
My board prints nothing but dots when the trace buffer is read twice.
What have I missed in the configuration of the buffer?
E
	mail b1 '07 12:00' 'Eve Tester <eve@q.example>' 'Regression: boot hangs on the large board' <<'E'
The boot hangs on the large board since the scheduler was changed last month.
Reverting the change to the scheduler makes the board boot again.
E
	} >"$tmp/mbox"
	config_model "$tmp/make.yaml" 9
	listbrief-ingest -q -c "$tmp/make.yaml" -m demo <"$tmp/mbox" &&
		listbrief-aggregate -q -c "$tmp/make.yaml" demo
}

# answers SERVER: cases with a true answer for each of the three threads; lines on stdin go into each head.
answers() {
	cat >"$tmp/.head"
	{ cat "$tmp/.head"; cat <<'E'; } >"$tmp/$1/90-timer"
match: timer armed
send: answer

{"claims": [{"part": "original", "kind": "problem", "text": "Ann Example: the reset path leaves the timer armed.", "cites": ["MARK.m1.s1"], "quote": "The reset path leaves the timer armed", "who": ["Ann Example"]},
{"part": "this_week", "kind": "objection", "text": "Bob Reviewer: the function should take the lock itself.", "cites": ["MARK.m2.s1"], "quote": "The function should take the lock itself", "who": ["Bob Reviewer"]}]}
E
	{ cat "$tmp/.head"; cat <<'E'; } >"$tmp/$1/91-trace"
match: trace buffer
send: answer

{"claims": [{"part": "original", "kind": "problem", "text": "The board prints nothing but dots when the trace buffer is read twice.", "cites": ["MARK.m1.s1"], "quote": "My board prints nothing but dots", "who": ["Dan Asks"]},
{"part": "original", "kind": "question", "text": "Dan Asks what is missed in the configuration of the buffer.", "cites": ["MARK.m1.s2"], "quote": "What have I missed in the configuration", "who": ["Dan Asks"]}]}
E
	{ cat "$tmp/.head"; cat <<'E'; } >"$tmp/$1/92-boot"
match: large board
send: answer

{"claims": [{"part": "original", "kind": "problem", "text": "The boot hangs on the large board since the scheduler was changed.", "cites": ["MARK.m1.s1"], "quote": "The boot hangs on the large board", "who": ["Eve Tester"]},
{"part": "original", "kind": "test", "text": "Reverting the change to the scheduler makes the board boot again.", "cites": ["MARK.m1.s2"], "quote": "Reverting the change to the scheduler", "who": ["Eve Tester"]}]}
E
}
