"""The combinations that are killed."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from bot.helpdesk import Helpdesk
from tests.chaos.case import Case
from tests.chaos.lives import zygote
from tests.chaos.stores import SqliteFile
from tests.chaos.tally import Tally

NAMES: Final = ("polling, SQLite",)


@dataclass(frozen=True)
class Plan:
    """What is asked for.

    Attributes:
        name: the combination.
        kills: how often to kill.
        each: kills on one database, before it is looked into.
        seed: where chance comes from.
        fresh_every: every how manieth life is a fresh interpreter; 0 for none.
    """

    name: str
    kills: int
    each: int = 250
    seed: int = 1
    fresh_every: int = 100


@asynccontextmanager
async def prepared(
    plan: Plan, helpdesk: Helpdesk, folder: Path, progress: Callable[[Tally], None]
) -> AsyncIterator[Case]:
    """A combination that is ready to be run.

    Args:
        plan: what is asked for.
        helpdesk: the engine, for what people expect.
        folder: where databases and logs go.
        progress: told after each kill.
    """
    log, files = folder / "log", count()
    async with zygote(log) as lives:
        yield Case(
            plan.name,
            ("run",),
            lambda: SqliteFile(folder / f"{next(files)}.sqlite3"),
            lives,
            helpdesk,
            log,
            seed=plan.seed,
            fresh_every=plan.fresh_every,
            progress=progress,
        )
