"""SIGTERM and SIGINT end the process from its first moment to its last; a second one is idle."""

import asyncio
import signal
from types import FrameType


class Stop:
    """Told to stop, or not yet.

    Before the loop runs there is nothing to be finished, and the process ends at once.
    """

    def __init__(self) -> None:
        self._told = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._tell)

    async def wait(self) -> None:
        """Wait until the process is told to stop."""
        self._loop = asyncio.get_running_loop()
        if not self._told:
            await self._event.wait()

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        again, self._told = self._told, True
        if self._loop is None:
            raise SystemExit(0)
        if not again and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)
