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
