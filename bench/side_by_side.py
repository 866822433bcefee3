"""All contenders in one run, taking turns over several rounds, on the same conversation."""

import json
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.contenders import Contender, Running, running, telegram
from bench.content import script
from bench.place import memory

Json = dict[str, Any]
CUSTOMERS: Final = 256
"""Customers at once under full load."""
NETWORK: Final = 0.05
"""Seconds that a call takes over a network."""
PATIENCE: Final = 120.0


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


@contextmanager
def stage() -> Iterator[tuple[Path, str]]:
    """A folder with the script in it, and Telegram with its customers."""
    folder = Path(tempfile.mkdtemp(prefix="postbode-bench-"))
    folder.chmod(0o755)  # PostgreSQL works as another user when we are root
    try:
        path = folder / "script.json"
        path.write_text(json.dumps(script()), encoding="utf-8")
        with telegram(path) as api:
            yield path, api
    finally:
        shutil.rmtree(folder)


def calls_of(path: Path) -> int:
    """The calls of the conversation in a script."""
    return sum(map(len, json.loads(path.read_text("utf-8"))["steps"]))


def order(api: str, wanted: Json) -> Json:
    """Order a load; returns what came of it."""
    request = urllib.request.Request(f"{api}/load", json.dumps(wanted).encode())
    with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
        return dict(json.load(reply))


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


@contextmanager
def folder_for(contender: Contender, path: Path) -> Iterator[Path]:
    """An empty folder for a contender; its log is told when something goes wrong."""
    folder = path.parent / contender.letter
    folder.mkdir()
    folder.chmod(0o777)
    try:
        yield folder
    except Exception as error:
        log = folder / "log"
        error.add_note(log.read_text("utf-8", "replace")[-2000:] if log.exists() else "no log")
        raise
    finally:
        shutil.rmtree(folder)


def _one(contender: Contender, path: Path, api: str, *, short: bool) -> Json:
    with (
        folder_for(contender, path) as folder,
        running(contender, path, api, folder) as bot,
    ):
        record: Json = {"start": order(api, {"do": "ready"})["first_poll"] - bot.started}
        for phase in PHASES:
            record[phase.name] = _phase(phase, bot, api, short=short)
        record["memory"] = memory(bot.process.pid)
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
