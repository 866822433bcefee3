"""The measured conversation, as Postbode itself holds it: question, question, exact settings.

It is played once on the offline Telegram of the tests. What was called is what every contender has
to call, with the same texts and buttons; the values at the end are compared with the facts.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from bot.engine.answers import Answers
from bot.engine.callback import decode
from bot.helpdesk import Helpdesk, load_helpdesk
from tests.service import Service, service
from tests.telegram import Customer

Json = dict[str, Any]
Shown = tuple[list[str], Json, str]
"""What was called, the message that stands there then, the label that is pressed next."""
LANGUAGE: Final = "en"
WAYS: Final = [(protocol, ssl) for protocol in ("imap", "pop") for ssl in ("yes", "no")]
"""What customers answer: the names of the choices."""
TYPED: Final = ("/start", "imap", "yes")
"""What somebody types who does not wait."""


def script() -> Json:
    """The conversation as data: the methods of each step, the ways through it, the messages."""
    return asyncio.run(_play(load_helpdesk()))


async def _play(helpdesk: Helpdesk) -> Json:
    steps: list[list[str]] = []
    ways: list[Json] = []
    messages: Json = {}
    for protocol, ssl in WAYS:
        async with service(helpdesk) as bot:
            shown = [screen async for screen in _hold(bot, [protocol, ssl])]
            steps = [methods for methods, _, _ in shown]
            labels = [label for _, _, label in shown if label]
        question, second, answer = (message for _, message, _ in shown)
        _check(answer["text"], helpdesk, protocol, ssl)
        messages |= {"protocol": question, "ssl": second, f"{protocol}-{ssl}": answer}
        ways.append({"labels": labels, "ends": answer["text"]})
    async with service(helpdesk) as bot:
        hears = [await _told(bot, line) for line in TYPED]
    typed = {"says": list(TYPED), "hears": hears}
    return {"steps": steps, "ways": ways, "messages": messages, **typed}


async def _told(bot: Service, line: str) -> str:
    """The message that answers a typed line."""
    known = list(bot.telegram.customers.values())
    person = known[0] if known else bot.telegram.customer("Anna", LANGUAGE)
    person.send(line)
    await bot.work()
    return person.seen[-1].text


async def _hold(bot: Service, choices: list[str]) -> AsyncIterator[Shown]:
    """Hold the conversation; yields each step."""
    person = bot.telegram.customer("Anna", LANGUAGE)
    person.send("/start")
    for choice in [*choices, ""]:
        before = len(bot.telegram.calls)
        await bot.work()
        methods = [method for method, _ in bot.telegram.calls[before:]]
        label = _label(person, choice) if choice else ""
        yield methods, _message(person), label
        if label:
            person.press(label)


def _label(person: Customer, choice: str) -> str:
    pressed = ((button, decode(button.data)) for button in person.seen[-1].buttons())
    return next(button.label for button, data in pressed if data and data.choice == choice)


def _message(person: Customer) -> Json:
    """The newest message; a button's data is the name of its choice, as a peer would have it."""
    newest = person.seen[-1]
    rows = [[button.for_bot() for button in row] for row in newest.rows]
    for button in _flat(rows):
        if data := decode(button.get("callback_data", "")):
            button["callback_data"] = data.choice
    entities = json.loads(json.dumps(newest.entities))
    return {"text": newest.text, "entities": entities, "rows": rows}


def _flat(rows: list[list[Json]]) -> Iterator[Json]:
    for row in rows:
        yield from row


def _check(text: str, helpdesk: Helpdesk, protocol: str, ssl: str) -> None:
    """Every server and port of the facts stands in the text that ends a conversation."""
    secure = ssl == "yes"
    answer = helpdesk.answer(Answers(None, protocol, secure, secure), LANGUAGE)
    values = [str(shown["value"]) for shown in json.loads(answer.to_json())["fields"]]
    missing = [value for value in values if value not in ("True", "False") and value not in text]
    if missing:
        message = f"the settings lack {', '.join(missing)}"
        raise AssertionError(message)
