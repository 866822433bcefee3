"""Updates in: each is stored, stepped and answered into the outbox in one transaction."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bot.counts import Counts
from bot.errors import StoreError
from bot.gateway.sender import Sender
from bot.store import Update
from bot.turn import Turns


@dataclass
class Inbox:
    """Takes updates in.

    Attributes:
        turns: what an update leads to.
        sender: sends the answers.
        counts: what is counted.
        clock: the time, in seconds.
        failing: since when updates can't be stored, and why; None while they can.
    """

    turns: Turns
    sender: Sender
    counts: Counts
    clock: Callable[[], float] = time.monotonic
    failing: tuple[float, str] | None = None

    async def take(self, updates: Sequence[Update]) -> None:
        """Take a batch in; returns when it is committed.

        Raises:
            StoreError: nothing of it was stored.
        """
        take = partial(self.turns.take, updates=updates)
        chats = partial(self.turns.chats, updates=updates)
        try:
            ends = await self.sender.take(take, chats)
        except StoreError as error:
            since = self.failing[0] if self.failing else self.clock()
            self.failing = since, str(error)
            raise
        self.failing = None
        self.counts.updates.update(ends)
        for update in updates:
            self._note(update)

    def _note(self, update: Update) -> None:
        """Take notice of the message ids that an update tells."""
        for name in ("id", "message"):
            number = update.payload.get(name)
            if update.chat is not None and isinstance(number, int):
                self.sender.runner.note(update.chat, number)
