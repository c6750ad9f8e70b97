# SPDX-License-Identifier: ISC
"""
fit.py TOOL STORE LIST SUMMARIES: fits the weights of filters/report/extract/candidate.c and says what they are worth.

STORE holds the mails of ConvoSumm's threads (their Message-IDs are convosumm.val.THREAD.MAIL@...), SUMMARIES is the
folder with a human summary of each thread.  Sentences, features and the choice among them are all TOOL's
(tests/tools/extracts.c), which is our code; what is fitted here is one number for each feature, by ridge regression,
thread by thread: how much better than its thread's mean a sentence is.  How good a sentence is: the words and twice
the pairs of words it shares with the human summary, against a power of its length.

What is printed: for lengths of 70 words (what half of the human summaries have at most) and 30 % of the thread,
ROUGE of each method, from the same sentences and with the same number of words; ours cross-validated in ten folds by
thread, so that no thread is summarized with weights it had a part in.  Then the weights of all threads.
"""
import json
import math
import os
import subprocess
import sys
from collections import Counter
from rouge import grams, rouge, words

FOLDS = 10
RIDGE = 0.25
POWER = 0.85
PAIRS = 2
LENGTHS = ["70", "30%"]
SPAN = ["1999-01-01T00:00:00Z", "2003-01-01T00:00:00Z"]
SMALL = set("""the and for that this with are was not but you have has had can will would could should may might from they
    them there then than been being its any all some one which what when where who how why also just only into our your
    their his her does did done a an in of to is it on be as by or if we i at so do no me my""".split())


class Thread:
    def __init__(self, line, folder, names):
        v = json.loads(line)
        self.names = names
        self.number = int(v["root"].split(".")[2])
        self.sentences = v["sentences"]
        with open(os.path.join(folder, "%03d.summary.txt" % self.number), encoding="utf-8") as f:
            self.summary = words(f.read())
        for s in self.sentences:
            s["said"] = words(s["text"])
            s["bag"] = Counter(w for w in s["said"] if w not in SMALL)
            s["x"] = [f / 1e6 for f in s["features"]]
        self.equations = equations(self)

    def fold(self):
        return self.number % FOLDS


def tool(what, weights=()):
    return subprocess.run([sys.argv[1], sys.argv[2], sys.argv[3], *SPAN, what, *("%.6f" % w for w in weights)],
        check=True, capture_output=True, text=True).stdout.splitlines()


# ---- the weights ----

def worth(s, summary, pairs):
    shared = sum(w in summary for w in s["bag"]) + PAIRS * sum(g in pairs for g in grams(s["said"], 2))
    return shared / max(1, len(s["said"])) ** POWER


def centred(rows):
    means = [sum(c) / len(rows) for c in zip(*rows)]
    return [[x - m for x, m in zip(row, means)] for row in rows]


def equations(t):
    """The thread's part of the normal equations; a long thread weighs no more than a short one."""
    summary, pairs = set(t.summary), grams(t.summary, 2)
    rows = centred([s["x"] + [worth(s, summary, pairs)] for s in t.sentences]) if t.sentences else []
    n = len(t.names)
    return [[sum(row[i] * row[j] for row in rows) / len(rows) if rows else 0 for j in range(n + 1)] for i in range(n)]


def solve(a):
    n = len(a)
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        for r in range(n):
            if r != i:
                f = a[r][i] / a[i][i]
                a[r] = [x - f * y for x, y in zip(a[r], a[i])]
    return [a[i][n] / a[i][i] for i in range(n)]


def fit(threads):
    n = len(threads[0].names)
    sums = [[sum(t.equations[i][j] for t in threads) for j in range(n + 1)] for i in range(n)]
    for i in range(n):
        sums[i][i] += RIDGE
    return solve(sums)


# ---- what ours is held against ----

def lead(t):
    return range(len(t.sentences))


def firsts(t):
    return sorted(lead(t), key=lambda i: (t.sentences[i]["index"], i))


def vectors(t):
    df = Counter(w for s in t.sentences for w in s["bag"])
    for s in t.sentences:
        v = {w: n * math.log(1 + len(t.sentences) / df[w]) for w, n in s["bag"].items()}
        norm = math.sqrt(sum(x * x for x in v.values())) or 1
        yield {w: x / norm for w, x in v.items()}


def walk(links, damping=0.85, steps=20):
    n = len(links)
    sums = [sum(row.values()) for row in links]
    p = [1 / n] * n
    for _ in range(steps):
        q = [(1 - damping) / n] * n
        for i, row in enumerate(links):
            for j, x in row.items():
                q[j] += damping * p[i] * x / sums[i]
        p = q
    return p


def ranked(t, alike, things):
    links = [{} for _ in things]
    for i, a in enumerate(things):
        for j, b in enumerate(things):
            x = alike(a, b) if i != j else 0
            if x > 0:
                links[i][j] = x
    p = walk(links) if links else []
    return sorted(lead(t), key=lambda i: (-p[i], i))


def dot(a, b):
    return sum(x * b[w] for w, x in a.items() if w in b)


def lexrank(t):
    return ranked(t, dot, list(vectors(t)))


def textrank(t):
    def alike(a, b):
        size = math.log(max(1, len(a["said"]))) + math.log(max(1, len(b["said"])))
        return len(set(a["bag"]) & set(b["bag"])) / size if size > 0 else 0
    return ranked(t, alike, t.sentences)


def centroid(t):
    v, sums = list(vectors(t)), Counter()
    for one in v:
        sums.update(one)
    return sorted(lead(t), key=lambda i: (-dot(v[i], sums), i))


def filled(t, order, room):
    """The sentences in this order that have room, as they stand in the thread."""
    chosen = []
    for i in order:
        if t.sentences[i]["words"] <= room:
            room -= t.sentences[i]["words"]
            chosen.append(i)
    return [t.sentences[i] for i in sorted(chosen)]


# ---- the table ----

def ours(threads, length):
    """Each thread's extract with the weights of the other folds, and the room it had."""
    found = {}
    for fold in range(FOLDS):
        weights = fit([t for t in threads if t.fold() != fold])
        for line in tool(length, weights):
            v = json.loads(line)
            number = int(v["root"].split(".")[2])
            if number % FOLDS == fold:
                found[number] = v["claims"], v["room"]
    return found


def row(name, length, threads, extracts):
    sums, spent = [0.0, 0.0, 0.0], 0
    for t in threads:
        said = [w for s in extracts[t.number] for w in words(s["text"])]
        sums = [a + b for a, b in zip(sums, rouge(said, t.summary))]
        spent += sum(s["words"] for s in extracts[t.number])
    n = len(threads)
    print("%-10s %-5s %.4f %.4f %.4f %6.1f" % (name, length, *(x / n for x in sums), spent / n), flush=True)


def table(threads, length):
    mine = ours(threads, length)
    row("ours", length, threads, {n: claims for n, (claims, _) in mine.items()})
    for method in (firsts, lead, lexrank, textrank, centroid):
        row(method.__name__, length, threads, {t.number: filled(t, method(t), mine[t.number][1]) for t in threads})


def main():
    lines = tool("features")
    names = list(json.loads(lines[0])["weights"])
    threads = [Thread(line, sys.argv[4], names) for line in lines[1:]]
    print("%d threads, %d sentences" % (len(threads), sum(len(t.sentences) for t in threads)))
    print("%-10s %-5s %-6s %-6s %-6s %6s" % ("method", "room", "R-1", "R-2", "R-L", "words"))
    for length in LENGTHS:
        table(threads, length)
    stands = json.loads(lines[0])["weights"]
    for name, weight in zip(names, fit(threads)):
        print("weight %-8s %6.3f; in candidate.c %6.3f" % (name, weight, stands[name] / 1e6))


if __name__ == "__main__":
    main()
