"""What is done now and then: what has been kept long enough is deleted."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.desk.forget import Expiry
from bot.errors import StoreError
from bot.store.writer import Writer

EVERY: Final = 600.0
"""Seconds from one time to the next."""
BETWEEN: Final = 0.5
"""Seconds from one portion to the next, so that customers come first."""


@dataclass
class Upkeep:
    """Tidies the store.

    Attributes:
        writer: the store.
        clock: the time, in seconds since the epoch.
        sleep: waits; a test brings its own.
        expiry: empties tickets; None where that is not its work.
    """

    writer: Writer
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    expiry: Expiry | None = None

    async def run(self) -> None:
        """Tidy until cancelled; what a database that fails leaves undone is done the next time."""
        while True:
            try:
                while await self.writer.run(lambda transaction: transaction.tidy(self.clock())):
                    await self.sleep(BETWEEN)
                while self.expiry and await self._expire(self.expiry):
                    await self.sleep(BETWEEN)
            except StoreError:  # the writer has told of it
                pass
            await self.sleep(EVERY)

    async def _expire(self, expiry: Expiry) -> int:
        now = self.clock()
        chats = partial(expiry.chats, now=now)
        return await self.writer.run(partial(expiry.expire, now=now), chats)
