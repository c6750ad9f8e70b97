#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Times named shell commands in turn, round by round, and prints each beside the first.

usage: measure.py ROUNDS NAME COMMAND [NAME COMMAND]...

Each command is run by sh -c; a part before " ;; " prepares and is not timed.
Printed: median wall seconds (min-max), the median of the round-by-round ratio to
the first command, the largest resident set of any process it started, and of the command itself
that part of it which is no file (looked at every 10 ms).
"""
import os
import statistics
import subprocess
import sys
import threading
import time


def anonymous(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("RssAnon")), 0)
    except OSError:
        return 0


def run(command):
    prepare, _, timed = command.rpartition(" ;; ")
    if prepare:
        subprocess.run(["sh", "-c", prepare], check=True)
    begin = time.monotonic()
    child = subprocess.Popen(["sh", "-ec", timed], stdout=subprocess.DEVNULL)
    own = 0
    ended = threading.Event()

    def look():
        nonlocal own
        while not ended.wait(0.01):
            own = max(own, anonymous(child.pid))

    looks = threading.Thread(target=look)
    looks.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    ended.set()
    looks.join()
    if status:
        sys.exit(f"measure.py: running {timed!r}: wait status {status}")
    return wall, usage.ru_maxrss, own


def main():
    rounds, rest = int(sys.argv[1]), sys.argv[2:]
    cases = list(zip(rest[::2], rest[1::2]))
    walls = {name: [] for name, _ in cases}
    sizes = {name: 0 for name, _ in cases}
    owns = {name: 0 for name, _ in cases}
    for _ in range(rounds):
        for name, command in cases:
            wall, size, own = run(command)
            walls[name].append(wall)
            sizes[name] = max(sizes[name], size)
            owns[name] = max(owns[name], own)
    first = walls[cases[0][0]]
    print(f"{'':32} {'median s':>9} {'min-max':>15} {'ratio':>7} {'peak MB':>8} {'anon MB':>8}")
    for name, _ in cases:
        w = walls[name]
        ratio = statistics.median(a / b for a, b in zip(w, first))
        print(f"{name:32} {statistics.median(w):9.3f} {min(w):7.3f}-{max(w):7.3f} {ratio:7.2f} {sizes[name] / 1024:8.1f} {owns[name] / 1024:8.1f}")


main()
