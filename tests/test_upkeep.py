"""What is done now and then."""

import asyncio

import pytest

from bot.errors import DatabaseFailed
from bot.retention import DAY, KEEP_BODIES, KEEP_IDS, days
from bot.store import Update
from bot.store.memory import MemoryStore
from bot.store.protocol import TIDY_AT_ONCE
from bot.store.writer import Writer
from bot.upkeep import BETWEEN, EVERY, Upkeep


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


async def upkeep(store: MemoryStore, clock: Clock) -> None:
    """Run it until the clock ends it."""
    writer = Writer(store)
    with pytest.raises(Over):
        await Upkeep(writer, clock, clock.sleep).run()
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


def test_spans_are_told_in_days() -> None:
    """The figures that the customer reads are those that the store goes by."""
    assert (days(KEEP_BODIES), days(KEEP_IDS)) == ("7", "30")
