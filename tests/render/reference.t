#!/bin/sh
# A week that was once told by another program, side by side with how it is told here.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
mbox=$reference/kvmarm_2025_week42.mbox
[ -r "$mbox" ] || skip_all "no reference week"
config_for kvmarm zh-CN Asia/Shanghai
sed -i 's/title: kvmarm/title: KVMARM/' "$tmp/config.yaml"

ok "the week goes in" listbrief-ingest -q -m kvmarm <"$mbox"
ok "and is read" listbrief-aggregate -q kvmarm
for format in md text html; do
	exits "and comes out as $format" 0 listbrief-report --since 2025-10-13 --until 2025-10-20 \
		--format $format kvmarm
	cp "$tmp/.out" "$tmp/digest.$format"
done
md=$tmp/digest.md

is "nothing that was told there is missing here" \
	"$(python3 "$top/tests/render/elements.py" "${mbox%.mbox}.md" "$md")" "29 threads 152 mails"
is "the window is the one used, with its zone" "$(grep -c '统计周期.*2025-10-13T00:00:00+08:00 至 2025-10-20T00:00:00+08:00' "$md")" 1
is "new mails and context are counted apart" "$(grep -c '总邮件数.*152（新邮件 124 封，.*此前邮件 28 封）' "$md")" 1
is "and marked apart: new" "$(grep -c '^[0-9]*\. .*🆕' "$md")" 124
is "and marked apart: context" "$(grep -c '^[0-9]*\. .*[*]（此前）[*]' "$md")" 28
is "29 threads, 2 of them large" "$(grep -cE '总主题数\*\*：29|大型主题.*：2 个' "$md")" 2
is "the overview stands before the totals" \
	"$(grep -nE '本周概览|总体统计' "$md" | sed 's/.* //' | tr '\n' ' ')" "本周概览 总体统计 "
is "what needs a reader stands before what is long" \
	"$(grep -nE '^\*\*📧 邮件数\*\*：(17|28)[（ ]' "$md" | sed 's/.*邮件数[*]*：\(..\).*/\1/' | tr '\n' ' ')" "17 28 "
is "every extract is called one" "$(grep -c '^#### 📝 总结$' "$md")" 0
is "no part without a sentence" "$(awk '/^\*\*[^*]*\*\*$/ { label = 1; next } label && NF { if ($0 !~ /^- /) print; label = 0 }' "$md")" ""
is "it says how it was made" "$(grep -c '本期未使用语言模型' "$md")" 1
is "every [n] is the number of a mail it links to" "$(awk '
	/^### / { split("", url) }
	/^[0-9]+\. / { n = $0; sub(/\..*/, "", n); u = $0; sub(/.*\]\(/, "", u); sub(/\)$/, "", u); mail[t + 0, n] = u }
	/^### [0-9]+\./ { t++ }
	/^- / { line = $0; while (match(line, /\[\[[0-9]+\]\]\([^)]*\)/)) {
		c = substr(line, RSTART + 2, RLENGTH - 2); line = substr(line, RSTART + RLENGTH)
		n = c; sub(/\].*/, "", n); sub(/.*\(/, "", c); sub(/\)$/, "", c); cite[t + 0, n] = c } }
	END { for (k in cite) if (mail[k] != cite[k]) print k, cite[k] }' "$md")" ""
is "times run forward in every thread" "$(awk '
	/^### / { last = "" }
	/^[0-9]+\. \*\*\[/ { t = substr($0, index($0, "[") + 1, 11); if (t < last) print; last = t }' "$md")" ""
is "text fits 78 columns but for URLs" "$(python3 -c '
import sys, unicodedata
for line in open(sys.argv[1], encoding="utf-8"):
    width = sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line.rstrip("\n"))
    if width > 78 and "://" not in line: print(width, line)' "$tmp/digest.text")" ""
is "HTML is under what webmails clip" "$([ "$(wc -c <"$tmp/digest.html")" -lt 95000 ] && echo yes)" yes
is "one style, no script, no image, nothing from elsewhere" \
	"$(grep -ciE '<(script|img|link|iframe)|url\(|@import|src=' "$tmp/digest.html")" 0
finish
