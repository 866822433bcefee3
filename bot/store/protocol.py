"""What a store does. Every store passes the same contract (tests/store/).

An update is taken in once; what it leads to (the conversation, the messages) is written in the same
transaction. Messages wait in the outbox, in order per chat, until they are settled.
"""

import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import asdict
from enum import StrEnum
from typing import Any, Final, NamedTuple, Protocol

from bot.engine.ticket import Entry, Ticket

Json = dict[str, Any]

TIDY_AT_ONCE: Final = 500
"""Updates that one `tidy` looks after, at most; so it holds up nobody."""
NEWEST: Final = 20
"""Updates that are looked at for the newest message id."""
LONGEST_RUN: Final = 20
"""Calls of one chat that are given to the sender at once, at most."""
EVERY: Final = 1_000_000
"""A limit where all are wanted."""


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
        latest: the highest id of a message that was sent to this chat; 0 when there is none.
    """

    id: int
    chat: int
    call: Json
    tried: int | None = None
    latest: int = 0


class Backlog(NamedTuple):
    """What waits.

    Attributes:
        updates: updates that are in the inbox and not finished.
        calls: calls in the outbox.
        oldest: when the oldest of these calls was queued, in seconds since the epoch; None when
            there is none.
    """

    updates: int
    calls: int
    oldest: float | None


class Tickets(Protocol):
    """The part of a Transaction that is about tickets."""

    def add_ticket(self, ticket: Ticket, entry: Entry) -> bool:
        """Keep a new ticket, which is open, with the first line of its log.

        Returns:
            False when nothing was kept: its number or its request is there already, or the customer
            has another one open.
        """

    def change_ticket(self, ticket: Ticket, entry: Entry, *, is_open: bool) -> None:
        """Keep the state, owner and offer of a ticket after a move, and add to its log.

        Args:
            ticket: the ticket after the move; its version is one higher than what is kept.
            entry: what is added to its log.
            is_open: whether it is open now.

        Raises:
            TicketChanged: another move was made in between; read it again.
            TicketOpen: it would be the customer's second open one.
        """

    def ticket(self, number: str) -> Ticket | None:
        """A ticket by its number."""

    def tickets_of(self, chat: int, limit: int) -> list[Ticket]:
        """The tickets of a customer, the newest first."""

    def tickets(self, limit: int, *, only_open: bool) -> list[Ticket]:
        """The tickets of all customers, the oldest first."""

    def ticket_in(self, topic: int) -> str | None:
        """The number of the ticket that is handled in a topic of the desk."""

    def place_ticket(self, number: str, topic: int | None, card: int | None) -> None:
        """Remember where in the desk a ticket is handled, and the message that shows it."""

    def entries(self, number: str) -> list[Entry]:
        """The log of a ticket, the oldest line first."""

    def asked(self, chat: int, since: float) -> int:
        """How many tickets a customer has made since a time, those that are emptied included."""

    def ended(self, before: float, limit: int) -> list[Ticket]:
        """Tickets that ended before a time and are not emptied yet, the oldest first."""

    def empty_ticket(self, number: str) -> None:
        """Empty a ticket of its customer and of all that was said; other messages know it no more.

        Number, kind, state, owner and dates stay, and for a day that its customer has made one.
        """

    def about(self, number: str) -> list[Outgoing]:
        """The calls that wait for the desk about a ticket, in order."""

    def tie(self, chat: int, message: int, number: str) -> None:
        """Say which ticket a message of a chat belongs to, so that an answer to it finds that."""

    def tied(self, chat: int, message: int) -> str | None:
        """The number of the ticket that a message belongs to."""


class Transaction(Tickets, Protocol):
    """Changes that are committed together, or not at all."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A block whose changes are undone when it raises; the error goes on."""

    def lock(self, chats: Iterable[int]) -> None:
        """Hold these chats until the transaction ends; others who want one of them wait.

        Whoever changes what is kept of a chat locks it first, all that a transaction needs at once:
        then no two of them wait for each other. Use `Writer.run(job, chats)`.
        """

    def take(self, update: Update) -> bool:
        """Write an update into the inbox; False when it is there already."""

    def finish(self, update: Update, how: Taken) -> None:
        """Say how an update ended."""

    def chat(self, chat: int) -> Chat | None:
        """What is kept of a chat."""

    def save(self, chat: int, conversation: Json) -> None:
        """Keep a conversation."""

    def queue(self, update: Update | None, chat: int, calls: list[Json]) -> None:
        """Put calls at the end of the outbox.

        Args:
            update: the update that leads to them; it was taken in. None when none does.
            chat: the chat they are for; it need not be that of the update.
            calls: what is to be done, in order.
        """

    def waiting(self, limit: int, busy: frozenset[int]) -> list[list[Outgoing]]:
        """The calls of chats that are not busy, chat by chat, in order, as far as they may be made.

        Each chat that is given belongs to this store until it is released, or the process ends: no
        other process that shares the database is given it. Chats come oldest call first.

        Args:
            limit: how many chats are wanted at most; each gives at most LONGEST_RUN calls.
            busy: chats that are being served and were not released.
        """

    def release(self, chat: int) -> None:
        """Say that a chat is not served any more. Ask for what is waiting once more after it."""

    def mark(self, outgoing: Outgoing, known: int | None) -> None:
        """Write down that a call is about to be tried, and the highest message id known.

        None says that it is not tried after all.
        """

    def rewrite(self, outgoing: Outgoing, call: Json) -> None:
        """Put another call in the place of one that can't be made as it is."""

    def settle(self, outgoing: Outgoing) -> bool:
        """Take a call out of the outbox: it was done, or never can be.

        Returns:
            False when it is gone already: the customer was forgotten, or another process took the
            chat over while the database could not be reached. What it led to counts no more.
        """

    def set_card(self, chat: int, message: int | None) -> None:
        """Remember which message is the living card of a chat."""

    def sent(self, chat: int, message: int) -> None:
        """Remember that a message was sent, so that none before it is taken for a later one.

        Of a customer of whom no conversation is kept, and for whom nothing waits, it is forgotten.
        """

    def newest(self) -> int:
        """The highest message id among the updates of private chats that came last; 0 for none."""

    def beat(self, now: float) -> float | None:
        """Write down that the service is alive; returns when it last was, None at the first time.

        Args:
            now: the time, in seconds since the epoch.
        """

    def active(self, since: float, limit: int) -> list[int]:
        """Private chats with a living card whose customers did something, the latest first.

        Args:
            since: from when on, in seconds since the epoch.
            limit: how many at most.
        """

    def processes(self) -> int:
        """How many processes use this database now; at least 1."""

    def drop(self, chat: int) -> int:
        """Empty the outbox of a chat that can't be reached; returns how many calls it held."""

    def file(self, recipe: str, version: str) -> str | None:
        """Telegram's id of the file that a recipe makes; None when it has not this version."""

    def keep_file(self, recipe: str, version: str, file: str) -> None:
        """Remember the id of a file that was uploaded, in the place of what was known before."""

    def forget_file(self, recipe: str) -> None:
        """Forget the id of a file, which Telegram no longer takes."""

    def backlog(self) -> Backlog:
        """What waits, for those who watch over the service."""

    def tidy(self, now: float) -> int:
        """Empty old updates (KEEP_BODIES), delete very old ones (KEEP_IDS), TIDY_AT_ONCE of each.

        Args:
            now: the time, in seconds since the epoch.

        Returns:
            How many it found; when that is not 0 there may be more.
        """

    def export(self, chat: int) -> Json:
        """Everything that is kept of a chat: conversation, updates, waiting, tickets.

        Also when tickets were made that are emptied, as long as that is kept.
        """

    def forget(self, chat: int, *, calls: bool = True) -> list[str]:
        """Delete everything that is kept of a chat; ids of updates stay, so none counts twice.

        A ticket that is open stays: somebody was asked to do something. It is marked, to be
        forgotten when it ends (bot/desk/forget.py). Those that are closed are emptied.

        Args:
            chat: the chat.
            calls: whether its calls that wait go too, but for those that say nothing, such as the
                answer to a press.

        Returns:
            The numbers of the tickets that were emptied, in order. What waits for the desk about
            them is not looked at.
        """


class Store(Protocol):
    """A store. Used from one thread at a time."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A block whose changes are committed at its end, or undone when it raises."""

    def close(self) -> None:
        """Release everything; the store can't be used after it."""


def exported(ticket: Ticket, entries: Iterable[Entry]) -> Json:
    """A ticket as it is given to its customer: without where the desk keeps it."""
    ours = ("key", "chat", "topic", "card", "version")
    told = {name: value for name, value in asdict(ticket).items() if name not in ours}
    log = [entry._asdict() for entry in entries if entry.move != "note"]
    return json.loads(json.dumps(told | {"log": log}))  # type: ignore[no-any-return]
