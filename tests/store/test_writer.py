"""The thread that writes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

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
