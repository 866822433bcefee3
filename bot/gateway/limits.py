"""How fast the bot may send, before Telegram has to say so: a bucket per chat and one for all.

Telegram allows one message a second in a chat, with short bursts; 20 a minute in a group; some 30 a
second in all. An edit counts like a message. The answer to a press and a deletion put nothing into
a chat and count for nothing, so a button stops turning at once.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

PER_SECOND: Final = 30
"""Messages a second in all, unless the operator says otherwise."""
BURST: Final = 5
"""Messages that one chat gets at once: more than a turn has, so nobody waits who taps slowly."""
PRIVATE: Final = 1.0
"""Seconds for one message in a private chat, once the burst is used."""
GROUP: Final = 4.0
"""The same in a group: with the burst never more than 20 in a minute."""
ALL_BURST: Final = 3
"""Messages to several chats that need not wait for each other."""
SEVERAL: Final = 3
"""Chats refused within SPAN after which Telegram must mean the bot, not a chat."""
SPAN: Final = 1.0
_FREE: Final = ("answer", "delete")
_MANY: Final = 1000
"""Chats after which those whose bucket is full again are forgotten."""


@dataclass
class Bucket:
    """A leaky bucket.

    Attributes:
        interval: seconds for one message.
        burst: messages that need not wait for each other.
        full_at: when the whole burst is there again, in seconds.
    """

    interval: float
    burst: int
    full_at: float = 0.0

    def take(self, now: float) -> float:
        """Take room for one message; returns the seconds until it is there."""
        self.full_at = max(self.full_at, now) + self.interval
        return max(0.0, self.full_at - now - self.burst * self.interval)


@dataclass
class Limits:
    """Tells each message when it may go.

    Attributes:
        per_second: messages a second in all; 0 for no limits of our own.
        clock: the time, in seconds.
        sleep: waits.
        sharing: how many processes send for this bot; each has its part of the whole.
    """

    per_second: float = PER_SECOND
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    sharing: int = 1
    _all: Bucket = field(default_factory=lambda: Bucket(0, ALL_BURST))
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _refused: dict[int, tuple[float, float]] = field(default_factory=dict)
    _held: float = 0.0

    async def room(self, chat: int, do: str) -> float:
        """Wait until a call may be made; returns the seconds that it had to wait.

        Args:
            chat: the chat it is for.
            do: what it does, as in the outbox.
        """
        if do in _FREE:
            return 0.0
        waited = 0.0
        if self.per_second:
            waited = await self._wait(self._bucket(chat).take(self.clock()))
            self._all.interval = self.sharing / self.per_second
            waited += await self._wait(self._all.take(self.clock()))
        while (held := self._held - self.clock()) > 0:
            waited += await self._wait(held)
        return waited

    def refused(self, chat: int, seconds: float) -> None:
        """Note a 429. Several chats at once mean all of them: then everybody waits.

        Args:
            chat: the chat that was refused.
            seconds: how long Telegram asks to wait.
        """
        now = self.clock()
        recent = {c: r for c, r in self._refused.items() if now - r[0] < SPAN}
        self._refused = recent | {chat: (now, seconds)}
        if len(self._refused) >= SEVERAL:
            self._held = now + min(wait for _, wait in self._refused.values())

    async def _wait(self, seconds: float) -> float:
        if seconds > 0:
            await self.sleep(seconds)
        return seconds

    def _bucket(self, chat: int) -> Bucket:
        if chat not in self._chats:
            if len(self._chats) >= _MANY:
                now = self.clock()
                self._chats = {c: b for c, b in self._chats.items() if b.full_at > now}
            self._chats[chat] = Bucket(PRIVATE if chat > 0 else GROUP, BURST)
        return self._chats[chat]
