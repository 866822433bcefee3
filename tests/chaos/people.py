"""People who talk to the bot while it dies again and again.

A walker presses button after button, each time after the answer to the last: a slow conversation,
which must end with the right values. A requester asks for the paid service and confirms it on two
devices at once: there must be one ticket, and its number must be told. A typer sends short codes in
bursts and waits for nobody: the answers must come once each, in order.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar, Final, Protocol

from bot.desk.number import ALPHABET, LENGTH
from bot.engine.events import Started
from bot.helpdesk import Helpdesk
from tests.chaos.stores import Kept
from tests.chaos.tally import Tally
from tests.known_values import COMBINATIONS, HOST, INCOMING, OUTGOING
from tests.telegram import Button, Customer, Message, Telegram

LANGUAGES: Final = ("en", "nl")
BURST: Final = 3
"""Lines that a typer sends at once, at most."""
_NUMBER: Final = re.compile(rf"\b([{ALPHABET}]{{{LENGTH}}})\b")
_CHOICE: Final = re.compile(r"\d+\.[\w.]+:(\w+):")


class Person(Protocol):
    """Somebody who talks to the bot."""

    customer: Customer

    def act(self) -> None:
        """Look at the chat, and perhaps do something."""

    @property
    def done(self) -> bool:
        """Whether this one has everything they came for."""

    def count(self, tally: Tally) -> None:
        """Add what came of it."""


@dataclass
class Walker:
    """Reads, presses a button, and reads again."""

    customer: Customer
    protocol: str
    ssl: bool
    pressed: int = 0
    begun: bool = False

    @property
    def choices(self) -> tuple[str, str]:
        """What is pressed, by the names of the choices."""
        return self.protocol, "yes" if self.ssl else "no"

    @property
    def done(self) -> bool:
        """Whether the values have come."""
        return self.pressed == len(self.choices) and bool(_copied(self.customer))

    def act(self) -> None:
        """Press the next button once it is there."""
        if not self.begun:
            self.begun = True
            self.customer.send("/start")
        elif self.pressed < len(self.choices):
            found = _offered(self.customer, self.choices[self.pressed])
            if found:
                self.pressed += 1
                self.customer.forge(*found)

    def count(self, tally: Tally) -> None:
        """One question that is edited, one answer that stays."""
        wanted = [HOST, str(INCOMING[self.protocol, self.ssl]), str(OUTGOING[self.ssl])]
        tally.updates += self.begun + self.pressed
        tally.lost += not self.done
        tally.conversations += 1
        tally.wrong += _copied(self.customer) != wanted
        sent = [deed for deed in self.customer.deeds if deed.what == "sends"]
        tally.doubled += _repeated([deed.text for deed in sent])
        shown = [d.text for d in self.customer.deeds if d.what == "edits"]
        tally.edits_doubled += _repeated([deed.text for deed in sent[:1]] + shown)


@dataclass
class Requester:
    """Asks for the paid service, and confirms it twice at once."""

    customer: Customer
    pressed: int = 0
    begun: bool = False

    CHOICES: ClassVar = ("paid", "begin", "here", "any", "nothing", "request")

    @property
    def confirmed(self) -> bool:
        """Whether the request was confirmed."""
        return self.pressed == len(self.CHOICES)

    @property
    def number(self) -> str:
        """The number that was told; empty before that."""
        texts = (deed.text for deed in self.customer.deeds)
        return next((match[1] for text in texts if (match := _NUMBER.search(text))), "")

    @property
    def done(self) -> bool:
        """Whether the number has come."""
        return self.confirmed and self.number != ""

    def act(self) -> None:
        """Press the next button once it is there; the last one twice."""
        if not self.begun:
            self.begun = True
            self.customer.send("/start")
        elif not self.confirmed and (found := _offered(self.customer, self.CHOICES[self.pressed])):
            self.pressed += 1
            for _ in range(1 + self.confirmed):
                self.customer.forge(*found)

    def count(self, tally: Tally) -> None:
        """One number that is told."""
        tally.updates += self.begun + self.pressed + self.confirmed
        tally.lost += not self.done
        tally.tickets += self.confirmed

    def compare(self, kept: Sequence[tuple[int, str]], tally: Tally) -> None:
        """One ticket, of the number that was told."""
        numbers = [number for chat, number in kept if chat == self.customer.id]
        tally.tickets_lost += self.confirmed and (not numbers or self.number not in numbers)
        tally.tickets_doubled += max(0, len(numbers) - 1)


@dataclass
class Typer:
    """Sends codes in bursts.

    Attributes:
        customer: the person.
        codes: what is sent, each one once.
        headings: the first line of the answer to each code.
        chance: when and how much.
    """

    customer: Customer
    codes: Sequence[str]
    headings: dict[str, str]
    chance: random.Random
    sent: int = 0

    @property
    def done(self) -> bool:
        """Whether each line has its answer."""
        return self.sent == len(self.codes) and len(set(self._answers())) == self.sent

    def act(self) -> None:
        """Now and then send some lines, however many are still unanswered."""
        if self.sent < len(self.codes) and self.chance.random() < 0.05:
            for code in self.codes[self.sent : self.sent + self.chance.randint(1, BURST)]:
                self.customer.send(f"/start {code}")
                self.sent += 1

    def count(self, tally: Tally) -> None:
        """The answers are the codes, each once and in order."""
        answers = self._answers()
        wanted = [code for code in self.codes[: self.sent] if code in answers]
        tally.updates += self.sent
        tally.lost += self.sent - len(wanted)
        tally.doubled += _repeated(answers)
        tally.disordered += list(dict.fromkeys(answers)) != wanted

    def _answers(self) -> list[str]:
        """The codes that the messages in the chat answer, in the order they were sent."""
        texts = [deed.text for deed in self.customer.deeds if deed.what == "sends"]
        return [self.headings.get(text.partition("\n")[0], "?") for text in texts]


@dataclass
class Town:
    """Everybody who talks to the bot at one time, and those who went home."""

    telegram: Telegram
    helpdesk: Helpdesk
    chance: random.Random
    size: int = 8
    here: list[Person] = field(default_factory=list)
    gone: list[Person] = field(default_factory=list)
    updates: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.telegram.listeners.append(self._note)

    def _note(self) -> None:
        """Remember the number of what people did; a new webhook is heard of here as well."""
        newest = self.telegram.pending[-1]["update_id"] if self.telegram.pending else 0
        if newest > max(self.updates[-1:], default=0):
            self.updates.append(newest)

    def live(self, *, newcomers: bool = True) -> None:
        """Let everybody look at their chat; those who have what they came for go home."""
        while newcomers and len(self.here) < self.size:
            self.here.append(self._newcomer())
        for person in self.here:
            person.act()
        self.gone += [person for person in self.here if person.done]
        self.here = [person for person in self.here if not person.done]

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is told of the people here."""
        return {}

    def compare(self, kept: Kept) -> Tally:
        """What came of the requests, beside what was kept; an update saves a conversation once."""
        tally = Tally(taken_twice=sum(kept.saves.values()) - len(kept.taken))
        for person in (*self.gone, *self.here):
            if isinstance(person, Requester):
                person.compare(kept.tickets, tally)
        return tally

    def count(self) -> tuple[Tally, list[str]]:
        """What came of it all, and the stories of those for whom something went wrong."""
        total, stories = Tally(), []
        for person in (*self.gone, *self.here):
            tally = Tally()
            person.count(tally)
            total += tally
            if tally.missed or tally.doubled:
                stories.append(_story(person.customer))
        return total, stories

    def _newcomer(self) -> Person:
        language = self.chance.choice(LANGUAGES)
        customer = self.telegram.customer(f"C{len(self.telegram.customers)}", language)
        kind = self.chance.random()
        if kind < 0.15:
            return Requester(customer)
        if kind < 0.65:
            protocol, ssl = self.chance.choice(["imap", "pop"]), self.chance.random() < 0.5
            return Walker(customer, protocol, ssl)
        headings = _headings(self.helpdesk)
        codes = self.chance.sample(sorted(headings.values()), k=6)
        return Typer(customer, codes, headings, self.chance)


@lru_cache
def _headings(helpdesk: Helpdesk) -> dict[str, str]:
    """The first line of each answer, and the short code that it answers."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for protocol, incoming, outgoing in COMBINATIONS:
            ways = ["ssl" if way else "plain" for way in dict.fromkeys((incoming, outgoing))]
            code = "-".join([protocol, *ways, language])
            _, messages = helpdesk.turn(helpdesk.begin([language], 0), Started(code), 0)
            found[messages[-1].text.plain.partition("\n")[0]] = code
    assert len(found) == len(LANGUAGES) * len(COMBINATIONS)
    return found


def _story(customer: Customer) -> str:
    """What stands in a chat, and what the bot did there."""
    stands = [(message.id, message.by_bot, _start(message.text)) for message in customer.messages]
    deeds = [(deed.what, deed.message, _start(deed.text)) for deed in customer.deeds]
    return f"{customer.name}: {stands} after {deeds}"


def _start(text: str) -> str:
    return text.partition("\n")[0][:50]


def _offered(customer: Customer, choice: str) -> tuple[str, int] | None:
    """The data of the newest button of a choice, and the message it stands under."""
    for message in reversed(customer.seen):
        for button in message.buttons():
            found = _CHOICE.match(button.data)
            if found and found[1] == choice:
                return button.data, message.id
    return None


def _copied(customer: Customer) -> list[str]:
    """The values of the newest answer."""
    return _copies(customer.seen[-1]) if customer.seen else []


def _copies(message: Message) -> list[str]:
    def copy(button: Button) -> str:
        return button.copy

    return list(filter(None, map(copy, message.buttons())))


def _repeated(texts: Sequence[str]) -> int:
    return sum(times - 1 for times in Counter(texts).values())
