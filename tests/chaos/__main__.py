"""Kill the bot thousands of times and print what came of it; see tests/chaos/__init__.py."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bot.helpdesk import load_helpdesk
from tests.chaos.cases import NAMES, Plan, prepared
from tests.chaos.report import awaits, places, table
from tests.chaos.tally import Tally

EVERY: Final = 5.0
"""Seconds between two lines about the progress."""
TOLD: Final = 25
"""Kills between two words of one combination about its progress."""
STORIES: Final = 5
"""Chats that are told of at the end, of those in which something went wrong."""


@dataclass
class Outcome:
    """What a combination has told so far."""

    tally: Tally = field(default_factory=Tally)
    known: list[str] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)

    def hear(self, told: dict[str, Any]) -> None:
        """Take in one line."""
        self.tally = Tally(**told["tally"])
        self.known, self.killed = told.get("known", []), told.get("killed", [])
        self.stories = told.get("stories", [])


def main() -> int:
    """Run what the command line asks for; returns the exit code."""
    asked = _asked()
    if asked.case:
        plan = Plan(asked.case, asked.kills, seed=asked.seed)
        asyncio.run(_one(plan))
        return 0
    outcomes = {name: Outcome() for name in asked.only or NAMES}
    asyncio.run(_all(outcomes, asked))
    return _verdict(outcomes)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="in all (1000)")
    parser.add_argument("--seed", type=int, default=1, help="where chance comes from (1)")
    parser.add_argument("--only", action="append", choices=NAMES, help="one combination")
    parser.add_argument("--case", choices=NAMES, help=argparse.SUPPRESS)
    return parser.parse_args()


async def _one(plan: Plan) -> None:
    """One combination, in this process; tells of itself in lines of JSON."""

    def tell(tally: Tally, **more: object) -> None:
        sys.stdout.write(json.dumps({"tally": asdict(tally), **more}) + "\n")
        sys.stdout.flush()

    def progress(tally: Tally) -> None:
        if tally.kills % TOLD == 0:
            tell(tally)

    with TemporaryDirectory(prefix="chaos-") as folder:
        async with prepared(plan, load_helpdesk(), Path(folder), progress) as case:
            await case.run(plan.kills, plan.each)
    points = {"known": sorted(case.schedule.known), "killed": sorted(case.schedule.killed)}
    tell(case.tally, **points, stories=case.stories[:STORIES])


async def _all(outcomes: dict[str, Outcome], asked: argparse.Namespace) -> None:
    """Every combination in a process of its own, as many at once as there are cores."""
    begun, room = time.monotonic(), asyncio.Semaphore(os.cpu_count() or 1)
    shares = dict(zip(outcomes, _shares(asked.kills, len(outcomes)), strict=True))

    async def show() -> None:
        while True:
            await asyncio.sleep(EVERY)
            _say(_progress(outcomes, time.monotonic() - begun))

    shown = asyncio.create_task(show())
    runs = (_hear(room, name, shares[name], asked.seed, said) for name, said in outcomes.items())
    await asyncio.gather(*runs)
    shown.cancel()
    _say(_progress(outcomes, time.monotonic() - begun))


async def _hear(
    room: asyncio.Semaphore, name: str, kills: int, seed: int, outcome: Outcome
) -> None:
    async with room:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos", "--case", name),
            *("--kills", str(kills), "--seed", str(seed)),
            stdout=asyncio.subprocess.PIPE,
            limit=1_000_000,
        )
        assert process.stdout is not None
        async for line in process.stdout:
            outcome.hear(json.loads(line))
        if await process.wait() != 0:
            outcome.tally.accidents += 1


def _shares(kills: int, parts: int) -> Iterator[int]:
    """So many kills in equal parts."""
    for part in range(parts):
        yield kills * (part + 1) // parts - kills * part // parts


def _progress(outcomes: dict[str, Outcome], seconds: float) -> str:
    total = Tally()
    for outcome in outcomes.values():
        total += outcome.tally
    counts = f"{total.kills} kills, {total.updates} updates looked into, {total.lost} lost"
    return f"{seconds:5.0f} s: {counts}, {total.doubled} doubled"


def _verdict(outcomes: dict[str, Outcome]) -> int:
    """The table, what was killed where, and the goals."""
    _say("", table({name: outcome.tally for name, outcome in outcomes.items()}), "")
    known = set().union(*(outcome.known for outcome in outcomes.values()))
    killed = set().union(*(outcome.killed for outcome in outcomes.values()))
    _say(f"Points passed: {len(known)}; killed at: {len(killed & known)}.")
    every, reached = awaits(), places(killed)
    _say(f"Awaits in bot/: {len(every)}; killed at: {len(every & reached)}.")
    _list("not killed at", sorted(known - killed) + sorted(every - reached))
    total = Tally()
    for outcome in outcomes.values():
        total += outcome.tally
    for name, outcome in outcomes.items():
        _list(name, outcome.stories)
    _list("MISSED", total.missed)
    _say("" if total.missed else "All goals are met.")
    return 1 if total.missed else 0


def _list(head: str, words: Sequence[str]) -> None:
    _say(*(f"  {head}: {word}" for word in words))


def _say(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
