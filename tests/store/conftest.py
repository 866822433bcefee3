"""Each kind of store."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from bot.store import Store
from bot.store.memory import MemoryStore
from bot.store.postgres import PostgresStore
from bot.store.sqlite import SqliteStore
from tests.postgres import Server
from tests.store.stores import Clock


@pytest.fixture
def clock() -> Clock:
    """The time that stores read."""
    return Clock()


_bots = count(1)


@pytest.fixture
def bot() -> int:
    """A bot that no other test has, so that a database may be shared."""
    return next(_bots)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, bot: int
) -> Iterator[Store]:
    """Each kind of store, empty."""
    opened: Store
    match request.param:
        case "memory":
            opened = MemoryStore(clock)
        case "postgres":
            address = request.getfixturevalue("postgres").address
            opened = PostgresStore(address, bot, polling=False, clock=clock)
        case _:
            opened = SqliteStore(tmp_path / "a.sqlite3", bot, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def opened(postgres: Server, bot: int) -> Iterator[Callable[[], PostgresStore]]:
    """Opens stores on the same tables, as several processes do."""
    stores: list[PostgresStore] = []

    def more() -> PostgresStore:
        stores.append(PostgresStore(postgres.address, bot, polling=False))
        return stores[-1]

    yield more
    for store in stores:
        store.close()


@pytest.fixture
def one(opened: Callable[[], PostgresStore]) -> PostgresStore:
    """A store."""
    return opened()


@pytest.fixture
def other(opened: Callable[[], PostgresStore]) -> PostgresStore:
    """Another process's store on the same tables."""
    return opened()


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """Threads that stand for processes."""
    with ThreadPoolExecutor() as threads:
        yield threads
