#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""pop3.py FOLDER PORT: a POP3 server on loopback for whoever comes; each file in FOLDER is a mail, and
one that was deleted is removed when the client says QUIT.  Its port is written to the file PORT."""
import os
import socketserver
import sys

FOLDER, PORT = sys.argv[1:3]


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text + b"\r\n")

    def lines(self, lines):
        for line in lines:
            self.say(b"." + line if line.startswith(b".") else line)
        self.say(b".")

    def handle(self):
        names = sorted(os.listdir(FOLDER))
        mails = []
        for name in names:
            with open(os.path.join(FOLDER, name), "rb") as f:
                mails.append(f.read().replace(b"\n", b"\r\n"))
        deleted = set()
        self.say(b"+OK")
        for line in self.rfile:
            words = line.decode().split()
            command, number = words[0].upper(), int(words[1]) - 1 if len(words) > 1 and words[1].isdigit() else None
            if command == "CAPA":
                self.say(b"+OK")
                self.lines([b"USER", b"UIDL", b"TOP"])
            elif command == "STAT":
                self.say(b"+OK %d %d" % (len(mails), sum(map(len, mails))))
            elif command in ("LIST", "UIDL"):
                rows = [b"%d %s" % (i + 1, str(len(m)).encode() if command == "LIST" else names[i].encode())
                        for i, m in enumerate(mails)]
                if number is None:
                    self.say(b"+OK")
                    self.lines(rows)
                else:
                    self.say(b"+OK " + rows[number])
            elif command in ("RETR", "TOP"):
                self.say(b"+OK")
                self.lines(mails[number].split(b"\r\n")[:-1])
            elif command == "DELE":
                deleted.add(names[number])
                self.say(b"+OK")
            elif command == "QUIT":
                for name in deleted:
                    os.unlink(os.path.join(FOLDER, name))
                self.say(b"+OK")
                return
            elif command in ("USER", "PASS", "NOOP", "RSET"):
                self.say(b"+OK")
            else:
                self.say(b"-ERR")


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
    with open(PORT + ".new", "w", encoding="ascii") as out:
        out.write(str(server.server_address[1]))
    os.rename(PORT + ".new", PORT)
    server.serve_forever()
