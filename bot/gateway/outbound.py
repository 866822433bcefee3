"""Messages -> calls to the Bot API: what is to be sent, edited or closed.

A call is written into the outbox as the Bot API takes it, so that sending it is no work: what was
decided is what is sent, also by a later version.
"""

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final

from telegram import Bot

from bot.gateway.request import call as post
from bot.render.message import Button, Message, Rows
from bot.render.rich import Rich, Span
from bot.store.protocol import Json

_ENTITY: Final = {"bold": "bold", "code": "code", "link": "text_link", "pre": "pre"}
_KNOWN: Final = 512
"""Messages whose content is remembered; the same few are shown again and again."""


def plan(payload: Json, card: int | None, messages: Iterable[Message]) -> list[Json]:
    """The calls for the messages of one turn.

    The living card is edited when its own button was pressed; it may become a message that stays.
    Otherwise a new message is sent below what the customer typed or pressed, and the old card loses
    its buttons.

    Args:
        payload: the update that is answered.
        card: the id of the living card.
        messages: what is to be shown.
    """
    calls: list[Json] = [{"do": "answer", "query": payload["query"]}] if "query" in payload else []
    if "leaked" in payload:
        calls.append({"do": "delete", "message": payload["id"]})
    pressed = payload.get("message")
    latest = payload.get("id") or pressed or 0
    for message in messages:
        if card is not None and card == pressed and not message.file:
            calls.append({"do": "edit", "message": card, **_shown(message)})
            card = card if message.place == "card" else None
            pressed = None  # what follows stands below it
            continue
        if card is not None:
            calls.append({"do": "close", "message": card})
            card = None
        calls.append(send(message, latest))
    return calls


def ends_the_card(call: Json) -> bool:
    """Whether no message is the living card after a call: it lost its buttons, or it stays."""
    stays = call["do"] == "edit" and call["place"] != "card"
    return bool(stays or call["do"] == "close")


def send(message: Message, after: int = 0) -> Json:
    """The call that sends a message.

    Args:
        message: what is to be shown.
        after: the id of a message that is in the chat already; the new one will be higher.
    """
    do = message.file.kind if message.file else "send"
    return {"do": do, "after": after, **_shown(message)}


def _shown(message: Message) -> Json:
    file = {"file": asdict(message.file)} if message.file else {}
    made = content if message.own else _usual
    return {"place": message.place, "content": made(message.text, message.rows), **file}


async def make(bot: Bot, chat: int, call: Json) -> int | None:
    """Make one call, but for those that send a file (bot/gateway/files.py).

    Args:
        bot: the bot.
        chat: the chat it is for.
        call: one of the calls of `plan`.

    Returns:
        The id of the message that was sent; None for a call that sends none.

    Raises:
        TelegramError: what Telegram answered.
    """
    match call["do"]:
        case "answer":
            await post(bot, "answerCallbackQuery", _answer(call))
        case "close":
            await post(bot, "editMessageReplyMarkup", _message(chat, call))
        case "delete":
            await post(bot, "deleteMessage", _message(chat, call))
        case "edit":
            await post(bot, "editMessageText", _message(chat, call) | call["content"])
        case "caption":
            await post(bot, "editMessageCaption", _message(chat, call) | caption(call["content"]))
        case "send":
            sent = await post(bot, "sendMessage", _to(chat, call) | call["content"])
            return int(sent["message_id"])
        case _:
            return await _make_for_desk(bot, chat, call)
    return None


async def _make_for_desk(bot: Bot, chat: int, call: Json) -> int | None:
    """Make a call that only tickets lead to: a topic, or a message that is passed on by its id."""
    match call["do"]:
        case "copy":
            source = {"from_chat_id": call["from"], "message_id": call["message"], "caption": ""}
            copied = await post(bot, "copyMessage", _to(chat, call) | source)
            return int(copied["message_id"])
        case "topic":
            made = await post(bot, "createForumTopic", {"chat_id": chat, "name": call["name"]})
            return int(made["message_thread_id"])
        case "shut":
            await post(bot, "closeForumTopic", _to(chat, call))
        case "open":
            await post(bot, "reopenForumTopic", _to(chat, call))
    return None


def _to(chat: int, call: Json) -> Json:
    """Where something is sent: the chat, and the topic or the message that is answered there."""
    at: Json = call.get("at", {})
    return {"chat_id": chat} | at


def _answer(call: Json) -> Json:
    said = {"text": call["text"], "show_alert": call["alert"]} if call.get("text") else {}
    return {"callback_query_id": call["query"]} | said


def _message(chat: int, call: Json) -> Json:
    return {"chat_id": chat, "message_id": call["message"]}


def content(text: Rich, rows: Rows) -> Json:
    """A message as the Bot API takes it."""
    taken: Json = {"text": text.plain, "link_preview_options": {"is_disabled": True}}
    if text.spans:
        taken["entities"] = _entities(text)
    if rows:
        keyboard = [[_button(button) for button in row] for row in rows]
        taken["reply_markup"] = {"inline_keyboard": keyboard}
    return taken


@lru_cache(maxsize=_KNOWN)
def _usual(text: Rich, rows: Rows) -> Json:
    """One that many get: the same object each time, so it is never changed."""
    return content(text, rows)


def caption(content: Json) -> Json:
    """The same text and buttons for a message that carries a file."""
    names = {"text": "caption", "entities": "caption_entities", "reply_markup": "reply_markup"}
    return {names[name]: part for name, part in content.items() if name in names}


def _entities(text: Rich) -> list[Json]:
    """The spans, in the UTF-16 units that Telegram counts in."""

    def units(part: str) -> int:
        return len(part.encode("utf-16-le")) // 2

    def entity(span: Span) -> dict[str, Any]:
        inner = text.plain[span.start : span.start + span.length]
        start = units(text.plain[: span.start])
        address = {"url": span.address} if span.address else {}
        return {"type": _ENTITY[span.kind], "offset": start, "length": units(inner)} | address

    return [entity(span) for span in text.spans]


def _button(button: Button) -> Json:
    if button.link:
        return {"text": button.label, "url": button.link}
    if button.copy:
        return {"text": button.label, "copy_text": {"text": button.copy}}
    return {"text": button.label, "callback_data": button.data}
