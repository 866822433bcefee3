"""A Bot API on loopback for measurements: it answers at once, or after the delay of a network.

    python -m bench.telegram        # prints the port; the load is ordered over HTTP at /load

It checks that every conversation ends with the right values, and nothing else; the strict one is in
tests/telegram/.
"""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import count
from typing import Final

from bench.hooks import Hooks
from bench.wire import Json, Reply, parameters

TOKEN: Final = "42:bench"  # noqa: S105 - opens nothing
BATCH: Final = 100
"""Updates that one getUpdates brings, at most."""
_DONE: Final = b'{"ok":true,"result":true}'
_BOT: Final = {
    "id": 42,
    "is_bot": True,
    "first_name": "Bench",
    "username": "bench_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
_SHOWING: Final = {"sendMessage", "editMessageText", "editMessageReplyMarkup"}


@dataclass(slots=True)
class Call:
    """A call of the bot.

    Attributes:
        method: the method of the Bot API.
        chat: the chat it is for; the press it answers for `answerCallbackQuery`.
        message: the message that it makes or changes; 0 for others.
        text: the visible text.
        markup: the buttons, as JSON text.
        shown: the message afterwards, as JSON.
    """

    method: str
    chat: int
    message: int = 0
    text: str = ""
    markup: str = ""
    shown: str = ""


@dataclass
class Telegram:
    """Updates that wait, and what the bot calls.

    Attributes:
        heard: is told of every call, before it is answered.
        answered: is told of every call, once it is answered.
        delay: seconds that every answer takes.
        first_poll: when getUpdates was called first since `reset`; 0 before that.
        hooks: posts the updates, where they are not fetched.
    """

    heard: Callable[[Call], None]
    answered: Callable[[Call], None]
    delay: float = 0.0
    first_poll: float = 0.0
    hooks: Hooks | None = None
    _pending: deque[tuple[int, str]] = field(default_factory=deque)
    _posted_to: str = ""
    _poll: Reply | None = None
    _polled: bool = False
    _updates: "count[int]" = field(default_factory=lambda: count(1))
    _messages: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def polling(self) -> bool:
        """Whether the bot waits for an update."""
        return self._poll is not None or self.hooks is not None

    def reset(self) -> None:
        """Forget the bot that was here."""
        self._pending.clear()
        self._poll = None
        self.first_poll = 0.0

    def new_message(self) -> int:
        """The number of a new message; those of all chats rise together."""
        return next(self._messages)

    def deliver(self, update: str, chat: int) -> None:
        """Put an update where the bot fetches it; what comes at the same time comes together."""
        number = next(self._updates)
        whole = f'{{"update_id":{number},{update}}}'
        if self.hooks:
            self.hooks.post(chat, whole.encode())
            return
        self._pending.append((number, whole))
        if self._poll is not None and not self._polled:
            self._polled = True
            asyncio.get_running_loop().call_soon(self._end_poll)

    def handle(self, path: str, body: bytes, reply: Reply) -> None:
        """One request of the bot."""
        method = path.rpartition("/")[2]
        if method == "getUpdates":
            self._long_poll(parameters(body), reply)
        elif method == "getMe":
            self._later(reply, _encode({"ok": True, "result": _BOT}))
        elif method == "setWebhook":
            self._posted_to = parameters(body)["url"]
            self._later(reply, _DONE)
        elif method == "getWebhookInfo":
            self._later(reply, _encode({"ok": True, "result": {"url": self._posted_to}}))
        elif method in _SHOWING or method == "answerCallbackQuery":
            self._call(method, parameters(body), reply)
        else:
            self._later(reply, _DONE)

    def _long_poll(self, wanted: Json, reply: Reply) -> None:
        self.first_poll = self.first_poll or time.monotonic()
        offset = int(wanted.get("offset") or 0)
        while self._pending and self._pending[0][0] < offset:
            self._pending.popleft()
        self._poll = reply
        if self._pending:
            self._end_poll()
        else:
            seconds = float(wanted.get("timeout") or 0)
            asyncio.get_running_loop().call_later(seconds, self._give_up, reply)

    def _give_up(self, reply: Reply) -> None:
        if self._poll is reply:
            self._end_poll()

    def _end_poll(self) -> None:
        self._polled = False
        if self._poll is not None:
            first = [update for _, (_, update) in zip(range(BATCH), self._pending, strict=False)]
            self._later(self._poll, f'{{"ok":true,"result":[{",".join(first)}]}}'.encode())
            self._poll = None

    def _call(self, method: str, wanted: Json, reply: Reply) -> None:
        call = self._read(method, wanted)
        self.heard(call)
        result = call.shown or "true"
        self._later(reply, f'{{"ok":true,"result":{result}}}'.encode(), call)

    def _read(self, method: str, wanted: Json) -> Call:
        if method == "answerCallbackQuery":
            return Call(method, int(wanted["callback_query_id"]) >> 32)
        number = int(wanted.get("message_id") or 0) or self.new_message()
        call = Call(method, int(wanted["chat_id"]), number)
        call.text, call.markup = wanted.get("text", ""), wanted.get("reply_markup", "")
        call.shown = shown(call.chat, number) + content(
            call.text, wanted.get("entities", ""), call.markup
        )
        return call

    def _later(self, reply: Reply, body: bytes, call: Call | None = None) -> None:
        done = partial(self._answer, reply, body, call)
        if self.delay:
            asyncio.get_running_loop().call_later(self.delay, done)
        else:
            done()

    def _answer(self, reply: Reply, body: bytes, call: Call | None) -> None:
        reply(body)
        if call is not None:
            self.answered(call)


def shown(chat: int, number: int) -> str:
    """The beginning of a message of the bot's, as JSON."""
    return (
        f'{{"message_id":{number},"date":1700000000,'
        '"from":{"id":42,"is_bot":true,"first_name":"Bench","username":"bench_bot"},'
        f'"chat":{{"id":{chat},"type":"private","first_name":"Anna"}}'
    )


@lru_cache(maxsize=1000)
def content(text: str, entities: str, markup: str) -> str:
    """The rest of it."""
    rest = f',"text":{json.dumps(text)}'
    rest += f',"entities":{entities}' if entities else ""
    rest += f',"reply_markup":{markup}' if markup else ""
    return rest + "}"


def _encode(data: Json) -> bytes:
    return json.dumps(data).encode()
