"""One thread that writes; what waits is committed together (group commit).

A commit costs a disk flush. Jobs that arrive while one commit runs share the next, so durability is
nearly free under load. A job that raises is undone alone, by a savepoint; when the database fails,
all that share the transaction are undone, and each is for its giver to try again. That the database
fails is logged here, once, and once more when it works again.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

import structlog

from bot.errors import StoreError
from bot.store.protocol import Store, Transaction

Result = TypeVar("Result")
Chats = Collection[int] | Callable[[Transaction], Collection[int]]
"""Chats that are locked; or what finds them, which may read and changes nothing."""
_Job = tuple[Callable[[Transaction], Any], Chats, "Future[Any]"]

MOST_TOGETHER: Final = 64
"""Jobs that share one transaction."""
PATIENCE: Final = 2.0
"""Seconds that the end waits for the job in hand; less than a stop may take."""

log = structlog.get_logger()


class Writer:
    """Runs jobs on a store, each within a transaction, in the order they were given."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._fails = False
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def run(self, job: Callable[[Transaction], Result], chats: Chats = ()) -> Result:
        """Run a job; returns when it is committed.

        Args:
            job: changes the store.
            chats: the chats whose data the job changes. All of a transaction are locked at once,
                before any of its jobs runs, so that no two processes wait for each other.

        Raises:
            StoreError: the database failed. Nothing was changed, unless the connection to a server
                was lost at the very end; a job has to bear that.
            Exception: what the job raised; then nothing was changed.
        """
        future: Future[Result] = Future()
        self._jobs.put((job, chats, future))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what was given, then stop and close the store.

        A database that does not answer is left alone after PATIENCE; it undoes what is open.
        """
        self._jobs.put(None)
        self._thread.join(PATIENCE)
        if not self._thread.is_alive():
            self._store.close()

    def _work(self) -> None:
        while jobs := self._next():
            self._commit(jobs)

    def _next(self) -> list[_Job]:
        """All jobs that wait, but at least one; none when it is time to stop."""
        jobs: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            jobs.append(job)
            if self._jobs.empty() or len(jobs) == MOST_TOGETHER:
                return jobs
            job = self._jobs.get()
        if jobs:
            self._jobs.put(None)
        return jobs

    def _commit(self, jobs: list[_Job]) -> None:
        running = [job for job in jobs if job[2].set_running_or_notify_cancel()]
        outcomes: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with self._store.transaction() as transaction:
                transaction.lock(_wanted(transaction, [chats for _, chats, _ in running]))
                for job, _, future in running:
                    outcomes.append((future, *_attempt(transaction, job)))
        except Exception as error:  # noqa: BLE001 - goes to everyone who waits
            outcomes = [(future, None, error) for _, _, future in running]
            self._note(error)
        else:
            self._note(None)
        for future, result, problem in outcomes:
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

    def _note(self, error: Exception | None) -> None:
        if isinstance(error, StoreError) and not self._fails:
            log.error("the database fails; everything is tried again", reason=str(error))
        elif error is None and self._fails:
            log.warning("the database works again")
        self._fails = isinstance(error, StoreError)


def _wanted(transaction: Transaction, given: Iterable[Chats]) -> set[int]:
    """All chats that jobs change."""
    found = (chats(transaction) if callable(chats) else chats for chats in given)
    return {chat for chats in found for chat in chats}


def _attempt(
    transaction: Transaction, job: Callable[[Transaction], Any]
) -> tuple[Any, BaseException | None]:
    try:
        with transaction.savepoint():
            return job(transaction), None
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - goes to the one who waits for this job
        return None, error
