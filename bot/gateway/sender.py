"""The outbox -> Telegram: in order per chat, chats side by side.

It works in rounds: in one transaction what is done is written down and what is next is fetched.
What is done meanwhile waits for the next round, or for the next turn. A turn is a round as well:
what it leads to is fetched in its own transaction, so that an answer waits for one flush.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeVar

import structlog

from bot.errors import StoreError
from bot.gateway.judging import FIRST_WAIT, LONGEST_WAIT, SENDS
from bot.gateway.outcome import Outcome
from bot.gateway.running import PRIVATE, Runner
from bot.store import Outgoing, Transaction
from bot.store.writer import Chats

SIDE_BY_SIDE: Final = 100
"""Chats whose calls are being made at the same time."""
MOST: Final = 2000
"""Chats that are served or wait for their turn; the others stay in the database."""
LOOK_AGAIN: Final = 1.0
"""Seconds until it looks by itself: another process may have left something behind."""
GRACE: Final = 0.7
"""Seconds that calls in the air have to be answered when the process stops."""

Result = TypeVar("Result")
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
    _running: bool = False
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _fetching: asyncio.Lock = field(default_factory=asyncio.Lock)
    _serving: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _ended: dict[int, list[Outcome]] = field(default_factory=dict)
    _written: set[int] = field(default_factory=set)
    _marked: dict[int, Outgoing] = field(default_factory=dict)

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled; then calls in the air are waited for, and no other is begun."""
        self._running = True
        try:
            while True:
                async with self._fetching:
                    self._begin(await self._round_safely())
                await self._woken()
        finally:
            self._running = False
            await self._stop()

    async def take(self, job: Callable[[Transaction], Result], chats: Chats) -> Result:
        """Like commit, for a job that leads to calls; they are begun at once.

        They are fetched in the same transaction, which saves them a round and its flush. While
        somebody else fetches, they are left to the next round.

        Raises:
            StoreError: nothing was written, and what is done is written later.
        """
        if not self._running or self._fetching.locked():
            done = await self.commit(job, chats)
            self.wake()
            return done
        async with self._fetching:
            fetch, left = self._fetch(), bool(self._written)
            done, runs = await self.commit(lambda tx: (job(tx), fetch(tx)), chats)
            self._begin(runs)
        if left:
            self.wake()
        return done

    def _begin(self, runs: Iterable[Sequence[Outgoing]]) -> None:
        for run in runs:
            self._marked.pop(run[0].chat, None)
            task = asyncio.create_task(self._serve_safely(run))
            self._serving[run[0].chat] = task

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
        self.rounds += 1
        if self._room() <= 0 and not self._ended:
            return []
        return await self.commit(self._fetch())

    def _fetch(self) -> Callable[[Transaction], list[list[Outgoing]]]:
        """The job that fetches what is next. One at a time: no chat is to be served twice."""
        busy = frozenset((*self._serving, *self._written))
        return partial(self._claim, room=self._room(), busy=busy)

    def _room(self) -> int:
        """How many more chats may be served: those that only wait take nobody's place."""
        at_work = len(self._serving) - self.runner.resting
        return min(SIDE_BY_SIDE - at_work, MOST - len(self._serving))

    async def commit(self, job: Callable[[Transaction], Result], chats: Chats = ()) -> Result:
        """Run a job in one transaction with what is done, which is written down before it.

        So a turn knows the message that was just sent as the living card.

        Args:
            job: changes the store.
            chats: the chats whose data it changes, or what finds them.

        Raises:
            StoreError: nothing was written, and what is done is written later.
        """
        ended, self._ended = self._ended, {}
        self._written |= ended.keys()

        def write(transaction: Transaction) -> Result:
            for chat, outcomes in ended.items():
                for outcome in sorted(outcomes, key=_sends):  # /forget: nothing waits behind it
                    outcome.write(transaction)
                transaction.release(chat)
            return job(transaction)

        def find(transaction: Transaction) -> set[int]:
            return {*(chats(transaction) if callable(chats) else chats), *ended}

        try:
            return await self.runner.writer.run(write, find)
        except BaseException as error:
            self._ended = ended | self._ended
            if isinstance(error, StoreError):  # nothing was marked
                self._marked.clear()
            raise
        finally:
            self._written -= ended.keys()

    def _claim(
        self, transaction: Transaction, *, room: int, busy: frozenset[int]
    ) -> list[list[Outgoing]]:
        runs = transaction.waiting(room, busy) if room > 0 else []
        if runs:  # other processes take updates in too
            self.runner.note(PRIVATE, transaction.newest())
        for run in runs:
            self._mark(transaction, run)
        return runs

    def _mark(self, transaction: Transaction, run: Sequence[Outgoing]) -> None:
        """Mark the first message of a run, so that a crash finds it.

        A mark that is there already was made by a process that ended before it wrote the outcome.
        In a group, what stands before it may send too, so it is marked when its turn comes.
        """
        if run[0].chat < PRIVATE:
            return
        first = next((out for out in run if out.call["do"] in SENDS), None)
        if first is not None and first.tried is None:
            transaction.mark(first, self.runner.known(first))
            self._marked[first.chat] = first

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
        with suppress(StoreError):
            await self.commit(self._unmark)

    def _unmark(self, transaction: Transaction) -> None:
        """Take back the marks of what was fetched and never begun: nobody has to look for it."""
        for first in self._marked.values():
            transaction.mark(first, None)


def _sends(outcome: Outcome) -> bool:
    return outcome.sent is not None or outcome.unreachable
