"""Telegram's updates -> updates as they are stored: what the engine needs and no more."""

from typing import Any, Final

from bot.engine.events import Chose, Commanded, Event, Started, Typed
from bot.store import Update
from bot.store.protocol import Json

ALLOWED: Final = ("message", "edited_message", "callback_query")
"""The kinds of update that are asked for."""


def read(update: Json) -> Update:
    """Read an update; one that the bot has no use for belongs to no chat.

    Args:
        update: an update as the Bot API sends it.
    """
    number = update["update_id"]
    try:
        chat, payload = _read(update)
    except (KeyError, TypeError, AttributeError, ValueError):
        return Update(number, None, {})
    return Update(number, chat, payload)


def _read(update: Json) -> tuple[int | None, Json]:
    if query := update.get("callback_query"):
        return _press(query)
    message = update.get("message") or update.get("edited_message") or {}
    if not message or message["chat"]["type"] != "private":
        return None, {}
    payload = {"language": message.get("from", {}).get("language_code")}
    return message["chat"]["id"], payload | _content(str(message.get("text") or ""))


def _press(query: Json) -> tuple[int | None, Json]:
    message = query.get("message") or {}
    private = message.get("chat", {}).get("type", "private") == "private"
    chat = message["chat"]["id"] if message and private else query["from"]["id"]
    payload = {
        "language": query["from"].get("language_code"),
        "query": str(query["id"]),
        "message": message.get("message_id"),
        "data": str(query.get("data") or ""),
    }
    return (chat if private else None), payload


def _content(text: str) -> Json:
    if not text.startswith("/"):
        return {"text": text}
    command, _, rest = text[1:].partition(" ")
    return {"command": command.partition("@")[0].lower(), "rest": rest.strip()}


def event(payload: dict[str, Any]) -> Event:
    """What a stored update means to the engine."""
    if "data" in payload:
        return Chose(payload["data"])
    if payload.get("command") == "start":
        return Started(payload["rest"])
    if "command" in payload:
        return Commanded(payload["command"])
    return Typed(payload["text"])
