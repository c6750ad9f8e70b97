#!/bin/sh
# --site: the digests that were sent as pages: every link resolves, the feed is what RFC 4287 wants.
# SPDX-License-Identifier: ISC
# Long
. "$(dirname "$0")/../lib.sh"
config_for emberfs en Europe/Stockholm
cat >"$tmp/mailer" <<'END'
#!/bin/sh
cat >"$1/mail"
END
chmod +x "$tmp/mailer"
sed -i 's/title: emberfs/title: "Ember <FS> \&"/' "$tmp/config.yaml"
printf 'mail:\n  sendmail: %s %s\n' "$tmp/mailer" "$tmp" >>"$tmp/config.yaml"
listbrief-ingest -q -m emberfs <"$top/examples/sample.mbox"
listbrief-aggregate -q emberfs
listbrief-members -q emberfs add ada@example.com
site=$tmp/site
make_site() {
	listbrief-report --site "$site" emberfs
}
# send SINCE UNTIL
send() {
	SOURCE_DATE_EPOCH=$(date -d "$2 08:00" +%s) listbrief-report -q --send --since "$1" --until "$2" emberfs
}
exits "before the first digest" 0 env SOURCE_DATE_EPOCH=1760000000 listbrief-report --site "$site" emberfs
is "there is a list of none" "$(ls "$site" | tr '\n' ' ')$(grep -c 'None was sent' "$site/index.html")" \
    "feed.xml index.html 1"
send 2025-10-06 2025-10-13
send 2025-10-13 2025-10-17
send 2025-10-17 2025-10-20
exits "three digests" 0 make_site
is "a page and a text each" "$(ls "$site" | tr '\n' ' ')" \
    "2025-10-06.html 2025-10-06.txt 2025-10-13.html 2025-10-13.txt 2025-10-17.html 2025-10-17.txt feed.xml index.html "

cat >"$tmp/check.py" <<'END'
import email, email.policy, html.parser, os, re, sys, urllib.parse, xml.etree.ElementTree as tree
folder, last_mail = sys.argv[1:]
class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.tags = [], set(), set()
        self.feed(text)
    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self.tags.add(tag)
        self.ids.add(a.get('id'))
        if 'href' in a:
            self.links.append(a['href'])
read = lambda name: open(os.path.join(folder, name), encoding='utf-8').read()
pages = {name: Page(read(name)) for name in os.listdir(folder) if name.endswith('.html')}
reached, todo = set(), ['index.html']
while todo:
    name = todo.pop()
    if name in reached:
        continue
    reached.add(name)
    for link in pages[name].links if name in pages else ():
        url, _, place = link.partition('#')
        if url.startswith('https://lists.example.org/r/'):
            continue
        assert not urllib.parse.urlsplit(url).scheme, link
        target = url or name
        assert os.path.exists(os.path.join(folder, target)), (name, link)
        assert not place or place in pages[target].ids, (name, link)
        todo.append(target)
assert reached == set(os.listdir(folder)), set(os.listdir(folder)) - reached
for page in pages.values():
    assert not page.tags & {'script', 'img', 'iframe', 'form', 'object'}, page.tags
assert pages['2025-10-13.html'].links[:4] == ['2025-10-06.html', 'index.html', '2025-10-17.html', '2025-10-13.txt']

# What was mailed is what stands there.
mail = email.message_from_binary_file(open(last_mail, 'rb'), policy=email.policy.default)
text, page = (part.get_content().replace('\r\n', '\n') for part in mail.iter_parts())
assert read('2025-10-17.txt') == text
assert re.sub('<p class="m">(?:(?!</p>).)*rel="up".*?</p>\n', '', read('2025-10-17.html'), count=1) == page
assert '&lt;FS&gt; &amp;' in read('index.html') and '<FS>' not in read('index.html')

# RFC 4287 sections 4.1.1 and 4.1.2.
A = '{http://www.w3.org/2005/Atom}'
time = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d')
feed = tree.parse(os.path.join(folder, 'feed.xml')).getroot()
assert feed.tag == A + 'feed'
entries = feed.findall(A + 'entry')
ids = []
for element in [feed] + entries:
    for name in ('id', 'title', 'updated'):
        assert len(element.findall(A + name)) == 1 and element.find(A + name).text.strip(), name
    assert time.fullmatch(element.find(A + 'updated').text)
    assert re.match(r'(urn:uuid:[0-9a-f-]{36}|mid:\S+@example.org)$', element.find(A + 'id').text)
    ids.append(element.find(A + 'id').text)
    for link in element.findall(A + 'link'):
        if link.get('rel') == 'alternate':
            assert os.path.exists(os.path.join(folder, os.path.basename(link.get('href'))))
assert feed.find(A + 'author').find(A + 'name').text == 'Ember <FS> &'
assert len(entries) == 3 and len(set(ids)) == 4
assert entries[0].find(A + 'title').text == ' '.join(mail['Subject'].split())
assert entries[0].find(A + 'id').text == 'mid:' + mail['Message-ID'].strip('<>')
updated = [e.find(A + 'updated').text for e in entries]
assert updated == sorted(updated, reverse=True) and feed.find(A + 'updated').text == updated[0]
END
ok "every link resolves, the feed is valid, the pages are what was mailed" \
    python3 "$tmp/check.py" "$site" "$tmp/mail"
touch -d 2020-01-01 "$site"/*
echo mine >"$site/robots.txt"
exits "again" 0 make_site
is "nothing was written anew, nothing removed" "$(find "$site" -newermt 2021-01-01 | grep -v -e robots.txt -e 'site$')" ""
ok "no file of another's is touched" grep -q mine "$site/robots.txt"
sed -i 's|digest: {|digest: { site: https://example.org/d,|' "$tmp/config.yaml"
exits "with digest.site" 0 make_site
is "the feed's links are absolute" "$(grep -c 'href="https://example.org/d/' "$site/feed.xml")" 5
is "a second digest of one day has a name of its own" "$(send 2025-10-18 2025-10-19; send 2025-10-17 2025-10-18
	make_site; ls "$site" | grep -c '^2025-10-17-5.html')" 1
exits "a folder that cannot be made" 73 listbrief-report --site "$tmp/none/site" emberfs
says "says so" 'make the folder .*/none/site: No such file'
exits "with --since" 64 listbrief-report --site "$site" --since 7d emberfs
exits "with --send" 64 listbrief-report --site "$site" --send emberfs
if command -v chromium >/dev/null; then
	for scheme in light dark; do
		is "a page on a phone, $scheme" "$(python3 "$top/tests/render/browser.py" $scheme 320 "$site/2025-10-13.html" 2>&1)" \
		    "True True"
		is "the list, $scheme" "$(python3 "$top/tests/render/browser.py" $scheme 320 "$site/index.html" 2>&1)" "False True"
	done
else
	skip "in chromium" "no chromium"
fi
finish
