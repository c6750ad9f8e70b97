#!/bin/sh
# What the client makes of servers that each speak the protocol in their own way.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/model.sh"
PATH=$build/tools:$PATH
serve s
case_in s 90-answer <<'E'
send: answer

well
E

# asks N WORDS LINE...: N questions one after another, to a config with these lines; what came in $tmp/got.
asks() {
	: >"$tmp/s.log"
	n=$1 words=$2
	shift 2
	case "$*" in *parallel*) ;; *) set -- 'parallel: 1' "$@" ;; esac
	config_model "$tmp/config.yaml" "$port" 'timeout: 20' "$@"
	ask "$tmp/config.yaml" "$n" "$words" >"$tmp/got" 2>"$tmp/said"
}
# body N FILTER: of the Nth request.
body() {
	sed -n "$1p" "$tmp/s.log" | jq -r .body | jq -c "$2"
}
# refuses PARAMETER MESSAGE [WITHOUT]: a 400 to every request that has it.
refuses() {
	printf 'match: "%s":\nstatus: %s\n\n%s\n' "$1" "$3" "$2" >"$tmp/s/10-refuses"
}

asks 2 0
is "a question and its answer" "$(head -n 1 "$tmp/got")" "1 answered: well"
is "what is sent" "$(body 1 'keys_unsorted')" '["model","messages","stream","temperature","max_tokens","response_format"]'
is "a form is asked for by its schema" "$(body 1 '[.response_format.type, .response_format.json_schema.strict]')" '["json_schema",true]'
is "connections are kept" "$(jq -s 'map(.connection) | unique | length' "$tmp/s.log")" 1

for base in /v1 /v1/ /v1// /v1/chat/completions; do
	: >"$tmp/s.log"
	config_model "$tmp/config.yaml" "" "url: http://localhost:$port$base"
	ask "$tmp/config.yaml" 1 >/dev/null 2>&1
	is "base $base" "$(jq -r .path "$tmp/s.log")" /v1/chat/completions
done
: >"$tmp/s.log"
config_model "$tmp/config.yaml" ""
OPENAI_BASE_URL=http://127.0.0.1:$port/v1 http_proxy=http://127.0.0.1:9 ask "$tmp/config.yaml" 1 >/dev/null 2>&1
is "a base from the environment, and no proxy to ourselves" "$(requests s)" 1

# A parameter that is refused is mended once, for all that follow.
refuses max_tokens '{"error": {"message": "Unsupported parameter: '"'max_tokens'"' is not supported with this model. Use '"'max_completion_tokens'"' instead.", "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter"}}' 400
asks 3 0
is "max_tokens becomes max_completion_tokens" "$(body 4 '[.max_tokens, .max_completion_tokens]')" '[null,1500]'
is "after one request" "$(requests s)" 4
asks 1 0 'max_tokens_field: max_completion_tokens'
is "or is it from the start" "$(requests s)" 1
printf 'match: tokens":1\nstatus: 422\n\n{"detail": [{"loc": ["body", "max_completion_tokens"], "msg": "extra"}]}' >"$tmp/s/20-none"
asks 2 0
is "or goes" "$(body 4 '[.max_tokens, .max_completion_tokens]')" '[null,null]'
rm "$tmp/s/20-none"
refuses temperature '{"error": {"message": "Unsupported value: temperature does not support 0 with this model.", "param": "temperature"}}' 400
asks 2 0
is "temperature goes" "$(body 3 .temperature)" null
refuses json_schema '{"object": "error", "message": "response_format json_schema is not supported", "code": 400}' 400
asks 2 0
is "json_schema becomes json_object" "$(body 3 .response_format)" '{"type":"json_object"}'
refuses response_format '{"error": "unknown field response_format"}' 422
asks 2 0
is "which becomes nothing" "$(body 4 .response_format)" null
refuses seed '{"code": "invalid", "message": "seed: no such parameter"}' 400
asks 2 0 "extra_body: '{\"seed\": 3, \"top_k\": 4}'"
is "what is more goes alone" "$(body 3 '[.seed, .top_k]')" '[null,4]'
printf 'match: test-model\nwithout: "enable_thinking":false\nstatus: 400\n\n{"error": {"code": "invalid_parameter_error", "message": "parameter.enable_thinking must be set to false for non-streaming calls"}}' >"$tmp/s/10-refuses"
asks 2 0
is "enable_thinking is set" "$(body 3 .enable_thinking)" false
is "each time it was answered" "$(grep -c answered "$tmp/got")" 2
refuses messages '{"error": {"message": "max_tokens response_format temperature", "param": "messages"}}' 400
asks 1 0
is "what cannot be mended is not tried for ever" "$(requests s) $(head -n 1 "$tmp/got")" "1 1 failed: not understood"
rm "$tmp/s/10-refuses"

# What is too long, or was read in part.
while IFS='|' read -r what status text; do
	printf 'status: %s\n\n%s\n' "$status" "$text" >"$tmp/s/10-long"
	asks 1 0
	is "too long: $what" "$(head -n 1 "$tmp/got")" "1 too long: 4096"
done <<'E'
OpenAI|400|{"error": {"message": "This model's maximum context length is 4096 tokens. However, your messages resulted in 5000 tokens.", "code": "context_length_exceeded"}}
llama.cpp|400|{"error": {"code": 400, "message": "the request exceeds the available context size, try increasing it", "type": "exceed_context_size_error", "n_prompt_tokens": 5000, "n_ctx": 4096}}
vLLM, of old|400|{"object": "error", "message": "'max_tokens' is too large: this model's maximum context length is 4096 tokens", "code": 400}
500|500|{"error": {"message": "context size (4096 tokens) exceeded"}}
E
printf '\n\n{"choices": [{"message": {"content": "well"}}], "usage": {"prompt_tokens": 2048, "completion_tokens": 2}}' >"$tmp/s/10-long"
asks 1 1600
is "read as far as a context goes by default" "$(head -n 1 "$tmp/got")" "1 too long: 2048"
is "which is said" "$(grep -c 'the server read 2048 tokens of about' "$tmp/said")" 1
asks 1 10000
is "read in part" "$(head -n 1 "$tmp/got")" "1 too long: 2048"
asks 1 1400
is "read whole" "$(head -n 1 "$tmp/got")" "1 answered: well"
rm "$tmp/s/10-long"

# A cut answer gets twice the room, once.
printf 'times: 1\n\n{"choices": [{"message": {"content": ""}, "finish_reason": "length"}]}' >"$tmp/s/10-cut"
asks 1 0
is "a cut answer" "$(body 2 .max_tokens) $(head -n 1 "$tmp/got")" "3000 1 answered: well"
rm "$tmp/s/10-cut"

# What models wrap their answers in.
while IFS='|' read -r what content; do
	printf '\n\n{"choices": [{"message": {"content": %s}}]}' "$content" >"$tmp/s/10-wrapped"
	asks 1 0
	is "$what" "$(head -n 1 "$tmp/got")" "1 answered: well"
done <<'E'
a thought|"<think>let me see</think>\n\nwell"
half a thought|"let me see\n</think>well"
parts|[{"type": "text", "text": "we"}, {"type": "text", "text": "ll"}]
E
rm "$tmp/s/10-wrapped"

# Three questions in a row that come to nothing are enough.
printf 'status: 500\nheader: x-should-retry: false\n\n{}' >"$tmp/s/10-down"
asks 9 0
is "a server that is gone is left alone" "$(requests s)" 3
is "all others fail" "$(grep -c 'not asked: gone\|failed' "$tmp/got")" 9
rm "$tmp/s/10-down"

# Many at once: the time of the slowest row, and no more memory for it.
printf 'send: answer\ndelay: 0.1\n\nwell' >"$tmp/s/90-answer"
took() {
	tail -n 1 "$tmp/got" | sed 's/ ms.*//'
}
for parallel in 8 32; do
	# Alone on the machine it is 1.1 times the least; make bench fanout says.  A busy one is slow at times.
	most=$((64 / parallel * 300))
	for try in 1 2 3 4 5; do
		asks 64 200 "parallel: $parallel"
		[ "$(took)" -gt $most ] || break
	done
	is "64 questions, $parallel at once" "$(grep -c answered "$tmp/got")" 64
	is "on as many connections" "$(jq -s 'map(.connection) | unique | length' "$tmp/s.log")" $parallel
	tail -n 1 "$tmp/got" >"$tmp/took-$parallel"
	ok "within three times the least" test "$(took)" -le $most
done
memory() {
	sed 's/.* \([0-9]*\) kB$/\1/' "$tmp/took-$1"
}
ok "in the same memory: $(memory 8) and $(memory 32) kB" test "$(memory 32)" -le $(($(memory 8) * 5 / 4))
finish
