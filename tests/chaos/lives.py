"""Lives of the bot: processes that are started, and die."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

PATIENCE: Final = 20.0
"""Seconds until a process that should have ended is a fault of the test."""
Json = dict[str, Any]


@dataclass
class End:
    """How a life ended.

    Attributes:
        code: the exit code; minus the signal that ended it.
        at: the point at which it was killed; empty when it was killed from outside.
        reached: the points that it passed, as far as it could tell.
    """

    code: int
    at: str = ""
    reached: Counter[str] = field(default_factory=Counter)


class Life:
    """One process of the bot."""

    def __init__(self, number: int, ended: "asyncio.Task[End]") -> None:
        self.number, self.ended = number, ended

    def signal(self, how: signal.Signals) -> None:
        """Send a signal, if the process is still there."""
        if not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.number, how)

    async def lasts(self, seconds: float) -> bool:
        """Whether it is still there after so long."""
        done, _ = await asyncio.wait([self.ended], timeout=seconds)
        return not done

    async def end(self) -> End:
        """Wait until it has ended."""
        async with asyncio.timeout(PATIENCE):
            return await asyncio.shield(self.ended)


class Zygote:
    """Forks lives, one at a time; see tests/chaos/zygote.py."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process, self._log = process, log

    async def begin(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        point: str = "",
        nth: int = 1,
        fault: str = "",
    ) -> Life:
        """Begin a life.

        Args:
            command: what follows `postbode`.
            environment: what the process is told.
            point: where it ends itself.
            nth: the how manieth time it passes there.
            fault: a method of the Bot API whose call fails unexpectedly.
        """
        told = {"command": command, "environment": environment, "log": str(self._log)}
        await self._tell(told | {"point": point, "nth": nth, "fault": fault})
        number = (await self._hear())["process"]
        return Life(number, asyncio.create_task(self._end()))

    async def _end(self) -> End:
        told = await self._hear()
        return End(told["code"], told.get("at", ""), Counter(told.get("reached", {})))

    async def _tell(self, what: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()

    async def _hear(self) -> Json:
        assert self._process.stdout is not None
        return dict(json.loads(await self._process.stdout.readline()))


@asynccontextmanager
async def zygote(log: Path, **operator: str) -> AsyncIterator[Zygote]:
    """A process that forks lives; ended at the end, with the life that it watches.

    Args:
        log: takes what all lives print.
        operator: settings that the texts depend on, so that they are read once, before a fork.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.chaos.zygote"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=clean_environment() | operator,
        limit=1_000_000,
    )
    try:
        assert process.stdout is not None
        await process.stdout.readline()
        yield Zygote(process, log)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def fresh(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Life:
    """A life that begins as the operator begins it: a new interpreter."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *command),
            env=clean_environment() | dict(environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )

    async def ended() -> End:
        return End(await process.wait())

    return Life(process.pid, asyncio.create_task(ended()))


def clean_environment() -> dict[str, str]:
    """The environment without settings of the bot."""
    return {name: value for name, value in os.environ.items() if "POSTBODE" not in name}
