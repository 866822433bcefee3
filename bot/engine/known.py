"""What the desk knows of a customer: told to each step from outside, never kept by it."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

A_DAY: Final = 3
"""Requests that a customer may make in a day."""


@dataclass(frozen=True, slots=True)
class Request:
    """A ticket as its customer may know it.

    Attributes:
        number: its number.
        key: the key of the summary it was requested with.
        kind: "paid" or "person".
        title: where it stands, as an English text.
        is_open: whether somebody is or will be working on it.
        moves: what the customer may do with it now (flows/ticket.yaml).
        offer: what an agent has offered; empty when nothing was.
    """

    number: str
    key: str
    kind: str
    title: str
    is_open: bool
    moves: frozenset[str] = frozenset()
    offer: str = ""

    @property
    def token(self) -> str:
        """What a button carries that does something with it: this request, and this offer."""
        if not self.offer:
            return self.number
        return f"{self.number}-{zlib.crc32(self.offer.encode()) & 0xFFFF:04x}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knows of a customer.

    Attributes:
        requests: their tickets, the newest first.
        today: how many of them were made in the last 24 hours.
        number: the number that a request made now gets.
        key: a key that no summary has carried yet.
    """

    requests: tuple[Request, ...] = ()
    today: int = 0
    number: str = ""
    key: str = ""

    @property
    def open(self) -> Request | None:
        """The request that is open."""
        return next((request for request in self.requests if request.is_open), None)

    def of_key(self, key: str) -> Request | None:
        """The request that was made from a summary."""
        return next((request for request in self.requests if request.key == key != ""), None)

    def spoken_of(self, draft: Mapping[str, str], token: str = "") -> Request | None:
        """The request that a button or a conversation is about.

        Args:
            draft: the conversation's; it may name a number under `about`, that of a request that
                is only just being made included.
            token: what the button carried; one that fits no request speaks of none.
        """
        if token:
            fits = (r for r in self.requests if token in (r.token, r.key))
            return next(fits, None)
        if about := draft.get("about", ""):
            named = (request for request in self.requests if request.number == about)
            return next(named, None)
        return self.open or next(iter(self.requests), None)
