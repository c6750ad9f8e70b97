# SPDX-License-Identifier: ISC
"""strange.py SEED N: N mails that contradict each other: ids used twice, circles, ghosts, orphans, parts sent again."""
import random
import sys
import time

SUBJECTS = ("", "The clock is late", "Re: The clock is late", "[PATCH] One", "Re: [PATCH] One", "[PATCH 0/3] All",
            "[PATCH 1/3] One", "[PATCH 2/3] Two", "[PATCH 3/3] Three", "Re: [PATCH 2/3] Two", "[PATCH v2 0/3] All",
            "[PATCH v2 1/3] One", "Re: [PATCH v2 1/3] One", "[RFC PATCH 1/3] One", "[GIT PULL] All the things",
            "Re: Question", "Another subject", "Re: Another subject")


def mail(r, i, n):
    at = 1700000000 + r.choice((r.randrange(60), r.randrange(3600), r.randrange(86400 * 40)))
    out = ["From x@example.org Thu Jan  1 00:00:00 2026", "From: %s@example.org" % r.choice("abc"),
           time.strftime("Date: %a, %d %b %Y %H:%M:%S +0000", time.gmtime(at)), "Subject: " + r.choice(SUBJECTS)]
    if r.random() < 0.95:
        out.append("Message-ID: <%d@x>" % r.randrange(n * 2 if r.random() < 0.8 else n // 10))
    refs = r.choice((0, 0, 0, 1, 1, 2, 3))
    if refs:
        out.append("References: " + " ".join("<%d@x>" % r.randrange(n * 2) for _ in range(refs)))
    if refs and r.random() < 0.3:
        out.append("In-Reply-To: <%d@x>" % r.randrange(n * 2))
    # No body is the beginning of another: those would be one mail and a cut copy of it.
    return "\n".join(out + ["", "This is number %d of all." % i, "", ""])


def main():
    r, n = random.Random(int(sys.argv[1])), int(sys.argv[2])
    sys.stdout.write("".join(mail(r, i, n) for i in range(n)))


main()
