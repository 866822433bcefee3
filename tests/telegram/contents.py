"""What a call names and carries: the chat, the message, the text, the buttons."""

from typing import Any, Final

from tests.telegram import entities
from tests.telegram.chats import Chat, Customer
from tests.telegram.core import Telegram
from tests.telegram.groups import Group
from tests.telegram.messages import Button, Message
from tests.telegram.refused import refuse

Json = dict[str, Any]
LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
LONGEST_DATA: Final = 64
LONGEST_COPY: Final = 256
_GONE: Final = {
    "kicked": "bot was kicked from the {}",
    "left": "bot is not a member of the {}",
}


def chat(telegram: Telegram, params: Json, name: str = "chat_id") -> Chat:
    """The chat of a call.

    Raises:
        Refused: there is none, or the bot can't write there.
    """
    found = telegram.chat(params.get(name, 0))
    if found is None:
        refuse("chat not found")
    if isinstance(found, Customer) and found.blocked:
        refuse("bot was blocked by the user", 403)
    if isinstance(found, Group):
        if found.moved_to is not None:
            moved = found.moved_to.id
            refuse("group chat was upgraded to a supergroup chat", migrate_to_chat_id=moved)
        if found.role in _GONE:
            kind = "supergroup chat" if found.big else "group chat"
            refuse(_GONE[found.role].format(kind), 403)
    return found


def topic(found: Chat, params: Json) -> int:
    """The topic into which the bot writes; 0 for none.

    Raises:
        Refused: there is none, or it is closed.
    """
    number = int(params.get("message_thread_id") or 0)
    if not number:
        return 0
    known = found.topics.get(number) if isinstance(found, Group) else None
    if known is None:
        refuse("message thread not found")
    if known.closed and isinstance(found, Group) and found.role != "administrator":
        refuse("TOPIC_CLOSED")
    return number


def answered(found: Chat, params: Json) -> int:
    """The number of the message that the bot answers; 0 for none.

    Raises:
        Refused: it is gone.
    """
    asked = params.get("reply_parameters") or {}
    number = int(asked.get("message_id") or 0)
    if not number or found.message(number) is not None:
        return number
    if not asked.get("allow_sending_without_reply"):
        refuse("message to be replied not found")
    return 0


def own(found: Chat, params: Json) -> Message:
    """The message of the bot that a call changes.

    Raises:
        Refused: there is none, or somebody else wrote it.
    """
    message = found.message(params.get("message_id") or 0)
    if message is None:
        refuse("message to edit not found")
    if not message.by_bot:
        refuse("message can't be edited")
    return message


def text(params: Json) -> tuple[str, list[Json]]:
    """The visible text and its formatting.

    Raises:
        Refused: it is empty, too long, or broken.
    """
    mode, marks = str(params.get("parse_mode") or ""), params.get("entities") or []
    visible, marks = entities.formatted(str(params["text"]), mode, marks)
    if not visible:
        refuse("text must be non-empty")
    if len(visible) > LONGEST_TEXT:
        refuse("message is too long")
    return visible, marks


def caption(params: Json) -> tuple[str, list[Json]]:
    """The visible caption and its formatting.

    Raises:
        Refused: it is too long, or broken.
    """
    mode, marks = str(params.get("parse_mode") or ""), params.get("caption_entities") or []
    visible, marks = entities.formatted(str(params.get("caption") or ""), mode, marks)
    if len(visible) > LONGEST_CAPTION:
        refuse("message caption is too long")
    return visible, marks


def rows(params: Json) -> tuple[tuple[Button, ...], ...]:
    """The buttons.

    Raises:
        Refused: one does nothing, or sends or copies too much.
    """
    keyboard = (params.get("reply_markup") or {}).get("inline_keyboard") or []
    read = tuple(tuple(Button.from_api(button) for button in row) for row in keyboard)
    for button in (button for row in read for button in row):
        _check(button)
    return tuple(row for row in read if row)


def _check(button: Button) -> None:
    if len(button.data.encode()) > LONGEST_DATA:
        refuse("BUTTON_DATA_INVALID")
    if len(button.copy) > LONGEST_COPY:
        refuse("BUTTON_COPY_TEXT_INVALID")
    if sum(map(bool, (button.data, button.copy, button.url))) != 1 or not button.label:
        refuse(
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
        )
    host = button.url.partition("://")[2] or button.url
    if button.url and (" " in button.url or ("." not in host and "localhost" not in host)):
        refuse(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
