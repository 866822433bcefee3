"""The desk on an offline Telegram: limits, lost topics, lost answers, removal, migration."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from bot.config import Operator
from bot.desk.report import news
from bot.desk.room import Room
from bot.engine.ticket import Entry, Ticket
from bot.gateway.health import Health
from bot.gateway.inbox import Inbox
from bot.helpdesk import load_helpdesk
from bot.render.rich import bold
from bot.store.memory import MemoryStore
from tests.service import Service, service
from tests.telegram import Customer, Deed, Fault, Group
from tests.telegram.chats import Chat

HELPDESK = load_helpdesk(Operator(tickets=True))
NUMBERS = ("ACDEFH", "JKMNPR", "TVWXY3")


class Desk:
    """A desk with an agent, and a customer for each ticket."""

    def __init__(self, bot: Service, group: Group, anna: Customer) -> None:
        self.bot, self.group, self.anna = bot, group, anna
        self.customers = [bot.telegram.customer(f"C{n}") for n in range(len(NUMBERS))]

    async def open(self, count: int = 1) -> None:
        """Let customers ask for help, and the desk hear of it."""
        room = self.bot.turns.room
        assert room is not None

        def write(transaction: MemoryStore) -> None:
            for number, person in zip(NUMBERS[:count], self.customers, strict=False):
                ticket = Ticket(number, number, "person", "new", person.id, "en", opened=1.0)
                entry = Entry(1.0, "customer", "chat", "open", "", "new")
                assert transaction.add_ticket(ticket, entry)
            room.refresh(transaction)

        await self.bot.writer.run(write)  # type: ignore[arg-type]
        await self.bot.sender.drain()

    async def claim(self, number: str = NUMBERS[0]) -> None:
        """Let the agent claim a ticket."""
        self.group.send(self.anna, f"/claim {number}")
        await self.bot.work()

    def times(self, chat: Chat) -> list[float]:
        """When the bot does something in a chat from now on."""
        found: list[float] = []
        note = chat.note

        def noted(deed: Deed) -> None:
            found.append(self.bot.clock.now)
            note(deed)

        chat.note = noted  # type: ignore[method-assign]
        return found

    def said(self) -> list[str]:
        """What stands in the desk of the bot, without the cards."""
        return [m.text for m in self.group.seen if not any(m.buttons())]


@asynccontextmanager
async def desk(*, topics: bool = True, big: bool = True) -> AsyncIterator[Desk]:
    """A fresh desk."""
    async with service(HELPDESK) as bot:
        anna = bot.telegram.customer("Anna")
        group = bot.telegram.group("Helpdesk", anna, forum=topics, big=big)
        group.role = "administrator"
        bot.open_desk(Room(group.id, {anna.id: "Anna"}))
        yield Desk(bot, group, anna)


async def test_never_more_than_twenty_actions_in_a_minute() -> None:
    """However much is said, on a clock of its own; and every word arrives, in order."""
    async with desk() as here:
        await here.open()
        await here.claim()
        times = here.times(here.group)
        for number in range(40):
            here.group.send(here.anna, f"/phrase x{number}", here.group.seen[0].topic)
        await here.bot.take()
        await here.bot.sender.drain()
        minutes = [sum(start <= t < start + 60 for t in times) for start in times]
        assert (len(times), 15 < max(minutes) <= 20) == (40, True)
        assert [f"“x{n}”" in text for n, text in enumerate(here.said()[1:])] == [True] * 40


async def test_what_customers_add_arrives_in_order_and_together() -> None:
    """Many messages become few, and no word is lost."""
    async with desk() as here:
        await here.open()
        await here.claim()
        customer = here.customers[0]
        customer.send("/status")
        await here.bot.work()
        customer.press("Add something")
        await here.bot.work()
        before = len(here.group.deeds)
        words = [f"word {n:02}." for n in range(30)]
        for word in words:
            customer.send(word)
        await here.bot.take()
        await here.bot.sender.drain()
        text = "\n".join(here.said())
        places = [text.index(word) for word in words]
        assert all(one < other for one, other in pairwise(places))
        assert len(here.group.deeds) - before < 10


async def test_a_refusal_for_speed_holds_up_the_desk_alone() -> None:
    """It waits once; customers are answered, and nothing is lost."""
    async with desk() as here:
        await here.open()
        customer = here.customers[1]
        here.bot.telegram.fail("editMessageText", Fault(429, "Too Many Requests", retry_after=90))
        here.group.send(here.anna, f"/claim {NUMBERS[0]}")
        customer.send("/start")
        await here.bot.take()
        await here.bot.sender.drain()
        assert (len(customer.seen), here.bot.clock.waits.count(90)) == (1, 1)
        assert here.said() == [f"✓ Claim: {NUMBERS[0]}"]


@pytest.mark.parametrize("topics", [True, False])
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "createForumTopic"])
@pytest.mark.parametrize("taken", [True, False])
async def test_lost_answers_double_no_card_and_no_message(
    method: str, *, topics: bool, taken: bool
) -> None:
    """Whether Telegram had carried it out or not."""
    async with desk(topics=topics) as here:
        here.bot.telegram.fail(method, Fault.time_out(taken=taken))
        await here.open()
        await here.claim()
        cards = [m for m in here.group.seen if any(m.buttons())]
        assert (len(cards), here.said()) == (1, [f"✓ Claim: {NUMBERS[0]}"])
        assert "claimed" in cards[0].text


@pytest.mark.parametrize("topics", [True, False])
@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize(
    ("method", "skip"),
    [("sendMessage", 0), ("sendMessage", 1), ("sendMessage", 2), ("editMessageText", 0)],
)
async def test_a_process_that_ends_at_any_call_leaves_one_of_each(
    method: str, skip: int, *, taken: bool, topics: bool
) -> None:
    """One card, one claim, one message here and one to the customer, made by the next process."""
    async with desk(topics=topics) as here:
        with here.bot.dying(method, taken=taken, skip=skip):
            await here.open()
            await here.claim()
            await here.bot.work()
        here.bot.restart()
        await here.bot.work()
        if not here.said():
            await here.claim()
        cards = [m for m in here.group.seen if any(m.buttons())]
        assert (len(cards), here.said()) == (1, [f"✓ Claim: {NUMBERS[0]}"])
        assert len(here.customers[0].seen) == 1


async def test_two_agents_who_claim_at_once() -> None:
    """One has it, whoever comes later is told who; the customer hears of it once."""
    async with desk() as here:
        await here.open()
        bob = here.bot.telegram.customer("Bob")
        here.bot.open_desk(Room(here.group.id, {here.anna.id: "Anna", bob.id: "Bob"}))
        for agent in (here.anna, bob, here.anna):
            here.group.press(agent, "Claim")
        await here.bot.work()
        pop_ups = [deed.text for deed in here.group.deeds if deed.what == "pops up"]
        number = NUMBERS[0]
        assert sorted(pop_ups) == sorted(
            [
                f"Claim: {number}",
                f"{number} stays as it is: it is already with Anna.",
                f"{number} stays as it is: it is yours already.",
            ]
        )
        assert len(here.customers[0].seen) == 1


async def test_a_lost_topic_is_made_anew_and_nothing_is_lost() -> None:
    """The card comes first, then what was to be said."""
    async with desk() as here:
        await here.open()
        await here.claim()
        here.group.topics.clear()
        here.group.messages.clear()
        here.group.send(here.anna, f"/note x {NUMBERS[0]}")
        here.group.send(here.anna, f"/release {NUMBERS[0]}")
        await here.bot.work()
        cards = [m for m in here.group.seen if any(m.buttons())]
        assert [("new" in card.text, card.topic) for card in cards] == [
            (True, max(here.group.topics))
        ]


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("skip", [0, 1])
async def test_a_topic_that_is_made_anew_survives_a_crash(skip: int, *, taken: bool) -> None:
    """Whether the process ends at the card or at what comes after it, each stands there once."""
    async with desk() as here:
        await here.open()
        here.group.topics.clear()
        here.group.messages.clear()
        here.group.send(here.anna, f"/note {NUMBERS[0]} hello")
        # the first is refused, since its topic is gone
        with here.bot.dying(taken=taken, skip=skip + 1):
            await here.bot.work()
        here.bot.restart()
        await here.bot.work()
        cards = [m for m in here.group.seen if any(m.buttons())]
        assert (len(cards), here.said()) == (1, [f"✓ Note: {NUMBERS[0]}"])
        assert len(here.group.topics) == 1


async def test_what_comes_after_a_new_topic_is_said_once() -> None:
    """The process ends when it was said, and before that is known."""
    async with desk() as here:
        await here.open()
        here.group.topics.clear()
        here.group.messages.clear()
        call = news(NUMBERS[0], bold("Hello"))
        desk_chat = here.group.id
        await here.bot.writer.run(lambda tx: tx.queue(None, desk_chat, [call]))
        with here.bot.dying(taken=True, skip=2):  # refused for its topic; the card
            await here.bot.work()
        here.bot.restart()
        await here.bot.work()
        cards = [m for m in here.group.seen if any(m.buttons())]
        assert (len(cards), here.said()) == (1, ["Hello"])


async def test_a_desk_out_of_reach_is_waited_for() -> None:
    """What is meant for it arrives in order when it is back; until then /health says so."""
    async with desk() as here:
        kicked = Fault(403, "Forbidden: bot was kicked from the supergroup chat", times=3)
        here.bot.telegram.fail("createForumTopic", kicked)
        runner = here.bot.sender.runner
        seen: list[list[str]] = []
        sleep = runner.sleep
        inbox = Inbox(here.bot.turns, here.bot.sender, runner.counts)
        health = Health(here.bot.writer, here.bot.sender, inbox)

        async def look(seconds: float) -> None:
            seen.append([cause for cause in await health.causes() if cause.startswith("desk")])
            await sleep(seconds)

        runner.sleep = look
        await here.open(2)
        assert [cause.partition(" (")[0] for cause in seen[0]] == ["desk: it can't be reached"]
        assert len(here.group.topics) == 2
        assert runner.places.trouble == ""


async def test_a_group_that_becomes_a_supergroup_is_followed() -> None:
    """Its new number is kept, and every open ticket is shown there."""
    async with desk(topics=False, big=False) as here:
        await here.open()
        await here.claim()
        moved = here.group.upgrade()
        await here.bot.work()
        assert "claimed" in moved.seen[0].text
        here.bot.restart()
        moved.send(here.anna, f"/release {NUMBERS[0]}")
        await here.bot.work()
        assert moved.seen[0].text.splitlines()[1].startswith("new")


async def test_a_move_that_no_update_told_is_noticed() -> None:
    """The refusal of a call names the new number."""
    async with desk(topics=False, big=False) as here:
        moved = here.group.upgrade()
        here.bot.telegram.pending.clear()
        await here.open()
        room = here.bot.turns.room
        assert room is not None
        assert await here.bot.writer.run(room.here) == moved.id
        assert len([m for m in moved.seen if any(m.buttons())]) == 1


async def test_a_customer_who_blocked_the_bot_is_told_of() -> None:
    """The ticket stays, and its topic says that nothing reaches them."""
    async with desk() as here:
        await here.open()
        here.customers[0].block()
        await here.claim()
        assert here.said()[-1].startswith("The customer can't be reached here")
        assert "claimed" in here.group.seen[0].text


async def test_nothing_of_another_group_is_kept_or_answered() -> None:
    """The bot is silent there."""
    async with desk() as here:
        await here.open()
        other = here.bot.telegram.group("Other", here.anna)
        other.role = "administrator"
        other.send(here.anna, f"/claim {NUMBERS[0]}")
        await here.bot.work()
        assert other.seen == []
        assert "new" in here.group.seen[0].text
