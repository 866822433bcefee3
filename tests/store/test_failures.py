"""A disk that is full, a file that is locked, a folder that can't be written: nothing is lost."""

import resource
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.errors import DatabaseFailed, DatabaseUnusable
from bot.helpdesk import Helpdesk
from bot.store import Transaction, Update
from bot.store.sqlite import SqliteStore
from bot.store.writer import Writer
from bot.turn import Turns

BATCH = [Update(n, n % 5 + 1, {"text": "imap with ssl", "language": "en"}) for n in range(1, 40)]


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """A store in a file."""
    return SqliteStore(tmp_path / "postbode.sqlite3", bot=1)


@pytest.fixture
def batch(helpdesk: Helpdesk) -> Callable[[Transaction], object]:
    """A batch of updates, as polling gives it."""
    turns = Turns(helpdesk, clock=lambda: 1000.0)
    return lambda transaction: turns.take(transaction, BATCH)


def kept(store: SqliteStore) -> tuple[int, int, int]:
    """How many updates, conversations and calls are kept."""
    tables = ("inbox", "conversation", "outbox")
    counts = (store._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)  # noqa: S608, SLF001 - our own names
    updates, conversations, calls = counts
    return updates, conversations, calls


@contextmanager
def little_room(store: SqliteStore) -> Iterator[None]:
    """No page can be added to the file: it is full in the middle of a batch."""
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]  # noqa: SLF001
    store._db.execute(f"PRAGMA max_page_count={pages}")  # noqa: SLF001
    yield
    store._db.execute("PRAGMA max_page_count=1000000")  # noqa: SLF001


@contextmanager
def full_disk(_store: SqliteStore) -> Iterator[None]:
    """No byte can be added to any file: the log can't be written, at the commit at the latest."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def locked(store: SqliteStore) -> Iterator[None]:
    """Another program holds the file, longer than one waits for it."""
    store._db.execute("PRAGMA busy_timeout=20")  # noqa: SLF001
    path = store._db.execute("PRAGMA database_list").fetchone()[2]  # noqa: SLF001
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX")
@pytest.mark.parametrize("trouble", [little_room, full_disk, locked])
async def test_what_failed_is_done_later_once(
    store: SqliteStore,
    batch: Callable[[Transaction], object],
    trouble: Callable[[SqliteStore], AbstractContextManager[None]],
) -> None:
    """While it lasts nothing of a batch counts, and one line tells; afterwards all of it, once."""
    writer = Writer(store)
    with capture_logs() as logs:
        with trouble(store):
            for _ in range(3):
                with pytest.raises(DatabaseFailed):
                    await writer.run(batch)
        assert kept(store) == (0, 0, 0)
        await writer.run(batch)
    taken = kept(store)
    assert taken[:2] == (len(BATCH), 5)
    assert taken[2] > 0
    await writer.run(batch)
    assert kept(store) == taken
    assert [entry["log_level"] for entry in logs] == ["error", "warning"]
    writer.close()


async def test_a_neighbour_in_the_transaction_fails_too(store: SqliteStore) -> None:
    """When the disk is full at one job, the others of its transaction are not kept by halves."""
    writer = Writer(store)
    long = "x" * 100_000
    with little_room(store):
        with pytest.raises(DatabaseFailed):
            await writer.run(lambda tx: tx.save(1, {"text": long}))
        with pytest.raises(DatabaseFailed), store.transaction() as transaction:
            with pytest.raises(DatabaseFailed), transaction.savepoint():
                transaction.save(2, {"text": long})
            with transaction.savepoint():
                transaction.save(3, {})
            raise DatabaseFailed(reason="as the writer does")
    assert kept(store) == (0, 0, 0)
    writer.close()


@pytest.mark.parametrize("place", ["/proc/postbode", "/dev/null/postbode"])
def test_a_folder_that_cannot_be_written_is_named(place: str) -> None:
    """Where nothing can be made, the start fails with one line that names the place."""
    with pytest.raises(DatabaseUnusable, match=place) as caught:
        SqliteStore(Path(place) / "db.sqlite3", bot=1)
    assert "check POSTBODE_DATABASE" in str(caught.value)
