"""A connection that HTTP/1.1 is spoken on: one request, one answer, and then the next."""

import asyncio
from typing import cast

from bot.gateway.http_answer import Answer, NotHttp, Reader


class Lost(Exception):
    """The request was sent, and no answer came: whether it was carried out is not known."""


class Connection(asyncio.Protocol):
    """One connection, for one request at a time.

    Attributes:
        idle_since: when it was used last, on the clock of the loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.idle_since = 0.0
        self._loop = loop
        self._reader = Reader()
        self._kept = True
        self._received = 0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[Answer] | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def usable(self) -> bool:
        """Whether another request may be sent; where it can't be, nothing of it is."""
        return self._kept and self._transport is not None and not self._transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See Protocol."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """See Protocol."""
        answer = self._reader.end() if exc is None else None
        if answer is None:
            self._fail("the connection was lost")
        else:
            self._finish(answer)

    def data_received(self, data: bytes) -> None:
        """See Protocol."""
        self._received += len(data)
        if self._answer is None or self._answer.done():  # nobody asked
            self.close()
            return
        try:
            answer = self._reader.feed(data)
        except NotHttp as error:
            self._fail(f"the answer is not HTTP: {error}")
            return
        if answer is not None:
            self._finish(answer)

    async def ask(self, request: bytes, patience: float) -> Answer:
        """Send a request and wait for its answer.

        Args:
            request: all of it.
            patience: seconds in which something has to be sent or received.

        Raises:
            Lost: no answer came.
        """
        self._answer = self._loop.create_future()
        self._reader.begin()
        if self._transport is not None:
            self._transport.write(request)
        self._watch(patience)
        try:
            return await self._answer
        except BaseException:
            self.close()
            raise
        finally:
            if self._timer is not None:
                self._timer.cancel()

    def close(self) -> None:
        """Close it; it is not used again."""
        self._kept = False
        if self._transport is not None:
            self._transport.abort()

    def _watch(self, patience: float, before: tuple[int, int] | None = None) -> None:
        """Look again later whether anything has moved, and give up when nothing has."""
        now = self._received, self._unsent()
        if now == before:
            self._fail("no answer came in time")
        else:
            self._timer = self._loop.call_later(patience, self._watch, patience, now)

    def _unsent(self) -> int:
        return self._transport.get_write_buffer_size() if self._transport is not None else 0

    def _finish(self, answer: Answer) -> None:
        self._kept = answer.kept and not self._unsent()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)

    def _fail(self, reason: str) -> None:
        self._kept = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Lost(reason))
