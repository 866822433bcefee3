"""What is done now and then."""

import asyncio
from dataclasses import replace

import pytest

from bot.config import Operator
from bot.desk.forget import Expiry
from bot.desk.room import Room
from bot.engine.ticket import Entry, Ticket
from bot.errors import DatabaseFailed
from bot.helpdesk import load_helpdesk
from bot.retention import DAY, KEEP_BODIES, KEEP_IDS, days
from bot.store import Update
from bot.store.memory import MemoryStore
from bot.store.protocol import TIDY_AT_ONCE
from bot.store.writer import Writer
from bot.upkeep import BETWEEN, EVERY, Upkeep

HELPDESK = load_helpdesk(Operator(tickets=True))


class Over(Exception):
    """The test has seen enough."""


class Clock:
    """A clock on which a day passes when somebody waits for long; it ends after some waits."""

    def __init__(self, waits: int) -> None:
        self.now, self.left = 1_000_000.0, waits
        self.waits: list[float] = []

    def __call__(self) -> float:
        """The time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        if not self.left:
            raise Over
        self.left -= 1
        self.waits.append(seconds)
        self.now += DAY if seconds == EVERY else seconds
        await asyncio.sleep(0)


async def upkeep(store: MemoryStore, clock: Clock, expiry: Expiry | None = None) -> None:
    """Run it until the clock ends it."""
    writer = Writer(store)
    with pytest.raises(Over):
        await Upkeep(writer, clock, clock.sleep, expiry).run()
    writer.close()


async def test_what_was_kept_long_enough_is_deleted() -> None:
    """After the days that the customer is told, body and id of an update are gone."""
    clock = Clock(waits=int(KEEP_IDS / DAY) + 2)
    store = MemoryStore(clock)
    store.take(Update(1, 7, {"text": "imap"}))
    await upkeep(store, clock)
    assert store.take(Update(1, 7, {}))


async def test_much_is_deleted_in_portions_with_pauses() -> None:
    """When there is much to do, customers come in between."""
    clock = Clock(waits=4)
    store = MemoryStore(clock)
    for number in range(2 * TIDY_AT_ONCE):
        store.take(Update(number, 7, {"text": "imap"}))
    clock.now += KEEP_BODIES + 1
    await upkeep(store, clock)
    assert clock.waits == [BETWEEN, BETWEEN, EVERY, EVERY]


class Failing(MemoryStore):
    """A store that fails the first time."""

    failed = False

    def tidy(self, now: float) -> int:
        """Fail, or do as always."""
        if not self.failed:
            self.failed = True
            raise DatabaseFailed(reason="disk full")
        return super().tidy(now)


async def test_a_failing_database_is_tidied_the_next_time() -> None:
    """When the database fails, upkeep goes on later."""
    clock = Clock(waits=3)
    store = Failing(clock)
    await upkeep(store, clock)
    assert clock.waits == [EVERY, EVERY, EVERY]


async def test_tickets_are_emptied_some_time_after_their_end() -> None:
    """After the operator's days what was said is gone, card by card; open ones are left alone."""
    clock = Clock(waits=13)
    store = MemoryStore(clock)
    for chat, number in enumerate(("ACDEFH", "HKMNPR"), start=7):
        ticket = Ticket(number, number, "paid", "new", chat, "nl", note="quokka", opened=clock.now)
        opened = Entry(clock.now, "customer", "chat", "open", "", "new")
        store.add_ticket(ticket, opened)
        store.place_ticket(number, 5, 6)
    ended = Entry(clock.now + DAY, "customer", "chat", "withdraw", "new", "withdrawn")
    store.change_ticket(replace(ticket, state="withdrawn", version=1), ended, is_open=False)
    room = Room(-100, {})
    await upkeep(store, clock, Expiry(HELPDESK.flow.life, room, 10))
    assert [bool(each.note) for each in store.tickets(9, only_open=False)] == [True, False]
    assert [o.call for run in store.waiting(9, frozenset()) for o in run] == [
        {"do": "card", "ticket": "HKMNPR", "quiet": True}
    ]
    assert clock.waits == [*[EVERY] * 12, BETWEEN]


def test_spans_are_told_in_days() -> None:
    """The figures that the customer reads are those that the store goes by."""
    assert (days(KEEP_BODIES), days(KEEP_IDS)) == ("7", "30")
