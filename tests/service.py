"""The bot's gateway on an offline Telegram, in one process: a batch at a time, without waiting."""

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import pytest
from telegram import Bot

from bot.counts import Counts
from bot.desk.number import ALPHABET, Draw
from bot.desk.room import Room
from bot.gateway import inbound
from bot.gateway.files import Files
from bot.gateway.limits import Limits
from bot.gateway.places import Places
from bot.gateway.running import Runner
from bot.gateway.sender import Sender
from bot.helpdesk import Helpdesk
from bot.store import Store
from bot.store.memory import MemoryStore
from bot.store.writer import Writer
from bot.turn import Turns
from tests.telegram import Fault, InProcess, Telegram


class _Dead(Exception):
    """The process ends."""


@dataclass
class Clock:
    """A clock that stands still until somebody waits."""

    now: float = 1_000_000.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        """The time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.waits.append(seconds)
        self.now += seconds


def drawing(seed: int = 1) -> Draw:
    """Letters as they are drawn for tickets, the same in every run."""
    chance = random.Random(seed)  # noqa: S311 - nothing is guarded by it
    return lambda length: "".join(chance.choices(ALPHABET, k=length))


@dataclass
class Service:
    """A bot that works when it is told to.

    Attributes:
        telegram: the offline Telegram.
        clock: the time of both.
        bot: the bot.
        writer: its store.
        turns: its turns.
        sender: its sender.
    """

    telegram: Telegram
    clock: Clock
    bot: Bot
    writer: Writer
    turns: Turns
    sender: Sender
    draw: Draw = field(default_factory=drawing)

    def restart(self) -> None:
        """Begin anew with what is stored, as another process would."""
        helpdesk, room = self.turns.helpdesk, self.turns.room
        self.sender = new_sender(self.bot, self.writer, helpdesk, self.clock, room)
        self.turns = Turns(helpdesk, self.clock, self.draw, room)

    def open_desk(self, room: Room) -> None:
        """Begin anew with a desk."""
        self.turns = Turns(self.turns.helpdesk, self.clock, self.draw, room)
        self.restart()

    async def take(self) -> None:
        """Fetch the pending updates, confirm them, and handle them."""
        updates = list(filter(None, map(inbound.read, self.telegram.pending)))
        self.telegram.pending.clear()
        await self.writer.run(lambda transaction: self.turns.take(transaction, updates))

    async def work(self) -> None:
        """Handle what is pending and send every answer."""
        self.clock.now += 60
        await self.take()
        await self.sender.drain()

    @contextmanager
    def dying(self, method: str = "sendMessage", *, taken: bool, skip: int = 0) -> Iterator[None]:
        """What stands within ends when a call was made and no answer comes: so dies the process.

        Args:
            method: of the call.
            taken: whether the call is carried out all the same.
            skip: how many calls of that method it survives.
        """

        async def die(_: float) -> None:
            raise _Dead

        self.sender.runner.sleep = die
        fault = Fault.time_out(taken=taken)
        fault.skip = skip
        self.telegram.fail(method, fault)
        with pytest.raises(_Dead):
            yield
        self.telegram.faults.clear()


def new_sender(
    bot: Bot, writer: Writer, helpdesk: Helpdesk, clock: Clock, room: Room | None = None
) -> Sender:
    """A sender that lives by a clock of its own."""
    limits = Limits(clock=clock, sleep=clock.sleep)
    files = Files(bot, helpdesk.draft, writer)
    places = Places(helpdesk.flow.life, room)
    return Sender(Runner(bot, writer, files, limits, Counts(), places, sleep=clock.sleep))


@asynccontextmanager
async def service(
    helpdesk: Helpdesk,
    store: Store | None = None,
    telegram: Telegram | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[Service]:
    """A bot on an offline Telegram, both fresh unless they are given."""
    clock = clock or Clock()
    telegram = telegram or Telegram(clock)
    writer = Writer(store or MemoryStore(clock))
    bot = Bot(telegram.token, request=InProcess(telegram), get_updates_request=InProcess(telegram))
    sender = new_sender(bot, writer, helpdesk, clock)
    draw = drawing()
    turns = Turns(helpdesk, clock, draw)
    yield Service(telegram, clock, bot, writer, turns, sender, draw=draw)
    writer.close()
    assert telegram.complaints == []
