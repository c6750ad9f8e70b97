# Sourced by tests/bench/run.sh: mails of 1 MB that are made to be slow (gen.py of the fault prototypes), each taken
# in, taken in changed and cut, and read by aggregate; the slowest of each.  And one of many that share an id.
# SPDX-License-Identifier: ISC

hostile() {
	gen=${LISTBRIEF_FAULTS:-$top/../shared/faults}/mail/gen.py
	[ -r "$gen" ] || { echo "hostile: no $gen, passed over"; return; }
	echo "hostile mails of 1 MB:"
	python3 - "$gen" "$tmp" ${KINDS:-nest:30000 nestopen:30000 rfc822:30000 parts:40000 emptyparts:60000 hdrs:60000 \
		samehdr:60000 comment:500000 commentopen:1000000 refs:40000 msgid:1000000 addrs:50000 params:50000 \
		fold:300000 enc:60000 quotes:400000 nul:1000000 boundaries:15000 dashes:1000000 group:60000} <<-'END'
	import contextlib, io, os, runpy, subprocess, sys, time
	gen, folder, kinds = sys.argv[1], sys.argv[2], sys.argv[3:]
	MB = 1 << 20

	def made(kind):
	    out = io.TextIOWrapper(io.BytesIO(), "latin-1", newline="")
	    sys.argv = [gen, *kind.split(":")]
	    with contextlib.redirect_stdout(out):
	        runpy.run_path(gen)
	    out.flush()
	    return out.buffer.getvalue()[:MB]

	def timed(command, mail=None):
	    path = os.path.join(folder, "mail")
	    with open(path, "wb") as f:
	        f.write(mail or b"")
	    with open(path, "rb") as f:
	        begin = time.monotonic()
	        subprocess.run(command, stdin=f, check=True)
	        return time.monotonic() - begin

	slowest = {}
	for kind in kinds:
	    mail = made(kind)
	    for name, copy in (("new", mail), ("changed", mail[:-9] + b"changed!\n"), ("cut", mail[:MB * 9 // 10]),
	                       ("changed early", mail[:len(mail) // 2] + b"!" + mail[len(mail) // 2 + 1:])):
	        seconds = timed(["listbrief-ingest", "bench"], copy)
	        slowest[name] = max(slowest.get(name, (0,)), (seconds, kind, len(copy)))
	    seconds = timed(["listbrief-aggregate", "-q", "bench"])
	    slowest["aggregate, those four"] = max(slowest.get("aggregate, those four", (0,)), (seconds, kind, len(mail)))
	# As many of one id as are compared, each other at its end only; the last is beside all of them.
	for i in range(17):
	    mail = b"Message-ID: <one@example.org>\n\n" + b"x\n" * (MB // 2 - 32) + b"%d\n" % i
	    slowest["17th of one id"] = (timed(["listbrief-ingest", "bench"], mail), "short lines", len(mail))
	for name, (seconds, kind, size) in slowest.items():
	    print(f"  {name:24} {seconds:6.3f} s  ({kind}, {size} bytes)")
	END
}
