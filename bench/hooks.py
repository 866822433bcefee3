"""Updates posted to webhooks: several processes share them, each chat gets its own one by one."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast
from urllib.parse import urlsplit

CONNECTIONS: Final = 40
"""Updates that are posted to a process at the same time, as Telegram does it."""
AGAIN: Final = 0.2
"""Seconds until an update that was not taken is posted again."""
_END: Final = b"\r\n\r\n"


class Post(NamedTuple):
    """An update that is to be posted."""

    chat: int
    body: bytes


class _Line(asyncio.Protocol):
    """One kept connection to a process."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.answer: asyncio.Future[bool] | None = None
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See Protocol."""
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - of the base class
        """See Protocol."""
        self.transport = None
        self._settle(taken=False)

    def data_received(self, data: bytes) -> None:
        """See Protocol; the answers have no body that counts."""
        self._read += data
        if _END in self._read:
            taken = self._read.startswith(b"HTTP/1.1 200")
            self._read = b""
            self._settle(taken=taken)

    def _settle(self, *, taken: bool) -> None:
        if self.answer and not self.answer.done():
            self.answer.set_result(taken)


@dataclass
class Hooks:
    """Posts updates to processes, whichever has a connection free.

    Attributes:
        addresses: where each process takes them.
        secret: what Telegram proves itself with.
        refused: how often an update was not taken.
    """

    addresses: Sequence[str]
    secret: str
    refused: int = 0
    _waiting: deque[Post] = field(default_factory=deque)
    _held: dict[int, deque[Post]] = field(default_factory=dict)
    _free: deque[tuple[str, _Line]] = field(default_factory=deque)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for _ in range(CONNECTIONS):
            self._free.extend((address, _Line()) for address in self.addresses)

    def post(self, chat: int, body: bytes) -> None:
        """Post an update when the one before it in its chat was taken."""
        if chat in self._held:
            self._held[chat].append(Post(chat, body))
            return
        self._held[chat] = deque()
        self._waiting.append(Post(chat, body))
        self._work()

    async def close(self) -> None:
        """Close every connection."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for _, line in self._free:
            if line.transport:
                line.transport.close()

    def _work(self) -> None:
        while self._waiting and self._free:
            post, (address, line) = self._waiting.popleft(), self._free.popleft()
            task = asyncio.get_running_loop().create_task(self._send(post, address, line))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _send(self, post: Post, address: str, line: _Line) -> None:
        taken = await self._try(post, address, line)
        self._free.append((address, line))
        if not taken:
            self.refused += 1
            await asyncio.sleep(AGAIN)
            self._waiting.appendleft(post)
        elif held := self._held[post.chat]:
            self._waiting.append(held.popleft())
        else:
            del self._held[post.chat]
        self._work()

    async def _try(self, post: Post, address: str, line: _Line) -> bool:
        parts, loop = urlsplit(address), asyncio.get_running_loop()
        if line.transport is None:
            try:
                await loop.create_connection(lambda: line, parts.hostname or "", parts.port or 0)
            except OSError:
                return False
        line.answer = loop.create_future()
        head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {self.secret}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(post.body)}\r\n\r\n"
        )
        if line.transport is not None:
            line.transport.write(head.encode() + post.body)
        return await line.answer
