"""aiogram as its documentation has it: a router, a group of states, FSM storage in memory."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
)

SCRIPT, API, _FILE = sys.argv[1:]


class Setup(StatesGroup):
    """What the customer is asked."""

    protocol = State()
    ssl = State()


def load(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the script, as aiogram takes it."""
    rows = [[InlineKeyboardButton(**button) for button in row] for row in message["rows"]]
    return {
        "text": message["text"],
        "entities": [MessageEntity(**entity) for entity in message["entities"]],
        "reply_markup": InlineKeyboardMarkup(inline_keyboard=rows),
        "link_preview_options": LinkPreviewOptions(is_disabled=True),
    }


MESSAGES = {
    name: load(message)
    for name, message in json.loads(Path(SCRIPT).read_text("utf-8"))["messages"].items()
}
router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Ask for the protocol."""
    await state.set_state(Setup.protocol)
    await message.answer(**MESSAGES["protocol"])


@router.callback_query(Setup.protocol, F.data.in_({"imap", "pop"}))
async def protocol(query: CallbackQuery, state: FSMContext) -> None:
    """Remember the protocol; ask for SSL."""
    await state.update_data(protocol=query.data)
    await state.set_state(Setup.ssl)
    await query.answer()
    await query.message.edit_text(**MESSAGES["ssl"])


@router.callback_query(Setup.ssl, F.data.in_({"yes", "no"}))
async def ssl(query: CallbackQuery, state: FSMContext) -> None:
    """Tell the settings."""
    data = await state.get_data()
    await state.clear()
    await query.answer()
    await query.message.edit_text(**MESSAGES[f"{data['protocol']}-{query.data}"])


async def main() -> None:
    """Poll until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(API))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(Bot("42:bench", session=session))


if __name__ == "__main__":
    asyncio.run(main())
