"""Telegram's updates, as they are stored."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.gateway.inbound import event, read
from bot.store import Update

PERSON = {"id": 7, "is_bot": False, "first_name": "Anna", "username": "anna", "language_code": "nl"}
CHAT = {"id": 7, "type": "private", "first_name": "Anna"}


def message(**content: object) -> dict[str, Any]:
    """A message of a customer."""
    return {"message_id": 3, "date": 1, "chat": CHAT, "from": PERSON, **content}


def press(**content: object) -> dict[str, Any]:
    """A press of a customer."""
    return {"id": "55", "from": PERSON, "chat_instance": "1", **content}


def taken(**content: object) -> Update:
    """An update, as it is stored."""
    update = read({"update_id": 1, **content})
    assert update is not None
    return update


def test_half_characters_and_nul_are_taken_out() -> None:
    """What no database takes is not stored."""
    assert event(taken(message=message(text="a\ud800\0b")).payload) == Typed("a?b")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("imap", Typed("imap")),
        ("/start", Started()),
        ("/start imap-ssl", Started("imap-ssl")),
        ("/start@postbode_bot pop", Started("pop")),
        ("/HELP", Commanded("help")),
        ("/help@postbode_bot", Commanded("help")),
        ("/", Commanded("")),
        ("/language nl", Commanded("language")),
    ],
)
def test_words_and_commands_are_told_apart(text: str, expected: Event) -> None:
    """A text is what was typed; what begins with a slash is a command."""
    assert event(taken(message=message(text=text)).payload) == expected


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "sticker", "location"])
def test_what_is_no_text_is_an_empty_one(kind: str) -> None:
    """A picture, a voice message and the like count as words that say nothing."""
    assert event(taken(message=message(**{kind: {}})).payload) == Typed("")


def test_an_edited_message_is_read_again() -> None:
    """A text that the customer corrects is what they say now."""
    update = taken(edited_message=message(text="pop"))
    assert event(update.payload) == Typed("pop")
    assert update.payload["edited"]
    assert "edited" not in taken(message=message(text="pop")).payload


def test_a_press_brings_its_data_and_its_message() -> None:
    """A press names the button's data, the message it is on, and the press itself."""
    query = press(data="1.setup.ssl:yes:imap", message=message(text="?"))
    update = taken(callback_query=query)
    assert event(update.payload) == Chose("1.setup.ssl:yes:imap")
    assert (update.chat, update.payload["message"], update.payload["query"]) == (7, 3, "55")


def test_a_press_without_its_message_is_answered_in_private() -> None:
    """A press on a message that is too old for Telegram still reaches the customer's chat."""
    update = taken(callback_query=press(data="x"))
    assert update.chat == 7


@pytest.mark.parametrize(
    "update",
    [
        {"channel_post": {"chat": {"id": -6, "type": "channel"}, "text": "hi"}},
        {"my_chat_member": {"chat": CHAT, "from": PERSON}},
        {"inline_query": {"id": "1", "from": PERSON, "query": "imap"}},
        {"message": {"text": "no chat"}},
        {"message": "rubbish"},
        {"callback_query": {"id": "1"}},
        {"callback_query": []},
        {},
    ],
)
def test_what_the_bot_has_no_use_for_belongs_to_no_chat(update: dict[str, Any]) -> None:
    """Channels and unreadable updates are taken in and lead to nothing."""
    assert read({"update_id": 9, **update}) == (9, None, {})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["message", "chat", "id", "type", "text", "from", "callback_query"]
                ),
                inner,
                max_size=4,
            )
        ),
    )
)
def test_no_update_makes_the_reader_raise(rubbish: object) -> None:
    """Whatever Telegram sends, reading it does not fail."""
    assert taken(message=rubbish).id == 1
    assert taken(callback_query=rubbish).id == 1
    read(rubbish)


def test_no_name_is_stored() -> None:
    """The names of a customer are not in what is stored."""
    stored = repr(taken(message=message(text="imap")))
    assert "nna" not in stored
