"""The customers of the measurements: they notice what a bot does wrong."""

import asyncio
import json
from itertools import count
from typing import Any

from bench.customers import Load, Script
from bench.telegram import Call, Telegram
from bench.wire import parameters

Json = dict[str, Any]
MARKUP = '{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}'
SCRIPT = Script(
    [["sendMessage"], ["answerCallbackQuery", "editMessageText"]],
    [{"labels": ["Yes"], "ends": "Right"}],
)


class Bot:
    """Calls the Bot API without a network."""

    def __init__(self) -> None:
        self.telegram = Telegram(self._heard, self._answered)
        self.load = Load(self.telegram, SCRIPT, count(7), most=1)

    def _heard(self, call: Call) -> None:
        self.load.heard(call)

    def _answered(self, call: Call) -> None:
        self.load.answered(call)

    async def call(self, method: str, **wanted: object) -> Any:  # noqa: ANN401 - JSON
        """Make one call; returns its result."""
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        body = json.dumps(wanted).encode()
        self.telegram.handle(f"/bot1:x/{method}", body, answer.set_result)
        return json.loads(await answer)["result"]

    async def fetch(self, offset: int = 0) -> list[Json]:
        """The updates."""
        updates: list[Json] = await self.call("getUpdates", offset=offset, timeout=5)
        return updates

    async def answer_both(self, label: str, end: str) -> None:
        """Hold the conversation."""
        first = (await self.fetch())[0]
        markup = MARKUP.replace("Yes", label)
        chat = first["message"]["chat"]["id"]
        sent = await self.call("sendMessage", chat_id=chat, text="Well?", reply_markup=markup)
        self.load.most = None  # nobody else is to come
        if self.load.wrong:
            return
        press = (await self.fetch(first["update_id"] + 1))[0]["callback_query"]
        assert (press["data"], press["message"]["message_id"]) == ("y", sent["message_id"])
        await self.call("answerCallbackQuery", callback_query_id=press["id"])
        await self.call("editMessageText", chat_id=chat, message_id=sent["message_id"], text=end)


async def held(label: str = "Yes", end: str = "Right") -> Load:
    """A conversation that was held."""
    bot = Bot()
    bot.load.begin()
    await bot.answer_both(label, end)
    return bot.load


async def test_a_right_conversation_counts() -> None:
    """A conversation that ends with the right text is counted, with the wait for each answer."""
    load = await held()
    assert (load.ended, load.wrong, len(load.waits), load.waiting) == (1, {}, 2, 0)


async def test_another_text_at_the_end_is_a_fault() -> None:
    """A conversation that ends with another text does not count."""
    load = await held(end="Wrong")
    assert (load.ended, load.wrong) == (0, {"another text at the end": 1})


async def test_a_call_too_many_is_a_fault() -> None:
    """A call that the conversation does not have is noticed."""
    bot = Bot()
    bot.load.begin()
    await bot.call("editMessageText", chat_id=7, message_id=1, text="What?")
    assert bot.load.wrong == {"editMessageText at step 0": 1}


def test_forms_and_json_are_the_same() -> None:
    """A call may come as a form or as JSON; objects in JSON are JSON text, as in a form."""
    form = parameters(b"chat_id=7&text=a+b%26c&reply_markup=%7B%7D")
    assert form == {"chat_id": "7", "text": "a b&c", "reply_markup": "{}"}
    assert parameters(b'{"chat_id":7,"text":"a b&c","reply_markup":{}}') == form
