"""Whether the service works, and what does not: for /health."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.errors import StoreError
from bot.gateway.inbox import Inbox
from bot.gateway.polling import LONG_POLL, Polling
from bot.gateway.posting import Posting
from bot.gateway.sender import Sender
from bot.store.protocol import Backlog
from bot.store.writer import Writer

SILENCE: Final = LONG_POLL + 60.0
"""Seconds without an answer to getUpdates after which polling has stalled."""
UNSTORED: Final = 10.0
"""Seconds in which updates can't be stored."""
UNSENT: Final = 60.0
"""Seconds in which calls wait and none of them is carried out."""
PATIENCE: Final = 3.0
"""Seconds in which the database has to answer."""


@dataclass
class Health:
    """Looks after the service.

    Attributes:
        writer: the store.
        sender: sends.
        inbox: takes updates in.
        polling: fetches updates; None with a webhook.
        posting: knows how the webhook does; None without one.
        clock: the time, in seconds since the epoch.
        monotonic: the time, in seconds since any moment.
    """

    writer: Writer
    sender: Sender
    inbox: Inbox
    polling: Polling | None = None
    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    posting: Posting | None = None

    async def causes(self) -> list[str]:
        """What does not work, one line each; none when all is well."""
        backlog = await self.backlog()
        found = [
            *self._polling(),
            *self._webhook(),
            *self._inbox(),
            *self._desk(),
            *(["database: it does not answer"] if backlog is None else self._outbox(backlog)),
        ]
        return [cause.replace("\n", " ") for cause in found]

    async def backlog(self) -> Backlog | None:
        """What waits; None when the database does not answer."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.writer.run(lambda transaction: transaction.backlog())
        except (StoreError, TimeoutError):
            return None

    async def gauges(self) -> dict[str, float]:
        """What stands at a value now, for the metrics."""
        gauges: dict[str, float] = {}
        if backlog := await self.backlog():
            gauges["backlog_updates"] = backlog.updates
            gauges["backlog_calls"] = backlog.calls
            gauges["backlog_oldest_seconds"] = self._oldest(backlog)
        if self.polling:
            gauges["poll_age_seconds"] = self.monotonic() - self.polling.answered
        if self.posting:
            gauges["webhook_waiting"] = self.posting.waiting
        return gauges

    def _oldest(self, backlog: Backlog) -> float:
        """How long the oldest call has waited, in seconds."""
        return max(0.0, self.clock() - backlog.oldest) if backlog.oldest else 0.0

    def _polling(self) -> list[str]:
        if self.polling is None:
            return []
        silent = self.monotonic() - self.polling.answered
        if silent < SILENCE:
            return []
        reason = self.polling.trouble or "no answer to getUpdates"
        return [f"polling: nothing from Telegram for {silent:.0f} s ({reason})"]

    def _webhook(self) -> list[str]:
        trouble = self.posting.trouble if self.posting else ""
        return [f"webhook: {trouble}"] if trouble else []

    def _inbox(self) -> list[str]:
        if self.inbox.failing is None:
            return []
        since, reason = self.inbox.failing
        failing = self.inbox.clock() - since
        return (
            [f"inbox: nothing stored for {failing:.0f} s ({reason})"] if failing > UNSTORED else []
        )

    def _desk(self) -> list[str]:
        trouble = self.sender.runner.places.trouble
        return [f"desk: it can't be reached ({trouble}); postbode doctor tells more"] * bool(
            trouble
        )

    def _outbox(self, backlog: Backlog) -> list[str]:
        idle = self.monotonic() - self.sender.runner.done
        waited = min(self._oldest(backlog), idle)
        if backlog.calls and waited > UNSENT:
            return [f"outbox: {backlog.calls} calls wait, none was carried out for {waited:.0f} s"]
        return []
