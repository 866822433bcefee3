"""The methods that change messages and take them away."""

from typing import Any, Final

from tests.telegram import contents
from tests.telegram.chats import Chat, Customer
from tests.telegram.core import Telegram
from tests.telegram.files import File
from tests.telegram.groups import Group
from tests.telegram.messages import Deed, Message
from tests.telegram.refused import UNCHANGED, refuse

Json = dict[str, Any]
DELETABLE: Final = 48 * 3600.0
"""Seconds in which a message can be deleted."""
MOST_DELETED: Final = 100


def edit_message_text(telegram: Telegram, params: Json) -> Json:
    """Another text and other buttons for a message of the bot."""
    text, marks = contents.text(params)
    chat, message = _found(telegram, params)
    if message.file is not None:
        refuse("there is no text in the message to edit")
    return _change(telegram, chat, message, params, (text, marks, None))


def edit_message_caption(telegram: Telegram, params: Json) -> Json:
    """Another caption and other buttons for a picture or a document of the bot."""
    text, marks = contents.caption(params)
    chat, message = _found(telegram, params)
    if message.file is None:
        refuse("there is no caption in the message to edit")
    return _change(telegram, chat, message, params, (text, marks, message.file))


def edit_message_media(telegram: Telegram, params: Json) -> Json:
    """Another picture or document, with its caption and buttons."""
    media = params["media"]
    if media["type"] not in {"photo", "document"}:
        reason = f"the offline Telegram has no {media['type']}"
        raise NotImplementedError(reason)
    text, marks = contents.caption(media)
    chat, message = _found(telegram, params)
    file = telegram.files.given(media["type"], media["media"], params)
    return _change(telegram, chat, message, params, (text, marks, file))


def edit_message_reply_markup(telegram: Telegram, params: Json) -> Json:
    """Other buttons for a message of the bot."""
    chat, message = _found(telegram, params)
    rows = contents.rows(params)
    if rows == message.rows:
        refuse(UNCHANGED)
    message.rows = rows
    what = "changes buttons" if rows else "removes buttons"
    chat.note(Deed(what, message.id, message.text, rows, message.file, message.topic))
    return telegram.message_for_bot(chat, message)


def delete_message(telegram: Telegram, params: Json) -> bool:
    """Take a message out of a chat."""
    chat = contents.chat(telegram, params)
    message = chat.message(params["message_id"])
    if message is None:
        refuse("message to delete not found")
    _delete(telegram, chat, message)
    return True


def delete_messages(telegram: Telegram, params: Json) -> bool:
    """Take messages out of a chat; those that are gone are skipped."""
    chat = contents.chat(telegram, params)
    if len(params["message_ids"]) > MOST_DELETED:
        refuse("too many message identifiers specified")
    for message in filter(None, map(chat.message, params["message_ids"])):
        _delete(telegram, chat, message)
    return True


def _delete(telegram: Telegram, chat: Chat, message: Message) -> None:
    stranger = isinstance(chat, Group) and not message.by_bot and chat.role != "administrator"
    old = telegram.clock() - message.sent_at >= DELETABLE
    if stranger or (old and (message.by_bot or isinstance(chat, Customer))):
        refuse("message can't be deleted for everyone")
    chat.messages.remove(message)
    chat.note(Deed("deletes", message.id, message.text, topic=message.topic))


def _found(telegram: Telegram, params: Json) -> tuple[Chat, Message]:
    """The chat and the message of a call.

    Raises:
        Refused: a call names neither, or there is no such message.
    """
    if params.get("inline_message_id"):
        refuse("MESSAGE_ID_INVALID")
    if params.get("chat_id") is None:
        refuse("chat_id is empty" if params.get("message_id") else _UNNAMED)
    chat = contents.chat(telegram, params)
    if not params.get("message_id"):
        refuse(_UNNAMED)
    return chat, contents.own(chat, params)


_UNNAMED: Final = "message identifier is not specified"


def _change(
    telegram: Telegram,
    chat: Chat,
    message: Message,
    params: Json,
    content: tuple[str, list[Json], File | None],
) -> Json:
    rows = contents.rows(params)
    text, marks, file = content
    if (text, rows, marks, file) == (message.text, message.rows, message.entities, message.file):
        refuse(UNCHANGED)
    message.text, message.rows, message.entities, message.file = text, rows, marks, file
    message.edits += 1
    chat.note(Deed("edits", message.id, text, rows, file, message.topic))
    return telegram.message_for_bot(chat, message)
