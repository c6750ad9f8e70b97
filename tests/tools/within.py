#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""usage: within.py SECONDS MEGABYTES COMMAND...

Runs COMMAND; exits as it does, or with 99 where it took longer or (MEGABYTES not 0) held more memory.
Says both on stderr, as "within: S s, M MB".
"""
import resource
import subprocess
import sys
import time

begun = time.monotonic()
code = subprocess.call(sys.argv[3:])
took = time.monotonic() - begun
held = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print("within: %.2f s, %.1f MB" % (took, held), file=sys.stderr)
over = took > float(sys.argv[1]) or 0 < float(sys.argv[2]) < held
sys.exit(99 if over else code)
