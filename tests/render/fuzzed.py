"""Mails that attack the digest, and what the digests of them may hold.  SPDX-License-Identifier: ISC

usage: fuzzed.py mbox SEED DIGESTS        the mails of so many windows of a minute
       fuzzed.py check [GFM]              what tools/digests made of them, on stdin; GFM: cmark-gfm
"""
import base64, email, email.policy, html.parser, json, random, re, subprocess, sys, unicodedata, urllib.parse

START, STEP = 1760000400, 60
ARCHIVE = "https://lists.example.org/r/"

ATOMS = [
    "\r\nBcc: eve@evil.example", "\nX-Injected: yes", "\r\n\r\n<b>body</b>", "\n--=_0000\nContent-Type: text/html\n\n",
    "<script>alert(1)</script>", "</style><script src=//evil.example>", "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>", "' onmouseover='x", "&lt;b&gt;", "&#x3c;script&#x3e;", "&colon;", "&#64;", "<!-- x", "]]>",
    "<a href=\"http://evil.example/\">x</a>", "javascript:alert(1)", "data:text/html,x", "</title>", "</body></html>",
    "[x](http://evil.example/)", "[x](javascript:alert(1))", "![x](http://evil.example/i.png)", "[x][1]",
    "\n\n[1]: http://evil.example/\n\n", "<http://evil.example/>", "<eve@evil.example>", "http://evil.example/a_b",
    "https://evil.example", "ftp://evil.example/x", "www.evil.example", "WWW.evil.example/x", "eve@evil.example",
    "a.b+c_d-e@sub.evil.example", "_eve_@evil.example", "mailto:eve@evil.example", "xmpp:eve@evil.example/r",
    "http&colon;//evil.example", "http\\://evil.example", "x@y.z@evil.example", "`eve@evil.example", "eve@evil.example`",
    "# h", "## h", "\n# h\n", "===", "---", "* * *", "- [ ] x", "- x", "1. x", "1) x", "> x", "    code", "```", "~~~",
    "``x`", "`", "**b**", "*i*", "_i_", "__b__", "~~s~~", "~s~", "| a | b |\n|---|---|\n| c | d |", "|", "\\", "\\\\", "\\*",
    "[^1]", "[^1]: note", "![", "](", "](http://evil.example)", "[[", "]]", "$x$", "$$x$$", ":smile:", "@user", "#1", "<", ">",
    "\x1b[31m", "\x1b]8;;http://evil.example\x07x\x1b]8;;\x07", "\x1b]0;t\x07", "\x9b31m", "\x07", "\x08\x08", "\x7f", "\x00",
    "\x85", "\x0b", "\x0c", "\t", "\u2028", "\u2029", "\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200e", "\u200f",
    "\u061c", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u115f", "\u3164", "\uffa0", "\u180e",
    "\U000e0041", "\U000e0001", "\ufff9", "\ufffd", "\uffff", "\ue000", "\U0010ffff", "e" + "\u0301" * 30, "\u2800",
    "{{list.title}}", "{{{address}}}", "{{>footer.html}}", "{{#threads}}", "{{/threads}}", "%s%n", "$(id)", "`id`",
    "=?utf-8?Q?=0D=0ABcc:_x?=", "=?utf-8?B?DQpCY2M6IHg=?=", "中文", "日本語。", "Ωμέγα", "é", "🆕", "x" * 200, "a" * 90,
]
WORDS = """the reset path leaves a timer of this board armed so guest sees stale interrupt after resume when
driver probes without clock and then fails to suspend because lock is held while page table was walked""".split()
TAGS = ["", "", "[PATCH] ", "[PATCH v2 1/2] ", "[PATCH v2 2/2] ", "[RFC PATCH] ", "[GIT PULL] ", "[BUG] ", "Re: ", "Re: [PATCH] "]
NAMES = ["Reviewed-by", "Acked-by", "Tested-by", "Fixes", "Reported-by", "Closes", "Link", "change-id"]


class Mails:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = 0

    def words(self, n):
        return " ".join(self.random.choice(WORDS) for _ in range(n))

    def text(self, words=6, atoms=3):
        parts = [self.words(self.random.randrange(1, words + 1)) for _ in range(2)]
        parts += [self.random.choice(ATOMS) for _ in range(self.random.randrange(atoms + 1))]
        self.random.shuffle(parts)
        return self.random.choice(["", " "]).join(parts)

    def field(self, text):
        """As it is, as far as a field can hold it; or in encoded words, which hold anything."""
        charset = self.random.choice(["utf-8", "utf-8", "utf-16", "utf-7", "gb18030", "iso-2022-jp", "latin-1", "utf-32"])
        raw = text.encode("utf-8", "surrogatepass")
        if self.random.random() < 0.4:
            return re.sub(rb"[\r\n]+", self.random.choice([b" ", b"\n ", b"\r"]), raw)
        raw = text.encode(charset, "ignore")
        if self.random.random() < 0.5:
            word = b"B?" + base64.b64encode(raw)
        else:
            word = b"Q?" + b"".join(b"=%02X" % c for c in raw)
        return b"=?%s?%s?=" % (charset.encode(), word)

    def id(self):
        r = self.random.random()
        odd = re.sub(r"[\s<>\0]", "", self.random.choice(ATOMS)) if r < 0.3 else ""
        return ("m%d%s@x.example" % (self.count, odd)).encode("utf-8", "surrogatepass")

    def body(self):
        lines = []
        for _ in range(self.random.randrange(1, 5)):
            lines.append(self.text(14, 3).capitalize() + self.random.choice(".!?") + "\n")
        if self.random.random() < 0.3:
            lines.append("Applied to %s, thanks!" % self.text(1, 1))
        if self.random.random() < 0.3:
            lines.append("> " + self.text() + "\n\n" + self.text(12, 1))
        for _ in range(self.random.randrange(3)):
            lines.append("%s: %s <%s>" % (self.random.choice(NAMES), self.text(2, 2).replace("\n", " "),
                                          self.random.choice(ATOMS).replace("\n", " ")))
        if self.random.random() < 0.4:
            lines.append("---\nv2:\n- %s\n- %s\n\n f | 2 +-\n\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b"
                         % (self.text().replace("\n", " "), self.text().replace("\n", " ")))
        return "\n".join(lines)

    def mail(self, at, parent):
        self.count += 1
        mid, r = self.id(), self.random
        subject = self.field(r.choice(TAGS) + self.text())
        name, address = self.field(self.text(2, 2)), "u%d@example.org" % r.randrange(9)
        if r.random() < 0.2:
            address = re.sub(r"[\s\0]", "", r.choice(ATOMS)) + "@" + re.sub(r"[\s\0]", "", r.choice(ATOMS))
        html_body = r.random() < 0.2
        body = self.body()
        when = email.utils.formatdate(at)
        head = [b"From x@example.org Thu Jan  1 00:00:00 1970", b"Received: from a by b; " + when.encode(),
                b"Message-ID: <" + mid + b">", b"Date: " + when.encode(), b"Subject: " + subject,
                b"From: " + r.choice([b'"%s" <%s>', b"%s <%s>"]) % (name, address.encode("utf-8", "surrogatepass")),
                b"Content-Type: text/%s; charset=utf-8" % (b"html" if html_body else b"plain"),
                b"Content-Transfer-Encoding: 8bit"]
        if parent:
            head.append(b"In-Reply-To: <" + parent + b">")
        body = body.encode("utf-8", "surrogatepass").replace(b"\nFrom ", b"\n>From ")
        return mid, b"\n".join(head) + b"\n\n" + body + b"\n\n"

    def window(self, n):
        parent = None
        for i in range(self.random.randrange(2, 6)):
            if i and self.random.random() < 0.3:
                parent = None
            mid, mail = self.mail(START + n * STEP + i, parent)
            parent = parent or mid
            yield mail


HIDDEN = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                    "\u2028-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
                    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]")
URL = re.compile(r"https://lists\.example\.org/r/[A-Za-z0-9._~!$&'()*+,;=:@%/-]+")


def shown(text):
    """No byte that is not to be shown."""
    found = HIDDEN.search(text)
    assert not found, "hidden %r in %r" % (found[0], text[max(0, found.start() - 40):found.end() + 20])
    for c in set(text):
        assert c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"), hex(ord(c))


class Page(html.parser.HTMLParser):
    """Only our tags, each closed, with our attributes."""
    VOID = {"meta", "br", "hr"}
    OURS = {"html": {"lang"}, "meta": {"charset", "name", "content"}, "p": {"class"}, "span": {"class"}, "h3": {"id"},
            "a": {"href"}, "details": {"open"}}
    PLAIN = {"head", "title", "style", "body", "h1", "h2", "h4", "ul", "ol", "li", "b", "small", "code", "summary", "table",
             "tr", "th", "td", "hr", "br", "em", "strong"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.links, self.tags = [], [], 0
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attributes):
        assert tag in self.OURS or tag in self.PLAIN, tag
        names = [n for n, _ in attributes]
        assert len(set(names)) == len(names) and set(names) <= self.OURS.get(tag, set()), (tag, attributes)
        self.tags += 1
        for name, value in attributes:
            if name == "href":
                assert re.fullmatch(r"#t\d+", value) or URL.fullmatch(value), value
                self.links.append(value)
            elif name == "id":
                assert re.fullmatch(r"t\d+", value), value
            elif name == "class":
                assert value == "m", value
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (self.open, tag)

    def handle_comment(self, data):
        raise AssertionError("comment " + data)

    def handle_pi(self, data):
        raise AssertionError("processing instruction " + data)

    def unknown_decl(self, data):
        raise AssertionError("declaration " + data)

    def handle_decl(self, data):
        assert data == "DOCTYPE html", data


class Marked(html.parser.HTMLParser):
    """What GitHub's own parser makes of the Markdown: our headings, lists and links, and nothing else."""
    TAGS = {"h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "hr", "code"}

    def __init__(self, text, digest):
        super().__init__(convert_charrefs=True)
        self.addresses = {m["from"]["address"] for t in digest["threads"] for m in t["mails"]}
        self.heads, self.items = {}, 0
        self.feed(text)
        self.close()
        assert self.heads.get("h1") == 1 and self.heads.get("h3", 0) >= len(digest["threads"]), self.heads
        assert self.items >= sum(len(t["mails"]) for t in digest["threads"])

    def handle_starttag(self, tag, attributes):
        assert tag in self.TAGS, tag
        self.heads[tag] = self.heads.get(tag, 0) + 1
        self.items += tag == "li"
        for name, value in attributes:
            if tag == "a" and name == "href":
                sender = value.startswith("mailto:") and urllib.parse.unquote(value[7:]) in self.addresses
                assert sender or URL.fullmatch(value), value
            else:
                assert (tag, name) == ("ol", "start"), (tag, name)

    def handle_comment(self, data):
        raise AssertionError("comment " + data)

    def handle_decl(self, data):
        raise AssertionError("declaration " + data)


FIELDS = """To List-Unsubscribe From Subject Date Message-ID List-Id List-Help List-Subscribe Auto-Submitted Precedence
X-Auto-Response-Suppress X-Listbrief-Digest Content-Language MIME-Version Content-Type""".split()


def wide(text):
    for line in text.split("\n"):
        width = sum(0 if unicodedata.combining(c) or unicodedata.category(c) == "Mn" else
                    2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        assert width <= 78 or len(line.split()) <= 2 or "://" in line, (width, line)


def check_mail(raw, page, text):
    assert raw.isascii() and b"\r" not in raw and b"\0" not in raw
    for policy in (email.policy.default, email.policy.strict):
        mail = email.message_from_bytes(raw, policy=policy)
        assert [n for n, _ in mail.items()] == FIELDS, [n for n, _ in mail.items()]
        for part in mail.walk():
            assert not part.defects, part.defects
        for name, value in mail.items():
            assert not value.defects, (name, value, value.defects)
            shown(str(value))
            assert "\n" not in str(value)
    assert all(len(line) <= 998 for line in raw.split(b"\n"))
    assert [a.addr_spec for a in mail["to"].addresses] == ["ada@example.com"]
    assert [a.addr_spec for a in mail["from"].addresses] == ["l-digest@example.org"]
    parts = [p.get_content().replace("\r\n", "\n") for p in mail.iter_parts()]
    assert [p.get_content_type() for p in mail.iter_parts()] == ["text/plain", "text/html"]
    assert parts[0] == text and parts[1] == page


def markdown(gfm, text):
    run = subprocess.run([gfm, "--unsafe", "-e", "autolink", "-e", "table", "-e", "strikethrough", "-e", "tasklist"],
                         input=text.encode(), stdout=subprocess.PIPE, check=True)
    return run.stdout.decode()


def frames():
    while True:
        line = sys.stdin.buffer.readline()
        if not line:
            return
        name, n = line.split()
        yield name.decode(), sys.stdin.buffer.read(int(n))


def check(gfm):
    digests = threads = mails = links = 0
    got = {}
    for name, raw in frames():
        got[name] = raw
        if name != "mail":
            continue
        text = {n: r.decode("utf-8") for n, r in got.items()}
        digest = json.loads(text["json"])
        try:
            for n in ("md", "text", "html"):
                shown(text[n])
            wide(text["text"])
            page = Page(text["html"])
            check_mail(got["mail"], text["html"], text["text"])
            if gfm:
                Marked(markdown(gfm, text["md"]), digest)
        except AssertionError as error:
            print("digest %d: %s" % (digests, error))
            sys.exit(1)
        digests += 1
        threads += len(digest["threads"])
        mails += digest["totals"]["messages"]
        links += len(page.links)
        got = {}
    print("%d digests, %d threads, %d mails, %d links, all ours" % (digests, threads, mails, links))


def main():
    if sys.argv[1] == "mbox":
        mails = Mails(int(sys.argv[2]))
        for n in range(int(sys.argv[3])):
            for mail in mails.window(n):
                sys.stdout.buffer.write(mail)
    else:
        check(sys.argv[2] if len(sys.argv) > 2 else None)


main()
