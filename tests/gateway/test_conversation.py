"""A customer's chat on the offline Telegram, from /start to the settings."""

import pytest

from bot.helpdesk import Helpdesk
from bot.store.memory import MemoryStore
from tests.known_values import COMBINATIONS, HOST, INCOMING, OUTGOING
from tests.service import Service, service
from tests.telegram import Customer, Fault

WITH = {"en": "Yes, with SSL (recommended)", "nl": "Ja, met SSL (aanbevolen)"}
WITHOUT = {"en": "No, without SSL", "nl": "Nee, zonder SSL"}
IMAP = {"en": "IMAP (recommended)", "nl": "IMAP (aanbevolen)"}


async def say(bot: Service, customer: Customer, text: str) -> None:
    """Type something and let the bot answer."""
    customer.send(text)
    await bot.work()


async def press(bot: Service, customer: Customer, label: str, number: int = 0) -> None:
    """Press something and let the bot answer."""
    customer.press(label, number)
    await bot.work()


def deeds(customer: Customer) -> list[str]:
    """What the bot did in the chat."""
    return [deed.what for deed in customer.deeds]


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("ssl", [True, False])
@pytest.mark.parametrize("protocol", ["imap", "pop"])
async def test_three_presses_give_the_values(
    helpdesk: Helpdesk, protocol: str, ssl: bool, language: str
) -> None:
    """/start and two presses give the ports of the guide, in the customer's language."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna", language)
        await say(bot, anna, "/start")
        await press(bot, anna, IMAP[language] if protocol == "imap" else "POP")
        await press(bot, anna, WITH[language] if ssl else WITHOUT[language])
        text = anna.seen[-1].text
    numbers = [int(word) for word in text.replace(":", " ").split() if word.isdigit()]
    assert [n for n in numbers if n > 100] == [INCOMING[protocol, ssl], OUTGOING[ssl]]
    assert text.count(HOST) == 2


@pytest.mark.parametrize(("protocol", "incoming", "outgoing"), COMBINATIONS)
async def test_deep_links_give_the_values(
    helpdesk: Helpdesk, protocol: str, incoming: bool, outgoing: bool
) -> None:
    """A deep link to any combination, mixed ones included, gives its ports."""
    word = {True: "ssl", False: "plain"}
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        await say(bot, anna, f"/start {protocol}-{word[incoming]}-{word[outgoing]}")
        copied = [button.copy for button in anna.seen[-1].buttons() if button.copy]
    assert copied == [HOST, str(INCOMING[protocol, incoming]), str(OUTGOING[outgoing])]


async def test_a_conversation_needs_five_calls(helpdesk: Helpdesk) -> None:
    """/start and two presses are one message, which becomes the next question and the settings."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna", "nl")
        await say(bot, anna, "/start")
        await press(bot, anna, "POP")
        await press(bot, anna, WITH["nl"])
    assert deeds(anna) == ["sends", "answers", "edits", "answers", "edits"]


async def test_the_settings_stay(helpdesk: Helpdesk) -> None:
    """Nothing that is pressed under the settings changes them."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        await say(bot, anna, "/start imap-ssl")
        settings = anna.seen[-1]
        before = settings.text
        await press(bot, anna, "Why these values?")
        await press(bot, anna, "◀ Back")
        await press(bot, anna, "Other combination")
    assert (settings.text, settings.edits) == (before, 0)


async def test_the_language_changes_in_place(helpdesk: Helpdesk) -> None:
    """Another language is chosen on the card, and the card stays where it is."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        await say(bot, anna, "/start")
        await press(bot, anna, "🌐 Language")
        await press(bot, anna, "Nederlands")
    assert len(anna.seen) == 1
    assert "Welk protocol" in anna.seen[0].text


async def test_an_unknown_language_is_english(helpdesk: Helpdesk) -> None:
    """A customer whose language the bot does not have reads English."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna", "zh-hans")
        await say(bot, anna, "/start")
    assert anna.seen[0].text.startswith("Hello")


async def test_a_button_of_the_first_message_still_works(helpdesk: Helpdesk) -> None:
    """A press on an old message of a stopped conversation opens the right step."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        await say(bot, anna, "/start")
        old = next(button.data for button in anna.seen[0].buttons() if button.label == "POP")
        await say(bot, anna, "/cancel")
        anna.forge(old, anna.seen[0].id)
        await bot.work()
    assert anna.seen[-1].text == "Is SSL available?"


async def test_forged_data_opens_the_start(helpdesk: Helpdesk) -> None:
    """Data that no button of ours ever had opens the start."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        anna.forge("'; DROP TABLE conversation; --")
        await bot.work()
    assert anna.seen[-1].text.startswith("Hello")


async def test_a_deleted_card_is_sent_anew(helpdesk: Helpdesk) -> None:
    """When the card is gone by the time it is edited, a new one is sent."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        await say(bot, anna, "/start")
        bot.telegram.fail(
            "editMessageText", Fault.refused(400, "Bad Request: message to edit not found")
        )
        await press(bot, anna, "POP")
        await press(bot, anna, WITH["en"])
    assert "POP" in anna.seen[-1].text


async def test_a_restart_loses_no_conversation(helpdesk: Helpdesk) -> None:
    """Another process with the same store goes on where the first one stopped."""
    store = MemoryStore()
    async with service(helpdesk, store) as bot:
        anna = bot.telegram.customer("Anna")
        await say(bot, anna, "/start")
        await press(bot, anna, "POP")
    async with service(helpdesk, store, bot.telegram) as again:
        await press(again, anna, WITH["en"])
    assert "POP" in anna.seen[-1].text
