"""A year of chats on a virtual clock: `make year`, or `make year DAYS=7 SEED=2`.

The real turn, sender and SQLite file work on the offline Telegram. Customers come and go, processes
are restarted, Telegram has its moments. The same seed gives the same year, to the last letter.
"""

import hashlib
import heapq
import itertools
import json
import random
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.engine.conversation import Conversation
from bot.engine.flow import Flow
from bot.engine.place import current
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.retention import KEEP_BODIES, KEEP_IDS
from bot.store.sqlite import SqliteStore
from tests.crowd import DAY, SECRET, Visitor
from tests.service import Clock, Service, service
from tests.telegram import Fault, Telegram

COMING: Final = 8.0
"""New customers in a day, on average."""
RESTARTS: Final = 0.3
TROUBLES: Final = 3.0
"""How often in a day the process is restarted, and something goes wrong at Telegram."""
METHODS: Final = ("sendMessage", "editMessageText", "answerCallbackQuery")
START: Final = 1_700_000_000.0
_NONE: Final = {
    "calls still wait": "SELECT count(*) FROM outbox",
    "updates are parked or unfinished": "SELECT count(*) FROM inbox WHERE done IS NOT 'done'",
    "bodies are kept too long": (
        "SELECT count(*) FROM inbox WHERE payload <> '{}' AND taken_at < :bodies"
    ),
    "ids are kept too long": "SELECT count(*) FROM inbox WHERE taken_at < :ids",
}
"""What there is none of at the end."""


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        transcript: the hash of everything that was said and done.
        counts: how often things happened.
        wrong: what should not be.
    """

    transcript: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Year:
    """Days on a clock that jumps from one event to the next."""

    def __init__(self, bot: Service, path: Path, days: float, seed: int) -> None:
        self.bot, self.path = bot, path
        self.counts: Counter[str] = Counter()
        self._chance = random.Random(seed)  # noqa: S311 - the same crowd every time
        self._ends = START + days * DAY
        self._ahead: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._hash = hashlib.sha256()
        self._told = 0

    async def live(self) -> Outcome:
        """Let the time pass; returns what came of it."""
        self._plan(self._new_customer, COMING)
        self._plan(self._restart, RESTARTS)
        self._plan(self._trouble, TROUBLES)
        self._plan(self._next_day, 1.0, steady=True)
        while self._ahead:
            moment, _, act = heapq.heappop(self._ahead)
            if moment > self._ends:
                break
            self.bot.clock.now = max(self.bot.clock.now, moment)
            act()
            await self._work()
        self.bot.telegram.faults.clear()
        await self._tidy()
        wrong = [*_wrong(self), *await self._greeted()]
        return Outcome(self._hash.hexdigest(), self.counts, wrong)

    def _at(self, moment: float, act: Callable[[], object]) -> None:
        heapq.heappush(self._ahead, (moment, next(self._numbers), act))

    def _plan(self, act: Callable[[], object], a_day: float, *, steady: bool = False) -> None:
        """Do something again and again, so often in a day."""

        def again() -> None:
            act()
            self._plan(act, a_day, steady=steady)

        pause = DAY / a_day if steady else self._chance.expovariate(a_day / DAY)
        self._at(self.bot.clock.now + pause, again)

    def _new_customer(self) -> None:
        self.counts["customers"] += 1
        languages = sorted(self.bot.turns.helpdesk.languages)
        language = self._chance.choice([*languages, "nl", "xx"])
        person = self.bot.telegram.customer(f"P{self.counts['customers']}", language)
        chance = random.Random(self._chance.random())  # noqa: S311 - so that acts may change places
        self._go_on(Visitor(person, chance).life())

    def _go_on(self, life: Iterator[tuple[float, Callable[[], object]]]) -> None:
        """Put the next thing that a customer does where its time comes."""
        following = next(life, None)
        if following is None:
            return
        pause, act = following

        def then() -> None:
            self.counts["acts"] += 1
            act()
            self._go_on(life)

        self._at(self.bot.clock.now + pause, then)

    def _restart(self) -> None:
        self.counts["restarts"] += 1
        self.bot.restart()

    def _trouble(self) -> None:
        kinds = (Fault.too_many(2), Fault.refused(502, "Bad Gateway"), Fault.reset(taken=False))
        self.counts["faults of Telegram"] += 1
        self.bot.telegram.fail(self._chance.choice(METHODS), self._chance.choice(kinds))

    def _next_day(self) -> None:
        self.counts["days"] += 1

    async def _work(self) -> None:
        await self.bot.take()
        await self.bot.sender.drain()
        self.bot.telegram.queries.clear()
        if self.counts["days"] > self.counts["tidied"]:
            self.counts["tidied"] = self.counts["days"]
            await self._tidy()
        self._note()

    async def _tidy(self) -> None:
        now = self.bot.clock.now
        while await self.bot.writer.run(lambda transaction: transaction.tidy(now)):
            pass

    def _note(self) -> None:
        """Add what the bot did to the transcript."""
        history = self.bot.telegram.history
        for person, deed in history[self._told :]:
            self.counts[f"the bot {deed.what}"] += 1
            line = f"{self.bot.clock.now:.3f} {person.name} {deed!r}\n"
            self._hash.update(line.encode())
        self._told = len(history)

    async def _greeted(self) -> list[str]:
        """Everybody can start again, and is greeted."""
        wrong = []
        for person in list(self.bot.telegram.customers.values()):
            if person.blocked:
                continue
            before = len(person.deeds)
            person.send("/start")
            await self.bot.work()
            new = [deed for deed in person.deeds[before:] if deed.what == "sends"]
            if len(new) != 1 or not any(button.data for row in new[0].rows for button in row):
                wrong.append(f"{person.name} is not greeted")
        return wrong


def _wrong(year: Year) -> list[str]:
    """What is not as it should be at the end, in the database and on Telegram."""
    now, flow = year.bot.clock.now, year.bot.turns.helpdesk.flow
    wrong = list(year.bot.telegram.complaints)
    with closing(sqlite3.connect(year.path)) as db:
        for number, text in db.execute("SELECT chat, state FROM conversation"):
            wrong += _odd(flow, number, text)
        for what, query in _NONE.items():
            before = {"bodies": now - KEEP_BODIES, "ids": now - KEEP_IDS}
            count = db.execute(query, before).fetchone()[0]
            wrong += [f"{count} {what}"] if count else []
    return [*wrong, *_secrets(year.path.parent)]


def _odd(flow: Flow, chat: int, text: str) -> Iterator[str]:
    """A conversation that can't be read again, or stands where nobody can be."""
    here = Conversation.from_json(json.loads(text))
    if current(flow, here) != here or here.language not in flow.languages:
        yield f"the conversation of {chat} is nowhere: {text}"


def _secrets(folder: Path) -> Iterator[str]:
    for file in sorted(folder.iterdir()):
        if SECRET.encode() in file.read_bytes():
            yield f"a password stands in {file.name}"


async def live(days: float, seed: int, helpdesk: Helpdesk | None = None) -> Outcome:
    """So many days with customers of this seed."""
    with tempfile.TemporaryDirectory() as folder:
        path, clock = Path(folder) / "year.sqlite3", Clock(START)
        telegram = Telegram(clock)
        store = SqliteStore(path, telegram.bot_id, clock)
        parts = helpdesk or load_helpdesk(), store, telegram, clock
        async with service(*parts) as bot:
            return await Year(bot, path, days, seed).live()
