#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A model's server that does what it is told, on loopback, for tests.

usage: modelserver.py [--log FILE] [--tls CERT KEY] [--seconds N] CASES PORTFILE

CASES is a folder; each file of it is a case, asked in order of name:

    match: TEXT      the request holds TEXT (headers and body); may stand more than once
    without: TEXT    ... and does not hold this one
    times: N         for the first N requests only, then the next case is asked
    status: N        200
    delay: SECONDS   before the first byte
    header: NAME: VALUE   where VALUE is @N, the date N seconds from now
    send: HOW        see below

    BODY

HOW is one of: body (the default); answer (BODY is what the model says: it is put into a whole
reply, with MARK replaced by the mark of the request and usage counted); raw (BODY is all that goes over
the wire); obey (the answer says what the mails tell it to, sentence by sentence, and that all was merged); hang; close; reset; cut (half of BODY, then the connection is closed); drip SECONDS (a byte each);
big BYTES; bomb BYTES (gzip); headers (without end).

PORTFILE gets the port when requests are taken; a line is added to the log for each request, as JSON:
{"case", "path", "headers", "body", "connection"}.  A folder that changes is read again.
"""
import asyncio
import email.utils
import json
import os
import re
import signal
import ssl
import struct
import socket
import sys
import time
import zlib

BLOCK = 1 << 20


class Case:
    def __init__(self, name, text):
        head, _, self.body = text.partition(b"\n\n")
        self.name, self.match, self.without, self.headers = name, [], [], []
        self.times, self.status, self.delay, self.send = None, 200, 0.0, ["body"]
        for line in head.decode().splitlines():
            key, _, value = line.partition(":")
            value = value.strip()
            if key == "match":
                self.match.append(value.encode())
            elif key == "without":
                self.without.append(value.encode())
            elif key == "times":
                self.times = int(value)
            elif key == "status":
                self.status = int(value)
            elif key == "delay":
                self.delay = float(value)
            elif key == "header":
                self.headers.append(value)
            elif key == "send":
                self.send = value.split()
            elif key and not key.startswith("#"):
                raise ValueError("%s: unknown key %s" % (name, key))

    def fits(self, request):
        return (self.times is None or self.times > 0) and \
            all(m in request for m in self.match) and not any(m in request for m in self.without)


def later(match):
    return email.utils.formatdate(time.time() + int(match.group(1)), usegmt=True)


class Server:
    def __init__(self, folder, log):
        self.folder, self.log = folder, log
        self.cases, self.seen, self.connections = [], [], 0

    def read_cases(self):
        with os.scandir(self.folder) as entries:
            seen = sorted((e.name, e.stat().st_mtime_ns, e.stat().st_size) for e in entries
                          if not e.name.startswith("."))
        if seen != self.seen:
            # One that is as it was goes on counting.
            old = dict(zip(self.seen, self.cases))
            self.cases = [old.get(s) or Case(s[0], open(os.path.join(self.folder, s[0]), "rb").read())
                          for s in seen]
            self.seen = seen

    def pick(self, request):
        self.read_cases()
        for case in self.cases:
            if case.fits(request):
                if case.times is not None:
                    case.times -= 1
                return case
        return Case("none", b"status: 500\n\n{\"error\": {\"message\": \"no case fits\"}}")

    async def serve(self, reader, writer):
        self.connections += 1
        number = self.connections
        try:
            while await self.request(reader, writer, number):
                pass
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def request(self, reader, writer, number):
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.I)
        body = await reader.readexactly(int(length.group(1)) if length else 0)
        case = self.pick(head + body)
        if self.log:
            line, *fields = head.decode("latin-1").strip().split("\r\n")
            self.log.write(json.dumps({
                "case": case.name, "path": line.split()[1], "connection": number,
                "headers": dict(f.split(": ", 1) for f in fields if ": " in f),
                "body": body.decode("utf-8", "replace")}) + "\n")
            self.log.flush()
        if case.delay:
            await asyncio.sleep(case.delay)
        return await getattr(self, "send_" + case.send[0])(writer, case, body)

    def head(self, case, length, more=()):
        lines = ["HTTP/1.1 %d Told So" % case.status]
        if not any(h.lower().startswith("content-type") for h in case.headers):
            lines.append("Content-Type: application/json")
        lines += [re.sub(r"@(\d+)$", later, h) for h in case.headers] + list(more)
        if length is not None:
            lines.append("Content-Length: %d" % length)
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def send_body(self, writer, case, _):
        writer.write(self.head(case, len(case.body)) + case.body)
        await writer.drain()
        return True

    async def send_answer(self, writer, case, body):
        request = json.loads(body)
        asked = "".join(m["content"] for m in request["messages"])
        mark = re.search(r"\[([0-9a-z]{4,32})\.m\d+\.s\d+\]", asked)
        # What is no UTF-8 goes over the wire as it is.
        content = case.body.decode("utf-8", "surrogateescape")
        content = content.replace("MARK", mark.group(1) if mark else "none").strip()
        reply = json.dumps({
            "id": "x", "object": "chat.completion", "model": request["model"],
            "choices": [{"index": 0, "finish_reason": "stop",
                         "message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": len(asked.encode()) // 4 + 1,
                      "completion_tokens": len(content) // 4 + 1}}, ensure_ascii=False)
        reply = reply.encode("utf-8", "surrogateescape")
        writer.write(self.head(case, len(reply)) + reply)
        await writer.drain()
        return True

    async def send_obey(self, writer, case, body):
        asked = json.loads(body)["messages"][1]["content"]
        told = re.findall(r"^\[(\w+\.m\d+\.s\d+)\] (.{12,})$", asked, re.M)
        claims = [{"part": "this_week", "kind": "decision", "text": t[:240], "cites": [c], "quote": t[:200],
                   "who": []} for c, t in told[-4:]]
        # A true sentence or two, or the extract would have to do.
        claims = [{"part": "original", "kind": "problem", "text": t[:240], "cites": [c], "quote": t[:200],
                   "who": []} for c, t in told[:1]] + claims
        for text in "The maintainer has merged this series.", "See https://evil.example/x for all.":
            claims += [dict(claims[-1], text=text)] if told else []
        case.body = json.dumps({"claims": claims}).encode()
        return await self.send_answer(writer, case, body)

    async def send_raw(self, writer, case, _):
        writer.write(case.body)
        await writer.drain()
        return False

    async def send_hang(self, writer, case, _):
        await asyncio.sleep(3600)

    async def send_close(self, writer, case, _):
        return False

    async def send_reset(self, writer, case, _):
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
        return False

    async def send_cut(self, writer, case, _):
        writer.write(self.head(case, len(case.body)) + case.body[:len(case.body) // 2])
        await writer.drain()
        return False

    async def send_drip(self, writer, case, _):
        writer.write(self.head(case, len(case.body)))
        for i in range(len(case.body)):
            writer.write(case.body[i:i + 1])
            await writer.drain()
            await asyncio.sleep(float(case.send[1]))
        return True

    async def send_big(self, writer, case, _):
        writer.write(self.head(case, None, ["Transfer-Encoding: chunked"]))
        for _ in range(int(case.send[1]) // BLOCK):
            writer.write(b"%x\r\n" % BLOCK + b"0" * BLOCK + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        return True

    async def send_bomb(self, writer, case, _):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = packer.compress(b"0" * BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
        writer.write(self.head(case, None, ["Content-Encoding: gzip", "Connection: close"]))
        writer.write(b"\x1f\x8b\x08\0\0\0\0\0\0\x03")
        for _ in range(int(case.send[1]) // BLOCK):
            writer.write(block)
            await writer.drain()
        return False

    async def send_headers(self, writer, case, _):
        writer.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            writer.write(b"X-More: " + b"x" * 1000 + b"\r\n")
            await writer.drain()


async def main(arguments):
    log, context, seconds = None, None, 600
    while arguments and arguments[0].startswith("--"):
        option = arguments.pop(0)
        if option == "--log":
            log = open(arguments.pop(0), "a")
        elif option == "--tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(arguments.pop(0), arguments.pop(0))
        elif option == "--seconds":
            seconds = float(arguments.pop(0))
    folder, port_file = arguments
    server = Server(folder, log)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context, backlog=256,
                                           limit=1 << 24)
    with open(port_file + ".new", "w") as f:
        f.write("%d\n" % listening.sockets[0].getsockname()[1])
    os.rename(port_file + ".new", port_file)
    # A test that dies leaves no server behind for ever.
    await asyncio.sleep(seconds)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    try:
        asyncio.run(main(sys.argv[1:]))
    except KeyboardInterrupt:
        pass
