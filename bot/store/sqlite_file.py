"""The file of the embedded store: looked at before it is touched, opened, brought up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from bot.errors import DatabaseForeign, DatabaseNewer, DatabaseUnusable
from bot.store.statements import migrations

APPLICATION_ID: Final = 0x506F7374
"""Marks a file as ours: the letters Post."""
PATIENCE: Final = 2.0
"""Seconds to wait for a lock of another process; less than a stop may take."""
CHECK_AT_ONCE: Final = 64 * 2**20
"""Bytes up to which a file is looked through before it is used; a larger one meanwhile."""
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


def schema() -> int:
    """The number of the schema that this version works with."""
    return len(migrations("sqlite"))


def look(path: Path) -> None:
    """Look at what is there, if anything, without writing to it.

    Raises:
        DatabaseForeign: the file holds something else.
        DatabaseNewer: a newer Postbode wrote it.
        DatabaseUnusable: it can't be read, or is damaged.
    """
    with _translated(path):
        if _is_empty(path):
            return
        with closing(_read_only(path)) as db:
            _refuse_foreign(db, path)
            if path.stat().st_size <= CHECK_AT_ONCE and (reason := damage(db)):
                raise DatabaseUnusable(path=path, reason=reason)


def open_file(path: Path) -> sqlite3.Connection:
    """Open a file that was looked at, or make it, and bring it up to date.

    Raises:
        DatabaseUnusable: it can't be opened, read or written.
    """
    with _translated(path):
        path.touch(mode=0o600)  # what customers type is for the operator alone
        db = sqlite3.connect(path, PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            _prepare(db)
        except BaseException:
            db.close()
            raise
        return db


def read_file(path: Path) -> sqlite3.Connection:
    """Open a file that is there to read from it, also while the bot writes.

    Raises:
        DatabaseForeign: the file holds something else.
        DatabaseNewer: a newer Postbode wrote it.
        DatabaseUnusable: it is not there, or can't be read.
    """
    with _translated(path):
        if _is_empty(path):
            raise DatabaseUnusable(path=path, reason="there is none")
        db = _read_only(path)
        try:
            _refuse_foreign(db, path)
        except BaseException:
            db.close()
            raise
        return db


def join_file(path: Path) -> sqlite3.Connection:
    """Open a file that is there to change something in it, also while the bot writes.

    Raises:
        DatabaseForeign: the file holds something else.
        DatabaseNewer: a newer Postbode wrote it.
        DatabaseUnusable: it is not there, can't be written, or an older Postbode wrote it.
    """
    read_file(path).close()
    with _translated(path):
        db = sqlite3.connect(path, PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            for pragma in _PRAGMAS:
                db.execute(f"PRAGMA {pragma}")
            _refuse_older(db, path)
        except BaseException:
            db.close()
            raise
        return db


def damage(db: sqlite3.Connection) -> str | None:
    """What is wrong with a file, or None. Takes a second for each some 300 MB."""
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    return None if found == "ok" else f"it is damaged: {found}"


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DatabaseUnusable(path=path, reason=error.strerror or error) from error
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise DatabaseForeign(path=path) from error
        raise DatabaseUnusable(path=path, reason=error) from error


def _is_empty(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0


def _read_only(path: Path) -> sqlite3.Connection:
    if path.is_dir():
        raise DatabaseUnusable(path=path, reason="it is a folder")
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )


def _refuse_foreign(db: sqlite3.Connection, path: Path) -> None:
    marked = db.execute("PRAGMA application_id").fetchone()[0]
    if marked == 0 and not db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        return  # the very first start was interrupted
    if marked != APPLICATION_ID:
        raise DatabaseForeign(path=path)
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if found > schema():
        raise DatabaseNewer(path=path, found=found, known=schema())


def _refuse_older(db: sqlite3.Connection, path: Path) -> None:
    if db.execute("PRAGMA user_version").fetchone()[0] < schema():
        raise DatabaseUnusable(path=path, reason="start the bot of this version once")


def _prepare(db: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    done = db.execute("PRAGMA user_version").fetchone()[0]
    for number, script in enumerate(migrations("sqlite")[done:], done + 1):
        _migrate(db, number, script)


def _migrate(db: sqlite3.Connection, number: int, script: str) -> None:
    """Take one step, whole or not at all; foreign keys are checked at its end."""
    db.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    try:
        db.executescript(
            f"BEGIN IMMEDIATE; {script} PRAGMA application_id={APPLICATION_ID};"
            f"PRAGMA user_version={number};"
        )
        _refuse_orphans(db, number)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    finally:
        db.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(db: sqlite3.Connection, number: int) -> None:
    if orphans := db.execute("PRAGMA foreign_key_check").fetchall():
        reason = f"step {number} leaves rows without their counterpart: {orphans[:3]}"
        raise sqlite3.IntegrityError(reason)
