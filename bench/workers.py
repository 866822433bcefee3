"""Processes that share one PostgreSQL, updates by webhook: what a second one adds."""

import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from bench.contenders import environment, started
from bench.database import PostgreSQL
from bench.place import cores
from bench.report import aims_table, machine, table
from bench.results import Aim, Figure, Rounds
from bench.stage import calls_of, folder_for, order, stage

Json = dict[str, Any]
SECRET: Final = "bench"  # noqa: S105 - opens nothing
CUSTOMERS: Final = 256
HASTY: Final = 500
"""Customers who type three lines without waiting."""
TURN: Final = 0.02
"""Seconds that a process of a slow machine works at once, before it stands still for the rest."""
WANTED: Final = 1.8
PROCESSES: Final = (1, 2)
SHARE: Final = 0.2
"""The part of a core that a process of a slow machine has."""
START: Final = 20.0
MACHINES: Final = {"as it is": 1.0, "slow": SHARE}
HASTE: Final = "in haste"


def measure(
    rounds: int, seconds: float, say: Callable[[str], object] = print
) -> tuple[list[Json], int]:
    """One process, and two, in turn.

    Returns:
        One record for each round, number of processes and machine; the calls of a conversation.
    """
    records: list[Json] = []
    with stage() as (path, api), folder_for("d", path) as folder:
        database = PostgreSQL.start(folder / "postgresql", set.union(*cores()))
        try:
            for number in range(rounds):
                for count in PROCESSES:
                    found = _with(count, database, folder, api, seconds)
                    records += [{"processes": count, **record} for record in found]
                    say(f"round {number + 1}: {count} processes")
        finally:
            database.stop()
        return records, calls_of(path)


def _with(
    count: int, database: PostgreSQL, folder: Path, api: str, seconds: float
) -> Iterator[Json]:
    with _processes(count, database, folder, api) as numbers:
        yield {"machine": HASTE, "order": order(api, {"do": "hasty", "customers": HASTY})}
        for machine_, share in MACHINES.items():
            with _slowed(numbers, share):
                load = {"do": "load", "customers": CUSTOMERS, "seconds": seconds}
                who = {"bots": numbers, "databases": database.processes()}
                full = order(api, load | who)
            yield {"machine": machine_, "full": full}


@contextmanager
def _processes(count: int, database: PostgreSQL, folder: Path, api: str) -> Iterator[list[int]]:
    """So many processes of `postbode run --webhook`; yields their numbers."""
    order(api, {"do": "reset"})
    places = [f"127.0.0.1:{_free_port()}" for _ in range(count)]
    settings = environment(api, folder, database)
    settings |= {"POSTBODE_WEBHOOK_URL": f"http://{places[0]}/hook"}
    settings |= {"POSTBODE_WEBHOOK_SECRET": SECRET}
    with ExitStack() as stack:
        command, where = [sys.executable, "-m", "bot", "run", "--webhook"], cores()
        processes = []
        for at, place in enumerate(places):
            mine, log = (
                settings | {"POSTBODE_HTTP": place},
                folder / ("log" if at == 0 else f"log{at}"),
            )
            processes.append(stack.enter_context(started(command, mine, log, where[at % 2])))
            _wait_for(f"http://{place}/health")
        order(api, {"do": "hooks", "addresses": [f"http://{p}/hook" for p in places]} | _SIGNED)
        yield [process.pid for process in processes]


_SIGNED: Final = {"secret": SECRET}


@contextmanager
def _slowed(numbers: Sequence[int], share: float) -> Iterator[None]:
    """Let processes work in turns, each for this share of the time: a machine with slow cores."""
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(numbers, share, ended))
    if share < 1:
        beat.start()
    try:
        yield
    finally:
        ended.set()
        if share < 1:
            beat.join()
        for number in numbers:
            os.kill(number, signal.SIGCONT)


def _beat(numbers: Sequence[int], share: float, ended: threading.Event) -> None:
    """Each process in its turn; a single one has the turns of nobody."""
    for number in numbers:
        os.kill(number, signal.SIGSTOP)
    while not ended.is_set():
        for number in numbers:
            os.kill(number, signal.SIGCONT)
            time.sleep(TURN)
            os.kill(number, signal.SIGSTOP)
        time.sleep(max(0.0, TURN / share - TURN * len(numbers)))


def report(records: Sequence[Json], calls: int) -> str:
    """The table, as Markdown."""
    rows = [
        [f"{count}, {machine_}", *_row(records, machine_, count, calls)]
        for machine_ in MACHINES
        for count in PROCESSES
    ]
    head = ["processes", "conversations/s", "times one", "CPU ms: bot", "database", "Telegram"]
    said = f"{machine()} {_bound(records, calls)} {_in_order(records)}"
    aims = [_aim(records, machine_, calls) for machine_ in MACHINES]
    return f"{said}\n\n{table(head, rows)}\n\n{aims_table(aims)}"


def _aim(records: Sequence[Json], machine_: str, calls: int) -> Aim:
    one, two = (_rate(records, machine_, count, calls) for count in PROCESSES)
    found = two.middle / one.middle
    return Aim(f"two processes, {machine_}", f"{WANTED} times one", f"{found:.2f}", found >= WANTED)


def _rate(records: Sequence[Json], machine_: str, count: int, calls: int) -> Figure:
    mine = [r for r in records if (r["processes"], r["machine"]) == (count, machine_)]
    return Rounds(mine, calls).per_second("full")


def _in_order(records: Sequence[Json]) -> str:
    told = [
        r["order"] for r in records if r["machine"] == HASTE and r["processes"] == max(PROCESSES)
    ]
    right, wrong, other = (sum(o[n] for o in told) for n in ("in order", "out of order", "other"))
    return (
        f"Of {right + wrong + other:,} customers of two processes who typed three lines at once, "
        f"{right:,} were answered in order, {wrong:,} in another order, {other:,} otherwise."
    )


def _row(records: Sequence[Json], machine_: str, count: int, calls: int) -> list[str]:
    mine = [r for r in records if (r["processes"], r["machine"]) == (count, machine_)]
    rate = _rate(records, machine_, count, calls)
    ratio = rate.middle / _rate(records, machine_, 1, calls).middle
    costs = [_cost(mine, calls, name).show(1) for name in ("cpu", "database_cpu", "own_cpu")]
    return [rate.show(), f"{ratio:.2f}", *costs]


def _cost(records: Sequence[Json], calls: int, name: str) -> Figure:
    """Milliseconds of CPU time for a conversation."""
    return Figure.of(1000 * r["full"][name] / r["full"]["calls"] * calls for r in records)


def _bound(records: Sequence[Json], calls: int) -> str:
    """What the cores of this machine allow."""
    mine = [r for r in records if (r["processes"], r["machine"]) == (1, "as it is")]
    bot, rest = _cost(mine, calls, "cpu").middle, 0.0
    for name in ("database_cpu", "own_cpu"):
        rest += _cost(mine, calls, name).middle
    most = min(2.0, len(os.sched_getaffinity(0)) * bot / (bot + rest))
    return (
        f"Of {bot + rest:.1f} ms of CPU time for a conversation the bot takes {bot:.1f}; so two "
        f"processes could do at most {most:.2f} times what one does, on these cores."
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    """Until somebody answers there, whatever it says."""
    ends = time.monotonic() + START
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    message = f"nobody answers at {address}"
    raise TimeoutError(message)
