"""A loop on which time passes at once when nothing else is left to be done."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.store import Store, Transaction
from bot.store.writer import Chats, Writer

Result = TypeVar("Result")


class _Selector(selectors.DefaultSelector):
    """Never waits for a time: it says how long it would have waited."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """See the base class."""
        events = super().select(0 if timeout is not None else None)
        if not events and timeout:
            self.passed += timeout
        return events


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop with a clock of its own; nothing on it may wait for a thread."""

    def __init__(self) -> None:
        self._own = _Selector()
        super().__init__(self._own)

    def time(self) -> float:
        """The virtual time, in seconds."""
        return self._own.passed


class Inline(Writer):
    """A writer without a thread: each job is committed at once."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def run(self, job: Callable[[Transaction], Result], chats: Chats = ()) -> Result:
        """See Writer."""
        with self._store.transaction() as transaction:
            return job(transaction)

    def close(self) -> None:
        """See Writer."""


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run something on a virtual clock."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
