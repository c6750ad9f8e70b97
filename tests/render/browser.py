# SPDX-License-Identifier: ISC
"""A page in headless Chromium: usage: browser.py dark|light WIDTH PAGE.  Prints what it shows to be
wrong, one line each, and at the end how many texts and links were looked at."""
import html
import json
import os
import re
import subprocess
import sys
import tempfile

MEASURE = """
function luminance(c) {
  const [r, g, b] = c.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function parts(css) { return css.match(/[\\d.]+/g).map(Number); }
function ground(e) {
  for (; e; e = e.parentElement) {
    const c = parts(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c.slice(0, 3);
  }
  return [255, 255, 255];
}
function measure(doc, win) {
  const wrong = new Set(), root = doc.documentElement;
  let texts = 0, links = 0;
  doc.querySelectorAll('details').forEach(d => d.open = true);
  const walk = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || e.closest('a:visited')) continue;
    texts++;
    const style = win.getComputedStyle(e);
    const l = [luminance(parts(style.color)), luminance(ground(e))].sort((a, b) => b - a);
    const contrast = (l[0] + 0.05) / (l[1] + 0.05);
    if (contrast < 4.5) wrong.add('contrast ' + contrast.toFixed(2) + ' ' + e.tagName);
    if (parseFloat(style.fontSize) < 12) wrong.add('small ' + style.fontSize + ' ' + e.tagName);
  }
  if (root.scrollWidth > win.innerWidth) wrong.add('wide ' + root.scrollWidth + ' on ' + win.innerWidth);
  doc.querySelectorAll('body *').forEach(e => {
    if (e.getBoundingClientRect().right > win.innerWidth + 1) wrong.add('beyond the edge ' + e.tagName);
  });
  doc.querySelectorAll('a').forEach(a => {
    const to = a.getAttribute('href');
    links++;
    if (to.startsWith('#') && !doc.getElementById(to.slice(1))) wrong.add('no place ' + to);
    else if (!/^(#|https?:|mailto:|[\\w.-]*$)/.test(to)) wrong.add('link ' + to);
  });
  doc.querySelectorAll('script,img,link[rel=stylesheet],iframe,object,embed,form,video,audio')
    .forEach(e => wrong.add('element ' + e.tagName));
  if (doc.querySelectorAll('h1').length != 1) wrong.add('h1');
  if (doc.querySelectorAll('style').length != 1) wrong.add('style');
  const dark = win.matchMedia('(prefers-color-scheme:dark)').matches;
  return {wrong: [...wrong], texts, links, dark, width: win.innerWidth};
}
"""


def main():
    scheme, width, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    page = open(name, encoding='utf-8').read()
    # A window of Chromium's is at least 500 wide; a frame has the width it is given.
    harness = ('<!DOCTYPE html><meta charset="utf-8"><body><iframe style="border:0;width:%dpx;height:900px" '
               'srcdoc="%s"></iframe><script>%s onload = () => { const f = document.querySelector("iframe");'
               'const pre = document.createElement("pre"); pre.id = "result";'
               'pre.textContent = JSON.stringify(measure(f.contentDocument, f.contentWindow));'
               'document.body.append(pre); }</script>' % (width, html.escape(page), MEASURE))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'harness.html')
        open(path, 'w', encoding='utf-8').write(harness)
        run = subprocess.run(
            ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--user-data-dir=' + folder + '/profile',
             '--window-size=1200,1000', '--blink-settings=preferredColorScheme=%d' % (scheme == 'light'),
             '--virtual-time-budget=5000', '--dump-dom', 'file://' + path],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    found = re.search(r'<pre id="result">(.*?)</pre>', run.stdout.decode('utf-8'), re.S)
    if not found:
        sys.exit('chromium showed nothing')
    result = json.loads(html.unescape(found.group(1)))
    if result['dark'] != (scheme == 'dark') or result['width'] != width:
        print('not shown as asked', result['dark'], result['width'])
    for wrong in sorted(result['wrong']):
        print(wrong)
    print(result['texts'] > 100, result['links'] > 10)


main()
