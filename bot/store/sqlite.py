"""The embedded store: one SQLite file (WAL, synchronous=FULL), written by one thread at a time."""

import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.retention import DAY
from bot.store.protocol import LONGEST_RUN, Outgoing
from bot.store.sql_transaction import Rows, SqlTransaction, outgoing
from bot.store.sqlite_session import SqliteSession


class SqliteStore(SqliteSession, SqlTransaction):
    """A store in one file; safe against a crash at any moment."""

    def __init__(
        self,
        path: Path,
        bot: int,
        clock: Callable[[], float] = time.time,
        *,
        reading: bool = False,
        beside: bool = False,
    ) -> None:
        """Open the file, or make it.

        Args:
            path: the file; the folder above it is made too.
            bot: the bot's numeric id.
            clock: the time, in seconds since the epoch.
            reading: whether it is only read, beside the process that uses it.
            beside: whether it is changed for a moment, beside the process that uses it.

        Raises:
            DatabaseForeign: the file holds something else. It is left as it is.
            DatabaseNewer: a newer Postbode wrote it.
            DatabaseInUse: another process uses it.
            DatabaseUnusable: it can't be opened, read or written.
        """
        super().__init__(path, reading=reading, beside=beside)
        self._bot, self._clock = bot, clock

    def lock(self, chats: Iterable[int]) -> None:
        """See Transaction; one process writes the file, one transaction at a time."""

    def waiting(self, limit: int, busy: frozenset[int]) -> list[list[Outgoing]]:
        """See Transaction."""
        chats = self._run("waiting_chats", busy=json.dumps(list(busy)), limit=limit).fetchall()
        if not chats:
            return []
        rows = self._run("runs", chats=json.dumps([c for (c,) in chats]), limit=LONGEST_RUN)
        runs: dict[int, list[Outgoing]] = {}
        for row in rows:
            runs.setdefault(row[1], []).append(outgoing(row))
        return list(runs.values())

    def release(self, chat: int) -> None:
        """See Transaction; one process has it all."""

    def processes(self) -> int:
        """See Transaction; one process has it all."""
        return 1

    def tidy(self, now: float) -> int:
        """See Transaction."""
        since = self._one("traces")[0]
        self._wipe = since is not None and (self._small() or now - since > DAY)
        return super().tidy(now)

    def forget(self, chat: int, *, calls: bool = True) -> list[str]:
        """See Transaction."""
        self._leave_traces()
        return super().forget(chat, calls=calls)

    def empty_ticket(self, number: str) -> None:
        """See Transaction."""
        self._leave_traces()
        super().empty_ticket(number)

    def _leave_traces(self) -> None:
        self._run("leave_traces", now=self._clock())
        self._empty_log = True

    def _run(self, name: str, **values: Any) -> Rows:  # noqa: ANN401 - SQL values
        return self._statement(name, bot=self._bot, **values)
