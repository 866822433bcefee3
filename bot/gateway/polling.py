"""Long polling with our own loop: an update is confirmed after it is stored.

The next getUpdates confirms what the last one brought, so it is made only after the commit.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import AnotherInstance, StoreError
from bot.gateway import inbound
from bot.gateway.judging import FIRST_WAIT, LONGEST_WAIT
from bot.gateway.request import HttpRequest, fields, posted, seconds_to_wait
from bot.store import Update

BATCH: Final = 100
"""Updates that Telegram gives at once, at most."""
LONG_POLL: Final = 30
"""Seconds that Telegram waits for an update before it answers with none."""
CONFLICTS: Final = 3
"""Conflicts in a row after which another program must be polling."""

log = structlog.get_logger()


@dataclass
class Polling:
    """The polling loop.

    Attributes:
        bot: the bot whose updates are fetched.
        request: what they are fetched with.
        take: stores and handles a batch; returns when it is committed.
        sleep: waits; a test brings its own.
        long_poll: seconds that one fetch waits for an update.
        answered: when Telegram last answered, by the clock that only rises.
        trouble: why it does not; empty while it does.
    """

    bot: Bot
    request: HttpRequest
    take: Callable[[Sequence[Update]], Awaitable[None]]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    long_poll: int = LONG_POLL
    answered: float = field(default_factory=time.monotonic)
    trouble: str = ""

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            AnotherInstance: another program polls with this token.
        """
        offset, waited, conflicts = 0, 0.0, 0
        while True:
            try:
                offset = await self._round(offset)
                waited, conflicts = 0.0, 0
            except (TelegramError, StoreError) as error:
                conflicts = conflicts + 1 if isinstance(error, Conflict) else 0
                if conflicts == CONFLICTS:
                    raise AnotherInstance from error
                waited, self.trouble = _pause(error, waited), _reason(error)
                log.warning("polling pauses", reason=self.trouble, seconds=waited)
                await self.sleep(waited)

    async def _round(self, offset: int) -> int:
        """Fetch a batch and have it stored; returns the offset that confirms it."""
        raw = await self._fetch(offset)
        updates = [update for update in map(inbound.read, raw) if update is not None]
        if len(updates) < len(raw):
            log.error("updates without a number were skipped", count=len(raw) - len(updates))
        if not updates:
            return offset
        await self.take(updates)
        return updates[-1].id + 1

    async def _fetch(self, offset: int) -> list[Any]:
        wanted = {
            "offset": offset,
            "limit": BATCH,
            "timeout": self.long_poll,
            "allowed_updates": inbound.ALLOWED,
        }
        result = await posted(
            self.request,
            f"{self.bot.base_url}/getUpdates",
            fields(wanted),
            read_timeout=self.long_poll + 10,
        )
        self.answered, self.trouble = time.monotonic(), ""
        return result if isinstance(result, list) else []


def _pause(error: Exception, waited: float) -> float:
    if isinstance(error, RetryAfter):
        return seconds_to_wait(error)
    if isinstance(error, InvalidToken):
        return LONGEST_WAIT
    return min(max(FIRST_WAIT, waited * 2), LONGEST_WAIT)


def _reason(error: Exception) -> str:
    if isinstance(error, InvalidToken):
        return "Telegram does not accept the token any more; copy it again from @BotFather"
    return str(error)
