# SPDX-License-Identifier: MIT
"""What notifyd writes, read by other people's parsers: Python's for mails, jsonschema for the JSON of a webhook."""
import email
import email.header
import email.policy
import hashlib
import hmac
import json
import os
import subprocess
import urllib.parse
from pathlib import Path

import jsonschema
import pytest

NAMES = ["raised", "cleared", "acknowledged", "again", "escalated", "few", "digest", "status", "boot", "last-words", "test",
         "unicode", "hostile"]
HEADERS = {"Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "MIME-Version",
           "Content-Type", "Content-Transfer-Encoding"}
RAISE = "<event-1234.anna.a0a1a2a3a4a5a6a7a8a9aaabacadaeaf@unit7>"
BODY_MOST = 11264


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    subprocess.run([Path(os.environ["RMCU_BUILD"]) / "tests" / "dump-letters", folder], check=True)
    return folder


def fields(letters, name):
    text = (letters / f"{name}.fields").read_text()
    return dict(line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in text.splitlines())


def read(letters, name):
    return email.message_from_bytes((letters / name).read_bytes(), policy=email.policy.default)


@pytest.mark.parametrize("door", ["mail", "text-mail"])
@pytest.mark.parametrize("name", NAMES)
def test_form(letters, name, door):
    raw = (letters / f"{name}.{door}").read_bytes()
    message = read(letters, f"{name}.{door}")

    assert len(raw) <= BODY_MOST
    assert raw.endswith(b"\r\n") and raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n"), "only whole ends of lines"
    head, body = raw.split(b"\r\n\r\n", 1)
    assert all(0x20 <= b < 0x7f for b in head.replace(b"\r\n", b""))
    assert all(line.strip() for line in head.split(b"\r\n")), "a line of blanks would end the header"
    assert not any(line.startswith((b".", b"From ")) for line in body.split(b"\r\n"))
    if message["Content-Transfer-Encoding"] == "quoted-printable":
        assert max(map(len, body.split(b"\r\n"))) <= 76
    assert not message.defects and not [d for h in message.values() for d in h.defects]
    assert set(message.keys()) <= HEADERS and len(set(message.keys())) == len(message.keys())
    assert [a.addr_spec for a in message["From"].addresses] == ["unit7@example.org"]
    want = ["anna@example.org", "ben@example.org"] if door == "mail" else ["5550100@sms.example.org"]
    assert [a.addr_spec for a in message["To"].addresses] == want
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.isoformat() == "2026-11-26T11:00:00+01:00"
    assert message.get_content_type() == "text/plain" and not message.is_multipart()


def test_short_lines(letters):
    for name in set(NAMES) - {"hostile"}:
        head = (letters / f"{name}.mail").read_bytes().split(b"\r\n\r\n")[0]
        long = [line for line in head.split(b"\r\n") if len(line) > 78]
        # an id cannot be folded
        assert all(line.lstrip().startswith(b"<") or b": <" in line for line in long)


def test_words_come_back(letters):
    message = read(letters, "raised.mail")
    assert message["Subject"] == "Hilltop: alarm-raised battery_low (high): Volts Battery 11.82 V, first out #1234"
    text = message.get_content()
    for words in ["Hilltop, Mast 7", "Volts Battery below 12.00 V", "11.82 V", "2026-11-26 10:58:55", "supply_off",
                  "Start the generator, then call 555-0100.", "#1234", "Journal #1260 1011121314151617",
                  "https://unit7.example.org/"]:
        assert words in text
    message = read(letters, "unicode.mail")
    assert message["From"].addresses[0].display_name == "Högl Süd 発電所"
    assert message["Subject"] == \
        "Högl Süd 発電所: alarm-raised battery_low (high): Батарея ½ 11.82 V, first out #1234"
    assert "Батарея ½ below 12.00 V" in message.get_content()
    assert len([line for line in read(letters, "digest.mail").get_content().splitlines() if line.startswith("#")]) == 20


def test_one_occurrence_is_one_thread(letters):
    assert read(letters, "raised.mail")["Message-ID"] == RAISE
    assert "References" not in read(letters, "raised.mail")
    for name in ["cleared", "acknowledged", "again", "escalated"]:
        message = read(letters, f"{name}.mail")
        assert message["References"] == message["In-Reply-To"] == RAISE
    ids = [read(letters, f"{name}.mail")["Message-ID"] for name in NAMES]
    assert len(set(ids)) == len(ids) - 1, "the one in UTF-8 is the same event"


def test_hostile_names_stay_words(letters):
    message = read(letters, "hostile.mail")
    # Python's newer parser puts a blank between encoded words of a phrase
    old = email.message_from_bytes((letters / "hostile.mail").read_bytes())
    assert str(email.header.make_header(email.header.decode_header(old["From"]))) == \
        "Hill??Bcc: evil@example.net????.??=?utf-8?Q?x?= <unit7@example.org>"
    assert "Bcc" not in message and "\u202e" not in message.get_content()
    assert not any(ord(c) < 0x20 or 0x7f <= ord(c) < 0xa0 for c in message.get_content().replace("\n", ""))
    for door in ["json", "ntfy", "form", "command"]:
        for line in (letters / f"hostile.{door}.fields").read_text().splitlines():
            assert line.split(":")[0] in ["Idempotency-Key", "X-RMCU-Signature", "Title", "Priority", "Tags",
                                          "Authorization"] or line.startswith("RMCU_")


@pytest.mark.parametrize("name", NAMES)
def test_json(letters, name):
    schema = json.loads((Path(os.environ["RMCU_SOURCE"]) / "docs/webhook.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    body = (letters / f"{name}.json").read_bytes()
    value = json.loads(body)
    jsonschema.Draft202012Validator(schema).validate(value)
    assert set(value) == set(schema["properties"]), "no member that the schema does not tell of"
    for notice in value["notices"]:
        assert set(notice) == set(schema["$defs"]["notice"]["properties"])
    head = fields(letters, f"{name}.json")
    assert head["X-RMCU-Signature"] == "sha256=" + hmac.new(b"key", body, hashlib.sha256).hexdigest()
    assert head["Idempotency-Key"] == value["id"]
    assert (letters / f"{name}.command").read_bytes() == body


def test_every_door_says_the_same(letters):
    value = json.loads((letters / "raised.json").read_text())
    event = value["notices"][0]["event"]
    env = fields(letters, "raised.command")
    mail = read(letters, "raised.mail")
    texts = [mail.get_content(), mail["Subject"], (letters / "raised.modem").read_text(), env["RMCU_TEXT"],
             fields(letters, "raised.ntfy")["Title"], read(letters, "raised.text-mail").get_content(),
             urllib.parse.parse_qs((letters / "raised.form").read_text())["text"][0]]
    for text in texts:
        assert event["words"] in text
        assert f"#{event['number']}" in text
    assert env["RMCU_EVENT"] == str(event["number"]) and env["RMCU_TIME"] == event["time"]
    assert float(env["RMCU_VALUE"]) == event["value"]


def test_forms(letters):
    for name in NAMES:
        form = urllib.parse.parse_qs((letters / f"{name}.text-http").read_text(), strict_parsing=True)
        assert form["to"] == ["+491701234567"]
        assert form["text"] == [(letters / f"{name}.modem").read_text()]
        title = fields(letters, f"{name}.ntfy")["Title"]
        assert title.isascii() and len(title) < 256
        assert fields(letters, f"{name}.ntfy")["Authorization"] == "Bearer key"
    title = email.header.decode_header(fields(letters, "unicode.ntfy")["Title"])
    assert "".join(part.decode() for part, _ in title).startswith("Högl Süd 発電所: alarm-raised")
