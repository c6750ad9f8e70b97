#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Linking of N mails, and of 100 more behind them, beside threadfloor lmdb: round by round in turn.

usage: threads.py DIR BENCH ROUNDS SIZE...

DIR holds config.yaml, a built threadfloor, and all that is written; BENCH genmail.py.  Of
listbrief-aggregate it is the seconds that -v calls linking, of threadfloor all its run, both wall clock.
$BENCH_PREFIX stands before each timed program ("chrt -f 10": on a machine with other work to do).
"""
import math
import os
import re
import shutil
import statistics
import subprocess
import sys

directory, bench, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
prefix = os.environ.get("BENCH_PREFIX", "").split()
store, kept, floor = (os.path.join(directory, name) for name in ("store", "kept", "floor"))


def timed(command, pattern):
    os.sync()
    done = subprocess.run(prefix + command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return float(re.search(pattern, done.stdout).group(1))


def ingest(mbox):
    with open(mbox, "rb") as mails:
        subprocess.run(["listbrief-ingest", "-q", "-m", "bench"], check=True, stdin=mails)


def generated(size):
    names = [os.path.join(directory, f"{size}{part}.mbox") for part in ("", "-next")]
    for name, options in zip(names, (["-n", str(size)], ["--skip", str(size), "-n", "100"])):
        subprocess.run(["python3", os.path.join(bench, "genmail.py"), *options, "--mboxrd", name], check=True)
    return names


def one_round(mboxes):
    """Seconds of the floor and of ours for each mbox."""
    for path in (floor, store):
        shutil.rmtree(path, ignore_errors=True)
    os.mkdir(floor)
    shutil.copytree(kept, store)
    seconds = []
    for mbox in mboxes:
        if mbox is not mboxes[0]:
            ingest(mbox)
        command = [os.path.join(directory, "threadfloor"), "lmdb", floor, mbox, "1000"]
        seconds.append((timed(command, r"merges, ([0-9.]+) s"),
                        timed(["listbrief-aggregate", "-v", "bench"], r"linking ([0-9.]+) s")))
    return seconds


def measure(size):
    mboxes = generated(size)
    for path in (kept, store):
        shutil.rmtree(path, ignore_errors=True)
    ingest(mboxes[0])
    os.rename(store, kept)
    runs = [one_round(mboxes) for _ in range(rounds)]
    for mbox in mboxes:
        os.unlink(mbox)
    medians = []
    for i, what in enumerate((f"{size} mails", "  100 more")):
        floors, ours = [r[i][0] for r in runs], [r[i][1] for r in runs]
        ratio = statistics.median(b / a for a, b in zip(floors, ours))
        medians.append(statistics.median(ours))
        print(f"{what:16} {statistics.median(floors):9.4f} {medians[i]:9.4f} {min(ours):8.4f}-{max(ours):.4f} {ratio:7.2f}",
              flush=True)
    return medians[0]


def main():
    sizes = [int(s) for s in sys.argv[4:]]
    print(f"{'':16} {'floor s':>9} {'linking s':>9} {'min-max':>15} {'ratio':>7}   (medians of {rounds} rounds)")
    took = [measure(size) for size in sizes]
    for i in range(1, len(sizes)):
        grown = math.log(took[i] / took[i - 1]) / math.log(sizes[i] / sizes[i - 1])
        print(f"growth exponent from {sizes[i - 1]} to {sizes[i]}: {grown:.2f}")


main()
