# SPDX-License-Identifier: ISC
"""
week.py MBOX DIGEST...: holds the extracts of digests (--format json) against the mails themselves, read anew by
Python's own parser: each sentence stands in its mail's unquoted text, above its signature, and over lines that belong
together; who wrote new mail is heard.  Prints a line for each count.
"""
import json
import mailbox
import re
import sys

STOCK = re.compile(r"\b(thanks|thank you|thx|cheers|regards|lgtm|looks good|sounds good|makes sense|good point|"
    r"good catch|nice catch|fair enough|will do|hope this helps|let me know|any thoughts|sorry for)\b", re.I)
GREETING = re.compile(r"(hi|hello|hey|dear)\b", re.I)
CODE = re.compile(r"[{};]\s*$|^\s*(diff --git|@@|[+-]{3} |#include|struct |static |return )|\)\s*\{|->\w+\(|&&|\|\|")
# What no reader would miss: thanks, agreement, tags, versions.
NOTHING = re.compile(r"^[\W\d]*$|^on .*\d|(wrote|writes|said):?$|@|^\s*[\w-]+-by:|^Content-|applied|queued|thank|cheers|regards|lgtm|looks good|"
    r"^(hi|hello|hey|dear|ping)\b|^\s*[-\w .]{1,30}$", re.I)


def squeeze(s):
    return re.sub(r"\s+", "", s)


def body(mail):
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            raw = part.get_payload(decode=True) or b""
            try:
                return raw.decode(part.get_content_charset() or "utf-8", "replace")
            except LookupError:
                return raw.decode("latin-1")
    return ""


def own_lines(text):
    """Without what is quoted, the signature, and diffs."""
    lines, hunk = [], False
    for line in text.replace("\r", "").split("\n"):
        if line == "-- " or line.startswith("_____"):
            break
        hunk = line.startswith(("@@ -", "diff --git")) or (hunk and (not line.strip() or line[0] in " \t+-"))
        if line.startswith(">From "):
            line = line[1:]
        if not hunk and not re.match(r"\s*[>|]", line):
            lines.append(line)
    return lines


def holds(lines, text):
    """The lines of the mail the sentence stands on; None where it does not."""
    want = squeeze(text)
    for first in range(len(lines)):
        if not squeeze(lines[first]):
            continue
        run, start = "", squeeze(lines[first])
        for last in range(first, min(first + 14, len(lines))):
            run += squeeze(lines[last])
            at = run.find(want)
            if 0 <= at < len(start):
                return lines[first:last + 1]
    return None


def indent(line):
    line = line.expandtabs()
    return len(line) - len(line.lstrip())


def fused(lines):
    """Lines set off from those before them, unless an item's or a paragraph's first is all that differs."""
    depths = [indent(line) for line in lines]
    return any(not line.strip() for line in lines) or (len(depths) > 2 and max(depths[1:]) - min(depths[1:]) > 2)


def says_something(lines):
    return any(len(line.split()) >= 4 and not NOTHING.search(line) for line in lines)


class Counts(dict):
    def note(self, what, show):
        self[what] = self.get(what, 0) + 1
        print("# %s: %s" % (what, show))


def check_claim(counts, thread, claim, mails):
    mail = mails[thread["mails"][claim["cites"][0] - 1]["message_id"]]
    text = claim["text"]
    lines = holds(own_lines(mail), text)
    if lines is None:
        counts.note("quoted", text)
    elif fused(lines):
        counts.note("fused", text)
    if STOCK.search(text) and len(text.split()) <= 6:
        counts.note("stock", text)
    if GREETING.match(text):
        counts.note("greeting", text)
    if CODE.search(text):
        counts.note("code", text)
    if squeeze(text).lower().rstrip(".") == squeeze(re.sub(r"^(\W*\[[^]]*\])+", "", thread["subject"])).lower():
        counts.note("subject", text)


def check_senders(counts, thread, mails):
    cited = {c["cites"][0] for part in ("original", "earlier", "this_week") for c in thread["summary"][part]}
    heard = {m["from"]["address"] for m in thread["mails"] if m["n"] in cited and m["new"]}
    said = {}
    for m in thread["mails"]:
        if m["new"] and not re.search(r"\b(bot|robot|syzbot)\b|noreply", m["from"]["name"] + " " + m["from"]["address"], re.I):
            said.setdefault(m["from"]["address"], []).extend(own_lines(mails[m["message_id"]]))
    for address, lines in said.items():
        counts["senders"] = counts.get("senders", 0) + 1
        if address in heard:
            counts["heard"] = counts.get("heard", 0) + 1
        elif says_something(lines):
            counts.note("unheard", "%s in %s" % (address, thread["subject"]))
        else:
            counts["silent"] = counts.get("silent", 0) + 1


def main():
    mails = {}
    for m in mailbox.mbox(sys.argv[1]):
        mails[re.sub(r"[<>\s]", "", m["Message-ID"] or "")] = body(m)
    counts = Counts()
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as f:
            threads = json.load(f)["threads"]
        for thread in threads:
            claims = [c for part in ("original", "earlier", "this_week") for c in thread["summary"][part]]
            counts["threads"] = counts.get("threads", 0) + 1
            counts["sentences"] = counts.get("sentences", 0) + len(claims)
            for claim in claims:
                check_claim(counts, thread, claim, mails)
            check_senders(counts, thread, mails)
    for what in ("threads", "sentences", "quoted", "fused", "stock", "greeting", "code", "subject", "senders", "silent",
            "heard", "unheard"):
        print(what, counts.get(what, 0))


if __name__ == "__main__":
    main()
