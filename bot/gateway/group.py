"""A group's updates -> updates as they are stored: who did what, and where in the group.

Whether the group is the desk, and who is an agent, is decided later (bot/turn.py), before anything
is written. Here stands who can't be one: a channel, an anonymous administrator, a bot, and whoever
passes on what somebody else has written.
"""

from typing import Any, Final

from bot.gateway.plain import number, text
from bot.store.protocol import Json

_GROUPS: Final = ("group", "supergroup")
FILES: Final = ("photo", "document", "video", "audio", "voice", "video_note", "animation")
"""What a message may carry that is passed on by its id."""
_OTHERS: Final = (
    "sender_chat",
    "forward_origin",
    "forward_date",
    "is_automatic_forward",
    "via_bot",
    "sender_business_bot",
)
"""What a message has that was not written by the person it comes from."""


def in_group(update: Json) -> tuple[object, Json] | None:
    """The chat and what happened in it; None when the update is of no group."""
    query = update.get("callback_query") or {}
    message = query.get("message") or update.get("message") or {}
    chat = message.get("chat") or {}
    if chat.get("type") not in _GROUPS:
        return None
    if query:
        return chat["id"], _press(query, message)
    if moved := message.get("migrate_to_chat_id"):
        return chat["id"], {"desk": "moved", "to": _id(moved)}
    return chat["id"], _words(message)


def _press(query: Json, message: Json) -> Json:
    return {
        "desk": "press",
        "who": _person(query.get("from")),
        "query": text(query["id"]),
        "data": text(query.get("data")),
        "message": _id(message["message_id"]),
        "topic": _topic(message),
    }


def _words(message: Json) -> Json:
    answered = message.get("reply_to_message") or {}
    own = any(name in message for name in _OTHERS)
    return {
        "desk": "words",
        "who": None if own else _person(message.get("from")),
        "id": _id(message["message_id"]),
        "text": text(message.get("text") or message.get("caption")),
        "file": any(kind in message for kind in FILES),
        "album": "media_group_id" in message,
        "topic": _topic(message),
        "reply": number(answered.get("message_id")),
        "to_bot": _is_bot(answered),
        "asked": _first_line(answered),
    }


def _id(value: object) -> int:
    """A number without which nothing can be done.

    Raises:
        ValueError: it is none, or larger than Telegram's are.
    """
    found = number(value)
    if found is None:
        raise ValueError(value)
    return found


def _person(person: Any) -> int | None:  # noqa: ANN401 - JSON
    """Whose user id it is; None for a bot, which also stands for anonymous administrators."""
    return number(person["id"]) if person and not person.get("is_bot") else None


def _topic(message: Json) -> int | None:
    """The topic; a thread of replies has a number too, and is none."""
    return number(message.get("message_thread_id")) if message.get("is_topic_message") else None


def _first_line(answered: Json) -> str:
    """What the bot asked, when its question is answered."""
    return text(answered.get("text")).partition("\n")[0] if _is_bot(answered) else ""


def _is_bot(message: Json) -> bool:
    return bool((message.get("from") or {}).get("is_bot"))
