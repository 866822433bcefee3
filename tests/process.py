"""The real process `postbode run`, on an offline Telegram over loopback."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.telegram import Customer, Telegram, serve

PATIENCE = 15.0
"""Seconds until a test gives up on a process."""


@dataclass
class Bot:
    """A process that serves an offline Telegram.

    Attributes:
        telegram: the offline Telegram.
        environment: what the process is told.
        process: the process that runs now.
    """

    telegram: Telegram
    environment: dict[str, str]
    process: asyncio.subprocess.Process | None = None

    async def start(self, *options: str) -> None:
        """Start the process."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run", *options),
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def end(self, how: signal.Signals = signal.SIGKILL) -> tuple[int, str]:
        """End the process; returns its exit code and everything it printed."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        return await self.finished()

    async def finished(self) -> tuple[int, str]:
        """Wait for the process to end by itself."""
        assert self.process is not None
        async with asyncio.timeout(PATIENCE):
            output, _ = await self.process.communicate()
        return self.process.returncode or 0, output.decode()

    async def until(self, customer: Customer, deeds: int) -> None:
        """Wait until the bot has done so much in a chat."""
        async with asyncio.timeout(PATIENCE):
            while len(customer.deeds) < deeds:  # noqa: ASYNC110 - a process has no event
                await asyncio.sleep(0.005)

    async def called(self, method: str) -> None:
        """Wait until the bot has begun a call that a fault of the offline Telegram spoils."""
        async with asyncio.timeout(PATIENCE):
            while self.telegram.faults[method][-1].times:  # noqa: ASYNC110
                await asyncio.sleep(0.005)


@asynccontextmanager
async def postbode(tmp_path: Path, **settings: str) -> AsyncIterator[Bot]:
    """A bot that is ready to be started; it is ended at the end."""
    telegram = Telegram()
    async with serve(telegram) as url:
        own = {name: value for name, value in os.environ.items() if "POSTBODE" not in name}
        told = {
            "POSTBODE_TOKEN": telegram.token,
            "POSTBODE_API_URL": url,
            "POSTBODE_DATABASE": str(tmp_path / "db.sqlite3"),
        }
        bot = Bot(telegram, own | told | settings)
        try:
            yield bot
        finally:
            if bot.process and bot.process.returncode is None:
                await bot.end()


def free_address() -> str:
    """HOST:PORT of a port on loopback that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"
