"""The real process is told to stop: at any moment, and with anything in hand."""

import asyncio
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.process import PATIENCE, Bot, free_address, postbode
from tests.telegram import Fault

MOST = 3.0
"""Seconds that a stop may take; the only time that is asserted, since it is a promise."""


async def stopped(bot: Bot, *signals: signal.Signals) -> str:
    """Tell a process to stop; returns what it printed."""
    assert bot.process is not None
    begun = time.monotonic()
    for number in signals:
        with suppress(ProcessLookupError):  # a later one may find it gone
            bot.process.send_signal(number)
        await asyncio.sleep(0.02)
    code, output = await bot.finished()
    assert time.monotonic() - begun < MOST
    assert code == 0, output
    assert "Traceback" not in output
    return output


async def test_while_it_starts(tmp_path: Path) -> None:
    """Before the first call there is nothing to be finished: the process just ends."""
    async with postbode(tmp_path) as bot:
        await bot.start()
        await asyncio.sleep(0.4)
        await stopped(bot, signal.SIGTERM)


async def test_while_telegram_hangs_at_the_start(tmp_path: Path) -> None:
    """A Telegram that does not answer keeps nobody from stopping."""
    async with postbode(tmp_path) as bot:
        bot.telegram.fail("getMe", Fault.time_out(taken=False))
        await bot.start()
        await bot.called("getMe")
        await stopped(bot, signal.SIGTERM)


@pytest.mark.parametrize("taken", [True, False])
async def test_while_telegram_hangs_over_a_message(tmp_path: Path, taken: bool) -> None:
    """What is in the air at a stop is found out at the next start: sent once."""
    async with postbode(tmp_path) as bot:
        anna = bot.telegram.customer("Anna")
        bot.telegram.fail("sendMessage", Fault.time_out(taken=taken))
        await bot.start()
        anna.send("/start imap-ssl")
        await bot.called("sendMessage")
        await stopped(bot, signal.SIGTERM)
        await bot.start()
        anna.send("/help")
        async with asyncio.timeout(PATIENCE):
            while len(anna.seen) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        await stopped(bot, signal.SIGTERM)
    assert len(anna.seen) == 2


async def test_again_and_again(tmp_path: Path) -> None:
    """A second signal changes nothing, and neither does a third of another kind."""
    async with postbode(tmp_path) as bot:
        await bot.start()
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.until(anna, 1)
        told = signal.SIGTERM, signal.SIGTERM, signal.SIGINT, signal.SIGTERM
        output = await stopped(bot, *told)
    assert output.rstrip().endswith("Stopped.")


async def test_with_a_backlog_nothing_is_lost(tmp_path: Path) -> None:
    """However much waits, a stop is quick, and the next process goes on where it was."""
    async with postbode(tmp_path, POSTBODE_MESSAGES_PER_SECOND="20") as bot:
        people = [bot.telegram.customer(f"C{number}") for number in range(60)]
        for person in people:
            person.send("/start imap-ssl")
        await bot.start()
        await bot.until(people[0], 1)
        await stopped(bot, signal.SIGTERM)
        assert not all(person.seen for person in people)
        bot.environment["POSTBODE_MESSAGES_PER_SECOND"] = "0"
        await bot.start()
        for person in people:
            await bot.until(person, 1)
        await stopped(bot, signal.SIGTERM)
    assert [len(person.seen) for person in people] == [1] * len(people)


async def test_a_webhook_with_requests_in_flight(tmp_path: Path) -> None:
    """What Telegram posts while the process stops is taken whole, or comes again."""
    address = free_address()
    told = {"POSTBODE_HTTP": address, "POSTBODE_WEBHOOK_URL": f"http://{address}/hook"}
    async with postbode(tmp_path, POSTBODE_MESSAGES_PER_SECOND="0", **told) as bot:
        people = [bot.telegram.customer(f"C{number}") for number in range(30)]
        await bot.start("--webhook")
        people[0].send("/start imap-ssl")
        await bot.until(people[0], 1)
        for person in people[1:]:
            person.send("/start imap-ssl")
        output = await stopped(bot, signal.SIGTERM)
        assert f"Webhook: http://{address}/hook" in output
        await bot.start("--webhook")
        for person in people:
            await bot.until(person, 1)
        await stopped(bot, signal.SIGTERM)
    assert [len(person.seen) for person in people] == [1] * len(people)
