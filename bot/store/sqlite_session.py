"""The use of an SQLite file by one process: transactions, and what happens between them."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

import structlog

from bot.errors import DatabaseFailed, DatabaseUnusable, StoreError
from bot.store.file_lock import FileLock
from bot.store.sqlite_file import (
    CHECK_AT_ONCE,
    PATIENCE,
    damage,
    join_file,
    look,
    open_file,
    read_file,
)
from bot.store.statements import statements

_NONE: Final[Mapping[str, Any]] = {}
_OUR_FAULT: Final = (sqlite3.IntegrityError, sqlite3.DataError)
"""What the database refuses to take."""

log = structlog.get_logger()


class SqliteSession:
    """A file that is used by this process alone, or read beside the one that uses it.

    Deleted rows are overwritten (secure_delete), but SQLite may have left copies of them between
    other rows and in its log. So a deletion that has to be for good leaves a note in `traces`; the
    log is emptied at once, and `VACUUM`, which writes the file anew, follows when tidying, for a
    large file once a day.

    Attributes:
        looking: looks through a large file for damage, while it is used.
    """

    def __init__(self, path: Path, *, reading: bool = False, beside: bool = False) -> None:
        """Open a file; see look, open_file, read_file and join_file.

        Raises:
            DatabaseInUse: another process uses it, and this one wants more than to read.
        """
        self._begin = "BEGIN" if reading else "BEGIN IMMEDIATE"
        self._sql = statements("sqlite")
        self._path = path
        self._damage: str | None = None
        self._empty_log = self._wipe = False
        look(path)
        self._lock = None if reading or beside else _locked(path)
        opened = read_file if reading else join_file if beside else open_file
        try:
            self._db = opened(path)
        except BaseException:
            self._free()
            raise
        self.looking = threading.Thread(target=self._look_through, args=(path,), daemon=True)
        if not (reading or beside) and path.stat().st_size > CHECK_AT_ONCE:
            self.looking.start()

    def close(self) -> None:
        """See Store."""
        self._db.close()
        self._free()

    @contextmanager
    def transaction(self) -> Iterator[Self]:
        """See Store."""
        if self._damage:
            raise DatabaseFailed(reason=self._damage)
        self._execute(self._begin)
        try:
            yield self
            self._execute("COMMIT")
        except BaseException:
            self._wipe = False
            if self._db.in_transaction:
                self._execute("ROLLBACK")
            raise
        self._clean()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """See Transaction."""
        if not self._db.in_transaction:  # a full disk may have ended it
            raise DatabaseFailed(reason="the transaction was ended")
        self._execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:
                self._execute("ROLLBACK TO step")
                self._execute("RELEASE step")
            raise
        self._execute("RELEASE step")

    def _execute(self, statement: str, values: Mapping[str, Any] = _NONE) -> sqlite3.Cursor:
        try:  # some twenty times for an update, so without `_translated`
            return self._db.execute(statement, values)
        except _OUR_FAULT:
            raise
        except sqlite3.Error as error:
            raise DatabaseFailed(reason=error) from error

    def _statement(self, name: str, **values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - SQL values
        return self._execute(self._sql[name], values)

    def _clean(self) -> None:
        """Wipe traces of what was deleted; when that fails it is done another time."""
        if not (self._empty_log or self._wipe):
            return
        try:
            if self._wipe:
                self._execute("VACUUM")
                self._statement("wiped")
            self._empty_log = not self._log_is_emptied()
        except StoreError as error:
            log.warning("traces of deleted rows stay for now", reason=str(error))
        self._wipe = False

    def _log_is_emptied(self) -> bool:
        """Empty SQLite's log; it can't be while somebody reads, and nobody is to wait for that."""
        self._execute("PRAGMA busy_timeout=0")
        try:
            with _translated():
                busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self._execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")
        return not busy

    def _small(self) -> bool:
        """Whether the file is so small that writing it anew holds up nobody."""
        return self._path.stat().st_size <= CHECK_AT_ONCE

    def _look_through(self, path: Path) -> None:
        with suppress(sqlite3.Error, StoreError), closing(read_file(path)) as db:
            self._damage = damage(db)
        if self._damage:
            log.error(str(DatabaseUnusable(path=path, reason=self._damage)))

    def _free(self) -> None:
        if self._lock:
            self._lock.close()


def _locked(path: Path) -> FileLock:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(path)
    except OSError as error:
        raise DatabaseUnusable(path=path, reason=error.strerror or error) from error


@contextmanager
def _translated() -> Iterator[None]:
    """What the database fails at is a StoreError."""
    try:
        yield
    except _OUR_FAULT:
        raise
    except sqlite3.Error as error:
        raise DatabaseFailed(reason=error) from error
