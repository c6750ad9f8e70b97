#!/bin/sh
# A newcomer's first command: the demo, over the build that is tested.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
cd "$top" || exit 1
demo=$build/demo
unset CFLAGS
exits "demo.sh" 0 env B="$build" sh examples/demo.sh
cp "$tmp/.out" "$tmp/text"
ok "prints the digest" grep -q 'EmberFS' "$tmp/text"
for word in 'let concurrent fsync() callers share a checkpoint' 'Jonas Field' '神田 歩美' \
    '李文清' 'gc_low_water' 'Beatriz Coelho' 'GIT PULL'; do
	ok "  with $word" grep -qF "$word" "$tmp/text"
done
for file in html md json eml; do
	ok "digest.$file lies where it says" test -s "$(grep -o "[^ ]*/digest.$file" "$tmp/.err")"
done
for file in html md eml; do
	ok "digest.$file is whole" grep -q 'EmberFS' "$demo/digest.$file"
done
is "nothing else was touched" "$(ls -A "$HOME" | grep -v -e '^\.out$' -e '^\.err$' -e text)" ""
is "every thread of the week, new mails and those they answer" "$(jq -r '.totals | "\(.threads) \(.new) \(.context)"' \
    "$demo/digest.json")" "17 54 7"
is "by category" "$(jq -r '.categories[] | "\(.category) \(.threads)"' "$demo/digest.json" |
    sort)" "Announcement 1
Bug Report 1
Discussion 3
GIT PULL 1
PATCH 6
Question 3
RFC 1
Selftest 1"
# The picture in README.md is what was printed: the top, and one thread.  UPDATE=1 draws it anew.
cat >"$tmp/picture.py" <<'EOF'
import os, re, sys
readme = open("README.md", encoding="utf-8").read()
printed = open(sys.argv[1], encoding="utf-8").read()
top = printed[:printed.index("\nTotals\n")].strip("\n")
thread = re.search(r"^(\d+)\. \[PATCH v2 0/4\].*?(?=^\d+\. |\n\n\n)", printed, re.M | re.S).group()
picture = re.sub("^(?=.)", "    ", top + "\n\n[...]\n\n" + thread.strip("\n") + "\n", flags=re.M)
block = max(re.findall(r"(?:^(?:    .*)?\n)+", readme, re.M), key=len).strip("\n") + "\n"
if os.environ.get("UPDATE"):
    open("README.md", "w", encoding="utf-8").write(readme.replace(block, picture))
elif block != picture:
    sys.exit("README.md shows what is not printed:\n" + picture)
EOF
ok "README.md shows what is printed" python3 "$tmp/picture.py" "$tmp/text"
mkdir -p "$tmp/again"
cp "$demo"/digest.* "$tmp/again/"
exits "the demo again" 0 env B="$build" sh examples/demo.sh zh-CN
cp "$tmp/.out" "$tmp/text"
ok "in Chinese" grep -q '邮件' "$tmp/text"
exits "and again" 0 env B="$build" sh examples/demo.sh
for file in "$tmp"/again/*; do
	ok "${file##*/} is the same each time" cmp "$file" "$demo/${file##*/}"
done
finish
