"""The process that is Telegram and its customers: `python -m bench.server SCRIPT`.

It prints its port. POST /load orders a load and is answered with what came of it.
"""

import asyncio
import json
import sys
import time
from itertools import count
from pathlib import Path
from typing import Final

from bench.customers import PATIENCE, Load, Script
from bench.hasty import Hasty
from bench.hooks import Hooks
from bench.place import cpu
from bench.telegram import Call, Telegram
from bench.wire import Connection, Json, Reply

RAMP: Final = 4.0
"""Seconds that a load of many customers takes to grow, at most, before it is measured."""
WARM: Final = 2.0
"""Seconds that a load by a rate runs before it is measured."""
STEP: Final = 0.01


class Server:
    """Telegram with its customers."""

    def __init__(self, script: Script) -> None:
        self.telegram = Telegram(self._heard, self._answered)
        self._script = script
        self._load: Load | Hasty | None = None
        self._chats = count(100_001)
        self._tasks: set[asyncio.Task[None]] = set()
        self._orders = {
            "reset": self._reset,
            "hooks": self._post_to,
            "ready": self._ready,
            "first": self._first,
            "load": self._measure,
            "hasty": self._hasty,
        }

    def handle(self, path: str, body: bytes, reply: Reply) -> None:
        """One request of the bot, or an order."""
        if path.startswith("/bot"):
            self.telegram.handle(path, body, reply)
        else:
            task = asyncio.get_running_loop().create_task(self._order(json.loads(body), reply))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _order(self, order: Json, reply: Reply) -> None:
        try:
            result = await self._orders[order["do"]](order)
        except TimeoutError:
            result = {"wrong": {"the bot does not poll": 1}}
        reply(json.dumps(result).encode())

    async def _reset(self, _order: Json) -> Json:
        """Forget the bot that was here."""
        if self.telegram.hooks:
            await self.telegram.hooks.close()
            self.telegram.hooks = None
        self.telegram.reset()
        return {}

    async def _post_to(self, order: Json) -> Json:
        """Post updates to these addresses from now on."""
        self.telegram.hooks = Hooks(order["addresses"], order["secret"])
        return {}

    async def _hasty(self, order: Json) -> Json:
        """Customers who do not wait; returns how many were answered in order."""
        await self._ready(order)
        crowd = Hasty(self.telegram, self._script.says, self._script.hears)
        self._load = crowd
        crowd.begin(next(self._chats) for _ in range(order["customers"]))
        await self._settle(crowd)
        self._load = None
        return crowd.result()

    async def _ready(self, _order: Json) -> Json:
        """Wait until the bot polls; says when it did first, on the clock of the machine."""
        async with asyncio.timeout(PATIENCE):
            while not self.telegram.polling:
                await asyncio.sleep(STEP / 10)
        return {"first_poll": self.telegram.first_poll}

    async def _first(self, _order: Json) -> Json:
        """One customer who is there before the bot; says when it polled, and when it answered."""
        load = self._load = Load(self.telegram, self._script, self._chats, most=1)
        load.begin()
        async with asyncio.timeout(PATIENCE):
            while not load.waits:
                await asyncio.sleep(STEP / 10)
        now = time.monotonic()
        load.close()
        self._load = None
        return {"first_poll": self.telegram.first_poll, "first_answer": now}

    async def _measure(self, order: Json) -> Json:
        await self._ready(order)
        self.telegram.delay = order.get("delay", 0.0)
        chats = count(*order["chats"]) if "chats" in order else self._chats
        load = Load(
            self.telegram, self._script, chats, order.get("customers"), order.get("rate", 0.0)
        )
        self._load = load
        load.begin()
        await self._grow(load)
        load.waits.clear()
        before = _Point(load, order)
        await asyncio.sleep(order["seconds"])
        after = _Point(load, order)
        waits = sorted(load.waits)
        load.close()
        self.telegram.delay = 0.0
        stuck = await self._settle(load)
        self._load = None
        return {
            "seconds": after.time - before.time,
            "calls": after.calls - before.calls,
            "cpu": after.cpu - before.cpu,
            "database_cpu": after.database - before.database,
            "own_cpu": after.own - before.own,
            "waits": waits,
            "ended": load.ended,
            "wrong": dict(load.wrong) | ({"no answer": stuck} if stuck else {}),
        }

    async def _grow(self, load: Load) -> None:
        """Until all customers are there, and once more as long, so that they mix.

        A bot that has just started is given time until it is warm.
        """
        ends = time.monotonic() + (RAMP if load.most else WARM)
        while time.monotonic() < ends and (not load.most or load.ended < 2 * load.most):
            await asyncio.sleep(STEP)

    async def _settle(self, load: Load | Hasty) -> int:
        """Wait for what is not answered yet; returns how many answers never came."""
        ends = time.monotonic() + PATIENCE
        while load.waiting and time.monotonic() < ends:
            await asyncio.sleep(STEP)
        return load.waiting

    def _heard(self, call: Call) -> None:
        if self._load:
            self._load.heard(call)

    def _answered(self, call: Call) -> None:
        if isinstance(self._load, Load):
            self._load.answered(call)


class _Point:
    """What stood on the clocks at one moment."""

    def __init__(self, load: Load, order: Json) -> None:
        self.time, self.calls = time.monotonic(), load.calls
        self.cpu = cpu(order["bots"])
        self.database = cpu(order.get("databases", []))
        self.own = time.process_time()


async def main(script: Script) -> None:
    """Serve until the end of the standard input."""
    server = Server(script)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Connection(server.handle), "127.0.0.1", 0)
    sys.stdout.write(f"{listening.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    asyncio.run(main(Script.of(plan)))
