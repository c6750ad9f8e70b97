"""Kills a sender at each step of its ledger, over and over.  SPDX-License-Identifier: ISC

usage: storm.py SHIM KILLS MEMBERS FORMS SERVER-FOLDER LIST

Digests to MEMBERS members of LIST, one after the other; each run is killed at its KILL_AT-th step, until
one ends by itself.  Nobody has a mail while its row is still queued.  In the end each member has the
digest, of its kills at most one twice each, all copies of one member are the same bytes, and there are as
many Message-IDs as the digest has forms.
"""
import collections, glob, os, random, re, subprocess, sys

shim, kills, members, forms = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
folder, name = sys.argv[5], sys.argv[6]
seed = int(os.environ.get("FAULTS_SEED") or random.randrange(1 << 24))
random.seed(seed)
print("# seed %d" % seed)
clock, killed, twice, digests, last = 1760306400, 0, 0, 0, 0

def run(action, at):
    env = dict(os.environ, SOURCE_DATE_EPOCH=str(clock), LD_PRELOAD=shim, KILL_AT=str(at))
    return subprocess.run(["listbrief-report", "-q"] + action + [name], env=env).returncode

def taken():
    """address: its copies, of the mails that came since; they are gone then."""
    got = collections.defaultdict(list)
    for path in glob.glob(folder + "/mails/*"):
        with open(path, "rb") as f:
            got[os.path.basename(path).split(".", 1)[1]].append(f.read())
        os.unlink(path)
    return got

def arrived():
    return {name.split(".", 1)[1] for name in os.listdir(folder + "/mails")}

def queued():
    """Whose row says that nobody can have the mail."""
    env = dict(os.environ, SOURCE_DATE_EPOCH=str(clock))
    said = subprocess.run(["listbrief-report", "-q", "--status", "-v", name], env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return set(re.findall(r"(?m)^\t(\S+)\tqueued\t", said.stdout.decode()))

while killed < kills:
    digests += 1
    here, action = 0, ["--send", "--since", "2025-10-06",
              "--until", "2025-10-13T%02d:%02d:%02dZ" % (digests // 3600, digests // 60 % 60, digests % 60)]
    while True:
        # Each step in turn, and any of the first hundred, so that each run comes some members further.
        at = last % 60 + 1 if random.random() < 0.5 else random.randrange(1, 100)
        last += 1
        code = run(action, at)
        if code == 0:
            break
        assert code == -9, code
        early = arrived() & queued()
        assert not early, (digests, at, early)
        here += 1
        clock += 1
    killed += here
    got = taken()
    # The last run made the digest, or found nothing left of it: is it with everyone?
    missing = members - len(got)
    assert missing == 0, (digests, missing)
    more = sum(len(copies) - 1 for copies in got.values())
    assert more <= here, (digests, more, here)
    assert all(len(set(copies)) == 1 for copies in got.values()), digests
    ids = {re.search(rb"(?m)^Message-ID: (.*)$", c)[1] for copies in got.values() for c in copies}
    assert len(ids) == forms, ids
    twice += more
    clock += 86400
print("# %d kills, %d digests to %d members: 0 missing, %d twice" % (killed, digests, members, twice))
