"""After the service was away, open cards are refreshed."""

from collections.abc import AsyncIterator

import pytest

from bot.gateway.alive import AWAY, MOST, RECENT, Alive
from bot.helpdesk import Helpdesk
from bot.store.memory import MemoryStore
from tests.service import Clock, Service, service
from tests.telegram import Telegram

NOTE = "I was away for a while."


@pytest.fixture
async def bot(helpdesk: Helpdesk) -> AsyncIterator[Service]:
    """A bot whose store has the clock of its Telegram."""
    clock = Clock()
    store = MemoryStore(clock)
    async with service(helpdesk, store, Telegram(clock)) as opened:
        opened.clock = clock
        opened.restart()
        await alive(opened).begin()
        yield opened


def alive(bot: Service) -> Alive:
    """The signs of life of a process."""
    return Alive(bot.sender, bot.turns, bot.clock)


async def start_again(bot: Service, after: float) -> None:
    """Another process begins so many seconds after the last sign of life."""
    await bot.writer.run(lambda transaction: transaction.beat(bot.clock.now))
    bot.clock.now += after
    bot.restart()
    await alive(bot).begin()
    await bot.sender.drain()


async def test_an_open_card_asks_to_tap_again(bot: Service) -> None:
    """The card of somebody who was served shortly before says so, in place, with its buttons."""
    anna = bot.telegram.customer("Anna", "nl")
    anna.send("/start")
    await bot.work()
    before = anna.seen[0].rows
    await start_again(bot, AWAY + 1)
    assert anna.seen[0].text.startswith("Ik was een tijdje weg.")
    assert "Welk protocol" in anna.seen[0].text
    assert (len(anna.seen), anna.seen[0].rows) == (1, before)


async def test_the_next_tap_goes_on(bot: Service) -> None:
    """Who taps again gets the next question, and the note is gone."""
    anna = bot.telegram.customer("Anna")
    anna.send("/start")
    await bot.work()
    await start_again(bot, 3600)
    anna.press("POP")
    await bot.work()
    assert [message.text for message in anna.seen] == ["Is SSL available?"]


async def test_a_short_pause_is_none(bot: Service) -> None:
    """After a restart within two minutes no press is lost, and nobody is told anything."""
    anna = bot.telegram.customer("Anna")
    anna.send("/start")
    await bot.work()
    await start_again(bot, AWAY - 1)
    assert NOTE not in anna.seen[0].text


async def test_who_was_done_is_left_alone(bot: Service) -> None:
    """Settings that stay, and cards of long before, are not touched."""
    done, gone = bot.telegram.customer("Done"), bot.telegram.customer("Gone")
    gone.send("/start")
    await bot.work()
    bot.clock.now += RECENT
    done.send("/start imap-ssl")
    await bot.work()
    await start_again(bot, 3600)
    assert NOTE not in done.seen[0].text + gone.seen[0].text


async def test_a_card_that_was_deleted_stays_away(bot: Service) -> None:
    """Who deleted the card is not written to."""
    anna = bot.telegram.customer("Anna")
    anna.send("/start")
    await bot.work()
    anna.messages.clear()
    await start_again(bot, 3600)
    assert anna.seen == []


async def test_only_so_many_are_told(bot: Service) -> None:
    """However many were there, those who were last are told, and nobody is flooded."""
    people = [bot.telegram.customer(f"C{number}") for number in range(MOST + 20)]
    for person in people:
        person.send("/start")
    await bot.work()
    await start_again(bot, 3600)
    assert sum(NOTE in person.seen[0].text for person in people) == MOST


async def test_a_first_start_is_no_return(helpdesk: Helpdesk) -> None:
    """A database without a sign of life is new."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.work()
        await Alive(bot.sender, bot.turns, bot.clock).begin()
        await bot.sender.drain()
        assert NOTE not in anna.seen[0].text
