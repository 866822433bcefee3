"""Delivery of updates to a bot's webhook, as Telegram does it."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from tests.telegram.core import Telegram
from tests.telegram.fetching import LOOPBACK
from tests.telegram.methods import call

Json = dict[str, Any]
FIRST_DELAY: Final = 1.0
LONGEST_DELAY: Final = 64.0
"""Seconds between two attempts; the first wait doubles until the longest."""
PATIENCE: Final = 60.0
"""Seconds to wait for an answer."""
SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """Posts the pending updates, one after the other.

    An update that is not taken is posted again, ever later, until its life is over; those after
    it wait.
    """

    def __init__(
        self,
        telegram: Telegram,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._telegram, self._sleep = telegram, sleep
        self._delay = FIRST_DELAY
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Deliver until cancelled."""
        self._telegram.listeners.append(self._wake)
        try:
            while True:
                self._news.clear()
                if self._telegram.webhook:
                    await self.drain()
                await self._news.wait()
        finally:
            self._telegram.listeners.remove(self._wake)

    def _wake(self) -> None:
        self._news.set()

    async def drain(self) -> None:
        """Deliver what is pending; waits between attempts."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE)) as session:
            while self._telegram.webhook:
                self._telegram.expire()
                if not self._telegram.pending:
                    return
                update = self._telegram.pending[0]
                if await self._post(session, update):
                    self._delay = FIRST_DELAY
                    if update in self._telegram.pending:
                        self._telegram.pending.remove(update)
                else:
                    await self._sleep(self._delay)
                    self._delay = min(self._delay * 2, LONGEST_DELAY)

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> bool:
        """Whether the bot took an update."""
        if urlsplit(self._telegram.webhook).hostname not in LOOPBACK:
            return self._failed("Connection refused")
        secret = self._telegram.hook.get("secret_token")
        headers = {SECRET: secret} if secret else {}
        try:
            async with session.post(
                self._telegram.webhook, json=update, headers=headers, allow_redirects=False
            ) as response:
                if not response.ok or response.status >= HTTPStatus.MULTIPLE_CHOICES:
                    status = f"{response.status} {response.reason}"
                    return self._failed(f"Wrong response from the webhook: {status}")
                await self._obey(response)
        except TimeoutError:
            return self._failed("Read timeout expired")
        except aiohttp.ClientError:
            return self._failed("Connection refused")
        return True

    async def _obey(self, response: aiohttp.ClientResponse) -> None:
        """Carry out the call that a bot may put into its answer."""
        if response.content_type != "application/json":
            return
        answer = await response.json()
        if isinstance(answer, dict) and "method" in answer:
            method = str(answer.pop("method"))
            call(self._telegram, self._telegram.token, method, answer)

    def _failed(self, reason: str) -> bool:
        self._telegram.hook["last_error_message"] = reason
        self._telegram.hook["last_error_date"] = int(self._telegram.clock())
        return False
