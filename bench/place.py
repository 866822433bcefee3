"""Where things run: the bot on a core of its own, everything else on the others."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
"""Ticks of CPU time in a second."""


def cores() -> tuple[set[int], set[int]]:
    """The core of the bot, and those of everything else; with one core, both are the same."""
    first, *others = sorted(os.sched_getaffinity(0))
    return {first}, set(others) or {first}


@contextmanager
def started_on(where: set[int]) -> Iterator[None]:
    """What is started in this block, and all that it starts, runs on these cores."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, where)
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)


def children(number: int) -> list[int]:
    """The processes that a process has started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[1]) == number:
            found.append(int(stat.parent.name))
    return found


def memory(number: int, what: str = "VmRSS") -> float:
    """Resident memory of a process in MB; VmHWM is the most that it ever was."""
    status = Path(f"/proc/{number}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith(f"{what}:"))
    return int(line.split()[1]) * 1024 / 1e6


def cpu(numbers: list[int]) -> float:
    """Seconds of CPU time that processes have used, and those of their children that ended."""
    total = 0.0
    for number in numbers:
        fields = Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()
        total += sum(map(int, fields[11:15])) / TICKS
    return total
