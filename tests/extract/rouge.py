# SPDX-License-Identifier: ISC
"""ROUGE-1, -2 and -L, as F1 of stemmed words against one summary (Lin 2004), and Porter's stemmer (1980)."""
import re
from collections import Counter

STEP_2 = [("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
    ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"),
    ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"),
    ("iviti", "ive"), ("biliti", "ble")]
STEP_3 = [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")]
STEP_4 = ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
    "iti", "ous", "ive", "ize"]
LONGEST = lambda rule: -len(rule[0])


def consonant(w, i):
    return w[i] not in "aeiou" and (w[i] != "y" or i == 0 or not consonant(w, i - 1))


def form(w):
    return "".join("c" if consonant(w, i) else "v" for i in range(len(w)))


def measure(w):
    return form(w).count("vc")


def doubled(w):
    return len(w) > 1 and w[-1] == w[-2] and consonant(w, len(w) - 1)


def short(w):
    return form(w)[-3:] == "cvc" and w[-1] not in "wxy"


def step_1(w):
    if w.endswith("sses") or w.endswith("ies"):
        w = w[:-2]
    elif w.endswith("s") and not w.endswith("ss"):
        w = w[:-1]
    cut = None
    if w.endswith("eed"):
        w = w[:-1] if measure(w[:-3]) > 0 else w
    elif w.endswith("ed") and "v" in form(w[:-2]):
        cut = w[:-2]
    elif w.endswith("ing") and "v" in form(w[:-3]):
        cut = w[:-3]
    if cut is not None:
        if cut.endswith(("at", "bl", "iz")) or (measure(cut) == 1 and short(cut)):
            w = cut + "e"
        else:
            w = cut[:-1] if doubled(cut) and cut[-1] not in "lsz" else cut
    return w[:-1] + "i" if w.endswith("y") and "v" in form(w[:-1]) else w


def replace(w, rules):
    for ending, instead in sorted(rules, key=LONGEST):
        if w.endswith(ending):
            stem = w[:-len(ending)]
            return stem + instead if measure(stem) > 0 else w
    return w


def step_4(w):
    for ending in sorted(STEP_4, key=len, reverse=True):
        if w.endswith(ending):
            stem = w[:-len(ending)]
            return stem if measure(stem) > 1 and (ending != "ion" or stem[-1] in "st") else w
    return w


def step_5(w):
    if w.endswith("e") and (measure(w[:-1]) > 1 or (measure(w[:-1]) == 1 and not short(w[:-1]))):
        w = w[:-1]
    return w[:-1] if w.endswith("ll") and measure(w) > 1 else w


def porter(w):
    return step_5(step_4(replace(replace(step_1(w), STEP_2), STEP_3)))


known = {}


def words(text):
    """What ROUGE counts: runs of letters and digits; those of more than three letters are stemmed."""
    found = re.findall("[a-z0-9]+", text.lower())
    for w in found:
        if w not in known:
            known[w] = porter(w) if len(w) > 3 else w
    return [known[w] for w in found]


def grams(w, n):
    return Counter(tuple(w[i:i + n]) for i in range(len(w) - n + 1))


def f1(common, ours, theirs):
    return 2 * common / (ours + theirs) if common else 0.0


def rouge_n(ours, theirs, n):
    a, b = grams(ours, n), grams(theirs, n)
    return f1(sum((a & b).values()), sum(a.values()), sum(b.values()))


def common_subsequence(a, b):
    """Its length, a row of the table at a time, as one number's bits (Hyyro 2004)."""
    places, row, full = {}, (1 << len(a)) - 1, (1 << len(a)) - 1
    for i, w in enumerate(a):
        places[w] = places.get(w, 0) | 1 << i
    for w in b:
        found = row & places.get(w, 0)
        row = ((row + found) | (row - found)) & full
    return len(a) - bin(row).count("1")


def rouge_l(ours, theirs):
    return f1(common_subsequence(ours, theirs), len(ours), len(theirs))


def rouge(ours, theirs):
    return rouge_n(ours, theirs, 1), rouge_n(ours, theirs, 2), rouge_l(ours, theirs)
