"""From the start of the process to its first answer: how long, and what the time goes into."""

import re
import statistics
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from bench.contenders import CONTENDERS, Contender, running
from bench.place import memory
from bench.report import machine, table
from bench.results import Figure
from bench.stage import folder_for, order, stage

Json = dict[str, Any]
MOST: Final = 80.0
"""MB that Postbode may take at most."""
SHOWN: Final = 12
"""Packages in the table of imports."""
_IMPORTED: Final = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)$", re.MULTILINE)
"""A line of `python -X importtime`: microseconds of the module itself, and its name."""


def measure(
    rounds: int, only: str = "abce", say: Callable[[str], object] = print
) -> tuple[list[Json], list[Mapping[str, float]]]:
    """Start each contender while a customer waits.

    Returns:
        One record for each contender and round; for each round, milliseconds by imported package.
    """
    chosen = [contender for contender in CONTENDERS if contender.letter in only]
    with stage() as (path, api):
        records = [
            {"contender": contender.letter, **_one(contender, path, api)}
            for _ in range(rounds)
            for contender in chosen
        ]
        say("started; now the imports")
        postbode = next(contender for contender in CONTENDERS if contender.letter == "c")
        imports = [_imports(postbode, path, api) for _ in range(rounds)]
    return records, imports


def report(records: Sequence[Json], imports: Sequence[Mapping[str, float]]) -> str:
    """The tables, as Markdown."""
    rows = []
    for contender in CONTENDERS:
        mine = [record for record in records if record["contender"] == contender.letter]
        if mine:
            figures = [Figure.of(r[name] for r in mine) for name in ("polls", "answers")]
            sizes = [Figure.of(r[name] for r in mine) for name in ("memory", "most memory")]
            shown = [*(f.show(2) for f in figures), *(f.show() for f in sizes)]
            rows.append([f"({contender.letter}) {contender.name}", *shown])
    head = ["", "start to first getUpdates, s", "to first answer, s", "memory, MB", "at most, MB"]
    return "\n\n".join([machine(), table(head, rows), _aim(records), _table(imports)])


def _one(contender: Contender, path: Path, api: str) -> Json:
    with (
        folder_for(contender.letter, path) as folder,
        running(contender, path, api, folder) as bot,
    ):
        first = order(api, {"do": "first"})
        return {
            "polls": first["first_poll"] - bot.started,
            "answers": first["first_answer"] - bot.started,
            "memory": memory(bot.process.pid),
            "most memory": memory(bot.process.pid, "VmHWM"),
        }


def _imports(contender: Contender, path: Path, api: str) -> Mapping[str, float]:
    with folder_for(contender.letter, path) as folder:
        with running(contender, path, api, folder, PYTHONPROFILEIMPORTTIME="1"):
            order(api, {"do": "ready"})
        return by_package((folder / "log").read_text("utf-8", "replace"))


def by_package(log: str) -> Mapping[str, float]:
    """Milliseconds by package, from what `python -X importtime` writes."""
    found: dict[str, float] = defaultdict(float)
    for microseconds, module in _IMPORTED.findall(log):
        found[module.partition(".")[0]] += int(microseconds) / 1000
    return found


def _table(imports: Sequence[Mapping[str, float]]) -> str:
    names = {name for one in imports for name in one}
    costs = {name: statistics.median(one.get(name, 0.0) for one in imports) for name in names}
    most = sorted(costs, key=lambda name: -costs[name])
    rows = [[f"`{name}`", f"{costs[name]:.0f}"] for name in most[:SHOWN]]
    rest = sum(costs[name] for name in most[SHOWN:])
    rows += [["all others", f"{rest:.0f}"], ["together", f"{sum(costs.values()):.0f}"]]
    return table(["imported by `postbode run`", "ms"], rows)


def _aim(records: Sequence[Json]) -> str:
    most = max((r["most memory"] for r in records if r["contender"] == "c"), default=0.0)
    verdict = "met" if most < MOST else "missed"
    return f"The aim for (c), at most {MOST:.0f} MB at its peak, is {verdict}."
