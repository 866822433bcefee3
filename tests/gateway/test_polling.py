"""The polling loop: an update is confirmed after it is stored."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Bot

from bot.errors import AnotherInstance, DatabaseFailed
from bot.gateway.polling import Polling
from bot.gateway.request import HttpRequest
from bot.store import Update
from tests.service import Clock
from tests.telegram import Fault, Telegram, serve


@dataclass
class Inbox:
    """Takes updates in, and can fail.

    Attributes:
        taken: the updates by their number.
        offsets: the offsets that were asked for until each batch was taken.
        full: how many batches fail before one is taken.
    """

    telegram: Telegram
    taken: list[int] = field(default_factory=list)
    unconfirmed: list[int] = field(default_factory=list)
    full: int = 0

    async def take(self, updates: Sequence[Update]) -> None:
        """Take a batch, or fail."""
        self.unconfirmed.append(len(self.telegram.pending))
        if self.full:
            self.full -= 1
            raise DatabaseFailed(reason="disk full")
        self.taken += [update.id for update in updates]


@dataclass
class Line:
    """A bot that polls an offline Telegram over loopback."""

    telegram: Telegram
    inbox: Inbox
    polling: Polling
    clock: Clock

    async def until(self, count: int) -> None:
        """Poll until so many updates are taken and confirmed."""
        task = asyncio.create_task(self.polling.run())
        try:
            async with asyncio.timeout(10):
                while len(self.inbox.taken) < count or self.telegram.pending:
                    await asyncio.sleep(0.001)
                    if task.done():
                        task.result()
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    """A bot that polls."""
    telegram, clock = Telegram(), Clock()
    inbox = Inbox(telegram)
    async with serve(telegram) as url, HttpRequest() as request:
        bot = Bot(telegram.token, base_url=f"{url}/bot")
        polling = Polling(bot, request, inbox.take, sleep=clock.sleep, long_poll=1)
        yield Line(telegram, inbox, polling, clock)


async def test_updates_are_taken_in_order(line: Line) -> None:
    """More updates than one batch holds are all taken, in order."""
    anna = line.telegram.customer("Anna")
    for number in range(250):
        anna.send(str(number))
    await line.until(250)
    assert line.inbox.taken == sorted(line.inbox.taken)
    assert len(line.inbox.taken) == 250


async def test_an_update_is_confirmed_after_it_is_stored(line: Line) -> None:
    """While a batch is being stored, Telegram still has it."""
    line.telegram.customer("Anna").send("/start")
    await line.until(1)
    assert line.inbox.unconfirmed == [1]


async def test_what_could_not_be_stored_comes_again(line: Line) -> None:
    """A batch that the store refused is fetched again."""
    line.inbox.full = 2
    line.telegram.customer("Anna").send("/start")
    await line.until(1)
    assert len(line.inbox.unconfirmed) == 3


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Fault.refused(401, "Unauthorized", 2), [60.0, 60.0]),
        (Fault.refused(404, "Not Found", 2), [60.0, 60.0]),
        (Fault.too_many(7), [7.0]),
        (Fault.refused(500, "Internal Server Error", 3), [0.5, 1.0, 2.0]),
        (Fault.refused(409, "Conflict: terminated by other getUpdates request", 2), [0.5, 1.0]),
        (Fault.reset(taken=False, times=2), [0.5, 1.0]),
    ],
)
async def test_polling_outlives_trouble(line: Line, fault: Fault, waits: list[float]) -> None:
    """After each kind of trouble polling goes on, and nothing is lost."""
    line.telegram.fail("getUpdates", fault)
    line.telegram.customer("Anna").send("/start")
    await line.until(1)
    assert line.clock.waits == waits


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"ok": false}'])
async def test_polling_outlives_answers_of_others(
    line: Line, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    """What a proxy or a portal answers in Telegram's place is no end of polling."""
    do_request, bodies = HttpRequest.do_request, [body, body]

    async def garble(*told: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Somebody else answers twice."""
        return (200, bodies.pop()) if bodies else await do_request(*told, **more)

    monkeypatch.setattr(HttpRequest, "do_request", garble)
    line.telegram.customer("Anna").send("/start")
    await line.until(1)
    assert line.clock.waits == [0.5, 1.0]


async def test_three_conflicts_mean_another_instance(line: Line) -> None:
    """When another program keeps polling, this one stops and says so."""
    words = "Conflict: terminated by other getUpdates request"
    line.telegram.fail("getUpdates", Fault.refused(409, words, 3))
    with pytest.raises(AnotherInstance):
        await line.polling.run()


async def test_an_update_without_a_number_is_skipped(line: Line) -> None:
    """Rubbish among the updates does not hold up the others."""
    anna = line.telegram.customer("Anna")
    anna.send("one")
    line.telegram.pending[0]["message"] = "rubbish"
    anna.send("two")
    await line.until(2)
    assert len(line.inbox.taken) == 2
