#!/bin/sh
# A week of a kernel list by entry: category, heading, mails, new and context as the expectation says.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$top/tests/threads/linked.sh"
box=$reference/kvmarm_2025_week42.mbox expect=$reference/kvmarm_2025_week42.expect.json
[ -e "$box" ] && [ -e "$expect" ] || skip_all "no $box"

linked "$box"
# New mails arrived in the week; context is what they answer, as far as the entry goes.
told | awk -F'\t' -v since="$(date -d 2025-10-13T00:00:00+08:00 +%s)" -v until="$(date -d 2025-10-20T00:00:00+08:00 +%s)" '
	{ parent[$1] = $2; entry[$1] = $4; what[$4] = $6 "\t" $9; if ($10 >= since && $10 < until) new[$1] = 1 }
	END { for (id in new) { fresh[entry[id]]++
			for (at = id; at in entry && entry[at] == entry[id] && !(at in seen); at = parent[at]) { seen[at] = 1; mails[entry[id]]++ } }
		for (e in mails) printf "%s\t%d\t%d\t%d\n", what[e], mails[e], fresh[e], mails[e] - fresh[e] }' | sort >"$tmp/got"
jq -r '.list[] | [.category, .subject, .mails, .new, .context] | @tsv' "$expect" | sort >"$tmp/want"
is "entries" "$(cat "$tmp/got")" "$(cat "$tmp/want")"
is "threads" "$(wc -l <"$tmp/got")" "$(jq .threads "$expect")"
is "mails" "$(awk -F'\t' '{ n += $3 } END { print n }' "$tmp/got")" "$(jq .messages "$expect")"
finish
