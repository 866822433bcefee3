"""The calls of one chat."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.gateway import outbound
from bot.helpdesk import Helpdesk
from bot.render.message import Message
from bot.render.rich import Rich
from bot.store import Transaction
from bot.store.memory import MemoryStore
from bot.store.sqlite import SqliteStore
from tests.service import Service, service
from tests.telegram import Customer, Fault

TABLES = ("sent", "conversation", "outbox")
GONE = "Bad Request: message to edit not found"


@pytest.fixture
async def bot(helpdesk: Helpdesk) -> AsyncIterator[Service]:
    """A bot on an offline Telegram."""
    async with service(helpdesk) as opened:
        yield opened


@pytest.fixture
def anna(bot: Service) -> Customer:
    """A customer."""
    return bot.telegram.customer("Anna")


async def queue(bot: Service, chat: int, *texts: str) -> None:
    """Put a message for each text into the outbox, which no update led to."""
    calls = [outbound.send(Message("keep", Rich(text), ())) for text in texts]
    await bot.writer.run(lambda transaction: transaction.queue(None, chat, calls))


async def waiting(bot: Service) -> int:
    """How many calls wait."""
    return (await bot.writer.run(lambda transaction: transaction.backlog())).calls


async def test_messages_of_a_run_are_sent_in_order(bot: Service, anna: Customer) -> None:
    """Several messages that wait for a chat are all sent, in order, and settled."""
    await queue(bot, anna.id, "a", "b", "c")
    await bot.sender.drain()
    assert [message.text for message in anna.seen] == ["a", "b", "c"]
    assert await waiting(bot) == 0


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("number", [0, 1, 2])
async def test_a_crash_at_any_message_of_a_run_doubles_none(
    helpdesk: Helpdesk, number: int, taken: bool
) -> None:
    """What a process was sending when it died is found, and taken for no other message."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        await queue(bot, anna.id, "a", "b", "c")
        with bot.dying(taken=taken, skip=number):
            await bot.sender.drain()
    async with service(helpdesk, store, bot.telegram) as again:
        await again.sender.drain()
    assert [message.text for message in anna.seen] == ["a", "b", "c"]


@pytest.mark.parametrize("taken", [True, False])
async def test_a_crash_after_a_card_was_replaced_doubles_nothing(
    helpdesk: Helpdesk, taken: bool
) -> None:
    """An edit that became a new message is known as one to the next process."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.work()
        anna.press("POP")
        await bot.take()
        bot.telegram.fail("editMessageText", Fault.refused(400, GONE))
        with bot.dying(taken=taken):
            await bot.sender.drain()
    async with service(helpdesk, store, bot.telegram) as again:
        await again.sender.drain()
    assert [message.text for message in anna.seen[1:]] == ["Is SSL available?"]


async def test_a_group_that_moved_is_followed(bot: Service, anna: Customer) -> None:
    """What is for a group that became a supergroup is sent there."""
    group = bot.telegram.group("Desk", anna, big=False)
    await queue(bot, group.id, "before")
    await bot.sender.drain()
    moved = group.upgrade()
    await queue(bot, group.id, "after", "and after")
    await bot.sender.drain()
    texts = [message.text for message in moved.messages if message.by_bot]
    assert texts == ["after", "and after"]
    assert await waiting(bot) == 0


async def test_nothing_piles_up_for_who_blocked_the_bot(bot: Service, anna: Customer) -> None:
    """Each time that a chat is found to be unreachable, all that waits for it is dropped."""
    anna.block()
    for _ in range(3):
        await queue(bot, anna.id, *"abcd")
        await bot.sender.drain()
        assert await waiting(bot) == 0
    assert [method for method, _ in bot.telegram.calls] == ["sendMessage"] * 3


async def test_who_comes_back_is_answered(bot: Service, anna: Customer) -> None:
    """A customer who blocked the bot and writes again is served as if nothing had been."""
    anna.block()
    await queue(bot, anna.id, "a")
    await bot.sender.drain()
    anna.unblock()
    anna.send("/start")
    await bot.work()
    assert len(anna.seen) == 1


async def test_what_a_flood_made_useless_is_not_sent(bot: Service, anna: Customer) -> None:
    """Of many cards and repeated messages that wait, the last of each is sent."""
    for _ in range(6):
        anna.send("imap with ssl")
        anna.send("/start")
    await bot.work()
    assert [message.text.split()[0] for message in anna.seen] == ["Mail", "Hello,"]
    assert await waiting(bot) == 0


async def test_a_flood_of_different_messages_is_sent_whole(bot: Service, anna: Customer) -> None:
    """No message that says something of its own is left out, however many wait."""
    await queue(bot, anna.id, *map(str, range(45)))
    await bot.sender.drain()
    assert [message.text for message in anna.seen] == list(map(str, range(45)))


async def test_a_forgotten_chat_gets_nothing_more(
    bot: Service, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a chat is forgotten while it is served, the rest of what waited is not sent."""
    await queue(bot, anna.id, "a", "b", "c")
    serve = bot.bot.request.do_request

    async def forget(*args: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Let the customer ask to be forgotten while the first message is sent."""
        await bot.writer.run(lambda transaction: transaction.forget(anna.id))
        return await serve(*args, **more)

    monkeypatch.setattr(bot.bot.request, "do_request", forget)
    await bot.sender.drain()
    assert [message.text for message in anna.seen] == ["a"]


async def test_nothing_is_kept_of_the_goodbye(
    helpdesk: Helpdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the goodbye is a new message, and the answer to the press ends after it, all is gone."""
    store = SqliteStore(tmp_path / "a.sqlite3", bot=1)
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        for text in ("/start", "/forget"):
            anna.send(text)
            await bot.work()
        serve = bot.bot.request.do_request

        async def late(url: str, *args: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401
            """Answer the press after everything else."""
            await asyncio.sleep(0.1 if url.endswith("answerCallbackQuery") else 0)
            return await serve(url, *args, **more)

        monkeypatch.setattr(bot.bot.request, "do_request", late)
        refused = Fault.refused(400, "Bad Request: message can't be edited")
        bot.telegram.fail("editMessageText", refused)
        anna.press("Yes, forget me")
        await bot.work()
        await bot.writer.run(lambda _: None)
        db = sqlite3.connect(tmp_path / "a.sqlite3")
        rows = [db.execute(f"SELECT count(*) FROM {t}").fetchone() for t in TABLES]  # noqa: S608
        db.close()
    assert rows == [(0,), (0,), (0,)]


async def test_a_stop_waits_for_what_is_in_the_air(
    bot: Service, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that was made when the process is told to stop is answered and written down."""
    await queue(bot, anna.id, "a", "b")
    made, go = asyncio.Event(), asyncio.Event()
    serve = bot.bot.request.do_request

    async def slow(*args: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Answer when it is time."""
        made.set()
        await go.wait()
        return await serve(*args, **more)

    monkeypatch.setattr(bot.bot.request, "do_request", slow)
    running = asyncio.create_task(bot.sender.run())
    await made.wait()
    running.cancel()
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(running, return_exceptions=True)
    assert [message.text for message in anna.seen] == ["a"]

    def left(transaction: Transaction) -> list[int | None]:
        return [out.tried for run in transaction.waiting(9, frozenset()) for out in run]

    assert await bot.writer.run(left) == [None]
