"""All contenders in one run, taking turns over several rounds, on the same conversation."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.contenders import Contender, Running, running
from bench.place import memory
from bench.stage import calls_of, folder_for, order, stage

Json = dict[str, Any]
CUSTOMERS: Final = 256
"""Customers at once under full load."""
NETWORK: Final = 0.05
"""Seconds that a call takes over a network."""


@dataclass(frozen=True)
class Phase:
    """One thing that is measured of a contender.

    Attributes:
        name: what it is called in the results.
        order: what the customers do; see bench/server.py.
        seconds: how long, in a full run and in a short one.
    """

    name: str
    order: Json
    seconds: tuple[float, float]


PHASES: Final = (
    Phase("low", {"rate": 10.0}, (6.0, 2.0)),
    Phase("full", {"customers": CUSTOMERS}, (4.0, 1.5)),
    Phase("low, network", {"rate": 2.0, "delay": NETWORK}, (8.0, 2.0)),
    Phase("full, network", {"customers": CUSTOMERS, "delay": NETWORK}, (4.0, 1.5)),
)


def measure(
    contenders: Sequence[Contender],
    rounds: int,
    *,
    short: bool = False,
    say: Callable[[str], object] = print,
) -> tuple[list[Json], int]:
    """Measure every contender in every round.

    Args:
        contenders: who takes part.
        rounds: how often.
        short: whether each part lasts only as long as a look needs.
        say: takes a line about what goes on.

    Returns:
        One record for each contender and round, and the calls of a conversation.
    """
    records = []
    with stage() as (path, api):
        calls = calls_of(path)
        for number in range(rounds):
            for contender in contenders:
                began = time.monotonic()
                record = {"contender": contender.letter, "round": number}
                record |= _one(contender, path, api, short=short)
                records.append(record)
                say(_line(contender, record, number, time.monotonic() - began))
    return records, calls


def _one(contender: Contender, path: Path, api: str, *, short: bool) -> Json:
    with (
        folder_for(contender.letter, path) as folder,
        running(contender, path, api, folder) as bot,
    ):
        record: Json = {"start": order(api, {"do": "ready"})["first_poll"] - bot.started}
        for phase in PHASES:
            record[phase.name] = _phase(phase, bot, api, short=short)
        record["memory"] = memory(bot.process.pid)
        record["most memory"] = memory(bot.process.pid, "VmHWM")
        record["database memory"] = _database_memory(bot)
    return record


def _phase(phase: Phase, bot: Running, api: str, *, short: bool) -> Json:
    wanted = phase.order | bot.numbers() | {"do": "load", "seconds": phase.seconds[short]}
    return order(api, wanted)


def _database_memory(bot: Running) -> float:
    return sum(map(memory, bot.numbers()["databases"]))


def _line(contender: Contender, record: Json, number: int, seconds: float) -> str:
    full = record["full"]
    wrong = {phase.name: record[phase.name]["wrong"] for phase in PHASES}
    told = "".join(f"; {name}: {faults}" for name, faults in wrong.items() if faults)
    return (
        f"round {number + 1} ({contender.letter}) {full['calls'] / full['cpu']:8.0f} calls/CPU s, "
        f"{record['memory']:4.0f} MB, took {seconds:.0f} s{told}"
    )
