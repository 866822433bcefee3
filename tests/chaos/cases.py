"""The combinations that are killed."""

import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from bot.helpdesk import Helpdesk
from tests.chaos.case import OPERATOR, Case
from tests.chaos.desk import DeskTown
from tests.chaos.lives import zygote
from tests.chaos.people import Town
from tests.chaos.stores import Database, PostgresDatabase, SqliteFile
from tests.chaos.tally import Tally
from tests.postgres import Server, running

SQLITE: Final = "SQLite"
WEBHOOK: Final = "webhook"
DESK: Final = "desk"
"""Polling, with agents at a desk."""
NAMES: Final = (
    "polling, SQLite",
    "webhook, SQLite",
    "polling, PostgreSQL",
    "webhook, PostgreSQL",
    "desk, SQLite",
    "desk, PostgreSQL",
)


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
    plan: Plan,
    helpdesk: Helpdesk,
    folder: Path,
    progress: Callable[[Tally], None],
    server: Server | None = None,
) -> AsyncIterator[Case]:
    """A combination that is ready to be run.

    Args:
        plan: what is asked for.
        helpdesk: the engine, for what people expect.
        folder: where databases and logs go.
        progress: told after each kill.
        server: a PostgreSQL server that is there already.
    """
    log = folder / "log"
    with _databases(plan.name, folder, server) as database:
        async with zygote(log, **OPERATOR) as lives:
            yield Case(
                plan.name,
                ("run", "--webhook") if WEBHOOK in plan.name else ("run",),
                database,
                lives,
                helpdesk,
                log,
                people=DeskTown if DESK in plan.name else Town,
                settings=_webhook() if WEBHOOK in plan.name else {},
                seed=plan.seed,
                fresh_every=plan.fresh_every,
                progress=progress,
            )


def _webhook() -> dict[str, str]:
    """Where the webhook is: a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    return {"POSTBODE_HTTP": place, "POSTBODE_WEBHOOK_URL": f"http://{place}/hook"}


@contextmanager
def _databases(name: str, folder: Path, server: Server | None) -> Iterator[Callable[[], Database]]:
    """Makes an empty database each time it is called."""
    numbers = count()
    if SQLITE in name:
        yield lambda: SqliteFile(folder / f"{next(numbers)}.sqlite3")
        return
    with nullcontext(server) if server else running() as postgres:
        yield lambda: PostgresDatabase(postgres, f"chaos_{next(numbers)}")
