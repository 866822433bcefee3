"""The offline Telegram refuses what Telegram refuses, in Telegram's words."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.service import Clock
from tests.telegram import Customer, Telegram
from tests.telegram.asking import Asking

UNCHANGED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@dataclass
class Room:
    """A bot and Anna, on a clock that stands still."""

    bot: Asking
    anna: Customer
    clock: Clock

    def say(self, text: str = "hello", **params: Any) -> int:  # noqa: ANN401 - JSON
        """Let the bot say something to Anna."""
        sent = self.bot.ask("sendMessage", chat_id=self.anna.id, text=text, **params)
        return int(sent["message_id"])

    def refusal(self, method: str, **params: Any) -> str:  # noqa: ANN401 - JSON
        """Telegram's words about a call on Anna's chat."""
        return self.bot.refusal(method, chat_id=self.anna.id, **params)


@pytest.fixture
def room() -> Room:
    """A bot and Anna."""
    clock = Clock()
    telegram = Telegram(clock)
    return Room(Asking(telegram), telegram.customer("Anna"), clock)


def keys(**button: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A keyboard of one button."""
    return {"inline_keyboard": [[{"text": "a", **button}]]}


@pytest.mark.parametrize("character", ["x", "é", "😀"])
def test_a_text_of_4096_characters_is_sent(room: Room, character: str) -> None:
    """Characters count, however many bytes they take."""
    room.say(character * 4096)
    assert len(room.anna.seen[-1].text) == 4096


def test_a_longer_text_is_refused(room: Room) -> None:
    """A text of 4097 characters is too long."""
    assert room.refusal("sendMessage", text="x" * 4097) == "Bad Request: message is too long"


def test_blanks_around_a_text_do_not_count(room: Room) -> None:
    """What is trimmed counts for no limit."""
    room.say(f"  {'x' * 4096}\n")
    assert len(room.anna.seen[-1].text) == 4096


def test_formatting_moves_with_the_trimmed_text(room: Room) -> None:
    """An entity keeps its words when blanks before them go."""
    room.say("  bold", entities=[{"type": "bold", "offset": 2, "length": 4}])
    assert room.anna.seen[-1].entities == [{"type": "bold", "offset": 0, "length": 4}]


@pytest.mark.parametrize(
    ("text", "words"), [("", "message text is empty"), (" \n", "text must be non-empty")]
)
def test_a_text_without_a_word_is_refused(room: Room, text: str, words: str) -> None:
    """Blanks are no text."""
    assert room.refusal("sendMessage", text=text) == f"Bad Request: {words}"


@pytest.mark.parametrize("data", ["x" * 64, "é" * 32])
def test_data_of_64_bytes_is_taken(room: Room, data: str) -> None:
    """Bytes count in what a button sends."""
    room.say(reply_markup=keys(callback_data=data))
    assert next(room.anna.seen[-1].buttons()).data == data


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {},
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
        ),
        (
            {"callback_data": ""},
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
        ),
        ({"url": "x y"}, "inline keyboard button URL 'x y' is invalid: Wrong HTTP URL"),
    ],
)
def test_a_wrong_button_is_refused(room: Room, button: dict[str, Any], words: str) -> None:
    """A button sends 1 to 64 bytes, copies up to 256 characters, or opens an address."""
    refused = room.refusal("sendMessage", text="x", reply_markup=keys(**button))
    assert refused == f"Bad Request: {words}"


def test_an_unchanged_text_is_refused(room: Room) -> None:
    """An edit that changes nothing is refused."""
    number = room.say()
    assert room.refusal("editMessageText", message_id=number, text="hello ") == UNCHANGED


def test_unchanged_buttons_are_refused(room: Room) -> None:
    """Buttons that are gone can't be taken away again."""
    number = room.say()
    assert room.refusal("editMessageReplyMarkup", message_id=number) == UNCHANGED


def test_other_formatting_is_a_change(room: Room) -> None:
    """The same words in bold are another text."""
    number = room.say()
    bold = [{"type": "bold", "offset": 0, "length": 5}]
    params = {"message_id": number, "text": "hello", "entities": bold}
    room.bot.ask("editMessageText", chat_id=room.anna.id, **params)
    assert room.anna.seen[-1].edits == 1


@pytest.mark.parametrize("method", ["editMessageText", "editMessageReplyMarkup"])
def test_a_message_that_is_gone_is_not_edited(room: Room, method: str) -> None:
    """A message that was deleted is not found."""
    number = room.say()
    room.bot.ask("deleteMessage", chat_id=room.anna.id, message_id=number)
    text = {"text": "x"} if method == "editMessageText" else {}
    refused = room.refusal(method, message_id=number, **text)
    assert refused == "Bad Request: message to edit not found"


def test_a_message_that_is_gone_is_not_deleted(room: Room) -> None:
    """A message that never was is not found."""
    refused = room.refusal("deleteMessage", message_id=77)
    assert refused == "Bad Request: message to delete not found"


def test_a_message_of_a_person_is_not_edited(room: Room) -> None:
    """The bot edits its own messages only."""
    number = room.anna.send("hello").id
    refused = room.refusal("editMessageText", message_id=number, text="x")
    assert refused == "Bad Request: message can't be edited"


def test_an_edit_without_a_message_is_refused(room: Room) -> None:
    """An edit names a message."""
    refused = room.refusal("editMessageText", text="x")
    assert refused == "Bad Request: message identifier is not specified"


def test_a_message_is_deleted_within_48_hours(room: Room) -> None:
    """Just before two days are over a message can be deleted."""
    number = room.say()
    room.clock.now += 48 * 3600 - 1
    room.bot.ask("deleteMessage", chat_id=room.anna.id, message_id=number)
    assert room.anna.seen == []


def test_an_older_message_is_not_deleted(room: Room) -> None:
    """After two days a message stays."""
    number = room.say()
    room.clock.now += 48 * 3600
    refused = room.refusal("deleteMessage", message_id=number)
    assert refused == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize(("seconds", "late"), [(150.0, False), (151.0, True)])
def test_a_press_is_answered_for_150_seconds(room: Room, seconds: float, late: bool) -> None:
    """Later the query is too old."""
    room.say(reply_markup=keys(callback_data="d"))
    room.anna.press("a")
    query = room.bot.telegram.pending[-1]["callback_query"]["id"]
    room.clock.now += seconds
    params = {"callback_query_id": query}
    if late:
        assert room.bot.refusal("answerCallbackQuery", **params) == TOO_OLD
    else:
        assert room.bot.ask("answerCallbackQuery", **params)


def test_a_press_is_answered_once(room: Room) -> None:
    """A second answer finds no query."""
    room.say(reply_markup=keys(callback_data="d"))
    room.anna.press("a")
    query = room.bot.telegram.pending[-1]["callback_query"]["id"]
    room.bot.ask("answerCallbackQuery", callback_query_id=query)
    assert room.bot.refusal("answerCallbackQuery", callback_query_id=query) == TOO_OLD


@pytest.mark.parametrize(("seconds", "count"), [(149.0, 2), (150.0, 1), (86_400.0, 0)])
def test_updates_do_not_wait_for_ever(room: Room, seconds: float, count: int) -> None:
    """A press waits 150 seconds for the bot, a message a day."""
    room.say(reply_markup=keys(callback_data="d"))
    room.anna.press("a")
    room.anna.send("hello")
    room.clock.now += seconds
    assert len(room.bot.ask("getUpdates")) == count


def test_an_unknown_chat_is_not_found(room: Room) -> None:
    """A number that is nobody's is refused."""
    refused = room.bot.refusal("sendMessage", chat_id=5, text="x")
    assert refused == "Bad Request: chat not found"


def test_a_person_who_blocked_the_bot_gets_nothing(room: Room) -> None:
    """The bot is forbidden to write."""
    room.anna.block()
    refused = room.refusal("sendMessage", text="x")
    assert refused == "Forbidden: bot was blocked by the user"


def test_an_answer_to_a_message_that_is_gone_is_refused(room: Room) -> None:
    """A reply needs its message, unless the bot says that it does not."""
    refused = room.refusal("sendMessage", text="x", reply_parameters={"message_id": 9})
    assert refused == "Bad Request: message to be replied not found"


def test_get_updates_is_refused_while_a_webhook_is_set(room: Room) -> None:
    """A bot has one way to get updates."""
    room.bot.ask("setWebhook", url="https://bot.example/")
    assert room.bot.refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


def test_a_negative_offset_counts_from_the_end(room: Room) -> None:
    """Minus one keeps the newest update only."""
    for text in "abc":
        room.anna.send(text)
    texts = [update["message"]["text"] for update in room.bot.ask("getUpdates", offset=-1)]
    assert texts == ["c"]


def test_only_updates_that_were_asked_for_come(room: Room) -> None:
    """What a bot does not allow is not delivered."""
    room.bot.ask("getUpdates", allowed_updates=["callback_query"])
    room.anna.send("hello")
    assert room.bot.ask("getUpdates") == []
