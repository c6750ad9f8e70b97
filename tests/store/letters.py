#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""letters.py N: an mbox of N letters on stdout, in threads of twelve, each quoting the one before; always the same bytes."""
import random
import sys
from email.utils import formatdate
from time import asctime, gmtime

SYLLABLES = "ba be bi bo da de di do ka ke ki ko la le li lo ma me mi mo na ne no ra re ri ro sa se si so ta te ti to".split()


def main():
    r = random.Random(7)
    words = ["".join(r.choices(SYLLABLES, k=r.randint(1, 4))) for _ in range(4000)]
    people = [(" ".join(w.title() for w in r.sample(words, 2)), f"{r.choice(words)}@{r.choice(words)}.example") for _ in range(60)]

    def lines(n):
        return [" ".join(r.choices(words, k=r.randint(6, 12))) for _ in range(n)]

    out = sys.stdout
    for i in range(int(sys.argv[1])):
        name, address = r.choice(people)
        if i % 12 == 0:
            subject, refs, said = " ".join(r.sample(words, 6)), [], []
        ident = f"{20250101000000 + i * 977}.{r.randint(1000, 99999)}-{r.randint(1, 9)}-{address}"
        time = 1735689600 + i * 700
        own = lines(r.randint(15, 70))
        quoted = ["> " + line for line in said[: r.randint(0, 40)]]
        out.write(f"From {address} {asctime(gmtime(time))}\n")
        for k in range(3):
            out.write(f"Received: from {r.choice(words)}.example by mx{k}.lists.example with ESMTP id {r.getrandbits(64):016x};"
                      f"\n\t{formatdate(time + k)}\n")
        out.write(f"From: {name} <{address}>\nTo: letters@lists.example\nSubject: {'Re: ' if refs else ''}{subject}\n"
                  f"Date: {formatdate(time)}\nMessage-ID: <{ident}>\n")
        if refs:
            out.write(f"In-Reply-To: <{refs[-1]}>\nReferences: " + "\n ".join(f"<{x}>" for x in refs) + "\n")
        out.write("\n" + "\n".join(quoted + own) + f"\n\n-- \n{name}\n\n")
        refs.append(ident)
        said = quoted + own


main()
