#!/bin/sh
# Whatever a model's server does: the digest is whole, in its time, in 64 MB.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"

# A sanitizer's shadow is no memory of ours.
megabytes=64
grep -q __asan_init "$build/listbrief-report" && megabytes=0

ok "a store with three threads" make_store
listbrief-report -c "$tmp/make.yaml" --format json demo 2>/dev/null >"$tmp/plain.json"
serve s
answers s </dev/null
cases=

# start NAME FILE: a report by config FILE, behind the others.
start() {
	cp -R "$tmp/store" "$tmp/store-$1"
	sed "s,^store:.*,store: $tmp/store-$1," "$2" >"$tmp/$1.yaml"
	# Some at once; more would only wait for the processor.
	[ $(($(echo "$cases" | wc -w) % 12)) -ne 11 ] || wait_for_cases
	python3 "$top/tests/tools/within.py" $seconds $megabytes \
		listbrief-report -v -c "$tmp/$1.yaml" --format json demo >"$tmp/$1.json" 2>"$tmp/$1.says" &
	echo $! >"$tmp/$1.pid"
	cases="$cases $1"
}

wait_for_cases() {
	for case in $cases; do
		[ -e "$tmp/$case.code" ] && continue
		wait "$(cat "$tmp/$case.pid")"
		echo $? >"$tmp/$case.code"
	done
}

# fault NAME WANTED MOST [LINE...]: a server that does what stdin says; WANTED: model or extract; at most MOST requests.
fault() {
	fault=$1
	echo "$2" >"$tmp/$1.wanted"
	echo "$3" >"$tmp/$1.most"
	shift 3
	{ echo "match: X-Case: $fault;"; cat; } >"$tmp/s/10-$fault"
	# Where nothing is to take too long, a busy machine may take its time.
	seconds=60 run=30
	case "$*" in *timeout:*) seconds=20 run=8 ;; *) set -- 'timeout: 20' "$@" ;; esac
	case "$*" in *run:*) ;; *) set -- "run: { seconds: $run }" "$@" ;; esac
	config_model "$tmp/config.yaml" "$port" "headers: { X-Case: \"$fault;\" }" "$@"
	start "$fault" "$tmp/config.yaml"
}

fault good model 3 <<'E'
times: 0
E
fault later-once model 4 <<'E'
times: 1
status: 429
header: Retry-After: 1

{"error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}}
E
fault later-date model 4 <<'E'
times: 1
status: 503
header: Retry-After: @1

{"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}
E
fault later-ms model 4 <<'E'
times: 1
status: 429
header: retry-after-ms: 20

[{"error": {"code": 429, "message": "Resource has been exhausted", "status": "RESOURCE_EXHAUSTED"}}]
E
fault later-long extract 9 <<'E'
status: 429
header: Retry-After: 100

{"object": "error", "message": "slow down", "code": 429}
E
fault never-again extract 3 <<'E'
status: 500
header: x-should-retry: false

{}
E
fault quota extract 3 <<'E'
status: 429

{"error": {"message": "You exceeded your current quota", "type": "insufficient_quota", "code": "insufficient_quota"}}
E
fault 500-once model 4 <<'E'
times: 1
status: 500

{"error": "oops"}
E
for status in 408 409 500 502 504 529; do
	fault $status extract 9 <<E
status: $status

{"code": $status, "message": "not now"}
E
done
for status in 400 401 402 403 405 418; do
	fault $status extract 3 <<E
status: $status

{"error": {"message": "no", "type": "invalid_request_error", "code": null}}
E
done
fault wrong-model extract 3 <<'E'
status: 404

{"error": {"message": "The model `test-model` does not exist", "type": "invalid_request_error", "code": "model_not_found"}}
E
fault redirect extract 3 <<E
status: 302
header: Location: http://127.0.0.1:$port/elsewhere

E
fault html-502 extract 9 <<'E'
status: 502
header: Content-Type: text/html

<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>
E
fault html extract 3 <<'E'
header: Content-Type: text/html

<!DOCTYPE html><html><body>Please accept the terms of this network.</body></html>
E
fault empty extract 3 </dev/null
fault null extract 3 <<'E'

null
E
fault half-json extract 3 <<'E'

{"choices": [{"message": {"role": "assistant", "content": "{\"clai
E
fault error-200 extract 9 <<'E'

{"error": {"message": "upstream connect error", "code": 502}}
E
fault no-choices extract 3 <<'E'

{"choices": [], "usage": {"prompt_tokens": 1}}
E
fault no-content extract 3 <<'E'

{"choices": [{"message": {"role": "assistant", "content": null, "reasoning_content": "hmm"}, "finish_reason": "stop"}]}
E
fault refusal extract 3 <<'E'

{"choices": [{"message": {"role": "assistant", "content": null, "refusal": "I cannot help"}, "finish_reason": "stop"}]}
E
fault filter extract 3 <<'E'

{"choices": [{"message": {"role": "assistant", "content": "{\"claims\": ["}, "finish_reason": "content_filter"}]}
E
fault length extract 6 <<'E'

{"choices": [{"message": {"role": "assistant", "content": "{\"claims\": ["}, "finish_reason": "length"}]}
E
fault thinks-for-ever extract 6 <<'E'

{"choices": [{"message": {"role": "assistant", "content": "<think>so let me see"}, "finish_reason": "stop"}]}
E
fault no-claims extract 6 <<'E'
send: answer

I would rather talk about the weather.
E
fault hang extract 9 'timeout: 0.4' <<'E'
send: hang
E
fault drip extract 9 'timeout: 0.4' <<'E'
send: drip 0.1

{"choices": [{"message": {"role": "assistant", "content": "{}"}}]}
E
fault close extract 12 <<'E'
send: close
E
fault reset extract 12 <<'E'
send: reset
E
fault cut extract 9 <<'E'
send: cut

{"choices": [{"message": {"role": "assistant", "content": "{\"claims\": []}"}}]}
E
fault big extract 3 <<'E'
send: big 1073741824
E
fault bomb extract 3 <<'E'
send: bomb 1073741824
E
fault not-gzip extract 3 <<'E'
header: Content-Encoding: gzip

this is no gzip at all
E
fault header-without-end extract 3 <<'E'
send: headers
E
fault not-http extract 9 <<'E'
send: raw

220 mail.example.org ESMTP
E
fault bad-chunks extract 9 <<'E'
send: raw

HTTP/1.1 200 OK
Transfer-Encoding: chunked

xyz
E
{ printf '\n'; head -c 100000 /dev/zero | tr '\0' '['; } | fault deep extract 3
{ printf '\n['; head -c 7000000 /dev/zero | sed 's/\x00/0,/g; s/..$//' | head -c 7000000; printf ']'; } |
	fault many-values extract 3
fault too-long extract 3 <<'E'
status: 400

{"error": {"message": "This model's maximum context length is 512 tokens", "code": "context_length_exceeded"}}
E
fault time-is-up extract 3 'run: { seconds: 0.3 }' 'timeout: 4' <<'E'
delay: 1
send: answer

{"claims": []}
E
fault thread-time-is-up extract 3 'thread: { seconds: 0.3 }' 'timeout: 4' <<'E'
delay: 1
send: answer

{"claims": []}
E
fault few-calls extract 2 'run: { calls: 2 }' <<'E'
status: 500

{}
E
fault few-tokens extract 0 'run: { tokens: 300 }' <<'E'
status: 500

{}
E

# alone NAME LINE...: a config that leads to no server.
alone() {
	echo extract >"$tmp/$1.wanted"
	echo 0 >"$tmp/$1.most"
	alone=$1 seconds=60; shift
	config_model "$tmp/config.yaml" "" 'timeout: 20' "$@"
	start "$alone" "$tmp/config.yaml"
}
alone refused 'url: http://127.0.0.1:9/v1'
alone no-host 'url: https://nowhere.invalid/v1'
alone plain-http 'url: http://192.0.2.1/v1'
alone like-loopback 'url: http://127.0.0.1.example.org/v1'
alone password-in-url 'url: http://me:secret@127.0.0.1/v1'
alone no-url
alone no-key-file 'url: http://127.0.0.1:9/v1' "key_file: $tmp/nowhere"
: >"$tmp/empty"; chmod 600 "$tmp/empty"
alone empty-key-file 'url: http://127.0.0.1:9/v1' "key_file: $tmp/empty"
echo sk-open >"$tmp/open"; chmod 644 "$tmp/open"
alone open-key-file 'url: http://127.0.0.1:9/v1' "key_file: $tmp/open"
alone key-command-fails 'url: http://127.0.0.1:9/v1' 'key_command: false'
alone key-command-missing 'url: http://127.0.0.1:9/v1' 'key_command: /nowhere/pass show x'
alone bad-extra-body 'url: http://127.0.0.1:9/v1' "extra_body: '{seed}'"
alone tls-to-plain "url: https://127.0.0.1:$port/v1"

# A certificate of its own, made here: refused, and taken where the config says so.
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/key.pem" -out "$tmp/cert.pem" -days 2 \
	-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 >/dev/null 2>&1
serve tls --tls "$tmp/cert.pem" "$tmp/key.pem"
answers tls </dev/null
alone untrusted "url: https://127.0.0.1:$port/v1"
config_model "$tmp/config.yaml" "" "url: https://127.0.0.1:$port/v1" "ca_file: $tmp/cert.pem"
echo model >"$tmp/trusted.wanted"
echo 3 >"$tmp/trusted.most"
start trusted "$tmp/config.yaml"
wait_for_cases

whole() {
	[ "$(cat "$tmp/$1.code")" -eq 0 ] || { cat "$tmp/$1.says"; return 1; }
	jq -S 'del(.model, .threads[].summary)' "$tmp/$1.json" >"$tmp/.got" || return 1
	jq -S 'del(.model, .threads[].summary)' "$tmp/plain.json" | diff - "$tmp/.got" || return 1
	# Each thread has its summary: by the model as it should be, else word for word the extract.
	wanted=$(cat "$tmp/$1.wanted")
	if [ "$wanted" = model ]; then
		jq -e 'all(.threads[]; .summary.engine != "extractive") and .model.failed == 0' "$tmp/$1.json" ||
			{ cat "$tmp/$1.says"; jq .threads[].summary.engine "$tmp/$1.json"; return 1; }
	else
		jq -S '.threads[].summary' "$tmp/$1.json" >"$tmp/.got"
		jq -S '.threads[].summary' "$tmp/plain.json" | diff - "$tmp/.got" || return 1
		jq -e '.model.failed == 3 and .model.name == "test-model"' "$tmp/$1.json" || return 1
	fi
	n=$(grep -c "\"X-Case\": \"$1;\"" "$tmp/s.log")
	[ "$n" -le "$(cat "$tmp/$1.most")" ] || { echo "$n requests"; cat "$tmp/$1.says"; return 1; }
	if grep -q 'runtime error\|AddressSanitizer' "$tmp/$1.says"; then cat "$tmp/$1.says"; return 1; fi
}
for case in $cases; do
	ok "$case: $(grep '^within' "$tmp/$case.says")" whole "$case"
done
is "a redirect is not followed" "$(grep -c /elsewhere "$tmp/s.log")" 0
finish
