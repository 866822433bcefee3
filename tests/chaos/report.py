"""The table at the end."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import bot
from tests.chaos.tally import Tally

ROWS: Final = {
    "kills": "kills (SIGKILL)",
    "at_points": "  of them at a point",
    "stops": "stops (SIGTERM)",
    "database_kills": "kills of the database",
    "accidents": "lives that ended by themselves",
    "slow_stops": "stops that failed or took over 3 s",
    "updates": "updates sent",
    "lost": "updates lost",
    "parked": "updates parked",
    "taken_twice": "updates taken twice",
    "disordered": "chats out of order",
    "doubled": "messages doubled",
    "edits_doubled": "edits doubled",
    "unsent": "calls never made",
    "conversations": "slow conversations",
    "wrong": "  without the right values",
    "tickets": "tickets asked for",
    "tickets_lost": "tickets lost",
    "tickets_doubled": "tickets doubled",
    "moves": "moves with tickets",
    "moves_lost": "  moves lost",
    "moves_doubled": "  moves doubled",
    "forgotten": "customers forgotten",
    "half_forgotten": "  of whom something is left",
    "complaints": "calls the Bot API does not know",
}
PRODUCT: Final = Path(bot.__file__).parent
SERVING: Final = ("gateway", "store", "turn.py")
"""The parts of bot/ that wait for something while they serve."""


def table(tallies: Mapping[str, Tally]) -> str:
    """The counts of each combination, and of all together."""
    total = Tally()
    for tally in tallies.values():
        total += tally
    columns = [*tallies.values(), total]
    heads = [*tallies, "all"]
    width = max(map(len, ROWS.values())) + 1
    lines = ["".ljust(width) + "".join(head.rjust(len(head) + 3) for head in heads)]
    for name, words in ROWS.items():
        cells = zip(heads, columns, strict=True)
        counts = (str(getattr(tally, name)).rjust(len(head) + 3) for head, tally in cells)
        lines.append(words.ljust(width) + "".join(counts))
    return "\n".join(lines)


def awaits() -> set[str]:
    """Every await of the serving parts, as FILE:LINE."""
    return {
        f"{path.relative_to(PRODUCT)}:{node.lineno}"
        for part in SERVING
        for path in _files(PRODUCT / part)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Await)
    }


def places(killed: Iterable[str]) -> set[str]:
    """The awaits at which a process was killed, as FILE:LINE."""
    return {
        place
        for point in killed
        if point.startswith("await ")
        for place in point.removeprefix("await ").split()
    }


def _files(path: Path) -> Iterator[Path]:
    yield from sorted(path.glob("*.py")) if path.is_dir() else [path]
