"""Messages -> calls to the Bot API: what is to be sent, edited or closed."""

from collections.abc import Iterable
from typing import Any, Final

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
)

from bot.render.message import Button, Message
from bot.render.rich import Rich, Span
from bot.store.protocol import Json

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_ENTITY: Final = {
    "bold": MessageEntity.BOLD,
    "code": MessageEntity.CODE,
    "link": MessageEntity.TEXT_LINK,
}


def plan(payload: Json, card: int | None, messages: Iterable[Message]) -> list[Json]:
    """The calls for the messages of one turn.

    The living card is edited when its own button was pressed. Otherwise a new one is sent below
    what the customer typed or pressed, and the old one loses its buttons.

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
        if message.place == "card" and card is not None and card == pressed and not message.file:
            calls.append({"do": "edit", "message": card, "content": message.to_json()})
            continue
        if card is not None:
            calls.append({"do": "close", "message": card})
            card = None
        do = message.file.kind if message.file else "send"
        calls.append({"do": do, "content": message.to_json(), "after": latest})
    return calls


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
            await bot.answer_callback_query(call["query"])
        case "close":
            await bot.edit_message_reply_markup(chat, call["message"])
        case "delete":
            await bot.delete_message(chat, call["message"])
        case "edit":
            await bot.edit_message_text(
                chat_id=chat, message_id=call["message"], **_content(call["content"])
            )
        case "caption":
            await bot.edit_message_caption(
                chat_id=chat, message_id=call["message"], **caption(call["content"])
            )
        case "send":
            sent = await bot.send_message(chat, **_content(call["content"]))
            return sent.message_id
    return None


def _content(data: Json) -> dict[str, Any]:
    message = Message.from_json(data)
    return {
        "text": message.text.plain,
        "entities": _entities(message.text),
        "reply_markup": _keyboard(message),
        "link_preview_options": _NO_PREVIEW,
    }


def caption(data: Json) -> dict[str, Any]:
    """The text and the buttons of a message that carries a file."""
    message = Message.from_json(data)
    return {
        "caption": message.text.plain,
        "caption_entities": _entities(message.text),
        "reply_markup": _keyboard(message),
    }


def _entities(text: Rich) -> list[MessageEntity]:
    """The spans, in the UTF-16 units that Telegram counts in."""

    def units(part: str) -> int:
        return len(part.encode("utf-16-le")) // 2

    def entity(span: Span) -> MessageEntity:
        inner = text.plain[span.start : span.start + span.length]
        start = units(text.plain[: span.start])
        return MessageEntity(_ENTITY[span.kind], start, units(inner), url=span.address or None)

    return [entity(span) for span in text.spans]


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    rows = [[_button(button) for button in row] for row in message.rows]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.link:
        return InlineKeyboardButton(button.label, url=button.link)
    if button.copy:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.label, callback_data=button.data)
