#!/bin/sh
# A month of twisted-python against pipermail's own threading of it. References alone reach 86 %.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
. "$top/tests/threads/linked.sh"
box=$corpora/twisted-python
[ -d "$box" ] || skip_all "no $box"

linked "$box/2010-January.txt"
told >"$tmp/told"
# A mail is right where its parent is pipermail's, a missing one counting as none.
awk -F'\t' 'FNR == NR { gsub(/[<>]/, ""); if (FNR > 1) parent[$7] = $6; next }
	$1 in parent { all++; ours = $2 ~ /^(-$|\?)/ ? "" : $2
		if (ours == parent[$1]) right++; else print "# " $1 ": " ours ", pipermail " parent[$1] " (" $9 ")" }
	END { printf "# parents as pipermail has them: %d of %d, %.1f %%\n", right, all, 100 * right / all; print (100 * right > 95 * all) }' \
	"$box/2010-January.threads.tsv" "$tmp/told" >"$tmp/result"
sed '$d' "$tmp/result"
is "over 95 % of parents" "$(tail -n 1 "$tmp/result")" 1
# What is left: a robot's weekly report, which pipermail hangs on the one of the week before.
is "but for a robot's reports, over 99 %" "$(sed '$d' "$tmp/result" | grep '@' | grep -vc 'Weekly Bug Summary')" 1
finish
