"""A year of chats on a virtual clock, in a table."""

import asyncio
import time

from bench.report import machine, table
from bot.log import silence
from tests.year import live


def report(days: float, seed: int) -> tuple[str, list[str]]:
    """Live so many days; returns the table, as Markdown, and what was wrong."""
    silence()
    began = time.monotonic()
    outcome = asyncio.run(live(days, seed))
    took = time.monotonic() - began
    rows = [[what, f"{count:,}"] for what, count in sorted(outcome.counts.items())]
    rows += [["what was wrong at the end", f"{len(outcome.wrong)}"]]
    said = f"{machine()} Seed {seed}; it took {took:.0f} s. Transcript `{outcome.transcript[:16]}`."
    return f"{said}\n\n{table([f'{days:g} days', 'times'], rows)}", outcome.wrong
