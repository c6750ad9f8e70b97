#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""seeds.py TOP FOLDER: for each fuzz target a folder of inputs to begin with, below FOLDER: our fixtures,
what is in tests/fuzz/corpus, and the mails that killed a parser somewhere, each of them too large to be
kept as a file."""
import glob
import mailbox
import os
import shutil
import sys

TOP, FOLDER = sys.argv[1:3]
HEAD = b"From: Ada <ada@example.org>\nSubject: s\nMessage-ID: <1@example.org>\n"


def nested(depth):
    out = [HEAD]
    for i in range(depth):
        out.append(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i))
    return b"".join(out) + b"\ntext\n"


def parts(n):
    part = b"--b\nContent-Type: text/plain\n\nx\n"
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * n + b"--b--\n"


def field(name, value):
    return HEAD + name + b": " + value + b"\n\ntext\n"


MAILS = {
    "boundary-quote": field(b"Content-Type", b'multipart/mixed; boundary="\\""'),
    "comments-from": b"From: " + b"(" * 120000 + b"\n\nx\n",
    "comments-date": b"Date: " + b"(" * 120000 + b"\n\nx\n",
    "comments-type": field(b"Content-Type", b"(" * 120000),
    "depth-20": nested(20),
    "depth-21": nested(21),
    "depth-5000": nested(5000),
    "mails-in-mails": HEAD + b"Content-Type: message/rfc822\n\n" * 30000 + b"x\n",
    "parts-1000": parts(1000),
    "parts-1001": parts(1001),
    "references-40000": field(b"References", b"".join(b"<%d@example.org>\n " % i for i in range(40000))),
    "references-65": field(b"References", b" ".join(b"<%d@example.org>" % i for i in range(65))),
    "addresses": field(b"To", b", ".join(b"a%d@example.org" % i for i in range(100000))),
    "header-100k": b"X: " + b"x" * 102400 + b"\nSubject: behind\n\nx\n",
    "fields": b"a:\n" * 190000 + b"\nx\n",
    "words": field(b"Subject", b"=?utf-8?q?a?= " * 40000),
    "word-cut": field(b"Subject", b"=?utf-8?B?5Lit5pY=?= =?utf-8?B?h+a1i?= =?=, =?x"),
    "word-crlf": field(b"Subject", b"=?utf-8?Q?a=0D=0ABcc:_b=00?="),
    "parameters": field(b"Content-Type", b"text/plain" + b"; a*0*=b" * 20000),
    "id-long": b"Message-ID: <" + b"i" * 100000 + b"@x>\n\n",
    "id-folds": b"Message-ID: <" + b"\n " * 100000 + b"a@b>\n\nx\n",
    "quotes": HEAD + b"\n" + b">" * 200000 + b"\n",
    "from-lines": b"From x\n" * 50000,
    "cr": HEAD.replace(b"\n", b"\r") + b"\r\rx\r",
    "empty": b"",
    "nul": b"\0" * 100000,
    "no-blank-line": b"Subject: x",
}
TEXTS = {
    "address": [b"a@b", b'"A \\" B" <a@b>, g: c@d, e@f;', b"(" * 100000, b"<" * 100000, b"a@b " * 20000, b"=?utf-8?q?a?= <a@b>"],
    "maildate": [b"Fri, 14 Nov 2025 09:00:00 +0000", b"14 Nov 25 9:0 UTC", b"Fri, 31 Dec 1999 23:59:60 -0000",
                 b"(" * 100000, b"32 Foo 99999 25:61:61 +9999", b"Fri (x) , 1 Jan 70 00:00 EST", b"1 " * 50000],
    "rfc2047": [b"=?utf-8?q?a_b?=", b"=?gb2312?B?1tDOxA==?=", b"=?=?=" * 20000, b"=?x?q?=0D=0A?=", b"=?utf-8*en?Q?=E4?="],
    "subject": [b"Re: [PATCH v3 02/17] x", b"[" * 100000, b"Re: " * 50000, b"AW: Antw: [RFC net-next] a: b", b"\xe5\x9b\x9e\xe5\xa4\x8d: x"],
    "config": [b"store: x\nlists:\n", b"a: &a [*a]\n", b"{" * 20000, b"? " * 10000, b"store: !!binary x\n\0"],
    "template": [b"{{#a}}{{b}}{{/a}}", b"{{" * 20000, b"{{#a}}" * 20000, b"{{{x}}}{{&y}}{{!z}}{{=<% %>=}}"],
    "mbox": [b"From a@b Fri Nov 14 09:00:00 2025\n\n>From x\n\nFrom c", b"From \n" * 20000],
    "record": [bytes([1] + [255] * 200), bytes(range(256)), b"\1" * 1000],
    "thread": [bytes(range(256)) * 8, b"\0" * 4096, b"\1\2" * 2000],
    "letter": [b"Return-Path: <a@b.org>\nSubject: set language zh-CN; filter author = A B; filter mine; unset path\n\n",
               b"set depth full;" * 100, b"filter subject " + b"x" * 101],
    "answer": [b"[" * 60000, b'{"claims": [' + b"{}," * 10000, b'{"claims": [{"text": "' + b"\\u0000" * 500 + b'"}]}'],
}
# Which targets read a whole mail.
OF_MAILS = ("mail", "header", "mime", "copy", "clean", "render", "mbox")


def write(target, name, data):
    os.makedirs(os.path.join(FOLDER, target), exist_ok=True)
    with open(os.path.join(FOLDER, target, name), "wb") as out:
        out.write(data)


for target in OF_MAILS:
    for name, data in MAILS.items():
        write(target, name, data)
    for path in glob.glob(os.path.join(TOP, "tests/data/*/*.eml")):
        with open(path, "rb") as f:
            write(target, path.replace("/", "-").rsplit("data-", 1)[1], f.read())
for path in glob.glob(os.path.join(TOP, "tests/data/*/*.mbox")):
    for i, mail in enumerate(mailbox.mbox(path, create=False)):
        write("clean", f"{os.path.basename(path)}-{i}", mail.as_bytes().partition(b"\n\n")[2])
for target, texts in TEXTS.items():
    for i, data in enumerate(texts):
        write(target, f"text-{i}", data)
for path in glob.glob(os.path.join(TOP, "tests/data/answers/*.answer")):
    shutil.copy(path, os.path.join(FOLDER, "answer"))
for path in glob.glob(os.path.join(TOP, "tests/fuzz/corpus/*/*")):
    target, name = path.split("/")[-2:]
    os.makedirs(os.path.join(FOLDER, target), exist_ok=True)
    shutil.copy(path, os.path.join(FOLDER, target, name))
