"""The methods of the Bot API, with Telegram's own words where it refuses."""

import re
from collections.abc import Callable
from typing import Any, Final

from tests.telegram import (
    answering,
    editing,
    fetching,
    profile,
    rooms,
    schema,
    sending,
)
from tests.telegram.core import Json, Telegram
from tests.telegram.refused import Refused

_TOKEN: Final = re.compile(r"\d+:[\w-]+")


def call(telegram: Telegram, token: str, method: str, params: Json) -> tuple[int, Json]:
    """Carry out a call.

    Args:
        telegram: the state.
        token: the bot's token, as it stands in the address.
        method: the method, whose name may be in any case.
        params: the parameters, as text or as JSON types; files are Uploads.

    Returns:
        The HTTP status and the answer.
    """
    try:
        check_token(telegram, token)
        name = _known(telegram, method)
        telegram.calls.append((name, params))
        values, unknown = schema.read(name, params)
        telegram.complaints += unknown
        return 200, {"ok": True, "result": METHODS[name](telegram, values)}
    except Refused as error:
        return error.status, error.body()


def check_token(telegram: Telegram, token: str) -> None:
    """Refuse what is not the bot's token.

    Raises:
        Refused: it is another token, or no token at all.
    """
    if not _TOKEN.fullmatch(token):
        raise Refused(404, "Not Found")
    if token != telegram.token:
        raise Refused(401, "Unauthorized")


def _known(telegram: Telegram, method: str) -> str:
    """The method by its right name."""
    name = _NAMES.get(method.lower(), "")
    if name:
        return name
    exists = any(known.lower() == method.lower() for known in schema.api()["methods"])
    words = "the offline Telegram does not have" if exists else "unknown method"
    telegram.complaints.append(f"{words} {method}")
    raise Refused(404, "Not Found: method not found")


METHODS: Final[dict[str, Callable[[Telegram, Json], Any]]] = {
    "getMe": fetching.get_me,
    "getUpdates": fetching.get_updates,
    "setWebhook": fetching.set_webhook,
    "deleteWebhook": fetching.delete_webhook,
    "getWebhookInfo": fetching.get_webhook_info,
    "getFile": fetching.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "copyMessage": sending.copy_message,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": answering.answer_callback_query,
    "answerInlineQuery": answering.answer_inline_query,
    "getChat": rooms.get_chat,
    "getChatMember": rooms.get_chat_member,
    "createForumTopic": rooms.create_forum_topic,
    "editForumTopic": rooms.edit_forum_topic,
    "closeForumTopic": rooms.close_forum_topic,
    "reopenForumTopic": rooms.reopen_forum_topic,
    "leaveChat": rooms.leave_chat,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.setter("name"),
    "getMyName": profile.getter("name"),
    "setMyDescription": profile.setter("description"),
    "getMyDescription": profile.getter("description"),
    "setMyShortDescription": profile.setter("short_description"),
    "getMyShortDescription": profile.getter("short_description"),
}
_NAMES: Final = {name.lower(): name for name in METHODS}
