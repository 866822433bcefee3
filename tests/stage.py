"""Where transcripts are played: the real bot on the offline Telegram, with a clock of its own."""

import re
import shlex
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any, Final

from bot.config import Operator
from bot.desk.command import Commands
from bot.engine.conversation import Conversation
from bot.engine.events import Event
from bot.engine.machine import Step
from bot.errors import DeskError
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.play import ImpossibleAct, Theatre
from bot.seen import Seen
from bot.store import Transaction
from bot.transcript import DESK_SETTING, Act, Script
from bot.walked import Walked
from tests.floor import TOPICS, Floor
from tests.service import Service, service
from tests.telegram import Button, Customer, Deed, Fault

PAUSE: Final = 5.0
"""Seconds between two acts, more than a double tap takes."""

_REFUSAL: Final = re.compile(
    r"(?P<status>\d{3})(?: “(?P<words>[^”]+)”)? on (?P<method>\w+)(?:, retry after (?P<wait>\d+))?"
    r"(?:, (?P<times>\d+) times)?"
)
_NETWORK: Final = re.compile(
    r"(?P<what>time-out before|time-out after|connection reset on|lost answer of) (?P<method>\w+)"
)
PASSED: Final = b"content"
"""The content of what people send, which the bot only passes on."""
_TWICE: Final = "delivers the next update twice"
_KINDS: Final = {"photo": "picture", "document": "document"}
_STALE: Final = "delivers the last press again before the next one"
_WORDS: Final = {
    400: "Bad Request: refused by a transcript",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True, eq=False)
class Watched(Helpdesk):
    """The bot's own engine, which notes what is walked."""

    walked: Walked = field(default_factory=Walked)

    def step(self, conversation: Conversation, event: Event, now: float) -> Step:
        """See Helpdesk."""
        step = super().step(conversation, event, now)
        self.walked.note(step)
        return step


@dataclass
class OfflineStage:
    """A stage for one conversation; see bot.play.Stage."""

    bot: Service
    people: dict[str, Customer] = field(default_factory=dict)
    twice: bool = False
    stale: bool = False
    last_press: dict[str, Any] | None = None
    floor: Floor | None = None

    async def do(self, act: Act) -> Sequence[Seen]:
        """Do what an act says; see Stage."""
        if act.verb == "telegram" and not (self.floor and self.floor.event(act.value)):
            self._arm(act.value)
            return []
        before = len(self.bot.telegram.history)
        numbers = {name: len(person.seen) for name, person in self.people.items()}
        self.bot.clock.now += float(act.value) if act.verb == "later" else PAUSE
        if act.verb == "command":
            await self.bot.writer.run(lambda transaction: self._command(transaction, act.value))
        elif act.verb == "restarts":
            self.bot.restart()
        elif act.who:
            self._by_person(act)
        await self._let_the_bot_work()
        history = self.bot.telegram.history[before:]
        desk = self.floor.seen() if self.floor else ()
        return [*self._seen(history, numbers), *desk, *self._unanswered()]

    def open_desk(self, setting: str) -> None:
        """Open a group for agents: `topics: Agent Anna, Agent Bob`, or `plain: ...`."""
        kind, _, names = setting.partition(":")
        agents = {
            name.strip(): self.bot.telegram.customer(name.strip()) for name in names.split(",")
        }
        self.people |= agents
        self.floor = Floor.opened(self.bot.telegram, agents, topics=kind.strip() == TOPICS)
        self.bot.open_desk(self.floor.room)

    def _command(self, transaction: Transaction, line: str) -> None:
        """A command such as `postbode ticket newest --ask --words "Which?" --as Anna`."""
        match shlex.split(line):
            case ["postbode", "ticket", number, move, *rest]:
                given = dict(zip(rest[::2], rest[1::2], strict=True))
            case _:
                reason = "write postbode ticket NUMBER --MOVE --as NAME"
                raise ImpossibleAct(reason)
        tickets = transaction.tickets(99, only_open=False)
        if number == "newest" and tickets:
            number = max(tickets, key=lambda ticket: ticket.opened).number
        commands = Commands(self.bot.turns.helpdesk, self.bot.clock.now, self.bot.turns.room)
        name, words = given.get("--as", ""), given.get("--words", "")
        try:
            commands.move(transaction, number, move.removeprefix("--"), name, words)
        except DeskError as error:
            raise ImpossibleAct(str(error)) from error

    async def state(self) -> str:
        """The state in which the newest person stands."""
        chat = list(self.people.values())[-1].id
        kept = await self.bot.writer.run(lambda transaction: transaction.chat(chat))
        return str(kept.conversation["state"]) if kept else ""

    def screen(self) -> tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...]:
        """What everybody sees of the bot now: whose chat, the text, the buttons."""
        return tuple(
            (person.name, message.text, tuple(tuple(map(_label, row)) for row in message.rows))
            for person in self.people.values()
            for message in person.seen
        )

    async def _let_the_bot_work(self) -> None:
        pending = self.bot.telegram.pending
        if self.twice and pending:
            self.twice = False
            pending.append(pending[0])
        if pending and "callback_query" in pending[-1]:
            self._send_stale_press_ahead(pending)
        await self.bot.take()
        await self.bot.sender.drain()

    def _send_stale_press_ahead(self, pending: list[dict[str, Any]]) -> None:
        """Where it is armed, the press before this one reaches the bot once more, ahead of it."""
        before, self.last_press = self.last_press, pending[-1]["callback_query"]
        if self.stale and before is not None:
            person = self.bot.telegram.customers[before["from"]["id"]]
            again = before | {"id": self.bot.telegram.new_query(person)}
            self.bot.telegram.deliver({"callback_query": again})
            pending.insert(0, pending.pop())
        self.stale = False

    def _by_person(self, act: Act) -> None:
        person = self._person(act)
        if act.where:
            self._in_the_desk(person, act)
            return
        caption = act.value.partition("\n")[2]
        doings: dict[str, Callable[[], object]] = {
            "says": lambda: person.send(act.value),
            "presses": lambda: self._press(person, act),
            "edits": lambda: person.edit(act.value),
            "forges": lambda: person.forge(act.value),
            "sends a picture": lambda: person.share("photo", caption=caption),
            "sends a document": lambda: person.share("document", caption=caption),
            "blocks the bot": person.block,
        }
        try:
            doings[act.verb]()
        except (LookupError, StopIteration) as error:
            raise ImpossibleAct(str(error.args[0]) if error.args else "nothing to edit") from error

    def _in_the_desk(self, person: Customer, act: Act) -> None:
        if self.floor is None:
            reason = "there is no desk; write Operator: desk = topics: Agent Anna"
            raise ImpossibleAct(reason)
        try:
            self.floor.act(person, act)
        except LookupError as error:
            raise ImpossibleAct(str(error.args[0])) from error

    def _press(self, person: Customer, act: Act) -> None:
        for _ in range(1 + act.twice):
            person.press(act.value, act.number)

    def _person(self, act: Act) -> Customer:
        if act.who not in self.people:
            self.people[act.who] = self.bot.telegram.customer(act.who, act.language or "en")
        person = self.people[act.who]
        person.language = act.language or person.language
        return person

    def _arm(self, what: str) -> None:
        if what == _TWICE:
            self.twice = True
        elif what == _STALE:
            self.stale = True
        elif refusal := _REFUSAL.fullmatch(what):
            status, wait = int(refusal["status"]), int(refusal["wait"] or 0)
            words = refusal["words"] or _WORDS.get(status, f"Too Many Requests: retry after {wait}")
            fault = Fault(status, words, retry_after=wait, times=int(refusal["times"] or 1))
            self.bot.telegram.fail(refusal["method"], fault)
        elif network := _NETWORK.fullmatch(what):
            taken = network["what"] in ("time-out after", "lost answer of")
            late = network["what"].startswith("time-out")
            fault = Fault.time_out(taken=taken) if late else Fault.reset(taken=taken)
            self.bot.telegram.fail(network["method"], fault)
        else:
            reason = f"Telegram can't do “{what}”; docs/writing-conversations.md lists what it can"
            raise ImpossibleAct(reason)

    def _seen(self, history: list[tuple[Customer, Deed]], before: dict[str, int]) -> list[Seen]:
        return [
            Seen(
                person.name,
                _did(person, deed, before.get(person.name, 0)),
                *_shown(deed),
                file=deed.file.name if deed.file and deed.file.content != PASSED else "",
                content=deed.file.content if deed.file else b"",
            )
            for person, deed in history
            if deed.what != "answers"
        ]

    def _unanswered(self) -> list[Seen]:
        waiting = self.bot.telegram.queries.values()
        seen = [Seen(person.name, "leaves the press unanswered") for person, _ in waiting]
        self.bot.telegram.queries.clear()
        return seen


def _did(person: Customer, deed: Deed, newest: int) -> str:
    """What the bot did; the message is named unless it is the newest before the act."""
    if deed.what == "sends" and deed.file:
        did = "passes on" if deed.file.content == PASSED else "sends"
        return f"{did} a {_KINDS[deed.file.kind]}"
    if deed.what == "sends":
        return ""
    if deed.what == "pops up":
        return deed.what
    if deed.message not in person.sent:
        return f"{deed.what} their message"
    number = person.sent.index(deed.message) + 1
    named = "" if number == newest else f"message {number}"
    if deed.what == "removes buttons":
        return f"removes the buttons of {named}" if named else "removes the buttons"
    return f"{deed.what} {named}".strip()


def _shown(deed: Deed) -> tuple[str, tuple[tuple[str, ...], ...]]:
    if deed.what in ("removes buttons", "deletes"):
        return "", ()
    return deed.text, tuple(tuple(map(_label, row)) for row in deed.rows)


def _label(button: Button) -> str:
    if button.url:
        return f"{button.label} → {button.url}"
    if button.copy and button.label != f"⧉ {button.copy}":
        return f"{button.label} (copies {button.copy})"
    return button.label


def theatre(walked: Walked) -> Theatre:
    """A theatre of the real bot; what is played there is noted in `walked`."""

    @asynccontextmanager
    async def open_stage(script: Script) -> AsyncIterator[OfflineStage]:
        operator = dict(script.operator)
        desk = operator.pop(DESK_SETTING, "")
        operator |= {"tickets": "true"} if desk else {}
        helpdesk = _helpdesk(tuple(operator.items()))
        parts = {each.name: getattr(helpdesk, each.name) for each in fields(helpdesk)}
        watched = Watched(**parts, walked=walked)
        async with service(watched) as bot:
            stage = OfflineStage(bot)
            if desk:
                stage.open_desk(desk)
            yield stage

    return open_stage


@lru_cache
def _helpdesk(settings: tuple[tuple[str, str], ...]) -> Helpdesk:
    """The bot, with what a transcript says that the operator has configured."""
    values = dict[str, Any](settings)
    for name in {"paid_offered", "tickets"} & values.keys():
        values[name] = values[name] == "true"
    return load_helpdesk(Operator(**values))
