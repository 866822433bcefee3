"""What a database of a thousand, a hundred thousand and a million conversations costs."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from bench.contenders import CONTENDERS, running
from bench.place import memory
from bench.report import machine, table
from bench.results import Figure, Rounds
from bench.stage import calls_of, order, stage
from bench.stored import FIRST_CHAT, fill_sqlite

Json = dict[str, Any]
SIZES: Final = (1_000, 100_000, 1_000_000)
CUSTOMERS: Final = 64
SECONDS: Final = 3.0


def measure(
    sizes: Sequence[int], rounds: int, say: Callable[[str], object] = print
) -> tuple[list[Json], int]:
    """Serve customers whose conversations are spread over databases of these sizes.

    Returns:
        One record for each size and round, and the calls of a conversation.
    """
    records = []
    with stage() as (path, api):
        folders = [_filled(path.parent, size, say) for size in sizes]
        for number in range(rounds):
            for size, folder in zip(sizes, folders, strict=True):
                record = {"size": size, **_one(size, folder, path, api, number)}
                records.append(record)
                say(f"round {number + 1}: {size:,} conversations: start {record['start']:.2f} s")
        calls = calls_of(path)
    return records, calls


def report(records: Sequence[Json], calls: int) -> str:
    """The table, as Markdown."""
    sizes = list(dict.fromkeys(record["size"] for record in records))
    rows: list[list[str]] = []
    base: dict[str, float] = {}
    for size in sizes:
        mine = [record for record in records if record["size"] == size]
        each = Rounds(mine, calls)
        cost = Figure.of(1e6 * r["full"]["cpu"] / r["full"]["calls"] * calls / 3 for r in mine)
        figures = {"memory": each.of("memory").middle, "turn": cost.middle}
        base = base or figures
        change = [f"{figures[name] / base[name] - 1:+.0%}" for name in ("memory", "turn")]
        rows.append(
            [
                f"{size:,}",
                f"{mine[0]['file']:,.0f}",
                each.of("start").show(2),
                f"{each.of('memory').show()} ({change[0]})",
                f"{cost.show()} ({change[1]})",
                each.wait("low", 0.95).show(1),
            ]
        )
    head = ["conversations stored", "file, MB", "start to first getUpdates, s", "memory, MB"]
    tail = ["CPU per update, µs", "p95 of an answer, ms"]
    return f"{machine()}\n\n{table([*head, *tail], rows)}"


def _filled(parent: Path, size: int, say: Callable[[str], object]) -> Path:
    folder, began = parent / str(size), time.monotonic()
    folder.mkdir()
    fill_sqlite(folder / "kept.sqlite3", size)
    say(f"{size:,} conversations were stored in {time.monotonic() - began:.1f} s")
    return folder


def _one(size: int, folder: Path, path: Path, api: str, number: int) -> Json:
    postbode = next(contender for contender in CONTENDERS if contender.letter == "c")
    spread = {"chats": [FIRST_CHAT + number, max(1, size // 4000)]}
    with running(postbode, path, api, folder) as bot:
        started = order(api, {"do": "ready"})["first_poll"] - bot.started
        load = {"do": "load", **bot.numbers(), **spread, "seconds": SECONDS}
        return {
            "start": started,
            "low": order(api, load | {"rate": 10.0}),
            "full": order(api, load | {"customers": CUSTOMERS}),
            "memory": memory(bot.process.pid),
            "file": (folder / "kept.sqlite3").stat().st_size / 1e6,
        }
