"""What a database of a thousand, a hundred thousand and a million conversations costs."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bench.contenders import CONTENDERS, Contender, running
from bench.database import PostgreSQL
from bench.place import cores, memory
from bench.report import aims_table, machine, table
from bench.results import Aim, Figure, Rounds
from bench.stage import calls_of, order, stage
from bench.stored import FIRST_CHAT, fill_postgresql, fill_sqlite

Json = dict[str, Any]
SIZES: Final = (1_000, 100_000, 1_000_000)
CUSTOMERS: Final = 64
SECONDS: Final = 3.0
UPDATES: Final = 3
"""Updates of a conversation."""


def measure(
    sizes: Sequence[int], rounds: int, letter: str, say: Callable[[str], object] = print
) -> tuple[list[Json], int]:
    """Serve customers whose conversations are spread over databases of these sizes.

    Args:
        sizes: how many conversations are stored.
        rounds: how often each is measured.
        letter: the contender: Postbode with SQLite, or with PostgreSQL.
        say: takes a line about what goes on.

    Returns:
        One record for each size and round, and the calls of a conversation.
    """
    records = []
    postbode = next(contender for contender in CONTENDERS if contender.letter == letter)
    with stage() as (path, api):
        folders = [_filled(path.parent, size, postbode, say) for size in sizes]
        for number in range(rounds):
            for size, folder in zip(sizes, folders, strict=True):
                record = {"size": size, **_one(postbode, size, folder, path, api, number)}
                records.append(record)
                say(f"round {number + 1}: {size:,} conversations: start {record['start']:.2f} s")
        calls = calls_of(path)
    return records, calls


def report(records: Sequence[Json], calls: int) -> str:
    """The table and the aims, as Markdown."""
    sizes = list(dict.fromkeys(record["size"] for record in records))
    by_size = {size: [r for r in records if r["size"] == size] for size in sizes}
    rows = [
        [
            f"{size:,}",
            f"{mine[0]['file']:,.0f}",
            Figure.of(r["start"] for r in mine).show(2),
            Figure.of(r["memory"] for r in mine).show(),
            _cost(mine, calls).show(),
            Rounds(mine, calls).wait("low", 0.95).show(1),
        ]
        for size, mine in by_size.items()
    ]
    head = ["conversations stored", "on disk, MB", "start to first getUpdates, s", "memory, MB"]
    tail = ["CPU per update, µs", "p95 of an answer, ms"]
    aims = _aims(by_size[sizes[0]], by_size[sizes[-1]], calls)
    return f"{machine()}\n\n{table([*head, *tail], rows)}\n\n{aims_table(aims)}"


def _cost(records: Sequence[Json], calls: int) -> Figure:
    """Microseconds of CPU time for an update."""
    loads = (record["full"] for record in records)
    return Figure.of(1e6 * load["cpu"] / load["calls"] * calls / UPDATES for load in loads)


def _aims(few: Sequence[Json], many: Sequence[Json], calls: int) -> list[Aim]:
    start = Figure.of(r["start"] for r in many).middle
    sizes = [Figure.of(r["memory"] for r in records).middle for records in (few, many)]
    costs = [_cost(records, calls).middle for records in (few, many)]
    more, dearer = sizes[1] / sizes[0] - 1, costs[1] / costs[0] - 1
    most = f"{many[0]['size']:,} conversations"
    return [
        Aim(f"start with {most}", "under 1 s", f"{start:.2f} s", start < 1),
        Aim(f"memory with {most}", "within 10 %", f"{more:+.0%}", abs(more) <= 0.1),  # noqa: PLR2004
        Aim(f"an update with {most}", "within 20 %", f"{dearer:+.0%}", dearer <= 0.2),  # noqa: PLR2004
    ]


def _filled(parent: Path, size: int, postbode: Contender, say: Callable[[str], object]) -> Path:
    folder, began = parent / str(size), time.monotonic()
    folder.mkdir()
    folder.chmod(0o777)
    if postbode.postgresql:
        database = PostgreSQL.start(folder / "postgresql", cores()[1])
        try:
            fill_postgresql(database.address, size)
        finally:
            database.stop()
    else:
        fill_sqlite(folder / "kept.sqlite3", size)
    say(f"{size:,} conversations were stored in {time.monotonic() - began:.1f} s")
    return folder


def _one(  # noqa: PLR0913, PLR0917 - what a measurement needs
    postbode: Contender, size: int, folder: Path, path: Path, api: str, number: int
) -> Json:
    spread = {"chats": [FIRST_CHAT + number, max(1, size // 4000)]}
    with running(postbode, path, api, folder) as bot:
        started = order(api, {"do": "ready"})["first_poll"] - bot.started
        load = {"do": "load", **bot.numbers(), **spread, "seconds": SECONDS}
        return {
            "start": started,
            "low": order(api, load | {"rate": 10.0}),
            "full": order(api, load | {"customers": CUSTOMERS}),
            "memory": memory(bot.process.pid),
            "file": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6,
        }
