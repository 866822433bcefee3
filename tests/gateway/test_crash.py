"""What a new process knows of the messages that an earlier one has sent."""

import asyncio
from typing import Any

import pytest

from bot.counts import Counts
from bot.gateway import inbound
from bot.gateway.fate import WINDOW
from bot.gateway.inbox import Inbox
from bot.helpdesk import Helpdesk
from bot.store.memory import MemoryStore
from tests.service import Service, service
from tests.telegram import Customer, Fault


def headings(customer: Customer) -> list[str]:
    """What the answers in a chat are about."""
    return [message.text.partition("\n")[0].partition(": ")[2] for message in customer.seen]


async def two_lines_around_a_restart(bot: Service, anna: Customer) -> None:
    """Two lines typed at once; the first is answered before the process ends, the second after."""
    anna.send("/start imap-ssl")
    anna.send("/start pop-ssl")
    late = bot.telegram.pending.pop()
    await bot.work()
    bot.restart()
    bot.telegram.pending.append(late)


@pytest.mark.parametrize("taken", [True, False])
async def test_a_lost_answer_after_a_restart_spoils_no_earlier_one(
    helpdesk: Helpdesk, taken: bool
) -> None:
    """A new process that looks for its message leaves those of the process before as they are."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        await two_lines_around_a_restart(bot, anna)
        bot.telegram.fail("sendMessage", Fault.time_out(taken=taken))
        await bot.work()
        assert headings(anna) == ["IMAP with SSL", "POP with SSL"]


async def test_a_crash_after_a_restart_spoils_no_earlier_answer(helpdesk: Helpdesk) -> None:
    """The same when the new process ends before it has seen the answer of Telegram."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        await two_lines_around_a_restart(bot, anna)

        with bot.dying(taken=True):
            await bot.work()
        bot.telegram.faults.clear()
    async with service(helpdesk, store, bot.telegram) as again:
        await again.sender.drain()
    assert headings(anna) == ["IMAP with SSL", "POP with SSL"]


async def test_a_message_is_found_however_long_its_update_waited(helpdesk: Helpdesk) -> None:
    """A new process knows how far the ids had come when updates waited for it."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna, others = bot.telegram.customer("Anna"), bot.telegram.customer("Others")
        anna.send("/start imap-ssl")
        for _ in range(30):
            others.send("imap")
        await bot.take()
        others.block()
    async with service(helpdesk, store, bot.telegram) as again:
        again.telegram.fail("sendMessage", Fault.time_out(taken=True))
        await again.sender.drain()
    assert headings(anna) == ["IMAP with SSL"]


async def test_a_message_that_was_looked_for_in_vain_is_found_the_next_time(
    helpdesk: Helpdesk,
) -> None:
    """Before it is sent at last, it is written down from where it is to be looked for now."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna, others = bot.telegram.customer("Anna"), bot.telegram.customer("Others")
        anna.send("/start imap-ssl")
        with bot.dying(taken=False):
            await bot.work()
        for _ in range(2 * WINDOW):
            others.send("imap")
    async with service(helpdesk, store, bot.telegram) as second:
        await second.take()
        others.block()
        with second.dying(taken=True):
            await second.work()
    async with service(helpdesk, store, bot.telegram) as third:
        await third.sender.drain()
    assert headings(anna) == ["IMAP with SSL"]


async def test_a_crash_undoes_no_edit(helpdesk: Helpdesk) -> None:
    """Of two edits of one card, the first is not made again once the second is made."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.work()
        card = anna.seen[-1]
        anna.forge("1.setup.start:imap:", card.id)
        anna.forge("1.setup.ssl:yes:imap", card.id)
        with bot.dying("editMessageText", taken=True, skip=1):
            await bot.work()
    async with service(helpdesk, store, bot.telegram) as again:
        await again.sender.drain()
    assert len([deed for deed in anna.deeds if deed.what == "edits"]) == 2


async def test_a_stop_while_a_batch_is_committed_leaves_nothing_to_be_looked_for(
    helpdesk: Helpdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was fetched and never begun is not marked: the next process sends it without a look."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        updates = [update for update in map(inbound.read, bot.telegram.pending) if update]
        sending = asyncio.create_task(bot.sender.run())
        while not bot.sender.rounds:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0)
        await bot.writer.run(lambda _: None)  # it has looked once, and waits
        commit = bot.writer.run

        async def stopped(*told: Any) -> None:  # noqa: ANN401
            """The commit is made, and nobody hears of it."""
            await commit(*told)
            raise asyncio.CancelledError

        with monkeypatch.context() as patch, pytest.raises(asyncio.CancelledError):
            patch.setattr(bot.writer, "run", stopped)
            await Inbox(bot.turns, bot.sender, Counts()).take(updates)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        runs = await bot.writer.run(lambda transaction: transaction.waiting(9, frozenset()))
        assert [outgoing.tried for run in runs for outgoing in run] == [None]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"ok": false}'])
async def test_a_message_whose_answer_can_not_be_read_is_not_doubled(
    helpdesk: Helpdesk, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    """An answer that is not Telegram's says nothing about the message: it is looked for."""
    async with service(helpdesk) as bot:
        do_request, bodies = bot.bot.request.do_request, [body]

        async def garble(*told: Any, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401
            """The first call is carried out, and answered by somebody else."""
            answer = await do_request(*told, **more)
            return (200, bodies.pop()) if bodies else answer

        monkeypatch.setattr(bot.bot.request, "do_request", garble)
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.work()
        assert len(anna.seen) == 1
