"""The floor: aiohttp alone. No library, no store, no check: what a bot on aiohttp has to do."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import aiohttp

SCRIPT, API, _FILE = sys.argv[1:]
ROOT = f"{API}/bot42:bench/"


def load(message: dict[str, Any]) -> dict[str, Any]:
    """A message of the script, as the Bot API takes it."""
    return {
        "text": message["text"],
        "entities": message["entities"],
        "reply_markup": {"inline_keyboard": message["rows"]},
        "link_preview_options": {"is_disabled": True},
    }


MESSAGES = {
    name: load(message)
    for name, message in json.loads(Path(SCRIPT).read_text("utf-8"))["messages"].items()
}
PROTOCOLS: dict[int, str] = {}


async def call(session: aiohttp.ClientSession, method: str, **values: object) -> Any:  # noqa: ANN401
    """Make one call."""
    async with session.post(ROOT + method, json=values) as response:
        return (await response.json())["result"]


async def answer(session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
    """Answer one update."""
    if "message" in update:
        await call(
            session, "sendMessage", chat_id=update["message"]["chat"]["id"], **MESSAGES["protocol"]
        )
        return
    query = update["callback_query"]
    card = {"chat_id": query["message"]["chat"]["id"], "message_id": query["message"]["message_id"]}
    await call(session, "answerCallbackQuery", callback_query_id=query["id"])
    if query["data"] in ("imap", "pop"):
        PROTOCOLS[card["chat_id"]] = query["data"]
        message = MESSAGES["ssl"]
    else:
        message = MESSAGES[f"{PROTOCOLS.pop(card['chat_id'])}-{query['data']}"]
    await call(session, "editMessageText", **card, **message)


async def main() -> None:
    """Poll until stopped."""
    tasks, offset = set(), 0
    async with aiohttp.ClientSession() as session:
        while True:
            for update in await call(session, "getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                task = asyncio.create_task(answer(session, update))
                tasks.add(task)
                task.add_done_callback(tasks.discard)


if __name__ == "__main__":
    asyncio.run(main())
