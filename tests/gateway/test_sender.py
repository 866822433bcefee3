"""The outbox, and what the answers of Telegram mean for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.gateway import inbound
from bot.gateway.sender import Sender
from bot.helpdesk import Helpdesk
from bot.store import Transaction, Update
from bot.store.memory import MemoryStore
from bot.store.writer import Chats
from tests.service import Service, service
from tests.telegram import Customer, Fault


@pytest.fixture
async def bot(helpdesk: Helpdesk) -> AsyncIterator[Service]:
    """A bot on an offline Telegram."""
    async with service(helpdesk) as opened:
        yield opened


@pytest.fixture
def anna(bot: Service) -> Customer:
    """A customer."""
    return bot.telegram.customer("Anna")


@pytest.fixture
def piet(bot: Service) -> Customer:
    """Another customer."""
    return bot.telegram.customer("Piet", "nl")


async def test_429_waits_as_long_as_telegram_says(bot: Service, anna: Customer) -> None:
    """A chat that is sent to too fast waits the seconds that Telegram names."""
    bot.telegram.fail("sendMessage", Fault.too_many(17))
    anna.send("/start")
    await bot.work()
    assert bot.clock.waits == [17.0]
    assert len(anna.seen) == 1


@pytest.mark.parametrize(
    "fault", [Fault.refused(502, "Bad Gateway", 3), Fault.reset(taken=False, times=3)]
)
async def test_trouble_of_the_network_is_waited_out(
    bot: Service, anna: Customer, fault: Fault
) -> None:
    """While Telegram can't be reached, the waits double from half a second."""
    bot.telegram.fail("sendMessage", fault)
    anna.send("/start")
    await bot.work()
    assert bot.clock.waits == [0.5, 1.0, 2.0]
    assert len(anna.seen) == 1


@pytest.mark.parametrize("taken", [True, False])
async def test_a_lost_answer_doubles_nothing(bot: Service, anna: Customer, taken: bool) -> None:
    """When no answer comes, the sender finds out whether the message arrived, and sends it once."""
    bot.telegram.fail("sendMessage", Fault.time_out(taken=taken))
    anna.send("/start imap-ssl")
    await bot.work()
    assert len(anna.seen) == 1


async def test_a_lost_answer_does_not_touch_other_chats(
    bot: Service, anna: Customer, piet: Customer
) -> None:
    """While it looks for a message, the sender leaves what others were sent as it is."""
    piet.send("/start")
    await bot.work()
    bot.telegram.fail("sendMessage", Fault.time_out(taken=True))
    anna.send("imap")
    await bot.work()
    assert [message.edits for message in piet.seen] == [0]
    assert len(anna.seen) == 1


async def test_a_found_card_is_the_card(bot: Service, anna: Customer) -> None:
    """A message that was found after a lost answer is edited by the next press."""
    bot.telegram.fail("sendMessage", Fault.time_out(taken=True))
    anna.send("/start")
    await bot.work()
    anna.press("POP")
    await bot.work()
    assert [message.text for message in anna.seen] == ["Is SSL available?"]


async def test_a_call_that_makes_no_sense_is_given_up(bot: Service, anna: Customer) -> None:
    """A call that this version can't read blocks nobody."""
    anna.send("/start")
    await bot.take()

    def spoil(transaction: Transaction) -> None:
        waiting = transaction.waiting(1, frozenset())[0][0]
        transaction.settle(waiting)
        transaction.queue(Update(1, anna.id, {}), anna.id, [{"do": "dance"}, {"do": "send"}])

    await bot.writer.run(spoil)
    await bot.sender.drain()
    assert anna.seen == []


async def test_waits_are_at_most_a_minute(bot: Service, anna: Customer) -> None:
    """However long Telegram is away, it is tried every minute."""
    bot.telegram.fail("sendMessage", Fault.refused(500, "Internal Server Error", 10))
    anna.send("/start")
    await bot.work()
    assert bot.clock.waits[-1] == 60.0


async def test_a_blocked_bot_gives_up_the_chat(bot: Service, anna: Customer) -> None:
    """Everything that waits for a customer who blocked the bot is dropped."""
    anna.send("/start")
    anna.send("imap")
    await bot.take()
    anna.block()
    await bot.sender.drain()
    assert bot.clock.waits == []
    assert anna.seen == []


async def test_a_blocked_customer_holds_up_nobody(
    bot: Service, anna: Customer, piet: Customer
) -> None:
    """Other customers are answered."""
    anna.block()
    anna.send("/start")
    piet.send("/start")
    await bot.work()
    assert len(piet.seen) == 1


async def test_not_modified_means_done(bot: Service, anna: Customer) -> None:
    """An edit that Telegram finds in place is done; a hint twice is such an edit."""
    anna.send("/start")
    await bot.work()
    words = "Bad Request: message is not modified: specified new message content and reply markup"
    bot.telegram.fail("editMessageText", Fault.refused(400, words))
    anna.press("POP")
    await bot.work()
    assert bot.clock.waits == []
    assert await bot.writer.run(lambda tx: tx.waiting(9, frozenset())) == []


async def test_a_late_answer_to_a_press_is_no_error(bot: Service, anna: Customer) -> None:
    """A press that waited too long is answered by the card alone."""
    anna.send("/start")
    await bot.work()
    anna.press("POP")
    bot.clock.now += 500
    await bot.work()
    assert anna.seen[0].text == "Is SSL available?"


async def test_a_refused_message_is_sent_plain(bot: Service, anna: Customer) -> None:
    """A message whose formatting Telegram refuses is sent without it."""
    bot.telegram.fail("sendMessage", Fault.refused(400, "Bad Request: can't parse entities"))
    anna.send("/start imap-ssl")
    await bot.work()
    assert len(anna.seen) == 1
    assert anna.seen[0].entities == []


async def test_a_message_refused_for_good_holds_up_nothing(bot: Service, anna: Customer) -> None:
    """A message that can't be sent at all is given up, and the next one is sent."""
    bot.telegram.fail("sendMessage", Fault.refused(400, "Bad Request: nonsense", 2))
    anna.send("/start imap-ssl")
    anna.send("pop zonder ssl")
    await bot.work()
    assert [message.text.split(":")[1].split("\n")[0] for message in anna.seen] == [
        " POP without SSL"
    ]


async def test_a_refused_token_is_tried_again(bot: Service, anna: Customer) -> None:
    """401 is waited out: nothing is lost while the operator mends the token."""
    bot.telegram.fail("sendMessage", Fault.refused(401, "Unauthorized", 2))
    anna.send("/start")
    await bot.work()
    assert bot.clock.waits == [60.0, 60.0]
    assert len(anna.seen) == 1


async def test_answers_keep_their_order(bot: Service, anna: Customer) -> None:
    """What was said first is answered first, also when a call is tried again."""
    bot.telegram.fail("sendMessage", Fault.too_many(1))
    for text in ("/start imap-ssl", "pop with ssl", "imap without ssl"):
        anna.send(text)
    await bot.work()
    headings = [message.text.split("\n")[0].partition(": ")[2] for message in anna.seen]
    assert headings == ["IMAP with SSL", "POP with SSL", "IMAP without SSL"]


async def test_what_was_not_sent_is_sent_after_a_restart(helpdesk: Helpdesk) -> None:
    """The outbox outlives the process."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("/start")
        await bot.take()
    async with service(helpdesk, store, bot.telegram) as again:
        await again.sender.drain()
    assert len(anna.seen) == 1


@pytest.mark.parametrize("taken", [True, False])
async def test_a_crash_after_the_request_doubles_nothing(helpdesk: Helpdesk, taken: bool) -> None:
    """What a process sent before it died is not sent again by the next one."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        anna.send("/start imap-ssl")
        await bot.take()
        with bot.dying(taken=taken):
            await bot.sender.drain()
    async with service(helpdesk, store, bot.telegram) as again:
        await again.sender.drain()
    assert len(anna.seen) == 1


async def test_a_refused_token_does_not_hide_what_was_sent(bot: Service, anna: Customer) -> None:
    """A token that is refused while a message is looked for is waited out; nothing is doubled."""
    bot.telegram.fail("sendMessage", Fault.time_out(taken=True))
    bot.telegram.fail("editMessageText", Fault.refused(401, "Unauthorized", 2))
    anna.send("/start")
    await bot.work()
    assert len(anna.seen) == 1


async def test_a_card_that_is_gone_needs_no_closing(bot: Service, anna: Customer) -> None:
    """When the old card was deleted, closing it is done, and the next message is sent."""
    anna.send("/start")
    await bot.work()
    anna.messages.clear()
    anna.send("imap")
    await bot.work()
    assert [message.text for message in anna.seen] == ["Is SSL available?"]
    assert bot.clock.waits == []


@asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[None]:
    """A sender that runs on its own, and is told to stop afterwards."""
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def until(done: Callable[[], bool]) -> None:
    """Wait for something that has no event."""
    async with asyncio.timeout(5):
        while not done():  # noqa: ASYNC110 - there is none
            await asyncio.sleep(0.001)


def taking(bot: Service) -> Callable[[Transaction], list[str]]:
    """The job that takes in what is pending."""
    updates = list(filter(None, map(inbound.read, bot.telegram.pending)))
    bot.telegram.pending.clear()
    return lambda transaction: bot.turns.take(transaction, updates)


async def test_run_sends_what_arrives(bot: Service, anna: Customer) -> None:
    """The sender that runs on its own sends what it is woken for, and stops when told."""
    async with sending(bot.sender):
        anna.send("/start")
        await bot.take()
        bot.sender.wake()
        await until(lambda: bool(anna.seen))


async def test_a_turn_is_answered_without_another_round(bot: Service, anna: Customer) -> None:
    """What a turn leads to is fetched and marked in its own transaction, and sent after it."""
    jobs: list[int] = []
    run = bot.writer.run

    async def counted(job: Callable[[Transaction], Any], chats: Chats = ()) -> Any:  # noqa: ANN401
        jobs.append(len(anna.seen))
        return await run(job, chats)

    async with sending(bot.sender):
        await until(lambda: bot.sender.rounds == 1)
        await run(lambda _: None)  # the first round is over
        bot.writer.run = counted  # type: ignore[method-assign]
        anna.send("/start")
        await bot.sender.take(taking(bot), [anna.id])
        await until(lambda: len(jobs) > 1)
    assert jobs[:2] == [0, 1]  # the turn; then what it sent is written down


async def test_a_chat_is_served_once_at_a_time(bot: Service, anna: Customer) -> None:
    """However turns and rounds overlap, each call is made once, and in order."""
    codes = ("imap-ssl", "pop-ssl", "imap-plain", "pop-plain", "imap-ssl-plain")
    async with sending(bot.sender):
        jobs = []
        for code in codes:
            anna.send(f"/start {code}")
            jobs.append(bot.sender.take(taking(bot), [anna.id]))
            bot.sender.wake()
        await asyncio.gather(*jobs)
        await until(lambda: len(anna.seen) >= len(codes))
    bot.restart()
    bea = bot.telegram.customer("Bea")
    for code in codes:
        bea.send(f"/start {code}")
        await bot.work()
    assert [message.text for message in anna.seen] == [message.text for message in bea.seen]


async def test_an_answer_to_a_press_holds_up_no_edit(bot: Service, anna: Customer) -> None:
    """The edit is made while the answer to its press is still on its way; both are written down."""
    anna.send("/start")
    await bot.work()
    bot.telegram.fail("answerCallbackQuery", Fault.refused(502, "Bad Gateway", 3))
    anna.press("POP")
    edits = []
    sleep = bot.sender.runner.sleep

    async def look(seconds: float) -> None:
        edits.append(anna.seen[-1].edits)
        await asyncio.sleep(0)
        await sleep(seconds)

    bot.sender.runner.sleep = look
    await bot.work()
    assert edits[-1] == 1
    assert bot.clock.waits == [0.5, 1.0, 2.0]
    assert await bot.writer.run(lambda tx: tx.backlog().calls) == 0
