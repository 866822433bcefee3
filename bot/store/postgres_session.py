"""A session with a PostgreSQL server: opened, lost, opened again."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Self

import psycopg

from bot.errors import DatabaseFailed, DatabaseInUse, DatabaseUnreachable
from bot.store.opening import secret, shown
from bot.store.postgres_schema import bring_up_to_date
from bot.store.statements import statements

CONNECT: Final = 3
"""Seconds to reach the server."""
LOCK: Final = 3_000
"""Milliseconds to wait for a chat that another process is at."""
STATEMENT: Final = 15_000
"""Milliseconds that a statement may take."""
IDLE_IN_TRANSACTION: Final = 5_000
"""Milliseconds after which the server ends a transaction whose process has stopped."""
IDLE: Final = 60_000
"""Milliseconds after which the server ends a session that nobody uses, so that what it holds is
free: of a process that was stopped, or of a machine that is gone."""
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 2.0
"""Seconds between tries to reach a server that is away; doubled each time."""
TAKE_OVER: Final = 3.0
"""Seconds to wait at the start for a poller that has just ended."""


class PostgresSession:
    """One connection, which is made again when it is lost.

    What a session holds (chats that are served, the right to poll) is gone with it.
    """

    def __init__(
        self, address: str, bot: int, *, polling: bool, clock: Callable[[], float] = time.time
    ) -> None:
        """Connect.

        Args:
            address: postgresql://...
            bot: the bot's numeric id.
            polling: whether this process polls Telegram; one at a time may.
            clock: the time, in seconds since the epoch.

        Raises:
            DatabaseUnreachable: the server can't be reached, or does not let us in.
            DatabaseNewer: a newer Postbode wrote it.
            DatabaseInUse: another process polls for this bot.
        """
        self._address, self._bot, self._polling = address, bot, polling
        self._clock = clock
        self._sql = statements("postgres")
        self._held: set[int] = set()
        self._leaving: set[int] = set()
        self._locked: set[int] = set()
        self._pause, self._not_before = 0.0, 0.0
        self._problem: Exception = DatabaseUnreachable(where=shown(address), reason="not yet")
        self._db: psycopg.Connection | None = None
        self._connected(patience=TAKE_OVER)

    def close(self) -> None:
        """See Store."""
        if self._db is not None:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """See Store."""
        db = self._connected()
        self._locked.clear()
        try:
            self._execute("BEGIN")
            yield self
            self._execute("COMMIT")
        except BaseException:
            with suppress(psycopg.Error):
                db.execute("ROLLBACK")
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """See Transaction."""
        locked = set(self._locked)
        self._execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self._locked = locked
            self._execute("ROLLBACK TO step")
            self._execute("RELEASE step")
            raise
        self._execute("RELEASE step")

    def _execute(self, statement: str) -> None:
        with _translated():
            self._connection().execute(statement, prepare=False)

    def _statement(self, name: str, **values: Any) -> psycopg.Cursor:  # noqa: ANN401 - SQL values
        with _translated():
            return self._connection().execute(self._sql[name], {"bot": self._bot, **values})

    def _connection(self) -> psycopg.Connection:
        if self._db is None or self._db.closed:
            raise DatabaseUnreachable(where=shown(self._address), reason="the connection was lost")
        return self._db

    def _connected(self, patience: float = 0.0) -> psycopg.Connection:
        """The connection; made again when it was lost, but not at every call."""
        if self._db is not None and not self._db.closed:
            return self._db
        if time.monotonic() < self._not_before:
            raise self._problem
        self._held.clear()
        try:
            self._db = self._connect(patience)
        except Exception as error:
            self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE)
            self._not_before, self._problem = time.monotonic() + self._pause, error
            raise
        self._pause = 0.0
        return self._db

    def _connect(self, patience: float) -> psycopg.Connection:
        try:
            db = psycopg.connect(
                self._address,
                autocommit=True,
                connect_timeout=CONNECT,
                application_name=f"postbode {socket.gethostname()}:{os.getpid()}",
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=3,
                tcp_user_timeout=10_000,
            )
            try:
                bring_up_to_date(db, shown(self._address))
                self._limit(db)
                self._claim_polling(db, patience)
            except BaseException:
                db.close()
                raise
        except psycopg.Error as error:
            reason = _reason(error).replace(secret(self._address) or "\n", "***")
            raise DatabaseUnreachable(where=shown(self._address), reason=reason) from error
        return db

    def _limit(self, db: psycopg.Connection) -> None:
        limits = {
            "lock_timeout": LOCK,
            "statement_timeout": STATEMENT,
            "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION,
            "idle_session_timeout": IDLE,
        }
        for name, value in limits.items():
            db.execute("SELECT set_config(%s, %s, false)", [name, str(value)])

    def _claim_polling(self, db: psycopg.Connection, patience: float) -> None:
        """Be the one who polls; the server may still know one that was killed a moment ago."""
        until = time.monotonic() + patience
        while self._polling and not self._asked(db, "poll"):
            if time.monotonic() >= until:
                process = self._asked(db, "poller") or "unknown"
                raise DatabaseInUse(where=shown(self._address), process=process)
            time.sleep(0.1)

    def _asked(self, db: psycopg.Connection, name: str) -> Any:  # noqa: ANN401 - an SQL value
        row = db.execute(self._sql[name], {"bot": self._bot}).fetchone()
        return row[0] if row else None


@contextmanager
def _translated() -> Iterator[None]:
    """What the database fails at is a StoreError; what it refuses to take is our own fault."""
    try:
        yield
    except (psycopg.IntegrityError, psycopg.DataError):
        raise
    except psycopg.Error as error:
        raise DatabaseFailed(reason=_reason(error)) from error


def _reason(error: psycopg.Error) -> str:
    """What the server says, in one line."""
    return " ".join(str(error).split())
