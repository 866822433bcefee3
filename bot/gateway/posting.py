"""Whether Telegram can post updates to the webhook: it is asked now and then, for /health.

What does not come in can't be seen from here: a proxy that is down, or a certificate that is out of
date, stops everything while the process is well.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from telegram import Bot
from telegram.error import TelegramError

from bot.gateway.request import call
from bot.store.protocol import Json

EVERY: Final = 60.0
"""Seconds between two questions."""
PATIENCE: Final = 10.0
"""Seconds in which Telegram has to answer."""
RECENT: Final = 300.0
"""Seconds for which a failure counts while updates wait at Telegram; it tries again in between."""
MANY: Final = 100
"""Updates that wait at Telegram and become no fewer from one question to the next."""


@dataclass
class Posting:
    """Asks Telegram how its webhook does.

    Attributes:
        bot: the bot.
        url: where Telegram is to post.
        clock: the time, in seconds since the epoch.
        sleep: waits; a test brings its own.
        waiting: updates that wait at Telegram.
        trouble: why they don't come; empty while they do.
    """

    bot: Bot
    url: str
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    waiting: int = field(default=0, init=False)
    trouble: str = field(default="", init=False)

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            await self.look()
            await self.sleep(EVERY)

    async def look(self) -> None:
        """Ask once; when Telegram does not answer, what is known stays."""
        try:
            async with asyncio.timeout(PATIENCE):
                info: object = await call(self.bot, "getWebhookInfo", {})
        except (TelegramError, TimeoutError):
            return  # the outbox tells of that
        if not isinstance(info, dict):
            return  # somebody else has answered
        before, self.waiting = self.waiting, int(info.get("pending_update_count") or 0)
        self.trouble = self._judged(info, before)

    def _judged(self, info: Json, before: int) -> str:
        if info.get("url") != self.url:
            return "Telegram posts to another address, or to none; start this one again"
        failed = self.clock() - float(info.get("last_error_date") or 0)
        if self.waiting and failed < RECENT:
            return f"{self.waiting} updates wait at Telegram: {info.get('last_error_message')}"
        if self.waiting >= max(before, MANY) and before >= MANY:
            return f"{self.waiting} updates wait at Telegram, and become no fewer"
        return ""
