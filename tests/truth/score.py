#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""score.py MARKS HALF LIST=DIGEST.json...: what the digests say beside what a person marked.

Prints, for HALF (dev, held or all), the confusion table of states and a line "WHAT precision recall" for each
kind of fact.  With WRONG=1 each difference too, thread by thread.
"""
import collections
import hashlib
import json
import os
import re
import sys

TAKEN = ("applied", "queued", "merged", "pulled", "partly applied")


def short(text, n):
    return hashlib.sha256(text.encode()).hexdigest()[:n]


def mail(message_id):
    return short(message_id, 12)


def person(value):
    found = re.search(r"<([^<>]+)>", value) or re.search(r"(\S+@\S+)", value)
    return short(found.group(1).lower(), 8) if found else "?"


def read_marks(path):
    threads, versions = {}, collections.defaultdict(list)
    for line in open(path):
        if line.startswith("#") or not line.strip():
            continue
        kind, *row = line.rstrip("\n").split("\t")
        if kind == "thread":
            key, half, archive, state, by, tree, parts, people = row
            threads[key] = dict(key=key, half=half, archive=archive, state=state, by=by, tree=tree,
                                parts=parts, people=int(people), commits=set(), tags={})
        elif kind == "commit":
            threads[row[0]]["commits"].add(row[1])
        elif kind == "tag":
            threads[row[0]]["tags"][(row[1].lower(), row[2])] = row[3]
        elif kind == "version":
            versions[row[0]].append((int(row[1]), row[2].split("|")))
    return threads, versions


def parts_text(parts):
    return ",".join(str(p) for p in sorted(parts)) or "-"


def find_entries(threads, digests):
    """The entry of a digest in which each marked thread's first mail stands."""
    entries = {}
    for archive, digest in digests.items():
        for entry in digest["threads"]:
            for m in entry["mails"]:
                key = mail(m["message_id"])
                if key in threads and threads[key]["archive"] == archive:
                    entries[key] = entry
    return entries


class Tally:
    def __init__(self, name):
        self.name, self.right, self.given, self.marked, self.wrong = name, 0, 0, 0, []

    def add(self, key, given, marked):
        """Both are sets."""
        self.right += len(given & marked)
        self.given += len(given)
        self.marked += len(marked)
        for x in sorted(map(str, given - marked)):
            self.wrong.append(f"{key} {self.name}: not so: {x}")
        for x in sorted(map(str, marked - given)):
            self.wrong.append(f"{key} {self.name}: missed: {x}")

    def line(self):
        share = lambda n: 1.0 if n == 0 else self.right / n
        return (f"{self.name}\t{share(self.given):.3f}\t{share(self.marked):.3f}\t"
                f"{self.right} of {self.given} given, {self.marked} marked")


def tags_of(entry, marked):
    """As the marks have them: a person under any of his marked addresses."""
    given = set()
    for t in entry["trailers"]:
        name = t["name"].lower()
        whose = person(t["value"])
        if name in ("fixes", "closes", "link", "cc"):
            whose = "=" + short(t["value"], 8)
        for n, w in marked:
            if n == name and whose in w.split("|"):
                whose = w
        given.add((name, whose, parts_text(t["parts"])))
    return given


def versions_of(entry, key, groups, owner):
    """(version, known name) of each older or newer version; the name is the mark's where it is one."""
    given, marked, group = set(), set(), next((g for g in groups.values() if any(key in ids for _, ids in g)), [])
    for version, ids in group:
        if key not in ids:
            marked.add((version, ids[0]))
    for v in (entry["series"] or {}).get("chain", []):
        ids = {mail(v["message_id"])} | owner.get(v["thread"], set())
        if key in ids or v["thread"] == entry["id"]:
            continue
        name = next((i[0] for n, i in group if n == v["version"] and ids & set(i)), mail(v["message_id"]))
        given.add((v["version"], name))
    return given, marked


def state_of(entry):
    return entry["state"]["kind"] if entry["state"] else "none"


def sender(entry, name):
    return {short(m["from"]["address"].lower(), 8) for m in entry["mails"] if m["from"]["name"] == name}


def score(threads, groups, entries, half):
    tallies = {n: Tally(n) for n in ("applied", "by", "tree", "parts", "commits", "tags", "versions", "people")}
    table = collections.Counter()
    owner = collections.defaultdict(set)
    for key, entry in entries.items():
        owner[entry["id"]].add(key)
    wrong = []
    for key, t in threads.items():
        if half not in (t["half"], "all"):
            continue
        entry = entries[key]
        state = entry["state"] or {}
        kind = state_of(entry)
        table[t["state"], kind] += 1
        if t["state"] != kind:
            wrong.append(f"{key} state: {t['state']} is given as {kind}")
        taken, given = t["state"] in TAKEN, kind in TAKEN
        tallies["applied"].add(key, {kind} if given else set(), {t["state"]} if taken else set())
        if taken and given:
            by = sender(entry, state["by"]) if state.get("by") else set()
            if t["by"] != "-":
                tallies["by"].add(key, {t["by"]} if t["by"] in by else by, {t["by"]})
            if t["tree"] != "-":
                tallies["tree"].add(key, {state["tree"]} - {None, ""}, {t["tree"]})
            tallies["parts"].add(key, {parts_text(state["parts"])}, {t["parts"]})
        tallies["commits"].add(key, set(state.get("commits") or []) if given else set(), t["commits"])
        tallies["tags"].add(key, tags_of(entry, t["tags"]), {(n, w, p) for (n, w), p in t["tags"].items()})
        tallies["versions"].add(key, *versions_of(entry, key, groups, owner))
        tallies["people"].add(key, {entry["participants"]}, {t["people"]})
    return tallies, table, wrong


def print_table(table):
    given = sorted({g for _, g in table})
    marked = sorted({m for m, _ in table})
    print("marked \\ given".ljust(18) + "".join(g.rjust(max(len(g), 4) + 2) for g in given))
    for m in marked:
        print(m.ljust(18) + "".join(str(table[m, g] or ".").rjust(max(len(g), 4) + 2) for g in given))


def main():
    path, half, *files = sys.argv[1:]
    threads, groups = read_marks(path)
    digests = {f.split("=")[0]: json.load(open(f.split("=", 1)[1])) for f in files}
    entries = find_entries(threads, digests)
    lost = [k for k in threads if k not in entries and threads[k]["archive"] in digests]
    if lost:
        sys.exit(f"no entry holds {' '.join(lost)}")
    tallies, table, wrong = score({k: t for k, t in threads.items() if t["archive"] in digests}, groups, entries,
                                  half)
    print_table(table)
    print(f"states\t{sum(n for (m, g), n in table.items() if m == g)}\t{sum(table.values())}")
    for tally in tallies.values():
        print(tally.line())
        wrong += tally.wrong
    if os.environ.get("WRONG"):
        print("\n".join(wrong))


main()
