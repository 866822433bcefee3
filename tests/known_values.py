"""The values of guide g1281, written out by hand: the one place in tests with hosts and ports.

Source: "POP configuratie" and "IMAP configuratie" of the Dutch guide, with the tables of ports.
"""

from typing import Final

HOST: Final = "ssl0.ovh.net"

INCOMING: Final = {
    ("imap", True): 993,
    ("imap", False): 143,
    ("pop", True): 995,
    ("pop", False): 110,
}
OUTGOING: Final = {True: 465, False: 587}

FIELDS: Final = (
    "email_address",
    "user_name",
    "password",
    "incoming_server",
    "incoming_port",
    "incoming_ssl",
    "outgoing_server",
    "outgoing_port",
    "outgoing_ssl",
    "outgoing_authentication",
    "same_credentials",
)
"""On-screen order, deel 6 of the guide."""

COMBINATIONS: Final = [
    (protocol, incoming, outgoing)
    for protocol in ("imap", "pop")
    for incoming in (True, False)
    for outgoing in (True, False)
]
"""Every protocol x incoming SSL x outgoing SSL."""


def known(protocol: str, incoming: bool, outgoing: bool) -> dict[str, str | int | bool]:
    """Servers, ports and ticks of one combination."""
    return {
        "incoming_server": HOST,
        "incoming_port": INCOMING[protocol, incoming],
        "incoming_ssl": incoming,
        "outgoing_server": HOST,
        "outgoing_port": OUTGOING[outgoing],
        "outgoing_ssl": outgoing,
        "outgoing_authentication": True,
        "same_credentials": True,
    }


OTHER_PROGRAMS: Final[dict[tuple[str, str], tuple[object, ...]]] = {
    ("windows10", "imap-ssl"): (
        *("address", "address", "password", "ssl0.ovh.net:993", "IMAP4", "ssl0.ovh.net:465"),
        *(True, True, True, True),
    ),
    ("windows10", "pop-ssl"): (
        *("address", "address", "password", "ssl0.ovh.net:995", "POP3", "ssl0.ovh.net:465"),
        *(True, True, True, True),
    ),
    ("outlook2016", "imap-ssl"): (
        *("address", "password", "ssl0.ovh.net", 993, "SSL/TLS", False),
        *("ssl0.ovh.net", 465, "SSL/TLS", False, True, True),
    ),
    ("outlook2016", "pop-ssl"): (
        *("address", "password", "ssl0.ovh.net", 995, "SSL/TLS", False),
        *("ssl0.ovh.net", 465, "SSL/TLS", False, True, True),
    ),
    ("outlook2013", "imap-ssl"): (
        *("address", "IMAP", "ssl0.ovh.net", "ssl0.ovh.net", "address", "password", False),
        *(True, True, 993, True, 465, "SSL"),
    ),
    ("outlook2013", "pop-ssl"): (
        *("address", "POP3", "ssl0.ovh.net", "ssl0.ovh.net", "address", "password", False),
        *(True, True, 995, True, 465, "SSL"),
    ),
    ("outlook2010", "pop-ssl"): (
        *("address", "POP3", "ssl0.ovh.net", "ssl0.ovh.net", "address", "password"),
        *(True, True, 995, True, 465, "SSL"),
    ),
    ("outlook2010", "pop-plain"): (
        *("address", "POP3", "ssl0.ovh.net", "ssl0.ovh.net", "address", "password"),
        *(True, True, 110, False, 587, "None"),
    ),
    ("thunderbird", "imap-ssl"): (
        *("address", "password", "IMAP", "ssl0.ovh.net", 993, "SSL/TLS", "Normal password"),
        *("address", "ssl0.ovh.net", 465, "SSL/TLS", "Normal password", "address"),
    ),
    ("thunderbird", "pop-ssl"): (
        *("address", "password", "POP3", "ssl0.ovh.net", 995, "SSL/TLS", "Normal password"),
        *("address", "ssl0.ovh.net", 465, "SSL/TLS", "Normal password", "address"),
    ),
    ("macmail", "imap-ssl"): (
        *("address", "address", "password", "IMAP", "ssl0.ovh.net", "ssl0.ovh.net", False),
        *(993, True, "Password", 465, True, "Password"),
    ),
    ("macmail", "pop-ssl"): (
        *("address", "address", "password", "POP", "ssl0.ovh.net", "ssl0.ovh.net", False),
        *(995, True, "Password", 465, True, "Password"),
    ),
    ("iphone", "imap-ssl"): (
        *("address", "IMAP", "ssl0.ovh.net", "address", "password"),
        *("ssl0.ovh.net", "address", "password", True, 465, True, 993),
    ),
    ("iphone", "pop-ssl"): (
        *("address", "POP", "ssl0.ovh.net", "address", "password"),
        *("ssl0.ovh.net", "address", "password", True, 465, True, 995),
    ),
    ("android", "imap-ssl"): (
        *("address", "address", "password", "ssl0.ovh.net", 993, "SSL/TLS"),
        *(True, "ssl0.ovh.net", 465, "SSL/TLS"),
    ),
    ("android", "pop-ssl"): (
        *("address", "address", "password", "ssl0.ovh.net", 995, "SSL/TLS"),
        *(True, "ssl0.ovh.net", 465, "SSL/TLS"),
    ),
    ("gmail", "pop-ssl"): (
        *("address", "address", "password", "ssl0.ovh.net", 995, True),
        *("ssl0.ovh.net", 587, "address", "password", True),
    ),
}
"""What the guides for other programs say, in on-screen order (facts 5); nothing else is listed."""

WORDS: Final = {"your full e-mail address": "address", "the password of the mailbox": "password"}
"""How the values that are told in words stand in the table."""
