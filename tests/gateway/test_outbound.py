"""Messages, as calls to the Bot API."""

from dataclasses import replace
from typing import Any

from bot.engine.actions import Ask
from bot.engine.answers import Answers
from bot.gateway.outbound import _usual, make, plan
from bot.helpdesk import Helpdesk, load_helpdesk
from bot.render.file import File
from bot.render.message import Button, Message, Place, _render
from bot.render.rich import Rich, bold, code
from tests.service import service

PRESS = {"data": "x", "query": "55", "message": 3}
TYPED = {"text": "imap"}


def message(place: Place = "card") -> Message:
    """A message."""
    return Message(place, Rich("text"), ((Button("b", data="1.a:b:"),),))


def doings(payload: dict[str, Any], card: int | None, *messages: Message) -> list[str]:
    """What is done, and to which message."""
    calls = plan(payload, card, messages)
    return [f"{call['do']} {call.get('message', '')}".strip() for call in calls]


def test_a_press_on_the_card_edits_it() -> None:
    """The living card is edited in place."""
    assert doings(PRESS, 3, message()) == ["answer", "edit 3"]


def test_a_press_on_another_message_sends_a_card() -> None:
    """A press on an older message leaves it, closes the card and sends a new one."""
    assert doings(PRESS, 9, message()) == ["answer", "close 9", "send"]


def test_typed_words_send_a_card_below_them() -> None:
    """After typed words the new card stands below them."""
    assert doings(TYPED, 9, message()) == ["close 9", "send"]


def test_without_a_card_one_is_sent() -> None:
    """The first card is sent, and nothing is closed."""
    assert doings(TYPED, None, message()) == ["send"]


def test_the_card_that_was_pressed_becomes_what_is_kept() -> None:
    """Settings that a press leads to take the place of the question; what follows is sent below."""
    assert doings(PRESS, 3, message("keep"), message()) == ["answer", "edit 3", "send"]


def test_what_is_kept_is_sent_below_typed_words() -> None:
    """Settings that were asked for in words are a message of their own."""
    assert doings(TYPED, 3, message("keep")) == ["close 3", "send"]


def test_two_cards_never_take_the_same_place() -> None:
    """A second message of a turn stands below the first."""
    assert doings(PRESS, 3, message(), message("keep")) == ["answer", "edit 3", "close 3", "send"]


def test_a_file_is_sent_as_what_it_is() -> None:
    """A picture or a document never replaces the card, which has no place for it."""
    photo = replace(message(), file=File("photo", "a.png", "r"))
    assert doings(PRESS, 3, photo) == ["answer", "close 3", "photo"]
    document = replace(message("keep"), file=File("document", "a.xml", "r"))
    assert doings(TYPED, None, document) == ["document"]


def test_a_double_tap_is_answered_and_no_more() -> None:
    """A press that leads to nothing is answered, so that the button stops turning."""
    assert doings(PRESS, 3) == ["answer"]


async def test_entities_count_utf16_units(helpdesk: Helpdesk) -> None:
    """A fish before a bold word counts two, as Telegram counts."""
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        text = Rich("🐟 ") + bold("vet") + " " + code("x")
        call = plan(TYPED, None, [Message("keep", text, ())])[0]
        await make(bot.bot, anna.id, call)
    entities = [(e["type"], e["offset"], e["length"]) for e in anna.messages[0].entities]
    assert entities == [("bold", 3, 3), ("code", 7, 1)]


async def test_buttons_of_every_kind(helpdesk: Helpdesk) -> None:
    """A button sends data, copies a value or opens a link."""
    row = (
        Button("a", data="1.a:b:"),
        Button("b", copy="x.y"),
        Button("c", link="https://a.example/"),
    )
    async with service(helpdesk) as bot:
        anna = bot.telegram.customer("Anna")
        call = plan(TYPED, None, [Message("keep", Rich("text"), (row,))])[0]
        await make(bot.bot, anna.id, call)
    shown = [(b.data, b.copy, b.url) for b in anna.messages[0].buttons()]
    assert shown == [("1.a:b:", "", ""), ("", "x.y", ""), ("", "", "https://a.example/")]


def test_what_a_customer_typed_is_remembered_nowhere() -> None:
    """A screen with words of one customer is made for them alone; others are made once."""
    helpdesk = load_helpdesk()

    def kept(*paragraphs: str, **values: str) -> int:
        _usual.cache_clear()
        _render.cache_clear()
        ask = Ask(paragraphs, (), Answers(), values=tuple(values.items()))
        plan({}, None, helpdesk.render((ask,), "en"))
        return _usual.cache_info().currsize + _render.cache_info().currsize

    assert kept("Write to {contact}", contact="quokka@example.com") == 0
    assert kept("Seen by all") == 2
