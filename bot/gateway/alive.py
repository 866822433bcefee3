"""Signs of life: who was served shortly before the service was away is asked to tap again.

Telegram keeps a press for 150 seconds; one that was made while nobody fetched it is lost, and the
customer waits for an answer that never comes. Messages are kept for a day and are answered.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from bot.errors import StoreError
from bot.gateway.sender import Sender
from bot.store import Transaction
from bot.turn import Turns

EVERY: Final = 20.0
"""Seconds between two signs."""
AWAY: Final = 120.0
"""Seconds without one after which presses may have been lost."""
RECENT: Final = 900.0
"""Seconds before the last sign in which somebody was served who may still be there."""
MOST: Final = 60
"""Chats that are told; two seconds of what Telegram allows, so nobody else waits for long."""

log = structlog.get_logger()


@dataclass
class Alive:
    """Gives signs of life.

    Attributes:
        sender: sends; its limits are shared with the other processes of the same database.
        turns: knows what a card says.
        clock: the time, in seconds since the epoch.
        sleep: waits.
    """

    sender: Sender
    turns: Turns
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def begin(self) -> None:
        """Give the first sign, and refresh cards when the last one is long ago.

        Raises:
            StoreError: the database failed.
        """
        told = await self.sender.commit(partial(self._refresh, now=self.clock()))
        if told:
            log.info("cards were refreshed after the service was away", chats=told)

    async def run(self) -> None:
        """Give signs until cancelled."""
        while True:
            try:
                await self.sender.commit(self._beat)
            except StoreError as error:
                log.warning("a sign of life could not be written", reason=str(error))
            await self.sleep(EVERY)

    def _beat(self, transaction: Transaction) -> None:
        transaction.beat(self.clock())
        self.sender.runner.limits.sharing = transaction.processes()

    def _refresh(self, transaction: Transaction, *, now: float) -> int:
        last = transaction.beat(now)
        if last is None or now - last < AWAY:
            return 0
        chats = transaction.active(last - RECENT, MOST)
        transaction.lock(chats)
        for chat in chats:
            self.turns.come_back(transaction, chat)
        return len(chats)
