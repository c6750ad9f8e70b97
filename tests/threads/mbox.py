# SPDX-License-Identifier: ISC
"""mbox.py FILE reverse | shuffle SEED | slice FROM TO | only N,N,...: the mails of an mbox in another order, or some of them (1, 2, ...)."""
import random
import re
import sys


def mails(path):
    data = open(path, "rb").read()
    return [m.rstrip(b"\n") + b"\n\n" for m in re.split(rb"(?m)(?<=\n\n)(?=^From )", data)]


def main():
    found, how, rest = mails(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if how == "reverse":
        found.reverse()
    elif how == "shuffle":
        random.Random(int(rest[0])).shuffle(found)
    elif how == "slice":
        found = found[int(rest[0]):int(rest[1])]
    elif how == "only":
        found = [found[int(n) - 1] for n in rest[0].split(",")]
    sys.stdout.buffer.write(b"".join(found))


main()
