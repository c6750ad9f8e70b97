# An mbox on stdin, as the feeds of orders.t: DIR/NAME/PART..., and DIR/count with a line for each mail.
# SPDX-License-Identifier: ISC
import os
import random
import re
import sys

top = sys.argv[1]
box = sys.stdin.buffer.read()
starts = [m.start() for m in re.finditer(rb"^From [^\n]*\d\d:\d\d:\d\d", box, re.M)]
mails = [box[a:b] for a, b in zip(starts, starts[1:] + [len(box)])]


def write(name, order, size):
    os.mkdir(os.path.join(top, name))
    for i in range(0, len(order), size):
        with open(os.path.join(top, name, "%04d" % (i // size)), "wb") as f:
            f.write(b"".join(order[i:i + size]))


shuffled = mails[:]
random.Random(1).shuffle(shuffled)
write("order", mails, len(mails))
write("reversed", mails[::-1], len(mails))
write("shuffled", shuffled, len(mails))
write("batch1", mails, 1)
write("batch7", shuffled, 7)
write("batch1000", mails[::-1], 1000)
with open(os.path.join(top, "count"), "w") as f:
    f.write("mail\n" * len(mails))
