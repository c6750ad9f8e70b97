#!/bin/sh
# The digest on paper: black on white whatever the screen's scheme is, every list of mails open, no text cut off.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
for needed in chromium pdftotext pdftoppm; do
	command -v $needed >/dev/null || skip_all "no $needed"
done
SOURCE_DATE_EPOCH=$(date -d 2025-10-20T06:00:00Z +%s)
export SOURCE_DATE_EPOCH
config_for emberfs en Europe/Stockholm
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
listbrief-report --since 2025-10-13 --until 2025-10-20 --format html emberfs >"$tmp/open.html"
# As on a screen where the reader has opened none.
sed 's/<details open>/<details>/' "$tmp/open.html" >"$tmp/page.html"
is "lists of mails" "$(grep -c '<details>' "$tmp/page.html")" 17

cat >"$tmp/check.py" <<'END'
"""page.html, page.txt, page.pgm: each run of text is on paper; it is dark on white."""
import html.parser, re, sys
class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.runs, self.skip = [], 0
    def handle_starttag(self, tag, attributes):
        self.skip += tag in ("style", "title")
    def handle_endtag(self, tag):
        self.skip -= tag in ("style", "title")
    def handle_data(self, data):
        if not self.skip and data.strip():
            self.runs.append(data)
def bare(s):
    """Letters and digits: what a page break, a hyphen or a missing font does to the rest is no matter."""
    return re.sub(r"[^A-Za-z0-9]", "", s)
folder = sys.argv[1]
page = Text()
page.feed(open(folder + "/page.html", encoding="utf-8").read())
paper = bare(open(folder + "/page.txt", encoding="utf-8").read())
# pdftotext sees a line that mixes scripts as two.
parted = [r for r in page.runs if bare(r) not in paper]
missing = [w for r in parted for w in re.findall(r"[A-Za-z0-9]{2,}", r) if w not in paper]
assert not missing, missing[:5]
assert len(parted) <= 3, parted
assert len(page.runs) > 500, len(page.runs)
data = open(folder + "/page.pgm", "rb").read()
width, height = map(int, data.split(b"\n", 3)[1].split())
pixels = data[-width * height:]
white = sum(p > 250 for p in pixels) / len(pixels)
assert white > 0.6 and min(pixels) < 100, (white, min(pixels))
edges = [pixels[y * width + x] for y in range(height) for x in (0, width - 1)]
assert min(edges) > 250, "something reaches the edge of the paper"
END
for scheme in light dark; do
	timeout 120 chromium --headless --no-sandbox --disable-gpu --user-data-dir="$tmp/profile" --no-pdf-header-footer \
		--blink-settings=preferredColorScheme=$([ $scheme = dark ]; echo $?) \
		--print-to-pdf="$tmp/page.pdf" "file://$tmp/page.html" >"$tmp/said" 2>&1
	pdftotext "$tmp/page.pdf" "$tmp/page.txt"
	pdftoppm -gray -r 60 -f 1 -l 1 -singlefile "$tmp/page.pdf" "$tmp/page"
	ok "$scheme: all of it is there, black on white" python3 "$tmp/check.py" "$tmp"
done
finish
