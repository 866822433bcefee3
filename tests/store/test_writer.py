"""The thread that writes."""

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
from structlog.testing import capture_logs

from bot.errors import DatabaseFailed
from bot.store import Transaction
from bot.store.memory import MemoryStore
from bot.store.writer import Writer


class Counting(MemoryStore):
    """A store that counts its transactions and can refuse to commit."""

    def __init__(self) -> None:
        super().__init__()
        self.transactions = 0
        self.full = False

    @contextmanager
    def transaction(self) -> Iterator[MemoryStore]:
        """Count, and fail at the end when the disk is full."""
        self.transactions += 1
        with super().transaction() as transaction:
            yield transaction
            if self.full:
                raise OSError


async def test_a_job_returns_what_it_found() -> None:
    """The result of a job reaches the one who gave it."""
    writer = Writer(MemoryStore())
    assert await writer.run(lambda tx: tx.chat(7)) is None
    writer.close()


async def test_waiting_jobs_are_committed_together() -> None:
    """A hundred jobs given at once need far fewer transactions."""
    store = Counting()
    writer = Writer(store)
    await asyncio.gather(*(writer.run(lambda tx, n=n: tx.save(n, {})) for n in range(100)))  # type: ignore[misc]
    writer.close()
    assert store.transactions < 100


class Locking(Counting):
    """A store that notes what is locked."""

    def __init__(self) -> None:
        super().__init__()
        self.locked: list[set[int]] = []

    def lock(self, chats: Iterable[int]) -> None:
        """Note it."""
        self.locked.append(set(chats))


async def test_all_chats_of_a_transaction_are_locked_at_once() -> None:
    """Also those that have to be looked up, before any job runs."""
    store = Locking()
    store.tie(-100, 9, "7")

    def find(transaction: Transaction) -> set[int]:
        return {int(transaction.tied(-100, 9) or 0)}

    def job(transaction: Transaction) -> None:
        transaction.tie(-100, 9, "8")

    writer = Writer(store)
    await writer.run(job, find)
    await writer.run(job, (3, 4))
    writer.close()
    assert store.locked == [{7}, {3, 4}]


async def test_a_job_that_raises_is_undone_alone() -> None:
    """A failing job leaves the others of its transaction as they are."""
    store = MemoryStore()
    writer = Writer(store)

    def fail(transaction: Transaction) -> None:
        transaction.save(2, {})
        raise LookupError

    good, bad = await asyncio.gather(
        writer.run(lambda tx: tx.save(1, {})), writer.run(fail), return_exceptions=True
    )
    writer.close()
    assert good is None
    assert isinstance(bad, LookupError)
    assert store.chat(1) is not None
    assert store.chat(2) is None


async def test_a_commit_that_fails_reaches_everyone() -> None:
    """When a commit fails, each job of it gets the error, and the next one works again."""
    store = Counting()
    store.full = True
    writer = Writer(store)
    with pytest.raises(OSError):  # noqa: PT011
        await writer.run(lambda tx: tx.save(1, {}))
    store.full = False
    await writer.run(lambda tx: tx.save(2, {}))
    writer.close()
    assert store.chat(1) is None
    assert store.chat(2) is not None


async def test_close_finishes_what_was_given() -> None:
    """Jobs given before the end are done before it."""
    store = MemoryStore()
    writer = Writer(store)
    jobs = [asyncio.ensure_future(writer.run(lambda tx, n=n: tx.save(n, {}))) for n in range(20)]  # type: ignore[misc]
    await asyncio.sleep(0)
    writer.close()
    await asyncio.gather(*jobs)
    assert all(store.chat(n) is not None for n in range(20))


class Failing(MemoryStore):
    """A store that fails as often as it is told."""

    failures = 0

    @contextmanager
    def transaction(self) -> Iterator[MemoryStore]:
        """Fail at the end, or do as always."""
        with super().transaction() as transaction:
            yield transaction
            if self.failures:
                self.failures -= 1
                raise DatabaseFailed(reason="disk full")


async def test_a_failing_database_is_logged_once() -> None:
    """However often it is tried, the log says once that it fails, and once that it works again."""
    store = Failing()
    writer = Writer(store)
    with capture_logs() as logs:
        for _ in range(2):
            store.failures = 5
            for _ in range(5):
                with pytest.raises(DatabaseFailed):
                    await writer.run(lambda tx: tx.save(1, {}))
            for _ in range(3):
                await writer.run(lambda tx: tx.save(1, {}))
    writer.close()
    assert [entry["event"] for entry in logs] == [
        "the database fails; everything is tried again",
        "the database works again",
    ] * 2


async def test_a_job_at_which_the_database_fails_undoes_all_that_share() -> None:
    """When the database fails at one job, nothing of its transaction is kept."""
    store = MemoryStore()
    writer = Writer(store)

    def fail(transaction: Transaction) -> None:
        raise DatabaseFailed(reason="disk full")

    outcomes = await asyncio.gather(
        *(writer.run(lambda tx, n=n: tx.save(n, {})) for n in range(9)),  # type: ignore[misc]
        writer.run(fail),
        return_exceptions=True,
    )
    writer.close()
    assert isinstance(outcomes[-1], DatabaseFailed)
    kept = [outcome is None for outcome in outcomes[:-1]]
    assert kept == [store.chat(n) is not None for n in range(9)]


async def test_chats_are_locked_before_any_job_runs() -> None:
    """The chats of all jobs of a transaction are locked at once, before the first of them."""
    done: list[object] = []

    class Noting(MemoryStore):
        def lock(self, chats: Iterable[int]) -> None:
            done.append(sorted(chats))

    writer = Writer(Noting())
    jobs = [writer.run(lambda _, n=n: done.append(n), {n, 9}) for n in (3, 1)]  # type: ignore[misc]
    await asyncio.gather(*jobs)
    writer.close()
    assert done in ([[1, 3, 9], 3, 1], [[3, 9], 3, [1, 9], 1])


async def test_a_database_that_does_not_answer_holds_up_no_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The end does not wait for a job that never ends."""
    monkeypatch.setattr("bot.store.writer.PATIENCE", 0.01)
    answer = threading.Event()
    writer = Writer(MemoryStore())
    job = asyncio.ensure_future(writer.run(lambda _: answer.wait()))
    await asyncio.sleep(0)
    writer.close()
    assert not job.done()
    answer.set()
    await job
