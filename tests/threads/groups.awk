# SPDX-License-Identifier: ISC
# awk -v column=N -f groups.awk MBOX THREADS: the mails of an mbox (1, 2, ...) grouped by a column of what
# tools/threads tells of them: "1 2|3".  A mail without an id is "?"; one that is not shown is left out.
FNR == NR && /^From / && (FNR == 1 || blank) { number++; head = 1; id = 0 }
FNR == NR { blank = $0 == "" }
FNR == NR && $0 == "" { head = 0 }
FNR == NR && head && tolower($0) ~ /^message-id:/ { id = 1 }
FNR == NR && head && id && match($0, /<[^>]*>/) {
	if (!(substr($0, RSTART + 1, RLENGTH - 2) in of))
		of[substr($0, RSTART + 1, RLENGTH - 2)] = number
	id = 0
}
FNR == NR { next }
FNR == 1 { FS = "\t"; $0 = $0 }
{
	n = $1 in of ? of[$1] : "?"
	if (!($column in group)) { order[++groups] = $column; first[$column] = n }
	group[$column] = group[$column] " " n
}
END {
	for (g = 1; g <= groups; g++) {
		m = split(group[order[g]], list, " ")
		for (i = 2; i <= m; i++)
			for (k = i; k > 1 && list[k - 1] + 0 > list[k] + 0; k--) { t = list[k]; list[k] = list[k - 1]; list[k - 1] = t }
		line[g] = list[1]
		for (i = 2; i <= m; i++)
			line[g] = line[g] " " list[i]
	}
	for (i = 2; i <= groups; i++)
		for (k = i; k > 1 && line[k - 1] + 0 > line[k] + 0; k--) { t = line[k]; line[k] = line[k - 1]; line[k - 1] = t }
	for (g = 1; g <= groups; g++)
		printf "%s%s", (g > 1 ? "|" : ""), line[g]
	print ""
}
