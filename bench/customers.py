"""Customers who hold the measured conversation, and what is measured of it."""

import asyncio
import json
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Final

from bench.telegram import Call, Telegram, content, shown
from bench.wire import Json

THINKS: Final = 0.05
"""Seconds between an answer and the next press. In a moment shorter than this no hand can press."""
FIRST: Final = 8
"""Customers that a load begins with; one more comes with every answer, so that they mix."""
PATIENCE: Final = 40.0
"""Seconds after which a conversation that does not go on counts as stuck."""


@dataclass(frozen=True)
class Script:
    """The conversation.

    Attributes:
        steps: the methods that each of the three updates leads to.
        ways: for each choice of protocol and SSL: the labels to press, and the text at the end.
        says: what somebody may type instead.
        hears: the messages that answer it.
    """

    steps: list[list[str]]
    ways: list[Json]
    says: list[str] = field(default_factory=list)
    hears: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, plan: Json) -> "Script":
        """The conversation in a script; see bench/content.py."""
        return cls(plan["steps"], plan["ways"], plan["says"], plan["hears"])


def _always_the_same() -> random.Random:
    return random.Random(1)  # noqa: S311 - the same customers in every run


@dataclass(eq=False, slots=True)
class Customer:
    """One customer in one conversation."""

    chat: int
    way: Json
    step: int = 0
    left: list[str] = field(default_factory=list)
    since: float = 0.0
    last: Call | None = None
    about_to_press: bool = False


@dataclass
class Load:
    """What customers do for a while, and what came of it.

    Attributes:
        telegram: where they are.
        script: what they do.
        most: customers at once; None when they come by the rate.
        rate: new conversations in a second, at random moments.
        waits: seconds from each update to the last call that answers it.
        ended: conversations that ended with the right text.
        calls: calls of the bot.
        wrong: what was not as it should be, with how often.
    """

    telegram: Telegram
    script: Script
    chats: "count[int]"
    most: int | None = None
    rate: float = 0.0
    waits: list[float] = field(default_factory=list)
    ended: int = 0
    calls: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    people: dict[int, Customer] = field(default_factory=dict)
    open: bool = True
    _chance: random.Random = field(default_factory=_always_the_same)

    def begin(self) -> None:
        """Let the first customers come."""
        if self.most is None:
            self._arrive()
            return
        for _ in range(min(FIRST, self.most)):
            self._new()

    def heard(self, call: Call) -> None:
        """A call arrived."""
        self.calls += 1
        customer = self.people.get(call.chat)
        if customer is None:
            self.wrong["a call for nobody"] += 1
            return
        self._tick_off(customer, call.method)
        if call.text:
            customer.last = call
        if not customer.left and customer.since:
            self.waits.append(time.monotonic() - customer.since)
            customer.since = 0.0

    def _tick_off(self, customer: Customer, method: str) -> None:
        left = customer.left
        if method in left:
            left.remove(method)
        elif method == "sendMessage" and "editMessageText" in left:
            left.remove("editMessageText")
            self.wrong["a new message instead of an edit"] += 1
        else:
            self.wrong[f"{method} at step {customer.step}"] += 1

    def answered(self, call: Call) -> None:
        """A call was answered; after the last of a step the customer goes on."""
        customer = self.people.get(call.chat)
        if customer is None or customer.left or customer.since or customer.about_to_press:
            return
        if self.open and self.most and len(self.people) < self.most:
            self._new()
        if customer.step + 1 == len(self.script.steps):
            self._end(customer)
        else:
            self._soon(customer)

    def close(self) -> None:
        """Let nobody come any more, and nobody press."""
        self.open = False

    @property
    def waiting(self) -> int:
        """Customers who wait for an answer."""
        return sum(1 for customer in self.people.values() if customer.left)

    def _arrive(self) -> None:
        if self.open:
            self._new()
            asyncio.get_running_loop().call_later(self._chance.expovariate(self.rate), self._arrive)

    def _new(self) -> None:
        customer = Customer(next(self.chats), self._chance.choice(self.script.ways))
        self.people[customer.chat] = customer
        self._expect(customer)
        update = typed(customer.chat, self.telegram.new_message(), "/start")
        self.telegram.deliver(update, customer.chat)

    def _soon(self, customer: Customer) -> None:
        customer.about_to_press = True  # the calls of a step may be answered together
        asyncio.get_running_loop().call_later(THINKS, self._press, customer)

    def _press(self, customer: Customer) -> None:
        customer.about_to_press = False
        if not self.open or customer.last is None:
            return
        label = customer.way["labels"][customer.step]
        data = buttons(customer.last.markup).get(label)
        if data is None:
            self.wrong[f"no button “{label}”"] += 1
            self.people.pop(customer.chat)
            return
        customer.step += 1
        self._expect(customer)
        self.telegram.deliver(_pressed(customer, data), customer.chat)

    def _expect(self, customer: Customer) -> None:
        customer.left = list(self.script.steps[customer.step])
        customer.since = time.monotonic()

    def _end(self, customer: Customer) -> None:
        text = customer.last.text if customer.last else ""
        if text == customer.way["ends"]:
            self.ended += 1
        else:
            self.wrong["another text at the end"] += 1
        self.people.pop(customer.chat)
        if self.open and self.most:
            self._new()


@lru_cache(maxsize=1000)
def buttons(markup: str) -> dict[str, str]:
    """The data of each button by its label."""
    rows = json.loads(markup)["inline_keyboard"] if markup else []
    return {button["text"]: button.get("callback_data", "") for row in rows for button in row}


def typed(chat: int, number: int, text: str) -> str:
    """The update of a customer who types something."""
    command = ',"entities":[{"offset":0,"length":6,"type":"bot_command"}]'
    return (
        f'"message":{{"message_id":{number},"date":1700000000,"from":{_person(chat)},'
        f'"chat":{{"id":{chat},"type":"private","first_name":"Anna"}},"text":{json.dumps(text)}'
        f"{command if text == '/start' else ''}}}"
    )


def _pressed(customer: Customer, data: str) -> str:
    chat, last = customer.chat, customer.last
    message = last.shown if last else shown(chat, 0) + content("", "", "")
    return (
        f'"callback_query":{{"id":"{(chat << 32) + customer.step}","from":{_person(chat)},'
        f'"message":{message},"chat_instance":"{chat}","data":{json.dumps(data)}}}'
    )


def _person(chat: int) -> str:
    return f'{{"id":{chat},"is_bot":false,"first_name":"Anna","language_code":"en"}}'
