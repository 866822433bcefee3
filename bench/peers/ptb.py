"""python-telegram-bot as its documentation has it: ConversationHandler and PicklePersistence."""

import json
import sys
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    PicklePersistence,
)

SCRIPT, API, FILE = sys.argv[1:]
PROTOCOL, SSL = range(2)


def load(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the script, as python-telegram-bot takes it."""
    rows = [[InlineKeyboardButton(**button) for button in row] for row in message["rows"]]
    return {
        "text": message["text"],
        "entities": [MessageEntity(**entity) for entity in message["entities"]],
        "reply_markup": InlineKeyboardMarkup(rows),
        "disable_web_page_preview": True,
    }


MESSAGES = {
    name: load(message)
    for name, message in json.loads(Path(SCRIPT).read_text("utf-8"))["messages"].items()
}


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
    """Ask for the protocol."""
    assert update.message
    await update.message.reply_text(**MESSAGES["protocol"])
    return PROTOCOL


async def protocol(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Remember the protocol; ask for SSL."""
    query = update.callback_query
    assert query
    assert context.user_data is not None
    context.user_data["protocol"] = query.data
    await query.answer()
    await query.edit_message_text(**MESSAGES["ssl"])
    return SSL


async def ssl(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Tell the settings."""
    query = update.callback_query
    assert query
    assert context.user_data is not None
    await query.answer()
    await query.edit_message_text(**MESSAGES[f"{context.user_data['protocol']}-{query.data}"])
    return ConversationHandler.END


def main() -> None:
    """Poll until stopped."""
    application = (
        ApplicationBuilder()
        .token("42:bench")
        .base_url(f"{API}/bot")
        .persistence(PicklePersistence(FILE))
        .build()
    )
    conversation = ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            PROTOCOL: [CallbackQueryHandler(protocol, "^(imap|pop)$")],
            SSL: [CallbackQueryHandler(ssl, "^(yes|no)$")],
        },
        fallbacks=[CommandHandler("start", start)],
        name="setup",
        persistent=True,
    )
    application.add_handler(conversation)
    application.run_polling()


if __name__ == "__main__":
    main()
