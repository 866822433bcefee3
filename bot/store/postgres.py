"""The store for more than one machine: PostgreSQL, shared by any number of processes.

Who changes a chat holds it by a lock of the transaction; who makes its calls holds it by a lock of
the session, which the server frees when the process ends.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from bot.errors import StoreError
from bot.store.postgres_session import PostgresSession
from bot.store.protocol import LONGEST_RUN, Json, Outgoing, Update
from bot.store.sql_transaction import Rows, SqlTransaction, dump, outgoing


class PostgresStore(PostgresSession, SqlTransaction):
    """A store in a PostgreSQL database; one connection, used from one thread at a time."""

    def lock(self, chats: Iterable[int]) -> None:
        """See Transaction."""
        wanted = set(chats) - self._locked
        if wanted:
            self._run("lock", chats=list(wanted))
            self._locked |= wanted

    def queue(self, update: Update | None, chat: int, calls: list[Json]) -> None:
        """See Transaction; one way to the server for all of them."""
        if calls:
            id_, actions = update.id if update else None, list(map(dump, calls))
            self._run("queue", id=id_, chat=chat, actions=actions, now=self._clock())

    def waiting(self, limit: int, busy: frozenset[int]) -> list[list[Outgoing]]:
        """See Transaction."""
        try:
            self._hold(busy - self._held)
            values = {"busy": list(busy), "held": list(self._held), "limit": limit}
            chats = [chat for (chat,) in self._run("waiting_chats", **values)]
        except StoreError:
            self.close()  # it may hold chats that nobody knows of
            raise
        self._held.update(chats)
        self._leaving.difference_update(chats)
        runs: dict[int, list[Outgoing]] = {chat: [] for chat in chats}
        for row in self._run("runs", chats=chats, limit=LONGEST_RUN) if chats else ():
            runs[row[1]].append(outgoing(row))
        for chat in [chat for chat, run in runs.items() if not run]:
            self.release(chat)  # another process was faster
        return [run for run in runs.values() if run]

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """See Store. Chats are released after the commit: until then others see what was done."""
        self._leaving.clear()
        with super().transaction():
            yield self
        for chat in self._leaving:
            self._held.discard(chat)
            self._run("release", chat=chat)

    def release(self, chat: int) -> None:
        """See Transaction."""
        if chat in self._held:
            self._leaving.add(chat)

    def processes(self) -> int:
        """See Transaction."""
        return max(1, int(self._one("processes")[0]))

    def _hold(self, chats: frozenset[int]) -> None:
        """Hold again what was held by a session that was lost, unless another process has it."""
        self._held.update(chat for chat in chats if self._one("hold", chat=chat)[0])

    def _run(self, name: str, **values: Any) -> Rows:  # noqa: ANN401 - SQL values
        return self._statement(name, **values)
