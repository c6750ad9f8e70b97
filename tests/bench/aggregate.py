#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What 100 new mails cost listbrief-aggregate where 1,000 are stored, and 10,000, and 100,000.

usage: aggregate.py DIR BENCH ROUNDS SIZE...

All of the run is timed: mails opened, text and facts read, threads linked, clues and texts stored.  DIR holds
config.yaml and all that is written; BENCH genmail.py.  Each round takes 100 mails more behind those before.
"""
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time

directory, bench, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])


def ingest(skip, count):
    name = os.path.join(directory, "next.mbox")
    subprocess.run(["python3", os.path.join(bench, "genmail.py"), "--skip", str(skip), "-n", str(count),
                    "--mboxrd", name], check=True, stdout=subprocess.DEVNULL)
    with open(name, "rb") as mails:
        subprocess.run(["listbrief-ingest", "-q", "-m", "bench"], check=True, stdin=mails)
    os.unlink(name)


def aggregate():
    """Seconds by the clock, and of the processor with the children's."""
    os.sync()
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(["listbrief-aggregate", "-q", "bench"], check=True)
    took, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    print(f"{'stored':>10} {'100 more: s':>12} {'min-max':>15} {'processor s':>12}   (medians of {rounds} rounds)")
    for size in (int(s) for s in sys.argv[4:]):
        shutil.rmtree(os.path.join(directory, "store"), ignore_errors=True)
        ingest(0, size)
        aggregate()
        runs = []
        for i in range(rounds):
            ingest(size + 100 * i, 100)
            runs.append(aggregate())
        wall = [r[0] for r in runs]
        print(f"{size:>10} {statistics.median(wall):12.4f} {min(wall):7.4f}-{max(wall):.4f}"
              f" {statistics.median(r[1] for r in runs):12.4f}", flush=True)


main()
