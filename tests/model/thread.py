#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""The thread of tests/data/answers/thread.json as an mbox: who sent what, hanging on what."""
import datetime
import email.utils
import json
import sys

PARENTS = [None, 0, 1, 2, 0, 0]


def body(text):
    lines = []
    for line in text.splitlines():
        kind, words = line[:1], line[1:]
        if kind == "c":
            lines += ["---", words, "", " t.c | 2 +-", "", "diff --git a/t.c b/t.c", "--- a/t.c", "+++ b/t.c",
                      "@@ -1 +1 @@", "-a();", "+b();"]
        else:
            lines.append("" if kind == "b" else words)
    return "\n".join(lines)


def main():
    whole = json.load(open(sys.argv[1]))
    mails = whole["thread"]["mails"]
    for i, (mail, text) in enumerate(zip(mails, whole["texts"])):
        parent = mails[PARENTS[i]]["message_id"] if PARENTS[i] is not None else None
        date = datetime.datetime.fromisoformat(mail["date"])
        print("From x@example.org Thu Jan  1 00:00:00 1970")
        print("Message-ID: <%s>" % mail["message_id"])
        print("Date: %s" % email.utils.format_datetime(date))
        print("From: %(name)s <%(address)s>" % mail["from"])
        print("Subject: %s" % mail["subject"])
        if parent:
            print("In-Reply-To: <%s>\nReferences: <%s>" % (parent, parent))
        print("\n%s\n" % body(text))


main()
