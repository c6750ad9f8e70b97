"""An SMTP server that misbehaves as it is asked to.  SPDX-License-Identifier: ISC

usage: smtpserver.py FOLDER [--greeting LINE] [--tls CERT KEY] [--starttls CERT KEY]
           [--auth USER PASSWORD] [--mails N] [--mail CODE|cut] [--ehlo CODE]

Its port is in FOLDER/port, what it takes in FOLDER/mails/N.ADDRESS, what it answers to each recipient in
FOLDER/log: "ADDRESS CODE" for the last word on each try; "ADDRESS MAIL FROM:<...>" of what it
takes in FOLDER/senders.  --mails N: 421 after N mails of a connection; --mail: the
answer to every MAIL, --ehlo: to every EHLO and HELO.

A local part FAULT[xN]-ANYTHING asks for a fault, the first N times or always:
    a CODE at a verb: rcpt450 rcpt550 data450 data550 dot451 dot554
    the connection is closed: cutrcpt cutdata (half of the mail) cutdot (taken, not told)
    slowrcpt slowdot (a byte a third of a second), longrcpt longdot (a reply line of 10 MB)
"""
import argparse, os, re, socket, ssl, sys, threading, time

class Closed(Exception):
    pass

class Server:
    def __init__(self, options):
        self.options, self.lock, self.tries, self.count = options, threading.Lock(), {}, 0
        os.makedirs(options.folder + "/mails", exist_ok=True)
        self.log = open(options.folder + "/log", "a", buffering=1)

    def fault(self, address):
        """The fault of this try at the address, counted; '' for none."""
        m = re.match(r"([a-z]+?[0-9]*?)(?:x([0-9]+))?-", address)
        if not m:
            return ""
        with self.lock:
            n = self.tries[address] = self.tries.get(address, 0) + 1
        return m[1] if m[2] is None or n <= int(m[2]) else ""

    def note(self, address, what):
        with self.lock:
            self.log.write("%s %s\n" % (address, what))

    def keep(self, sender, address, mail):
        with self.lock:
            n, self.count = self.count, self.count + 1
            with open(self.options.folder + "/senders", "a") as f:
                f.write("%s %s\n" % (address, sender))
        name = "%s/mails/%d.%s" % (self.options.folder, n, address)
        with open(name + ".tmp", "wb") as f:
            f.write(mail)
        os.rename(name + ".tmp", name)

class Session:
    def __init__(self, server, connection):
        self.server, self.connection = server, connection
        self.file = connection.makefile("rb")
        self.mails = 0
        self.secure = self.known = False

    def say(self, line, how=""):
        data = line.encode()
        if how == "long":
            data = data + b" " + b"x" * 10_000_000
        data += b"\r\n"
        if how != "slow":
            self.connection.sendall(data)
            return
        for i in range(len(data)):
            self.connection.sendall(data[i:i + 1])
            time.sleep(0.3)

    def line(self):
        line = self.file.readline(4096)
        if not line.endswith(b"\r\n"):
            raise Closed
        return line[:-2].decode("ascii")

    def upgrade(self, files):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile("rb")
        self.secure = True

    def ehlo(self):
        options = self.server.options
        lines = ["mail.example.org", "SIZE 50000000"]
        if options.starttls and not self.secure:
            lines.append("STARTTLS")
        if options.auth and (self.secure or not options.starttls):
            lines.append("AUTH PLAIN")
        for line in lines[:-1]:
            self.say("250-" + line)
        self.say("250 " + lines[-1])

    def authenticate(self, word):
        import base64
        user, password = self.server.options.auth
        self.known = base64.b64decode(word or self.more()) == ("\0%s\0%s" % (user, password)).encode()
        self.say("235 2.7.0 welcome" if self.known else "535 5.7.8 no such user or key")

    def more(self):
        self.say("334 ")
        return self.line()

    def envelope(self, verb, address, fault):
        """Answers MAIL, RCPT or DATA; true where it went well."""
        code = fault[len(verb):] if fault.startswith(verb) else ""
        if fault == "cut" + verb and verb != "data":
            self.server.note(address, "cut")
            raise Closed
        if code.isdigit():
            self.server.note(address, code)
            self.say("%s %s.0.0 at %s" % (code, code[0], verb))
            return False
        how = fault[:-len(verb)] if fault in ("slow" + verb, "long" + verb) else ""
        if how == "slow":
            self.server.note(address, "slow")
        self.say("354 go on" if verb == "data" else "250 2.0.0 ok", how)
        return True

    def content(self, address, fault):
        mail, read = [], 0
        while True:
            line = self.file.readline()
            if not line.endswith(b"\r\n"):
                raise Closed
            if line == b".\r\n":
                break
            mail.append(line[1:] if line.startswith(b".") else line)
            read += len(line)
            if fault == "cutdata" and read > 1000:
                self.server.note(address, "cut")
                raise Closed
        if fault.startswith("dot") and fault[3:].isdigit():
            self.server.note(address, fault[3:])
            self.say("%s %s.0.0 after the mail" % (fault[3:], fault[3]))
            return
        self.server.keep(self.sender, address, b"".join(mail))
        self.server.note(address, fault if fault in ("cutdot", "slowdot", "longdot") else "250")
        if fault == "cutdot":
            raise Closed
        self.say("250 2.0.0 taken", fault[:4] if fault in ("slowdot", "longdot") else "")

    def transaction(self):
        options = self.server.options
        if options.mails and self.mails == options.mails:
            self.say("421 4.7.0 enough of this connection")
            raise Closed
        if options.mail == "cut":
            raise Closed
        if options.mail:
            self.say("%s %s.0.0 at mail" % (options.mail, options.mail[0]))
            return
        address = None
        self.say("250 2.1.0 ok")
        fault = ""
        while True:
            line = self.line()
            verb = line[:4].upper()
            if verb == "RCPT":
                address = re.search(r"<(.*)>", line)[1]
                fault = self.server.fault(address)
                if not self.envelope("rcpt", address, fault):
                    return
            elif verb == "DATA":
                if self.envelope("data", address, fault):
                    self.content(address, fault)
                    self.mails += 1
                return
            elif verb == "QUIT":
                raise Closed
            else:
                self.say("250 2.0.0 ok")
                return

    def run(self):
        options = self.server.options
        if options.tls:
            self.upgrade(options.tls)
        self.say(options.greeting)
        while True:
            line = self.line()
            verb = line.split(" ")[0].upper()
            if verb in ("EHLO", "HELO") and options.ehlo:
                self.say("%s %s.0.0 not now" % (options.ehlo, options.ehlo[0]))
            elif verb == "EHLO":
                self.ehlo()
            elif verb == "STARTTLS" and options.starttls:
                self.say("220 go on")
                self.upgrade(options.starttls)
            elif verb == "AUTH" and options.auth:
                self.authenticate((line.split(" ") + ["", ""])[2])
            elif verb == "MAIL" and options.auth and not self.known:
                self.say("530 5.7.0 who are you")
            elif verb == "MAIL":
                self.sender = line
                self.transaction()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 2.0.0 ok")

def serve(server, connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.settimeout(60)
    session = Session(server, connection)
    try:
        session.run()
    except (Closed, OSError):
        pass
    finally:
        # The file keeps the socket open; what is cut is cut now.
        session.file.close()
        session.connection.close()

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--greeting", default="220 mail.example.org ESMTP")
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--starttls", nargs=2)
    parser.add_argument("--auth", nargs=2)
    parser.add_argument("--mail", default="")
    parser.add_argument("--ehlo", default="")
    parser.add_argument("--mails", type=int, default=0)
    server = Server(parser.parse_args())
    listener = socket.create_server(("127.0.0.1", 0), backlog=100)
    with open(server.options.folder + "/port.tmp", "w") as f:
        f.write("%d\n" % listener.getsockname()[1])
    os.rename(server.options.folder + "/port.tmp", server.options.folder + "/port")
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(server, connection), daemon=True).start()

main()
