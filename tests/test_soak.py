"""Customers who do anything at all, while Telegram and the network do anything at all."""

import random

import pytest

from bot.helpdesk import Helpdesk
from tests.service import Service, service
from tests.telegram import Customer, Fault

STEPS = 60
METHODS = ("sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery")
WORDS = (
    *("imap", "pop", "ssl", "zonder", "without", "of", "ja", "nee", "terug", "help", "English"),
    *("Nederlands", "weet ik niet", "werkt niet", "persoon", "wachtwoord is Abc123!", "🐟", "\0"),
    *("/start", "/help", "/cancel", "/language", "/start pop-plain", "/nope", "*b* [a](b) `c`"),
)


def fault(chance: random.Random) -> Fault:
    """Something that goes wrong."""
    kinds = (
        Fault.too_many(2),
        Fault.refused(502, "Bad Gateway"),
        Fault.refused(400, "Bad Request: nonsense"),
        Fault.time_out(taken=True),
        Fault.time_out(taken=False),
        Fault.reset(taken=True),
    )
    return chance.choice(kinds)


def act(person: Customer, chance: random.Random) -> None:
    """Press any button of any age, type anything, or send something else."""
    pressed = [(m, button) for m in person.seen for button in m.buttons() if button.data]
    kind = chance.random()
    if kind < 0.55 and pressed:
        message, button = chance.choice(pressed)
        person.forge(button.data, message.id)
    elif kind < 0.9:
        person.send(" ".join(chance.choices(WORDS, k=3)))
    elif kind < 0.95:
        person.forge(chance.choice(WORDS))
    elif person.messages:
        person.messages.pop(chance.randrange(len(person.messages)))


async def settle(bot: Service) -> None:
    """Handle what is pending and send every answer."""
    await bot.take()
    await bot.sender.drain()


@pytest.mark.parametrize("seed", range(12))
async def test_everybody_can_always_start_again(helpdesk: Helpdesk, seed: int) -> None:
    """After any acts and faults, /start is answered once, in words, and no call was wrong."""
    chance = random.Random(seed)  # noqa: S311 - the same customers every time
    hello = helpdesk.flow.states[helpdesk.flow.start].texts[0].text
    greetings = {helpdesk.catalog(language).text(hello) for language in helpdesk.languages}
    async with service(helpdesk) as bot:
        people = [
            bot.telegram.customer(f"P{n}", chance.choice(["nl", "en", "fr"])) for n in range(3)
        ]
        for _ in range(STEPS):
            if chance.random() < 0.15:
                bot.telegram.fail(chance.choice(METHODS), fault(chance))
            act(chance.choice(people), chance)
            bot.clock.now += chance.choice([0.5, 5, 400])
            if chance.random() < 0.7:
                await settle(bot)
        bot.telegram.faults.clear()
        await settle(bot)
        for person in people:
            before = len(person.seen)
            person.send("/start")
            await settle(bot)
            assert len(person.seen) == before + 1
            assert person.seen[-1].text.splitlines()[0] in greetings
    assert bot.telegram.complaints == []
