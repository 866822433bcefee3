"""Telegram's updates -> updates as they are stored: what the engine needs and no more."""

import re
from typing import Any, Final

from bot.engine.events import Chose, Commanded, Event, Leaked, Started, Typed
from bot.gateway.group import FILES, in_group
from bot.gateway.plain import number, text
from bot.store import Update
from bot.store.protocol import Json

ALLOWED: Final = ("message", "edited_message", "callback_query")
"""The kinds of update that are asked for."""
LONGEST_COMMAND: Final = 32
"""Characters of a command's name (Bot API, BotCommand)."""
SAID: Final = "said"
"""What was written behind a command or under a picture: looked at for passwords, never stored."""
_DEEP_LINK: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read(update: object) -> Update | None:
    """Read an update; one that the bot has no use for belongs to no chat.

    Args:
        update: an update as the Bot API sends it.

    Returns:
        The update; None when it has no number, so that nothing can be done about it.
    """
    id_ = number(update.get("update_id")) if isinstance(update, dict) else None
    if not isinstance(update, dict) or id_ is None:
        return None
    try:
        chat, payload = _read(update)
    except (KeyError, TypeError, AttributeError, ValueError):
        return Update(id_, None, {})
    known = number(chat)
    return Update(id_, known, payload if known is not None else {})


def _read(update: Json) -> tuple[object, Json]:
    if (found := in_group(update)) is not None:
        return found
    if query := update.get("callback_query"):
        return _press(query)
    message = update.get("message") or update.get("edited_message") or {}
    if not message or message["chat"]["type"] != "private":
        return None, {}
    payload = {
        "language": _language(message.get("from") or {}),
        "id": number(message.get("message_id")),
    }
    said, caption = text(message.get("text")), text(message.get("caption"))
    aside = {SAID: said or caption} if caption or said.startswith("/") else {}
    passed = {"file": caption} if any(kind in message for kind in FILES) else {}
    edited = {"edited": True} if "message" not in update else {}
    return message["chat"]["id"], payload | _content(said) | aside | passed | edited


def _press(query: Json) -> tuple[object, Json]:
    chat = (query.get("message") or {}).get("chat") or {"type": "private", **query["from"]}
    payload = {
        "language": _language(query["from"]),
        "query": text(query["id"]),
        "message": number((query.get("message") or {}).get("message_id")),
        "data": text(query.get("data")),
    }
    return (chat["id"] if chat["type"] == "private" else None), payload


def _content(said: str) -> Json:
    if not said.startswith("/"):
        return {"text": said}
    command, _, rest = said[1:].partition(" ")
    code = rest.strip() if _DEEP_LINK.fullmatch(rest.strip()) else ""
    return {"command": command.partition("@")[0].lower()[:LONGEST_COMMAND], "rest": code}


def _language(person: Json) -> str | None:
    code = person.get("language_code")
    return text(code) if code else None


def leaked(payload: Json) -> Json:
    """What is left of a message that holds a password: where it stands, to be deleted."""
    return {name: payload.get(name) for name in ("language", "id")} | {"leaked": True}


def event(payload: dict[str, Any]) -> Event:
    """What a stored update means to the engine."""
    if "leaked" in payload:
        return Leaked()
    if "data" in payload:
        return Chose(payload["data"])
    if payload.get("command") == "start":
        return Started(payload["rest"])
    if "command" in payload:
        return Commanded(payload["command"])
    return Typed(payload["text"])
