"""What a store does. Every store passes the same contract (tests/store/).

An update is taken in once; what it leads to (the conversation, the messages) is written in the same
transaction. Messages wait in the outbox, in order per chat, until they are settled.
"""

from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

Json = dict[str, Any]


class Update(NamedTuple):
    """An update as it is stored: no more of it than the engine needs.

    Attributes:
        id: Telegram's update_id; it is unique for a bot but may jump.
        chat: the chat it belongs to; None for an update that the bot has no use for.
        payload: what happened, as JSON types.
    """

    id: int
    chat: int | None
    payload: Json


class Taken(StrEnum):
    """How an update ended."""

    DONE = "done"
    PARKED = "parked"


class Chat(NamedTuple):
    """What is kept of a chat.

    Attributes:
        conversation: where the customer stands, as JSON types.
        card: the id of the living card, when there is one.
    """

    conversation: Json
    card: int | None


class Outgoing(NamedTuple):
    """A call that waits in the outbox.

    Attributes:
        id: its place in the order.
        chat: the chat it is for.
        call: what is to be done, as JSON types.
        tried: the highest message id that was known when it was tried first; None before that.
    """

    id: int
    chat: int
    call: Json
    tried: int | None = None


class Transaction(Protocol):
    """Changes that are committed together, or not at all."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A block whose changes are undone when it raises; the error goes on."""

    def take(self, update: Update) -> bool:
        """Write an update into the inbox; False when it is there already."""

    def finish(self, update: Update, how: Taken) -> None:
        """Say how an update ended."""

    def chat(self, chat: int) -> Chat | None:
        """What is kept of a chat."""

    def save(self, chat: int, conversation: Json) -> None:
        """Keep a conversation."""

    def queue(self, update: Update, calls: list[Json]) -> None:
        """Put the calls that an update leads to at the end of the outbox."""

    def waiting(self, limit: int, busy: frozenset[int]) -> list[Outgoing]:
        """The first call of each chat that is not busy, oldest first."""

    def mark(self, outgoing: Outgoing, known: int) -> None:
        """Write down that a call is about to be tried, and the highest message id known."""

    def settle(self, outgoing: Outgoing) -> None:
        """Take a call out of the outbox: it was done, or never can be."""

    def set_card(self, chat: int, message: int | None) -> None:
        """Remember which message is the living card of a chat."""

    def drop(self, chat: int) -> int:
        """Empty the outbox of a chat that can't be reached; returns how many calls it held."""


class Store(Protocol):
    """A store. Used from one thread at a time."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A block whose changes are committed at its end, or undone when it raises."""

    def close(self) -> None:
        """Release everything; the store can't be used after it."""
