#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""mailhost.py ADDRESS: the mail server of a site, beside the guest (hil: beside=mailhost.py). It wants STARTTLS and a name with
a password, those of mailserver.py. Its authority is mailhost.crt in this folder, which is the guest's /hil; and each mail that it
accepts is a file in mails/, 1 and so on. It runs with Debian's own interpreter, for which aiosmtpd is a package."""
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "e2e"))
from rmcu.mailserver import Box, certificate, mail_server   # noqa: E402 (it is not installed)

SUBMISSION = 587
mails = Path("mails")


class Filed(Box):
    """A mail is accepted when its file is there, and not a part of it."""

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        part = Path("mail.part")
        part.write_bytes(envelope.content)
        part.rename(mails / str(len(self.mails)))
        return answer


mails.mkdir()
pair = certificate(Path(), "mailhost", "mail.example.org", "DNS")
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
with mail_server(pair, "starttls", auth=True, at=(sys.argv[1], SUBMISSION), box=Filed(), require_starttls=True):
    signal.sigwait([signal.SIGTERM])
