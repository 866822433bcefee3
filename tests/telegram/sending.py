"""The methods that put messages into chats."""

from typing import Any, Final

from tests.telegram import contents
from tests.telegram.chats import Chat
from tests.telegram.core import Telegram
from tests.telegram.files import File
from tests.telegram.messages import Deed, Message
from tests.telegram.refused import refuse

Json = dict[str, Any]
ACTIONS: Final = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def send_message(telegram: Telegram, params: Json) -> Json:
    """A new message of the bot."""
    text, marks = contents.text(params)
    chat = contents.chat(telegram, params)
    return telegram.message_for_bot(chat, _send(telegram, chat, params, (text, marks, None)))


def send_photo(telegram: Telegram, params: Json) -> Json:
    """A picture, uploaded or known."""
    return _send_file(telegram, params, "photo")


def send_document(telegram: Telegram, params: Json) -> Json:
    """A document, uploaded or known."""
    return _send_file(telegram, params, "document")


def copy_message(telegram: Telegram, params: Json) -> Json:
    """A message once more, in another chat, without its author."""
    chat = contents.chat(telegram, params)
    source = contents.chat(telegram, params, "from_chat_id")
    message = source.message(params["message_id"])
    if message is None:
        refuse("message to copy not found")
    text, marks = message.text, message.entities
    if message.file is not None and "caption" in params:
        text, marks = contents.caption(params)
    copied = _send(telegram, chat, params, (text, marks, message.file))
    return {"message_id": copied.id}


def send_chat_action(telegram: Telegram, params: Json) -> bool:
    """Show that the bot is at work."""
    if params["action"] not in ACTIONS:
        refuse("wrong parameter action in request")
    chat = contents.chat(telegram, params)
    contents.topic(chat, params)
    telegram.actions.append((chat, params["action"]))
    return True


def _send_file(telegram: Telegram, params: Json, kind: str) -> Json:
    text, marks = contents.caption(params)
    chat = contents.chat(telegram, params)
    file = telegram.files.given(kind, params[kind], params)
    return telegram.message_for_bot(chat, _send(telegram, chat, params, (text, marks, file)))


def _send(
    telegram: Telegram, chat: Chat, params: Json, content: tuple[str, list[Json], File | None]
) -> Message:
    rows, topic = contents.rows(params), contents.topic(chat, params)
    answered = contents.answered(chat, params)
    text, marks, file = content
    message = telegram.new_message(chat, text, by_bot=True)
    message.entities, message.rows, message.file = marks, rows, file
    message.topic, message.reply_to = topic, answered
    chat.note(Deed("sends", message.id, text, rows, file, topic))
    return message
