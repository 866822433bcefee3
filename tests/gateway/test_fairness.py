"""One customer who writes without end delays nobody else."""

import asyncio

from telegram import Bot

from bot.counts import Counts
from bot.gateway import inbound, outbound
from bot.gateway.files import Files
from bot.gateway.limits import Limits
from bot.gateway.running import Runner
from bot.gateway.sender import SIDE_BY_SIDE, Sender
from bot.helpdesk import Helpdesk
from bot.render.message import Message
from bot.render.rich import Rich
from bot.store import Transaction
from bot.store.memory import MemoryStore
from bot.turn import Turns
from tests.clock import Inline, run
from tests.telegram import InProcess, Telegram

SECONDS = 20
OTHERS = 40


async def crowded(helpdesk: Helpdesk) -> float:
    """Let more customers flood the bot than are served at once; returns how long another waits."""
    loop = asyncio.get_running_loop()
    telegram = Telegram(loop.time)
    bot = Bot(telegram.token, request=InProcess(telegram), get_updates_request=InProcess(telegram))
    writer = Inline(MemoryStore(loop.time))
    limits = Limits(per_second=1000, clock=loop.time)
    sender = Sender(Runner(bot, writer, Files(bot, helpdesk.draft, writer), limits, Counts()))
    running = asyncio.create_task(sender.run())
    people = [telegram.customer(f"C{number}") for number in range(SIDE_BY_SIDE * 2)]

    def flood(transaction: Transaction) -> None:
        for person in people:
            calls = [outbound.send(Message("keep", Rich(str(n)), ())) for n in range(20)]
            transaction.queue(None, person.id, calls)

    await writer.run(flood)
    sender.wake()
    await asyncio.sleep(2)
    anna, asked = telegram.customer("Anna"), loop.time()
    call = outbound.send(Message("keep", Rich("x"), ()))
    await writer.run(lambda transaction: transaction.queue(None, anna.id, [call]))
    sender.wake()
    await asyncio.sleep(5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return anna.seen[0].sent_at - asked


def test_a_crowd_that_waits_takes_nobody_s_place(helpdesk: Helpdesk) -> None:
    """However many chats wait for their limit, another one is answered within a second."""
    assert run(crowded(helpdesk)) < 1.0


async def flooded(helpdesk: Helpdesk) -> tuple[list[float], int]:
    """Let one customer write 30 lines a second while others write one each.

    Returns:
        How long each of the others waited, and how many messages the first one got.
    """
    loop = asyncio.get_running_loop()
    telegram = Telegram(loop.time)
    bot = Bot(telegram.token, request=InProcess(telegram), get_updates_request=InProcess(telegram))
    writer, turns = Inline(MemoryStore(loop.time)), Turns(helpdesk, loop.time)
    limits = Limits(clock=loop.time)
    sender = Sender(Runner(bot, writer, Files(bot, helpdesk.draft, writer), limits, Counts()))
    running = asyncio.create_task(sender.run())
    flood, others, asked = telegram.customer("Flood"), [], []
    for tick in range(SECONDS * 30):
        flood.send("/start" if tick % 2 else "imap with ssl")
        if tick % (SECONDS * 30 // OTHERS) == 7:
            others.append(telegram.customer(f"C{tick}"))
            asked.append(loop.time())
            others[-1].send("imap with ssl")
        updates = list(filter(None, map(inbound.read, telegram.pending)))
        telegram.pending.clear()
        await writer.run(lambda transaction, new=updates: turns.take(transaction, new))  # type: ignore[misc]
        sender.wake()
        await asyncio.sleep(1 / 30)
    await asyncio.sleep(1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    answered = [customer.seen[0].sent_at for customer in others]
    return [a - b for a, b in zip(answered, asked, strict=True)], len(flood.sent)


def test_a_flood_delays_others_less_than_a_second(helpdesk: Helpdesk) -> None:
    """While one customer writes 30 lines a second, all others are answered within a second."""
    waited, got = run(flooded(helpdesk))
    assert len(waited) == OTHERS
    assert max(waited) < 1.0
    assert 5 <= got <= 5 + SECONDS + 1
