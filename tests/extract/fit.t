#!/bin/sh
# The extract of threads that people summarized: held against those summaries it is better than what is simpler, with
# weights that never saw the thread; and the weights that stand in the code are those the program finds.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
convosumm=$corpora/convosumm-val
[ -d "$convosumm" ] || skip_all "no summarized mail here"

config_for convosumm
cat "$convosumm"/*.mbox | listbrief-ingest -q -m convosumm
listbrief-aggregate -q convosumm
python3 -B "$top/tests/extract/fit.py" "$build/tools/extracts" "$tmp/store" convosumm "$convosumm" >"$tmp/table"
is "threads" "$(head -n 1 "$tmp/table" | cut -d' ' -f1,2)" "262 threads,"
sed 's/^/# /' "$tmp/table"

# better THAN ROOM: in all three.
better() {
	awk -v than="$1" -v room="$2" '
		$2 == room && $1 == "ours" { split($0, ours) }
		$2 == room && $1 == than { n++; for (i = 3; i <= 5; i++) n += ours[i] > $i }
		END { exit n != 4 }' "$tmp/table"
}
for room in 70 30%; do
	for than in firsts lead lexrank textrank centroid; do
		ok "at $room better than $than" better $than $room
	done
	ok "at $room the room is used and not exceeded" awk -v room="$room" '
		$2 == room && $1 == "ours" { ours = $6 }
		$2 == room && $1 == "firsts" { theirs = $6 }
		END { exit !(ours > theirs * 0.98 && ours < theirs * 1.02) }' "$tmp/table"
done
is "weights" "$(awk '$1 == "weight" { n++; d = $3 - $6; far += d > 0.0015 || d < -0.0015 }
	END { print n, far + 0 }' "$tmp/table")" "8 0"
finish
