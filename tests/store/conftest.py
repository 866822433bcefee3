"""Each kind of store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store
from bot.store.memory import MemoryStore
from bot.store.sqlite import SqliteStore
from tests.store.stores import Clock


@pytest.fixture
def clock() -> Clock:
    """The time that stores read."""
    return Clock()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """Each kind of store, empty."""
    opened: Store
    match request.param:
        case "memory":
            opened = MemoryStore(clock)
        case _:
            opened = SqliteStore(tmp_path / "a.sqlite3", bot=1, clock=clock)
    yield opened
    opened.close()
