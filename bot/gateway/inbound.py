"""Telegram's updates -> updates as they are stored: what the engine needs and no more."""

import re
from typing import Any, Final

from bot.engine.events import Chose, Commanded, Event, Leaked, Started, Typed
from bot.gateway.group import FILES, in_group
from bot.store import Update
from bot.store.protocol import Json

ALLOWED: Final = ("message", "edited_message", "callback_query")
"""The kinds of update that are asked for."""
LONGEST_COMMAND: Final = 32
"""Characters of a command's name (Bot API, BotCommand)."""
SAID: Final = "said"
"""What was written behind a command or under a picture: looked at for passwords, never stored."""
LARGEST: Final = 2**63
"""Telegram's numbers have at most 52 bits; a database takes 63."""
_DEEP_LINK: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def read(update: object) -> Update | None:
    """Read an update; one that the bot has no use for belongs to no chat.

    Args:
        update: an update as the Bot API sends it.

    Returns:
        The update; None when it has no number, so that nothing can be done about it.
    """
    number = _number(update.get("update_id")) if isinstance(update, dict) else None
    if not isinstance(update, dict) or number is None:
        return None
    try:
        chat, payload = _read(update)
    except (KeyError, TypeError, AttributeError, ValueError):
        return Update(number, None, {})
    known = _number(chat)
    return Update(number, known, payload if known is not None else {})


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
        "id": _number(message.get("message_id")),
    }
    text, caption = _clean(message.get("text")), _clean(message.get("caption"))
    aside = {SAID: text or caption} if caption or text.startswith("/") else {}
    passed = {"file": caption} if any(kind in message for kind in FILES) else {}
    return message["chat"]["id"], payload | _content(text) | aside | passed


def _press(query: Json) -> tuple[object, Json]:
    chat = (query.get("message") or {}).get("chat") or {"type": "private", **query["from"]}
    payload = {
        "language": _language(query["from"]),
        "query": _clean(query["id"]),
        "message": _number((query.get("message") or {}).get("message_id")),
        "data": _clean(query.get("data")),
    }
    return (chat["id"] if chat["type"] == "private" else None), payload


def _content(text: str) -> Json:
    if not text.startswith("/"):
        return {"text": text}
    command, _, rest = text[1:].partition(" ")
    code = rest.strip() if _DEEP_LINK.fullmatch(rest.strip()) else ""
    return {"command": command.partition("@")[0].lower()[:LONGEST_COMMAND], "rest": code}


def _number(value: object) -> int | None:
    """A number that any database takes."""
    return value if isinstance(value, int) and abs(value) < LARGEST else None


def _language(person: Json) -> str | None:
    code = person.get("language_code")
    return _clean(code) if code else None


def _clean(text: object) -> str:
    """Text that any database takes: no NUL, no half of a character."""
    return str(text or "").replace("\0", "").encode("utf-8", "replace").decode("utf-8")


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
