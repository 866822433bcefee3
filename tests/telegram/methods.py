"""The methods of the Bot API, with Telegram's own words where it refuses."""

import json
from collections.abc import Callable
from typing import Any, Final

from tests.telegram.chats import Button, Customer, Deed, Message
from tests.telegram.core import Json, Telegram

LONGEST_TEXT: Final = 4096
LONGEST_DATA: Final = 64
LONGEST_COPY: Final = 256
PRESS_LIFE: Final = 150.0
"""Seconds in which a press can be answered."""
ENTITIES: Final = {"bold", "code", "text_link", "italic"}


class Refused(Exception):
    """Telegram refuses a call."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status, self.description = status, description


def call(telegram: Telegram, token: str, method: str, params: Json) -> tuple[int, Json]:
    """Carry out a call.

    Args:
        telegram: the state.
        token: the bot's token, as it stands in the address.
        method: the method, whose name may be in any case.
        params: the parameters, as text or as JSON types.

    Returns:
        The HTTP status and the answer.
    """
    name = next((known for known in METHODS if known.lower() == method.lower()), "")
    if token != telegram.token:
        return _refusal(401, "Unauthorized")
    if not name:
        telegram.complaints.append(f"unknown method {method}")
        return _refusal(404, "Not Found: method not found")
    telegram.calls.append((name, params))
    try:
        return 200, {"ok": True, "result": METHODS[name](telegram, _read(params))}
    except Refused as error:
        return _refusal(error.status, error.description)


def _refusal(status: int, description: str) -> tuple[int, Json]:
    return status, {"ok": False, "error_code": status, "description": description}


def _read(params: Json) -> Json:
    """Parameters that came as text, as the types they stand for."""
    return {name: _value(name, value) for name, value in params.items()}


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    if not isinstance(value, str) or name in ("text", "url", "callback_query_id", "caption"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def get_me(telegram: Telegram, _params: Json) -> Json:
    """See the Bot API."""
    return telegram.bot_for_bot()


def get_updates(telegram: Telegram, params: Json) -> list[Json]:
    """The pending updates; an offset confirms those before it."""
    if telegram.webhook:
        reason = "Conflict: can't use getUpdates method while webhook is active"
        raise Refused(409, reason)
    telegram.confirm(params.get("offset") or 0)
    return telegram.pending[: params.get("limit") or 100]


def delete_webhook(telegram: Telegram, params: Json) -> bool:
    """Back to getUpdates."""
    telegram.webhook = ""
    if params.get("drop_pending_updates"):
        telegram.pending.clear()
    return True


def set_webhook(telegram: Telegram, params: Json) -> bool:
    """Have updates sent to an address."""
    telegram.webhook = params["url"]
    return True


def send_message(telegram: Telegram, params: Json) -> Json:
    """A new message of the bot."""
    customer = _chat(telegram, params)
    text, rows = _text(params), _rows(params)
    _check_entities(text, params.get("entities") or [])
    message = telegram.new_message(customer, text, by_bot=True)
    message.entities, message.rows = params.get("entities") or [], rows
    customer.note(Deed("sends", message.id, text, rows))
    return telegram.message_for_bot(customer, message)


def edit_message_text(telegram: Telegram, params: Json) -> Json:
    """Another text and other buttons for a message of the bot."""
    customer = _chat(telegram, params)
    message = _own(customer, params)
    text, rows, entities = _text(params), _rows(params), params.get("entities") or []
    _check_entities(text, entities)
    if (text, rows, entities) == (message.text, message.rows, message.entities):
        raise Refused(400, _UNCHANGED)
    message.text, message.rows, message.entities = text, rows, entities
    message.edits += 1
    customer.note(Deed("edits", message.id, text, rows))
    return telegram.message_for_bot(customer, message)


def edit_message_reply_markup(telegram: Telegram, params: Json) -> Json:
    """Other buttons for a message of the bot."""
    customer = _chat(telegram, params)
    message = _own(customer, params)
    rows = _rows(params)
    if rows == message.rows:
        raise Refused(400, _UNCHANGED)
    message.rows = rows
    what = "changes buttons" if rows else "removes buttons"
    customer.note(Deed(what, message.id, message.text, rows))
    return telegram.message_for_bot(customer, message)


def delete_message(telegram: Telegram, params: Json) -> bool:
    """Take a message out of a chat."""
    customer = _chat(telegram, params)
    message = next((m for m in customer.messages if m.id == params["message_id"]), None)
    if message is None:
        raise Refused(400, "Bad Request: message to delete not found")
    customer.messages.remove(message)
    customer.note(Deed("deletes", message.id, message.text))
    return True


def answer_callback_query(telegram: Telegram, params: Json) -> bool:
    """Tell Telegram that a press has arrived."""
    customer, asked = telegram.queries.pop(str(params["callback_query_id"]), (None, 0.0))
    if customer is None or telegram.clock() - asked > PRESS_LIFE:
        reason = "Bad Request: query is too old and response timeout expired or query ID is invalid"
        raise Refused(400, reason)
    what = "pops up" if params.get("text") else "answers"
    customer.note(Deed(what, 0, params.get("text") or ""))
    return True


_UNCHANGED: Final = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def _chat(telegram: Telegram, params: Json) -> Customer:
    customer = telegram.customers.get(params.get("chat_id", 0))
    if customer is None:
        raise Refused(400, "Bad Request: chat not found")
    if customer.blocked:
        raise Refused(403, "Forbidden: bot was blocked by the user")
    return customer


def _own(customer: Customer, params: Json) -> Message:
    message = next((m for m in customer.messages if m.id == params.get("message_id")), None)
    if message is None:
        raise Refused(400, "Bad Request: message to edit not found")
    if not message.by_bot:
        raise Refused(400, "Bad Request: message can't be edited")
    return message


def _text(params: Json) -> str:
    text = str(params.get("text") or "").strip()
    if not text:
        raise Refused(400, "Bad Request: message text is empty")
    if len(text) > LONGEST_TEXT:
        raise Refused(400, "Bad Request: message is too long")
    return text


def _rows(params: Json) -> tuple[tuple[Button, ...], ...]:
    keyboard = (params.get("reply_markup") or {}).get("inline_keyboard") or []
    rows = tuple(tuple(Button.from_api(button) for button in row) for row in keyboard)
    for button in (button for row in rows for button in row):
        if len(button.data.encode()) > LONGEST_DATA:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if len(button.copy) > LONGEST_COPY:
            raise Refused(400, "Bad Request: BUTTON_COPY_TEXT_INVALID")
        if sum(map(bool, (button.data, button.copy, button.url))) != 1 or not button.label:
            raise Refused(
                400,
                "Bad Request: can't parse inline keyboard button: text buttons are "
                "unallowed in the inline keyboard",
            )
    return rows


def _check_entities(text: str, entities: list[Json]) -> None:
    units = len(text.encode("utf-16-le")) // 2
    for entity in entities:
        end = entity["offset"] + entity["length"]
        if entity["type"] not in ENTITIES or entity["offset"] < 0 or end > units:
            raise Refused(400, "Bad Request: can't parse entities")
        if entity["type"] == "text_link" and not entity.get("url"):
            raise Refused(400, "Bad Request: can't parse entities: text_link without url")


METHODS: Final[dict[str, Callable[[Telegram, Json], Any]]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
}
