"""What the files of flows/facts may say: the models that they are checked against."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.engine.answers import PROTOCOLS, Answers, parse_code
from bot.engine.programs import Kind

Protocol = Literal["imap", "pop"]
Choices = dict[str, str]
"""What is chosen on screen, by protocol or, for a way of encryption, by “ssl” and “plain”."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Unit(_Model):
    """A server, its port and its SSL tick; they belong together.

    Attributes:
        server: the host name.
        port: the port it listens on.
        ticked: whether the connection is encrypted.
        source: the name of the source that lists them together.
        also: the names of sources that list the same.
    """

    server: str
    port: int
    ticked: bool
    source: str
    also: list[str] = []


class Always(_Model):
    """A value that does not depend on SSL, with its source for each protocol."""

    value: str | bool
    source: dict[Protocol, str]
    also: list[str] = []


class Direction(_Model):
    """The units of a protocol in one direction; `tls` stands in the guides of some programs."""

    ssl: Unit
    plain: Unit
    tls: Unit | None = None


class Protocols(_Model):
    """The units of one direction."""

    imap: Direction
    pop: Direction


class MailboxFile(_Model):
    """flows/facts/mailbox.yaml."""

    sources: dict[str, str]
    incoming: Protocols
    outgoing: Protocols
    always: dict[str, Always]
    links: dict[str, str]


def all_units(mailbox: MailboxFile) -> Iterator[tuple[str, str, str, Unit]]:
    """Every unit, with its direction, its protocol and its key."""
    for direction, protocols in (("incoming", mailbox.incoming), ("outgoing", mailbox.outgoing)):
        for protocol in PROTOCOLS:
            units: Direction = getattr(protocols, protocol)
            keyed = {"ssl": units.ssl, "plain": units.plain, "tls": units.tls}
            yield from ((direction, protocol, key, unit) for key, unit in keyed.items() if unit)


class FieldOnScreen(_Model):
    """A field of a screen; `value` where the program has one of its own."""

    field: str
    kind: Kind
    value: str | bool | Choices | None = None


class Labels(_Model):
    """What the fields are called in one language; `app` is what the program is called."""

    model_config = ConfigDict(extra="allow")
    verified: bool


class ProgramFile(_Model):
    """A file of flows/facts/programs/.

    Attributes:
        program: its name in codes.
        name: what it is called; {app} stands for its name in each language.
        protocols: the protocols that it can do.
        combinations: the codes of the answers that its guide lists.
        source: the name of the source of all its values; without one, each has its own.
        units: where its guide lists another unit than the usual one for SSL.
        path: how its screen is reached, in the labels of its guide, for each protocol.
        imports: the files with which it sets up a mailbox itself.
        notes: what else has to be said with its settings, in English.
        fields: the fields of its screens, in order.
        steps: what else is labelled: what is chosen on the way to the screen.
        labels: what the fields are called, by language; English always.
    """

    program: str
    name: str
    protocols: list[Protocol]
    combinations: list[str]
    source: str = ""
    units: dict[Literal["incoming", "outgoing"], Literal["tls"]] = {}
    path: dict[Protocol, list[str]] = {}
    imports: list[Literal["profile", "autoconfig", "qr"]] = []
    notes: list[str] = []
    fields: list[FieldOnScreen]
    steps: list[str] = []
    labels: dict[str, Labels]


def combination(code: str) -> Answers | None:
    """The answers of a combination; None when its code does not say all of them, and no more."""
    said, _ = parse_code(code, (), ()) or (Answers(), None)
    return said if said.complete else None


def unit_keys(said: Answers) -> dict[str, str]:
    """For each direction, whether its unit is the one with SSL or the one without."""
    ssl = {"incoming": said.incoming_ssl, "outgoing": said.outgoing_ssl}
    return {direction: "ssl" if on else "plain" for direction, on in ssl.items()}


def chosen_by(field: str, protocol: str, keys: Mapping[str, str]) -> str:
    """What a choice on screen depends on: a way of encryption on its unit, others on the protocol.

    Args:
        field: the name of the field.
        protocol: the protocol.
        keys: for each direction, whether its unit is the one with SSL: “ssl” or “plain”.
    """
    direction, _, rest = field.partition("_")
    return keys[direction] if rest == "encryption" else protocol
