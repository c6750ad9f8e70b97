#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""power.py LOG ROOT CUTS SEED FORGET COMMAND...

Cuts the power at random moments of what strace -f -y -xx recorded in LOG, below the folder ROOT, and
makes what a disk may hold then: of the writes to a file since its last sync any subset, each of them
maybe torn at 512 bytes; of the names made, moved and removed since their folder's last sync any
subset, or a beginning.  COMMAND is run with the folder of each and a file of the mails acknowledged
by then as its last arguments; where it fails, the cut is a violation.

A file's sync saves its bytes, not its name; a folder's saves the names in it.  FORGET takes this away:
"nothing"; "sync", all syncs, as MDB_NOSYNC does; "meta", O_DSYNC, as MDB_NOMETASYNC does; "names",
the syncs of folders.
"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

SECTOR = 512
LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(<[^>]*>)?")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
HANDLE = re.compile(r"(AT_FDCWD|-?\d+)<((?:\\x[0-9a-f]{2})*)>")
MAIL = re.compile(rb"^Message-ID: <(\d+)@numbered>")


class File:
    def __init__(self):
        self.disk = bytearray()
        self.pending = []  # (offset, bytes or None to cut there, whether it is on the disk for sure)

    def write(self, offset, data, sure):
        self.pending.append((offset, data, sure))

    def sync(self):
        self.disk = self.image(lambda: True, lambda: False)
        self.pending = []

    def image(self, survives, torn):
        out = bytearray(self.disk)
        for offset, data, sure in self.pending:
            if not sure and not survives():
                continue
            if data is None:
                grow(out, offset)
                del out[offset:]
            elif sure or not torn():
                put(out, offset, data)
            else:
                for at in range(0, len(data), SECTOR):
                    if survives():
                        put(out, offset + at, data[at:at + SECTOR])
        return out


class Folder:
    def __init__(self):
        self.names = {}  # as programs see it
        self.disk = {}


def grow(image, size):
    if len(image) < size:
        image.extend(bytes(size - len(image)))


def put(image, offset, data):
    grow(image, offset)
    image[offset:offset + len(data)] = data


class Disk:
    """Names are changed by steps [(folder, name, what it is now or None)], atomic each."""

    def __init__(self, root):
        self.top = os.path.dirname(root)
        self.name = os.path.basename(root)
        self.folder = Folder()
        self.steps = []

    def find(self, path):
        at = self.folder
        if path == self.top:
            return at
        for name in os.path.relpath(path, self.top).split("/"):
            at = at.names.get(name) if isinstance(at, Folder) else None
        return at

    def ours(self, path):
        inside = os.path.join(self.top, self.name)
        return path in (self.top, inside) or path.startswith(inside + "/")

    def step(self, *changes):
        step = [(self.find(os.path.dirname(p)), os.path.basename(p), what) for p, what in changes]
        for folder, name, what in step:
            apply_to(folder.names, name, what)
        self.steps.append(step)

    def sync_names(self, folder):
        kept = []
        for step in self.steps:
            if any(f is folder for f, _, _ in step):
                for f, name, what in step:
                    apply_to(f.disk, name, what)
            else:
                kept.append(step)
        self.steps = kept

    def after_cut(self, rnd, where):
        """Writes one possible disk below where."""
        odds, torn = rnd.choice((0, 0.2, 0.5, 0.8, 1)), rnd.choice((0, 0.3))
        names = {}  # Folder -> its entries
        steps = self.steps
        if rnd.random() < 0.5:
            steps = steps[:rnd.randint(0, len(steps))]
        else:
            steps = [s for s in steps if rnd.random() < odds]
        for step in steps:
            for folder, name, what in step:
                apply_to(names.setdefault(folder, dict(folder.disk)), name, what)
        todo = [(self.folder, where)]
        while todo:
            folder, path = todo.pop()
            os.makedirs(path, exist_ok=True)
            for name, what in names.get(folder, folder.disk).items():
                below = os.path.join(path, name)
                if isinstance(what, Folder):
                    todo.append((what, below))
                else:
                    with open(below, "wb") as out:
                        out.write(what.image(lambda: rnd.random() < odds, lambda: rnd.random() < torn))


def apply_to(names, name, what):
    if what is None:
        names.pop(name, None)
    else:
        names[name] = what


def lines(log):
    """Whole calls in the order of their ends; one that was interrupted in the log is joined."""
    begun = {}
    with open(log, encoding="ascii", errors="replace") as f:
        for line in f:
            pid = line.split(" ", 1)[0]
            if line.rstrip().endswith("<unfinished ...>"):
                begun[pid] = line.rstrip()[:-len("<unfinished ...>")]
            elif "resumed>" in line:
                yield begun.pop(pid, "") + line.split("resumed>", 1)[1]
            else:
                yield line


def unhex(text):
    return bytes.fromhex(text.replace("\\x", ""))


def strings(arguments):
    return [unhex(s) for s in STRING.findall(arguments)]


class Replay:
    def __init__(self, disk, forget):
        self.disk = disk
        self.forget = forget
        self.modes = {}  # (pid, descriptor) -> O_DSYNC
        self.at = {}     # (pid, descriptor) -> offset
        self.mail = {}   # pid -> the mail it read
        self.acknowledged = []

    def path(self, base, name):
        return os.path.normpath(os.path.join(base, name.decode()))

    def paths(self, arguments):
        bases = [unhex(b).decode() for _, b in HANDLE.findall(arguments)]
        return [self.path(b, n) for b, n in zip(bases, strings(arguments))]

    def call(self, pid, name, arguments, result):
        method = getattr(self, "do_" + name.rstrip("2").replace("64", "").removesuffix("at"), None)
        if name in ("openat", "read", "exit_group"):
            method = getattr(self, "do_" + name)
        if method and (name == "exit_group" or result >= 0):
            method(pid, arguments, result)

    def file(self, pid, arguments):
        descriptor, path = HANDLE.match(arguments).groups()
        key, path = (pid, int(descriptor)), unhex(path).decode()
        return key, self.disk.find(path) if self.disk.ours(path) else None

    def write(self, key, file, offset, data):
        sure = self.modes.get(key, False) and self.forget not in ("sync", "meta")
        if isinstance(file, File):
            file.write(offset, data, sure)

    def do_openat(self, pid, arguments, result):
        path = self.paths(arguments)[0]
        if not self.disk.ours(path):
            return
        self.modes[pid, result] = "O_DSYNC" in arguments or "O_SYNC" in arguments
        self.at[pid, result] = 0
        if "O_CREAT" in arguments and self.disk.find(path) is None:
            self.disk.step((path, File()))
        if "O_TRUNC" in arguments and isinstance(self.disk.find(path), File):
            self.disk.find(path).write(0, None, False)

    def do_mkdir(self, pid, arguments, result):
        path = self.paths(arguments)[0] if HANDLE.match(arguments) else strings(arguments)[0].decode()
        if self.disk.ours(path) and path != self.disk.top:
            self.disk.step((path, Folder()))

    def do_rename(self, pid, arguments, result):
        old, new = self.paths(arguments)
        if self.disk.ours(old):
            self.disk.step((old, None), (new, self.disk.find(old)))

    def do_link(self, pid, arguments, result):
        old, new = self.paths(arguments)
        if self.disk.ours(old):
            self.disk.step((new, self.disk.find(old)))

    def do_unlink(self, pid, arguments, result):
        path = self.paths(arguments)[0]
        if self.disk.ours(path):
            self.disk.step((path, None))

    def do_lseek(self, pid, arguments, result):
        key, _ = self.file(pid, arguments)
        self.at[key] = result

    def do_write(self, pid, arguments, result):
        key, file = self.file(pid, arguments)
        if file:
            data = b"".join(strings(arguments))[:result]
            self.write(key, file, self.at.get(key, 0), data)
            self.at[key] = self.at.get(key, 0) + result

    do_writev = do_write

    def do_pwrite(self, pid, arguments, result):
        key, file = self.file(pid, arguments)
        if file:
            offset = int(arguments.rsplit(", ", 1)[1])
            self.write(key, file, offset, b"".join(strings(arguments))[:result])

    do_pwritev = do_pwrite

    def do_ftruncate(self, pid, arguments, result):
        key, file = self.file(pid, arguments)
        self.write(key, file, int(arguments.rsplit(", ", 1)[1]), None)

    def do_fallocate(self, pid, arguments, result):
        key, file = self.file(pid, arguments)
        offset, size = (int(n) for n in arguments.rsplit(", ", 2)[1:])
        if isinstance(file, File):
            file.write(offset + size, b"", False)

    def do_fsync(self, pid, arguments, result):
        _, what = self.file(pid, arguments)
        if isinstance(what, File) and self.forget != "sync":
            what.sync()
        if isinstance(what, Folder) and self.forget not in ("sync", "names"):
            self.disk.sync_names(what)

    do_fdatasync = do_fsync

    def do_read(self, pid, arguments, result):
        if arguments.startswith("0<") and pid not in self.mail:
            found = MAIL.match(b"".join(strings(arguments)))
            self.mail[pid] = found.group(1).decode() if found else None

    def do_exit_group(self, pid, arguments, result):
        if arguments.strip() == "0" and self.mail.get(pid):
            self.acknowledged.append(self.mail[pid])


def records(log):
    for line in lines(log):
        found = LINE.match(line)
        if found:
            pid, name, arguments, result, _ = found.groups()
            yield pid, name, arguments, int(result) if result != "?" else 0


def violates(replay, rnd, command):
    with tempfile.TemporaryDirectory() as where:
        replay.disk.after_cut(rnd, os.path.join(where, "disk"))
        acks = os.path.join(where, "acknowledged")
        with open(acks, "w", encoding="ascii") as out:
            out.writelines(a + "\n" for a in replay.acknowledged)
        folder = os.path.join(where, "disk", replay.disk.name)
        run = subprocess.run([*command, folder, acks], capture_output=True, check=False)
        if run.returncode:
            sys.stderr.write(run.stdout.decode() + run.stderr.decode())
            if os.environ.get("FAULTS_KEEP"):
                shutil.copytree(where, tempfile.mkdtemp() + "/cut")
        return run.returncode != 0


def main():
    log, root, cuts, seed, forget = sys.argv[1:6]
    rnd = random.Random(int(seed))
    calls = list(records(log))
    # A cut between two calls that change nothing is the cut before.
    moments = sorted(rnd.randint(1, len(calls)) for _ in range(int(cuts)))
    replay = Replay(Disk(root), forget)
    violations, done = 0, 0
    for moment in moments:
        while done < moment:
            replay.call(*calls[done])
            done += 1
        violations += violates(replay, rnd, sys.argv[6:])
    print(f"calls {len(calls)} acknowledged {len(replay.acknowledged)} cuts {cuts} violations {violations}")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
