"""The outbox -> Telegram: in order per chat, chats side by side.

Rounds: what is done is written down and what is next is fetched in one transaction, which whatever
is done meanwhile shares the next of.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog

from bot.errors import StoreError
from bot.gateway.judging import FIRST_WAIT, LONGEST_WAIT, SENDS
from bot.gateway.running import Outcome, Runner
from bot.store import Outgoing, Transaction

SIDE_BY_SIDE: Final = 100
"""Chats that are served at the same time."""
LOOK_AGAIN: Final = 1.0
"""Seconds until it looks by itself: another process may have left something behind."""
GRACE: Final = 0.7
"""Seconds that calls in the air have to be answered when the process stops."""

log = structlog.get_logger()


@dataclass
class Sender:
    """Empties the outbox.

    Attributes:
        runner: makes the calls of a chat.
        rounds: how often it has looked; one that stands still is stuck.
    """

    runner: Runner
    rounds: int = 0
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _serving: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _ended: dict[int, list[Outcome]] = field(default_factory=dict)

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; then calls in the air are waited for, and no other is begun."""
        try:
            while True:
                for run in await self._round_safely():
                    task = asyncio.create_task(self._serve_safely(run))
                    self._serving[run[0].chat] = task
                await self._woken()
        finally:
            await self._stop()

    async def drain(self) -> None:
        """Send everything that waits; returns when the outbox is empty."""
        while runs := await self._round():
            await asyncio.gather(*map(self._serve, runs))

    async def _woken(self) -> None:
        again = asyncio.get_running_loop().call_later(LOOK_AGAIN, self.wake)
        await self._wake.wait()
        again.cancel()
        self._wake.clear()

    async def _round_safely(self) -> Sequence[Sequence[Outgoing]]:
        try:
            return await self._round()
        except StoreError as error:
            log.warning("the outbox can't be read", reason=str(error))
            await self.runner.sleep(FIRST_WAIT)
            self.wake()
            return ()

    async def _round(self) -> list[list[Outgoing]]:
        """Write down what is done, and fetch what is next, as much as there is room for."""
        ended, self._ended = self._ended, {}
        room = SIDE_BY_SIDE - len(self._serving)
        self.rounds += 1
        if not ended and room <= 0:
            return []
        job = partial(self._write, ended=ended, room=room, busy=frozenset(self._serving))
        try:
            return await self.runner.writer.run(job, tuple(ended))
        except BaseException:
            self._ended = ended | self._ended
            raise

    def _write(
        self,
        transaction: Transaction,
        *,
        ended: dict[int, list[Outcome]],
        room: int,
        busy: frozenset[int],
    ) -> list[list[Outgoing]]:
        for chat, outcomes in ended.items():
            for outcome in outcomes:
                outcome.write(transaction)
            transaction.release(chat)
        runs = transaction.waiting(room, busy) if room > 0 else []
        for run in runs:
            self._mark(transaction, run)
        return runs

    def _mark(self, transaction: Transaction, run: Sequence[Outgoing]) -> None:
        """Mark the first message of a run, so that a crash finds it.

        A mark that is there already was made by a process that ended before it wrote the outcome.
        """
        first = next((out for out in run if out.call["do"] in SENDS), None)
        if first is not None and first.tried is None:
            transaction.mark(first, self.runner.known(first))

    async def _serve(self, run: Sequence[Outgoing]) -> None:
        outcomes: list[Outcome] = []
        try:
            await self.runner.serve(run, outcomes)
        finally:
            self._ended[run[0].chat] = outcomes

    async def _serve_safely(self, run: Sequence[Outgoing]) -> None:
        """Serve a chat; a fault of our own holds up this chat alone, and is heard of."""
        chat = run[0].chat
        try:
            await self._serve(run)
        except Exception:
            log.exception("a chat could not be served", outgoing=run[0].id)
            await self.runner.sleep(LONGEST_WAIT)
        finally:
            self._serving.pop(chat, None)
            self.wake()

    async def _stop(self) -> None:
        self.runner.stopping = True
        tasks = list(self._serving.values())
        for task in tasks:
            if task not in self.runner.calling:
                task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._ended:
            with suppress(StoreError):
                job = partial(self._write, ended=self._ended, room=0, busy=frozenset())
                await self.runner.writer.run(job, tuple(self._ended))
