"""The tables in a PostgreSQL database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from bot.errors import DatabaseNewer, DatabaseUnreachable
from bot.store.postgres import PostgresStore
from bot.store.statements import migrations
from tests.postgres import Server
from tests.store.stores import FIRST, queued, waiting


@pytest.fixture
def fresh(postgres: Server, bot: int) -> Iterator[str]:
    """The address of a database without tables."""
    postgres.ask(f"CREATE DATABASE fresh{bot}")
    yield postgres.address.replace("/postgres?", f"/fresh{bot}?")
    postgres.ask(f"DROP DATABASE fresh{bot} WITH (FORCE)")


def test_processes_that_start_together_make_the_tables_once(
    fresh: str, pool: ThreadPoolExecutor
) -> None:
    """Whoever comes first makes the tables, and all can use them."""

    def start(bot: int) -> None:
        with closing(PostgresStore(fresh, bot, polling=True)) as store:
            with store.transaction() as transaction:
                queued(transaction, FIRST, "a")
            assert waiting(store) == [(7, "a")]

    for job in [pool.submit(start, bot) for bot in range(5)]:
        job.result(30)


def test_a_step_that_fails_changes_nothing(fresh: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step to the next schema is taken whole or not at all."""
    PostgresStore(fresh, 1, polling=False).close()
    steps = migrations("postgres")
    broken = [*steps, "CREATE TABLE half (a integer); INSERT INTO nowhere VALUES (1)"]
    monkeypatch.setattr("bot.store.postgres_schema.migrations", lambda _: broken)
    with pytest.raises(DatabaseUnreachable, match="nowhere"):
        PostgresStore(fresh, 1, polling=False)
    whole = [*steps, "CREATE TABLE half (a integer)"]
    monkeypatch.setattr("bot.store.postgres_schema.migrations", lambda _: whole)
    PostgresStore(fresh, 1, polling=False).close()
    monkeypatch.undo()
    with pytest.raises(DatabaseNewer, match=f"schema {len(whole)}, not {len(steps)}"):
        PostgresStore(fresh, 1, polling=False)
