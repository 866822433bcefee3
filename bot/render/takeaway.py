"""Files with which other programs set up the mailbox themselves. None holds a password.

- A configuration profile for iPhone, iPad and Mac: Apple's device management documentation, payload
  `com.apple.mail.managed`.
- An autoconfig file for Thunderbird and others: draft-ietf-mailmaint-autoconfig, version 1.1 of the
  format, at https://autoconfig.DOMAIN/mail/config-v1.1.xml.
- A QR code for Thunderbird for Android: the format of “Export for Mobile”, version 1, documented in
  its repository (feature/migration/qrcode/qr-code-format.md).

The same settings and the same address give the same bytes.
"""

import json
import plistlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from xml.etree import ElementTree as ET

from bot.facts import SHOWN_PROTOCOL, Settings

PLACE: Final = "https://autoconfig.DOMAIN/mail/config-v1.1.xml"
"""Where an autoconfig file is looked for."""
_NAMESPACE: Final = uuid.UUID("7c1a3c52-5b0e-5e0a-9d0a-706f7374626f")
_PLACEHOLDER: Final = "%EMAILADDRESS%"
"""What an autoconfig file says where the address goes; the mail program fills it in."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server with its port, and whether the connection is encrypted from its beginning."""

    host: str
    port: int
    ssl: bool


@dataclass(frozen=True, slots=True)
class Account:
    """What a program needs to know of a mailbox; the address only where the customer gave it."""

    protocol: str
    incoming: Server
    outgoing: Server
    address: str = ""

    @property
    def name(self) -> str:
        """What the account is called."""
        return f"{self.address or self.incoming.host} ({SHOWN_PROTOCOL[self.protocol]})"


def account(settings: Settings, address: str = "") -> Account:
    """The mailbox of some settings.

    Args:
        settings: those of a program that has server, port and box as fields of their own.
        address: the customer's, if they want it in the file.
    """
    values = {field.name: field.value for field in settings.fields}

    def server(direction: str) -> Server:
        host, port, ssl = (values[f"{direction}_{part}"] for part in ("server", "port", "ssl"))
        return Server(str(host), int(port), bool(ssl))

    return Account(settings.protocol, server("incoming"), server("outgoing"), address)


def profile(mailbox: Account) -> bytes:
    """A configuration profile; the device asks for what it does not hold."""
    mail: dict[str, Any] = {
        "EmailAccountDescription": mailbox.name,
        "EmailAccountType": {"imap": "EmailTypeIMAP", "pop": "EmailTypePOP"}[mailbox.protocol],
        "OutgoingPasswordSameAsIncomingPassword": True,
        **_profile_server("Incoming", mailbox.incoming, mailbox.address),
        **_profile_server("Outgoing", mailbox.outgoing, mailbox.address),
    }
    if mailbox.address:
        mail["EmailAddress"] = mailbox.address
    mark = uuid.uuid5(_NAMESPACE, json.dumps(mail, sort_keys=True))
    part = _payload(mailbox, "com.apple.mail.managed", mark, "mail")
    whole = _payload(mailbox, "Configuration", mark, "profile")
    return plistlib.dumps(whole | {"PayloadContent": [part | mail]}, sort_keys=True)


def _profile_server(direction: str, server: Server, address: str) -> Mapping[str, Any]:
    start = f"{direction}MailServer"
    user = {f"{start}Username": address} if address else {}
    return {
        f"{start}Authentication": "EmailAuthPassword",
        f"{start}HostName": server.host,
        f"{start}PortNumber": server.port,
        f"{start}UseSSL": server.ssl,
        **user,
    }


def _payload(mailbox: Account, kind: str, mark: uuid.UUID, part: str) -> dict[str, Any]:
    return {
        "PayloadDisplayName": mailbox.name,
        "PayloadIdentifier": f"postbode.{mark}.{part}",
        "PayloadType": kind,
        "PayloadUUID": str(uuid.uuid5(mark, part)).upper(),
        "PayloadVersion": 1,
    }


def autoconfig(mailbox: Account) -> bytes:
    """An autoconfig file; it stands for the domain of the address, or for that of the servers."""
    provider = mailbox.incoming.host.partition(".")[2]
    domain = mailbox.address.rpartition("@")[2].lower() or provider
    root = ET.Element("clientConfig", version="1.1")
    described = ET.SubElement(root, "emailProvider", id=domain)
    _texts(described, domain=domain, displayName=domain, displayShortName=domain)
    kind = {"imap": "imap", "pop": "pop3"}[mailbox.protocol]
    incoming = ET.SubElement(described, "incomingServer", type=kind)
    outgoing = ET.SubElement(described, "outgoingServer", type="smtp")
    for element, server in ((incoming, mailbox.incoming), (outgoing, mailbox.outgoing)):
        _texts(
            element,
            hostname=server.host,
            port=str(server.port),
            socketType="SSL" if server.ssl else "plain",
            authentication="password-cleartext",
            username=_PLACEHOLDER,
        )
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return made + b"\n"


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def transfer(mailbox: Account) -> str:
    """What the QR code for Thunderbird for Android says; it needs the address."""
    address = mailbox.address
    kind = {"imap": 0, "pop": 1}[mailbox.protocol]
    incoming = [kind, *_transfer_server(mailbox.incoming), address]
    outgoing = [0, *_transfer_server(mailbox.outgoing), address]
    whole = [1, [1, 1], incoming, [[outgoing, [address, address.partition("@")[0]]]]]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _transfer_server(server: Server) -> tuple[str, int, int, int]:
    """Host, port, security (TLS or none) and authentication (a password)."""
    return server.host, server.port, 3 if server.ssl else 0, 1


def qr_code(text: str) -> bytes:
    """A text as QR code: PNG, black on white, with the margin that readers need."""
    import segno  # noqa: PLC0415 - most conversations do without it

    file = BytesIO()
    segno.make_qr(text, error="m", boost_error=False).save(file, kind="png", scale=16, border=4)
    return file.getvalue()
