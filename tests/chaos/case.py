"""One combination: the bot on one kind of database, killed again and again."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.helpdesk import Helpdesk
from tests.chaos.lives import End, Life, Zygote, fresh
from tests.chaos.people import Town
from tests.chaos.schedule import Death, Schedule
from tests.chaos.stores import Database, Kept
from tests.chaos.tally import Tally
from tests.telegram import Telegram, serve

GLANCE: Final = 0.003
"""Seconds between two looks of people at their chats."""
SHARE: Final = 4
"""One kill in so many may fall on an empty database."""
LEARNING: Final = 0.5
"""Seconds of the lives that only tell which points there are."""
QUIET: Final = 10.0
"""Seconds without anything new after which the rest is lost."""
TOLD: Final = 500
"""Characters of the log that are told of a life that ended by itself."""
START: Final = 5.0
"""Seconds that a start may take."""
ASKS: Final = ("getUpdates", "setWebhook")
"""The calls by which the bot says that it is ready."""
RETRY: Final = 0.02
"""Seconds after which an update that a webhook did not take is posted again."""
OPERATOR: Final = {"POSTBODE_TICKETS": "true"}
"""What the operator has switched on."""
REST: Final = 0.2
"""Seconds without a call after which there is nothing left to be done."""
STOP: Final = 3.0
"""Seconds that a stop may take."""


@dataclass(frozen=True)
class Stage:
    """Where a round takes place.

    Attributes:
        telegram: the offline Telegram.
        town: the people on it.
        database: the database.
        settings: what the bot is told.
    """

    telegram: Telegram
    town: Town
    database: Database
    settings: dict[str, str]


@dataclass
class Case:
    """A combination.

    Attributes:
        name: what it is called in the table.
        command: what the operator starts.
        database: makes an empty database for each round.
        zygote: makes the processes.
        helpdesk: the engine, for what people expect.
        seed: where chance comes from.
        people: who lives on a Telegram.
        settings: what else the bot is told.
        log: the file that holds what all processes print.
        fresh_every: every how manieth life is a fresh interpreter; 0 for none.
        progress: told after each kill.
        tally: what came of it.
        stories: what happened where something went wrong.
    """

    name: str
    command: tuple[str, ...]
    database: Callable[[], Database]
    zygote: Zygote
    helpdesk: Helpdesk
    log: Path
    people: Callable[[Telegram, Helpdesk, random.Random], Town] = Town
    settings: dict[str, str] = field(default_factory=dict)
    seed: int = 1
    fresh_every: int = 100
    progress: Callable[[Tally], None] = lambda _: None
    tally: Tally = field(default_factory=Tally)
    stories: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed} {self.name}")  # noqa: S311 - the same kills again
        self.schedule = Schedule(self.chance, self.fresh_every)

    async def run(self, kills: int, each: int) -> None:
        """Kill so often, in rounds of so many kills, each on an empty database."""
        await self._learn(max(1, kills // SHARE))
        while self.tally.kills < kills:
            await self._round(min(self.tally.kills + each, kills))

    @asynccontextmanager
    async def _stage(self) -> AsyncIterator[Stage]:
        """A Telegram with people, and an empty database; looked into at the end."""
        telegram, database = Telegram(), self.database()
        town = self.people(telegram, self.helpdesk, self.chance)
        async with serve(telegram, _soon) as url:
            settings = {
                "POSTBODE_TOKEN": telegram.token,
                "POSTBODE_API_URL": url,
                **OPERATOR,
                "POSTBODE_MESSAGES_PER_SECOND": "0",  # no kill is to wait for a limit
                **town.settings,
                **database.settings,
                **self.settings,
            }
            stage = Stage(telegram, town, database, settings)
            async with _living(town):
                yield stage
            await self._settle(stage)
        self._count(town, database.kept())
        database.close()

    async def _learn(self, most: int) -> None:
        """Lives that only tell which points there are; the first one makes the database."""
        reached = []
        async with self._stage() as stage:
            for _ in range(2):
                life = await self.zygote.begin(self.command, stage.settings)
                await self._serves(stage.telegram, life)
                await life.lasts(LEARNING)
                reached.append((await self._stop(life)).reached)
        once = [point for point in reached[0] if point not in reached[1]]
        self.schedule.learn_first(once, most)

    async def _round(self, until: int) -> None:
        async with self._stage() as stage:
            while self.schedule.first and self.tally.kills < until:
                await self._life(stage, self.schedule.first.popleft())
            while self.tally.kills < until:
                await self._life(stage, self.schedule.next())

    async def _serves(self, telegram: Telegram, life: Life) -> None:
        """Wait until the bot has asked for updates or ended."""
        until = time.monotonic() + START
        while time.monotonic() < until and not any(name in ASKS for name, _ in telegram.calls):
            if not await life.lasts(GLANCE):
                return

    async def _life(self, stage: Stage, death: Death) -> None:
        settings = stage.settings
        stage.telegram.calls.clear()
        if death.fresh:
            life = await fresh(self.command, settings, self.log)
        else:
            life = await self.zygote.begin(self.command, settings, point=death.point, nth=death.nth)
        if death.serving:
            await self._serves(stage.telegram, life)
        if death.crash:
            self.tally.database_kills += await asyncio.to_thread(stage.database.crash)
        if await life.lasts(death.after) and death.told >= 0:
            life.signal(signal.SIGTERM)
            await life.lasts(death.told)
        life.signal(signal.SIGKILL)
        self._note(death, await life.end())
        self.progress(self.tally)

    def _note(self, death: Death, end: End) -> None:
        self.schedule.learn(end.reached)
        if end.code == -signal.SIGKILL:
            self.tally.kills += 1
            self.tally.at_points += bool(end.at)
            self.schedule.killed.add(end.at)
        elif death.told >= 0 and end.code in (0, -signal.SIGTERM):  # the latter while it starts
            self.tally.stops += 1
        else:
            self.tally.accidents += 1
            said = self.log.read_text(encoding="utf-8")[-TOLD:]
            self.stories.append(f"{death} ended with {end.code} after “{said}”")

    async def _stop(self, life: Life) -> End:
        before = time.monotonic()
        life.signal(signal.SIGTERM)
        end = await life.end()
        self.schedule.learn(end.reached)
        self.tally.stops += 1
        self.tally.slow_stops += end.code != 0 or time.monotonic() - before > STOP
        return end

    async def _settle(self, stage: Stage) -> None:
        """A life that lasts, until everybody has what they came for."""
        life, town = await self.zygote.begin(self.command, stage.settings), stage.town
        seen, since = 0, time.monotonic()
        while town.here and time.monotonic() - since < QUIET:
            town.live(newcomers=False)
            await asyncio.sleep(GLANCE)
            if len(town.telegram.history) > seen:
                seen, since = len(town.telegram.history), time.monotonic()
        calls = -1
        while len(town.telegram.calls) > calls:  # what comes twice, or for the desk, comes now
            calls = len(town.telegram.calls)
            await asyncio.sleep(REST)
        await self._stop(life)

    def _count(self, town: Town, kept: Kept) -> None:
        tally, stories = town.count()
        self.tally += tally
        self.tally += town.compare(kept)
        self.stories += stories
        self.tally.lost += sum(kept.taken.get(number) is None for number in town.updates)
        self.tally.parked += sum(how == "parked" for how in kept.taken.values())
        self.tally.unsent += kept.waiting
        self.tally.complaints += len(town.telegram.complaints)
        self.progress(self.tally)


async def _soon(_: float) -> None:
    """Telegram is in a hurry: it posts again at once what was not taken."""
    await asyncio.sleep(RETRY)


@asynccontextmanager
async def _living(town: Town) -> AsyncIterator[None]:
    """Let people live beside what is done here."""

    async def live() -> None:
        while True:
            town.live()
            await asyncio.sleep(GLANCE)

    task = asyncio.create_task(live())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
