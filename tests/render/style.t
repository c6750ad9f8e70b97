#!/bin/sh
# The style of the HTML: contrast (WCAG 2.1, 1.4.3) of what is read, in both schemes; the same in every language.
# SPDX-License-Identifier: ISC
. "$(dirname "$0")/../lib.sh"
style() {
	sed -n '/<style>/,/<\/style>/p' "$top/templates/$1/digest.html"
}
cat >"$tmp/contrast.py" <<'EOP'
import re, sys
css = sys.stdin.read()
light, dark = css.split('@media (prefers-color-scheme:dark)')
def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else ''.join(c * 2 for c in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
for name, rules in ('light', light), ('dark', dark.split('@media print')[0]):
    ground = re.search(r'body\{[^}]*background:(#\w+)', rules).group(1)
    colours = re.findall(r'[{;]color:(#\w+)', rules)
    for colour in colours:
        high, low = sorted((luminance(colour), luminance(ground)), reverse=True)
        if (high + 0.05) / (low + 0.05) < 4.5:
            print(name, colour, 'on', ground)
    print(name, len(colours))
EOP
is "every colour is read against its ground" "$(style en | python3 "$tmp/contrast.py")" "light 4
dark 4"
is "one style for all languages" "$(style en)" "$(style zh-CN)"
is "languages have the same files" "$(ls "$top/templates/en")" "$(ls "$top/templates/zh-CN")"
is "and the same words" "$(jq -c '[paths(type == "string")] | map(select(last != "word")) | sort' "$top/templates/en/words.json")" \
	"$(jq -c '[paths(type == "string")] | map(select(last != "word")) | sort' "$top/templates/zh-CN/words.json")"
finish
