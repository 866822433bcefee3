"""SIGTERM and SIGINT end the process from its first moment to its last; a second one is idle."""

import asyncio
import signal
from types import FrameType
from typing import Final

_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Told to stop, or not yet.

    Before the loop runs there is nothing to be finished, and the process ends at once.
    """

    def __init__(self) -> None:
        self._told = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        for number in _SIGNALS:
            signal.signal(number, self._tell)

    async def wait(self) -> None:
        """Wait until the process is told to stop."""
        self._loop = asyncio.get_running_loop()
        if not self._told:
            await self._event.wait()

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if self._loop is None:
            raise SystemExit(0)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)
