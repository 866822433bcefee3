"""Customers as they are: they press, type, tap twice, go away for weeks, and come back.

What each of them does is drawn from one chance, so that the same seed is the same crowd.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.telegram import Button, Customer, Message

SECRET: Final = "Wx7!kPq2zR"
"""The password that some customers send."""
TYPED: Final = {
    "en": (
        *("imap", "pop please", "I use IMAP with SSL", "no ssl", "yes", "I don't know"),
        *("back", "help", "it doesn't work", "can a person help me?", "why these values?"),
        *("set it up for me", "which port is it?", "thank you!", "🐟", "Nederlands"),
    ),
    "nl": (
        *("imap", "pop graag", "ik gebruik imap met ssl", "zonder ssl", "ja", "weet ik niet"),
        *("terug", "help", "het werkt niet", "kan ik een medewerker spreken?", "waarom?"),
        *("kunnen jullie het doen?", "welke poort?", "bedankt!", "English"),
    ),
}
LEAKS: Final = {"en": f"my password is {SECRET}", "nl": f"mijn wachtwoord is {SECRET}"}
CODES: Final = ("imap-ssl", "imap-plain", "pop-ssl", "pop-plain-nl", "imap-ssl-plain", "nonsense")
COMMANDS: Final = ("/start", "/help", "/language", "/cancel", "/nope")
MINUTE: Final = 60.0
DAY: Final = 86_400.0

Act = Callable[[], object]


@dataclass
class Visitor:
    """A customer with a mind of their own.

    Attributes:
        person: who they are on Telegram.
        chance: what decides.
    """

    person: Customer
    chance: random.Random

    def life(self) -> Iterator[tuple[float, Act]]:
        """What they do, each with the seconds that pass before it."""
        yield 0.0, self._arrive
        for _ in range(self.chance.choice((2, 3, 4, 4, 6, 9, 15))):
            yield self._pause(), self._something
        if self.chance.random() < 0.05:
            yield self._pause(), self.person.block
            if self.chance.random() < 0.5:
                yield 20 * DAY * self.chance.random(), self.person.unblock
                yield MINUTE, lambda: self.person.send("/start")

    def _pause(self) -> float:
        """Mostly a moment; sometimes a day, rarely weeks."""
        kind = self.chance.random()
        if kind < 0.85:
            return 1 + self.chance.expovariate(1 / 20)
        if kind < 0.95:
            return self.chance.uniform(MINUTE, DAY)
        return self.chance.uniform(DAY, 60 * DAY)

    def _arrive(self) -> None:
        by_link = self.chance.random() < 0.1
        self.person.send(f"/start {self.chance.choice(CODES)}" if by_link else "/start")

    def _something(self) -> None:
        kind = self.chance.random()
        if kind < 0.62:
            self._press(self.person.seen[-1:])
        elif kind < 0.70:
            self._press(self.person.seen[-1:], times=2)
        elif kind < 0.75:
            self._press(self.person.seen)
        elif kind < 0.90:
            self.person.send(self.chance.choice(TYPED.get(self.person.language, TYPED["en"])))
        elif kind < 0.92:
            self.person.send(LEAKS.get(self.person.language, LEAKS["en"]))
        elif kind < 0.95:
            self.person.send(self.chance.choice(COMMANDS))
        elif kind < 0.97:
            self.person.share(self.chance.choice(("photo", "document")))
        elif any(not message.by_bot for message in self.person.messages):
            self.person.edit(self.chance.choice(TYPED["en"]))

    def _press(self, messages: list[Message], times: int = 1) -> None:
        """Press any button of these messages; the recommended ones stand first, and are liked."""
        offered = [(m, button) for m in messages for button in m.buttons() if button.data]
        if not offered:
            self.person.send("/start")
            return
        message, button = self._liked(offered)
        for _ in range(times):
            self.person.forge(button.data, message.id)

    def _liked(self, offered: list[tuple[Message, Button]]) -> tuple[Message, Button]:
        return offered[min(int(self.chance.expovariate(0.5)), len(offered) - 1)]
