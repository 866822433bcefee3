"""Files with which other programs set up the mailbox themselves."""

import json
import plistlib
import re
import uuid
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bot.facts import Facts, settings
from bot.render.takeaway import (
    Account,
    account,
    autoconfig,
    profile,
    qr_code,
    transfer,
)
from tests.known_values import COMBINATIONS, HOST, INCOMING, OUTGOING
from tests.qr import text_of

JAN = "jan@voorbeeld.example"
HOSTNAME = r"[a-z0-9-]+(?:\.[a-z0-9-]+)+"

# The elements of an autoconfig file, in any order: each with what it may say, or what it holds.
# From draft-ietf-mailmaint-autoconfig; `*` is any number but none, `?` is at most one.
SERVER = {
    "hostname": HOSTNAME,
    "port": r"\d{1,5}",
    "socketType": "plain|SSL|STARTTLS",
    "username": r".*%EMAIL(ADDRESS|LOCALPART|DOMAIN)%.*",
    "authentication *": "password-cleartext|password-encrypted|NTLM|GSSAPI|OAuth2",
}
SCHEMA: dict[str, Any] = {
    "emailProvider": {
        "domain *": HOSTNAME,
        "displayName ?": r".+",
        "displayShortName ?": r".+",
        "incomingServer *": SERVER,
        "outgoingServer *": SERVER,
    }
}
REQUIRED = {
    "EmailAccountType": str,
    "IncomingMailServerAuthentication": str,
    "IncomingMailServerHostName": str,
    "OutgoingMailServerAuthentication": str,
    "OutgoingMailServerHostName": str,
    "IncomingMailServerPortNumber": int,
    "OutgoingMailServerPortNumber": int,
    "IncomingMailServerUseSSL": bool,
    "OutgoingMailServerUseSSL": bool,
}
"""What a mail payload must hold, as Apple documents it, and what we always say."""
PAYLOAD = {"PayloadIdentifier", "PayloadType", "PayloadUUID", "PayloadVersion"}


def boxes(facts: Facts, address: str = "") -> Iterator[tuple[tuple[str, bool, bool], Account]]:
    """Every combination, as a mailbox."""
    for protocol, incoming, outgoing in COMBINATIONS:
        found = settings(facts, "windows8", protocol, incoming, outgoing)
        yield (protocol, incoming, outgoing), account(found, address)


@pytest.mark.parametrize("address", ["", JAN])
def test_a_profile_holds_the_values(facts: Facts, address: str) -> None:
    """A configuration profile has what Apple requires, with the values of the guide."""
    for (protocol, incoming, outgoing), mailbox in boxes(facts, address):
        whole = plistlib.loads(profile(mailbox))
        (mail,) = whole["PayloadContent"]
        assert set(whole) >= PAYLOAD
        assert set(mail) >= PAYLOAD
        assert (whole["PayloadType"], mail["PayloadType"]) == (
            "Configuration",
            "com.apple.mail.managed",
        )
        assert all(isinstance(mail[name], kind) for name, kind in REQUIRED.items())
        assert (
            mail["EmailAccountType"] == {"imap": "EmailTypeIMAP", "pop": "EmailTypePOP"}[protocol]
        )
        found = [mail[f"{d}MailServer{part}"] for d in ("Incoming", "Outgoing") for part in PARTS]
        assert found[:3] == [HOST, INCOMING[protocol, incoming], incoming]
        assert found[3:] == [HOST, OUTGOING[outgoing], outgoing]


PARTS = ("HostName", "PortNumber", "UseSSL")


def test_the_parts_of_a_profile_are_told_apart(facts: Facts) -> None:
    """Each payload has an identifier and a UUID of its own, and so has each combination."""
    marks: list[str] = []
    for _, mailbox in boxes(facts):
        whole = plistlib.loads(profile(mailbox))
        for payload in (whole, *whole["PayloadContent"]):
            marks += [payload["PayloadUUID"], payload["PayloadIdentifier"]]
            assert uuid.UUID(payload["PayloadUUID"]).version == 5
    assert len(set(marks)) == len(marks)


def checked(element: ET.Element, schema: dict[str, Any]) -> None:
    """Make sure that an element holds what it must, and nothing else."""
    names = [child.tag for child in element]
    known = {rule.split()[0]: (rule[-2:], inner) for rule, inner in schema.items()}
    assert set(names) <= set(known)
    for name, (often, inner) in known.items():
        count = names.count(name)
        assert count == 1 or (count == 0 and often == " ?") or (count > 1 and often == " *"), name
        for child in element.findall(name):
            if isinstance(inner, dict):
                checked(child, inner)
            else:
                assert re.fullmatch(inner, child.text or ""), (name, child.text)


@pytest.mark.parametrize("address", ["", JAN])
def test_an_autoconfig_file_holds_the_values(facts: Facts, address: str) -> None:
    """An autoconfig file is of the documented form, with the values of the guide."""
    for (protocol, incoming, outgoing), mailbox in boxes(facts, address):
        root = ET.fromstring(autoconfig(mailbox))  # noqa: S314 - our own
        assert (root.tag, root.attrib) == ("clientConfig", {"version": "1.1"})
        checked(root, SCHEMA)
        assert re.fullmatch(HOSTNAME, root[0].attrib["id"])
        kinds = [s.attrib["type"] for s in root[0] if s.tag.endswith("Server")]
        assert kinds == [{"imap": "imap", "pop": "pop3"}[protocol], "smtp"]
        found = [
            s.findtext(n) for s in root[0] if len(s) for n in ("hostname", "port", "socketType")
        ]
        secured = {True: "SSL", False: "plain"}
        assert found[:3] == [HOST, str(INCOMING[protocol, incoming]), secured[incoming]]
        assert found[3:] == [HOST, str(OUTGOING[outgoing]), secured[outgoing]]


def test_an_autoconfig_file_is_for_the_domain_of_the_address(facts: Facts) -> None:
    """The domain is that of the customer; the address itself stays out."""
    for _, mailbox in boxes(facts, "Jan@Voorbeeld.example"):
        made = autoconfig(mailbox).decode()
        assert "<domain>voorbeeld.example</domain>" in made
        assert "jan@" not in made.casefold()


def test_a_qr_code_says_what_thunderbird_reads(facts: Facts) -> None:
    """The QR code, read back, is the documented list: version, sequence, and both servers."""
    for (protocol, incoming, outgoing), mailbox in boxes(facts, JAN):
        said = json.loads(text_of(qr_code(transfer(mailbox))))
        security = {True: 3, False: 0}
        kind = {"imap": 0, "pop": 1}[protocol]
        port = INCOMING[protocol, incoming]
        server = [kind, HOST, port, security[incoming], 1, JAN]
        sender = [0, HOST, OUTGOING[outgoing], security[outgoing], 1, JAN]
        assert said == [1, [1, 1], server, [[sender, [JAN, "jan"]]]]


def test_no_file_holds_a_password_or_an_address_that_was_not_given(facts: Facts) -> None:
    """A file says nothing of a customer but the address that they gave for it."""
    for _, mailbox in boxes(facts):
        for made in (profile(mailbox), autoconfig(mailbox)):
            text = made.decode()
            assert "@" not in text.replace("//Apple//DTD", "")
            assert not re.search(r"<key>(Incoming|Outgoing)Password</key>|<password>", text)
    for _, mailbox in boxes(facts, JAN):
        assert not re.search(r"<key>(Incoming|Outgoing)Password</key>", profile(mailbox).decode())


def test_the_same_settings_give_the_same_bytes(facts: Facts) -> None:
    """Each file can be made again to the byte, and differs for another address."""
    first, again = (dict(boxes(facts, JAN)) for _ in range(2))
    other = dict(boxes(facts, "piet@voorbeeld.example"))
    for combination, mailbox in first.items():
        assert profile(mailbox) == profile(again[combination]) != profile(other[combination])
        assert autoconfig(mailbox) == autoconfig(again[combination])
        assert qr_code(transfer(mailbox)) == qr_code(transfer(again[combination]))
