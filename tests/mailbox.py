#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""mailbox.py PORT: a mail server on loopback that takes every mail and prints it, for ./demo --mail.

It speaks the little of RFC 5321 that a mail takes, with nothing but what Python brings."""
import email
import email.policy
import socketserver
import sys

RULE = "-" * 72


class Talk(socketserver.StreamRequestHandler):
    timeout = 60

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def take_mail(self):
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.show(b"".join(lines))
        self.say("250 taken")

    def handle(self):
        self.say("220 the mailbox of ./demo")
        while line := self.rfile.readline(1024):
            verb = line[:4].upper()
            if verb == b"DATA":
                self.take_mail()
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 well")


class Mailbox(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    @staticmethod
    def show(raw):
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        head = "".join(f"{name}: {mail[name]}\n" for name in ("To", "Subject", "Message-ID"))
        print(f"{RULE}\n{head}\n{mail.get_content().rstrip()}\n", flush=True)


with Mailbox(("127.0.0.1", int(sys.argv[1])), Talk) as server:
    server.serve_forever()
